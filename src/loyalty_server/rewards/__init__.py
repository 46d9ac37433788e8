"""The catalogue, what members take from it, and their coupons."""
