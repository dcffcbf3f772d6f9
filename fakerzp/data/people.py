"""People and businesses: names, addresses, phone numbers, tax numbers."""

from __future__ import annotations

from random import Random
from typing import Any

from .tables import CITIES, DOMAINS, FIRST_NAMES, LAST_NAMES, STREETS, City

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = "0123456789" + LETTERS


def digits(luck: Random, count: int) -> str:
    """So many decimal digits."""
    return f"{luck.randrange(10**count):0{count}d}"


def name(luck: Random) -> str:
    """A first and a last name."""
    return f"{luck.choice(FIRST_NAMES)} {luck.choice(LAST_NAMES)}"


def email(luck: Random, of: str | None = None) -> str:
    """An address at a domain that is nobody's, for a name if one is given."""
    user = ".".join((of or name(luck)).lower().split())
    return f"{user}{luck.randrange(10, 10000)}@{luck.choice(DOMAINS)}"


def mobile(luck: Random) -> str:
    """An Indian mobile number, `+91` and ten digits of which the first is 6 to 9."""
    return f"+91{luck.choice('6789')}{digits(luck, 9)}"


def city(luck: Random) -> City:
    """A city."""
    return luck.choice(CITIES)


def address(luck: Random, at: City | None = None) -> dict[str, Any]:
    """An address as invoices take it: line1, line2, zipcode, city, state, country."""
    at = at or city(luck)
    return {
        "line1": f"{luck.randrange(1, 400)}, {luck.choice(STREETS)}",
        "line2": f"Block {luck.choice(LETTERS[:8])}",
        "zipcode": f"{at.zipcode}{luck.randrange(1, 100):03d}",
        "city": at.name,
        "state": at.state,
        "country": "in",
    }


def pan(luck: Random, *, business: bool = False) -> str:
    """A permanent account number of an individual, or of a company: as `AAPPV8261K`."""
    first = "".join(luck.choices(LETTERS, k=3))
    holder = "C" if business else "P"
    return f"{first}{holder}{luck.choice(LETTERS)}{luck.randrange(1, 10000):04d}{luck.choice(LETTERS)}"


def gstin(luck: Random, at: City | None = None) -> str:
    """A GST number of a company in that city's state, with its check character."""
    from stdnum import luhn

    body = f"{(at or city(luck)).gst}{pan(luck, business=True)}{luck.randrange(1, 10)}Z"
    return body + str(luhn.calc_check_digit(body, ALPHABET))


def customer(luck: Random, **fields: Any) -> dict[str, Any]:
    """A customer for `customer.create`: name, email, contact; one in five is a business, with a gstin."""
    called = name(luck)
    made: dict[str, Any] = {"name": called, "email": email(luck, called), "contact": mobile(luck)}
    if luck.random() < 0.2:
        made["gstin"] = gstin(luck)
    return {**made, **fields}
