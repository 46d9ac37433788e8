"""Challenges: how far members are, and what they win."""
