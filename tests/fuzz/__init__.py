"""Long runs over everything that reads what others wrote; see `python -m tests.fuzz`."""
