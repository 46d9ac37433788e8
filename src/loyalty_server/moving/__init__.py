"""Moving in and out: members out of a file, and everything into files."""
