"""Members whose cards use one account: inviting, joining, leaving, and what each may spend."""
