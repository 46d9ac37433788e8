"""The in-store display beside the till."""
