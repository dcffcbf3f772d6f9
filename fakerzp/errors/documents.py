"""What is said of documents."""
