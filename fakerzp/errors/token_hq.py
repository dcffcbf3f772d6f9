"""What is said of cards saved as tokens."""
