"""Loyalty engines of others behind the wallet: what they must answer, and how they are asked."""
