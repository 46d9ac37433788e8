"""The catalogue of rewards, and the coupons that come of it."""
