"""Codes on screen: the rotating one, static ones, and the screen kept bright for them."""
