"""Clients that others' generators make from the published contract, at work against a server."""
