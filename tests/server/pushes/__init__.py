"""Notifications of browsers, from the message to what a browser reads."""
