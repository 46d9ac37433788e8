"""What is answered at which address, one room of the contract a file."""
