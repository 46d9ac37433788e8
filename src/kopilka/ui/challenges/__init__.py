"""Challenges: goals with steps, and their completion."""
