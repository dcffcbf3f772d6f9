"""What is said of settlements that the merchant asks for."""
