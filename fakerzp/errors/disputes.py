"""What is said of disputes."""
