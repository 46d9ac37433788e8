"""Surveys and reviews: who is asked, what was answered, what it comes to."""
