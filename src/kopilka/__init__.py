"""Kopilka, the loyalty wallet: the card before anything else, with or without a network."""
