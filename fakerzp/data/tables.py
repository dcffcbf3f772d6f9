"""Words that made-up data is put together from: names, places, goods."""

from __future__ import annotations

from typing import Final, NamedTuple

FIRST_NAMES: Final[tuple[str, ...]] = (
    "Aarav", "Aditi", "Aditya", "Aisha", "Akash", "Amit", "Amrita", "Ananya", "Anil", "Anita", "Arjun", "Asha",
    "Bhavna", "Chetan", "Deepa", "Deepak", "Devika", "Divya", "Esha", "Farhan", "Gaurav", "Geeta", "Gurpreet",
    "Harish", "Hema", "Imran", "Ishaan", "Jasmine", "Jaya", "Karan", "Kavita", "Kiran", "Krishna", "Lakshmi", "Lata",
    "Madhav", "Manish", "Maya", "Meera", "Mohan", "Nandini", "Neha", "Nikhil", "Nisha", "Omkar", "Pooja", "Pranav",
    "Priya", "Rahul", "Rajesh", "Ravi", "Rekha", "Rohan", "Sachin", "Saira", "Sanjay", "Sarika", "Shreya", "Simran",
    "Sneha", "Sunil", "Suresh", "Swati", "Tanvi", "Uma", "Varun", "Vidya", "Vikram", "Vinod", "Yash", "Zara",
)  # fmt: skip
LAST_NAMES: Final[tuple[str, ...]] = (
    "Agarwal", "Ahmed", "Banerjee", "Bhat", "Bose", "Chatterjee", "Chauhan", "Chopra", "Das", "Desai", "Deshpande",
    "Dutta", "Fernandes", "Ghosh", "Gill", "Gowda", "Gupta", "Hegde", "Iyengar", "Iyer", "Jain", "Jha", "Joshi",
    "Kapoor", "Kaur", "Khan", "Kulkarni", "Kumar", "Mehta", "Menon", "Mishra", "Mukherjee", "Nair", "Naidu", "Pandey",
    "Patel", "Patil", "Pillai", "Prasad", "Rao", "Rathore", "Reddy", "Roy", "Saxena", "Sen", "Shah", "Sharma",
    "Shetty", "Singh", "Sinha", "Subramanian", "Thomas", "Tiwari", "Trivedi", "Varma", "Verma", "Yadav",
)  # fmt: skip
DOMAINS: Final[tuple[str, ...]] = ("example.com", "example.org", "example.net")
"""Domains that are nobody's (RFC 2606): what is sent there reaches no one."""


class City(NamedTuple):
    """A city: its state, the state's code in a GSTIN, and the first three digits of its postal codes."""

    name: str
    state: str
    gst: str
    zipcode: str


CITIES: Final[tuple[City, ...]] = (
    City("Mumbai", "Maharashtra", "27", "400"),
    City("Pune", "Maharashtra", "27", "411"),
    City("Bengaluru", "Karnataka", "29", "560"),
    City("Chennai", "Tamil Nadu", "33", "600"),
    City("Hyderabad", "Telangana", "36", "500"),
    City("New Delhi", "Delhi", "07", "110"),
    City("Kolkata", "West Bengal", "19", "700"),
    City("Ahmedabad", "Gujarat", "24", "380"),
    City("Jaipur", "Rajasthan", "08", "302"),
    City("Lucknow", "Uttar Pradesh", "09", "226"),
    City("Kochi", "Kerala", "32", "682"),
    City("Bhopal", "Madhya Pradesh", "23", "462"),
    City("Chandigarh", "Chandigarh", "04", "160"),
    City("Guwahati", "Assam", "18", "781"),
)
STREETS: Final[tuple[str, ...]] = (
    "MG Road",
    "Station Road",
    "Link Road",
    "Church Street",
    "Gandhi Nagar",
    "Nehru Marg",
    "Lake View Road",
    "Market Lane",
    "Temple Street",
    "Ring Road",
)


class Good(NamedTuple):
    """Something that a shop sells: its price in paise, and its HSN code (seven to eight digits of a goods' class)."""

    name: str
    price: int
    hsn: str


GOODS: Final[tuple[Good, ...]] = (
    Good("Darjeeling tea, 250 g", 45000, "09023010"),
    Good("Filter coffee, 500 g", 38000, "09012110"),
    Good("Block-printed cotton kurta", 129900, "62114210"),
    Good("Handloom saree", 349900, "50072010"),
    Good("Kolhapuri sandals", 89900, "64039990"),
    Good("Brass lamp", 74900, "83062990"),
    Good("Steel water bottle", 59900, "73239390"),
    Good("Sandalwood soap, pack of 4", 24000, "34011110"),
    Good("Jute bag", 39900, "42022220"),
    Good("Notebook, ruled", 14900, "48202000"),
    Good("Paperback novel", 29900, "49011010"),
    Good("Yoga mat", 99900, "40169100"),
    Good("Clay planter", 44900, "69139000"),
    Good("Spice box", 64900, "09109990"),
    Good("Mango pickle, 400 g", 19900, "20019000"),
    Good("Wireless earphones", 249900, "85183020"),
)
SERVICES: Final[tuple[str, ...]] = (
    "Consultation",
    "Tuition fee",
    "Workshop seat",
    "Annual maintenance",
    "Photography, half a day",
    "Membership",
    "Advance for interior work",
    "Event ticket",
)
