"""What is said of payments that the merchant makes from his server."""
