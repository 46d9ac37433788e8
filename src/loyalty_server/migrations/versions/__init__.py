"""The steps from an empty database to today's schema, each made once and never changed."""
