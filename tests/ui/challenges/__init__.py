"""Challenges on the offers page."""
