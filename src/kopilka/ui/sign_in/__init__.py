"""Signing in: one field, a code, consents, the card."""
