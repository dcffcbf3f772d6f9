"""What customers pay with: cards, UPI ids, bank accounts."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from typing import Any, Final

from ..world.banks import NETBANKING_BANKS
from ..world.cards import TEST_CARDS
from . import people

HANDLES: Final[tuple[str, ...]] = (
    "okaxis",
    "okhdfcbank",
    "okicici",
    "oksbi",
    "ybl",
    "ibl",
    "axl",
    "paytm",
    "upi",
)
BANKS: Final[tuple[str, ...]] = ("HDFC", "SBIN", "ICIC", "UTIB", "KKBK", "YESB", "IDIB", "CNRB", "UBIN", "FDRL")
"""Banks of most payments; each has the same code for netbanking, eMandate and in its IFSC."""

WALLETS: Final[tuple[str, ...]] = ("amazonpay", "phonepe", "mobikwik", "airtelmoney", "jiomoney", "payzapp")
CARD_NUMBERS: Final[Mapping[str, tuple[tuple[str, ...], int]]] = MappingProxyType(
    {
        "Visa": (("4",), 16),
        "MasterCard": (("51", "52", "53", "54", "55"), 16),
        "RuPay": (("6070", "6075", "6081", "6083", "6522", "6525"), 16),
        "American Express": (("34", "37"), 15),
        "Diners Club": (("36", "38"), 14),
        "Maestro": (("5018", "5020", "6304"), 16),
    }
)
"""Beginnings and length of the numbers of each network."""

# How often each method pays, of a hundred payments; a guess at an Indian shop.
METHODS: Final[tuple[tuple[str, int], ...]] = (("upi", 58), ("card", 22), ("netbanking", 12), ("wallet", 8))
# Years that lie ahead for long: what is made up does not ask a clock.
_YEARS: Final = (2040, 2049)


def vpa(luck: Random, of: str | None = None) -> str:
    """A UPI id that pays, for a name if one is given."""
    user = ".".join((of or people.name(luck)).lower().split())
    return f"{user}{luck.randrange(10, 1000)}@{luck.choice(HANDLES)}"


def card_number(luck: Random, network: str | None = None) -> str:
    """A number of that network (`Visa`, `MasterCard`, `RuPay`, ...) with a right check digit; no test card.

    Raises ValueError for a network that is not listed in `CARD_NUMBERS`.
    """
    from stdnum import luhn

    network = network or luck.choices(("Visa", "MasterCard", "RuPay"), (45, 35, 20))[0]
    if network not in CARD_NUMBERS:
        raise ValueError(f"network={network!r} is none of {', '.join(CARD_NUMBERS)}")
    starts, length = CARD_NUMBERS[network]
    start = luck.choice(starts)
    body = start + people.digits(luck, length - 1 - len(start))
    return body + str(luhn.calc_check_digit(body))


def card(luck: Random, number: str | None = None, network: str | None = None) -> dict[str, Any]:
    """A card for `checkout.pay(card=...)`: number, name, expiry_month, expiry_year, cvv."""
    number = number or card_number(luck, network)
    return {
        "number": number,
        "name": people.name(luck),
        "expiry_month": luck.randrange(1, 13),
        "expiry_year": luck.randint(*_YEARS),
        "cvv": people.digits(luck, 4 if number.startswith(("34", "37")) else 3),
    }


def documented_card(
    luck: Random, reason: str | None = None, network: str | None = None, *, international: bool | None = None
) -> dict[str, Any]:
    """A documented test card that fails for that reason, or pays if none is given.

    Raises ValueError, naming the reasons that there are, where none is such.
    """
    wanted = {"network": network, "international": international}
    found = [
        known.number
        for known in TEST_CARDS
        if known.reason == reason
        and all(value is None or getattr(known, field) == value for field, value in wanted.items())
    ]
    if not found:
        reasons = sorted({known.reason for known in TEST_CARDS if known.reason})
        raise ValueError(
            f"no test card with reason={reason!r}, network={network!r}, international={international!r}; "
            f"there are cards for {', '.join(reasons)}"
        )
    return card(luck, luck.choice(found))


def ifsc(luck: Random, bank: str | None = None) -> str:
    """The code of a branch of a bank (four letters): as `HDFC0001234`."""
    return f"{(bank or luck.choice(BANKS))[:4]}0{people.digits(luck, 6)}"


def bank_account(luck: Random, of: str | None = None) -> dict[str, Any]:
    """A bank account as mandates take it: beneficiary_name, account_number, account_type, ifsc_code."""
    return {
        "beneficiary_name": of or people.name(luck),
        "account_number": people.digits(luck, 14),
        "account_type": luck.choice(("savings", "savings", "current")),
        "ifsc_code": ifsc(luck),
    }


def netbanking_bank(luck: Random) -> str:
    """The code of a bank that netbanking payments can name."""
    return luck.choice(NETBANKING_BANKS)[0]


def instrument(luck: Random, method: str | None = None) -> dict[str, Any]:
    """What somebody pays with, as arguments for `checkout.pay`: method, and vpa, card, bank or wallet.

    Raises ValueError for a method other than upi, card, netbanking and wallet.
    """
    methods, weights = zip(*METHODS, strict=True)
    method = method or luck.choices(methods, weights)[0]
    if method == "upi":
        return {"method": method, "vpa": vpa(luck)}
    if method == "card":
        return {"method": method, "card": card(luck)}
    if method == "netbanking":
        return {"method": method, "bank": luck.choice(BANKS)}
    if method == "wallet":
        return {"method": method, "wallet": luck.choice(WALLETS)}
    raise ValueError(f"method={method!r} is none of {', '.join(methods)}")
