"""Contests: who is in, the draw, and what winners get."""
