"""The examples of the published contract: each call is made once, and what was said is written down."""
