"""Made-up data that the fake takes as Razorpay would, and merchants made of it.

Every function takes the `random.Random` that decides, and draws on tables of its own: the same seed gives the same data
whatever version of Faker or of its locales is installed.
"""
