"""Offers, rewards, challenges, surveys and messages, on a server of their own programme."""
