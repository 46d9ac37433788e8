"""Engines behind the server: the port, the outbox, the conformance suite, and each engine of ours."""
