"""Points: the ledger, lots, holds, and everything that moves them."""
