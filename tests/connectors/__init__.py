"""Connectors, each against a peer that speaks the other protocol by its published description."""
