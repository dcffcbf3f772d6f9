"""What is said of customers' fund accounts."""
