"""What is known of Razorpay's calls and of what they refuse: `fakerzp routes`, `fakerzp explain`, `rzp.explain`."""
