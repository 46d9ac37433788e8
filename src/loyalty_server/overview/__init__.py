"""What the desk's first page tells of the programme."""
