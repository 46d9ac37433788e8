"""The demo: its programme, its half a year of purchases, its till."""
