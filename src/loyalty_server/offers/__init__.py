"""Offers as members have them: for whom, in which order, how often, what they brought."""
