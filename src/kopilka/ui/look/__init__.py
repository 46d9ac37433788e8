"""How the wallet looks and speaks: brand, theme, words, forms of numbers, the device."""
