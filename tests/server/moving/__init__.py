"""Moving in and out."""
