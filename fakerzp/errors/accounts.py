"""What is said of linked accounts and what they need to be activated."""
