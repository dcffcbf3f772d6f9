"""What is said of virtual accounts (Smart Collect)."""
