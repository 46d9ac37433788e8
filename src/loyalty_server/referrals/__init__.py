"""Friends who came by an invitation: what both are given for a first purchase, and what a return takes back."""
