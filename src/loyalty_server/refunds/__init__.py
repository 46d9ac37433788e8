"""Goods or money go back, and what hung on them."""
