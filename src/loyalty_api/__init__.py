"""The loyalty API, version 1: what the wallet and any server agree on. Standard library only."""
