"""The HTTP face, asked as a wallet, a till and a stranger would ask it."""
