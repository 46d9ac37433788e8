"""Notifications of browsers: which devices want them, what is on its way, and how it is sent."""
