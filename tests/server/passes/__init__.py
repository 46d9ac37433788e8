"""Passes in Apple's and Google's wallets."""
