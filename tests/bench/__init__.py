"""Benchmarks: they print what they measured and never fail."""
