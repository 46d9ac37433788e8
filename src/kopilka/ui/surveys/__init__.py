"""Surveys: offered, answered page by page."""
