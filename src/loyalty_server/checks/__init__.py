"""What must always hold in the database, and the rows that break it."""
