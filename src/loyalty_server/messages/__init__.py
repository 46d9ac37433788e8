"""The thread with support, the inbox, and what is sent to many."""
