"""The reference loyalty server: a ledger that adds up, a till that cannot be cheated, one HTTP face."""
