"""Everything about one member, given to them or destroyed."""
