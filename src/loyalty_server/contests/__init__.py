"""Contests: entered, drawn by a seed that was fixed before, and paid."""
