"""Contact sheets: every place and state of the wallet, so that anybody can look at all of them."""
