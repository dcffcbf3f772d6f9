"""What is said of qR codes."""
