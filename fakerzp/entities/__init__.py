"""The nouns: immutable records, a file per family, each with the JSON that Razorpay shows for it."""
