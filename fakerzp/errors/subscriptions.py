"""What is said of plans, subscriptions and what is added to them."""
