"""Tills, and whose card they read."""
