"""The ledger as its member reads it: months, entries, receipts, reviews, missed receipts."""
