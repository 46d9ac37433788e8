"""What wallets and displays are told, and where they read on."""
