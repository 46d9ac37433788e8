"""The commands: the only room that knows both the wallet and the server."""
