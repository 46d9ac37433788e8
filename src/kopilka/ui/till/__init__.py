"""Till mode: the largest code, and what the till did."""
