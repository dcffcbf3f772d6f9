"""Small shops as people write them, and how a test drives them."""
