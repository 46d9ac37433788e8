"""The engine, transactions, column types, tables that are only added to, and what other servers commit."""
