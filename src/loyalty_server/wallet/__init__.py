"""The member's wallet: the snapshot, its tag, and how long both hold."""
