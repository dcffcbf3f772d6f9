"""What is said of transfers to linked accounts, and their reversals."""
