"""Options that several commands take, and what they make of them."""
