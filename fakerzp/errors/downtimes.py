"""What is said of downtimes of payment methods."""
