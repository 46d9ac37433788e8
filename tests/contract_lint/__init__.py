"""What lints the published contract, with Spectral and Redocly."""
