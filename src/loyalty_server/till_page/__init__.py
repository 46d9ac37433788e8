"""The page of a till: for the cashiers of a shop without till software, and for the demo's."""
