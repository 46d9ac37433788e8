"""The inbox and the thread with support."""
