"""The start: the card with its code, and what is on it."""
