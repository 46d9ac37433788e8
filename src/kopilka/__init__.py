"""Kopilka, the loyalty wallet: the card before anything else, with or without a network."""

VERSION = "0.1.0"
"""What the wallet says of itself in `App-Version`; the server may want a newer one."""
