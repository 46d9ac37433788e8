"""The demo: a programme, its goods, half a year of purchases, a till to try it with."""
