"""Cashiers of shops without till software: PINs, paired devices, shifts, and the log of what each did."""
