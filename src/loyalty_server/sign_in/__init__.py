"""One-time codes, sessions, devices and their keys."""
