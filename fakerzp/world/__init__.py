"""What the merchant does not control: the clock, the customer, the bank and their instruments."""
