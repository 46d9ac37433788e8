"""Tiers: reached, held, kept or lost."""
