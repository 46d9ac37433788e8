"""Offers: the list, one in full, promo codes."""
