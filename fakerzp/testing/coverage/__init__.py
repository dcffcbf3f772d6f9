"""`--rzp-coverage`: what of Razorpay's documented behaviour a suite exercised, and what it never did.

`known` says what there is, `listening` sees what a fake goes through, `collect` adds it up, `report` sets the one
against the other, `terminal` and `html` show it. Imported only when a flag asks for it.
"""
