"""A third language, Kazakh, which a brand adds by a file."""
