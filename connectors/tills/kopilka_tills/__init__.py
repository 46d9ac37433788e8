"""Tills that others wrote, at Kopilka's till API. Each speaks its own protocol; this speaks both."""
