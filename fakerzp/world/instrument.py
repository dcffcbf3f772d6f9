"""What a customer pays with, as Checkout was told: its facts, and whether it says no by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ..entities.mandate import Mandate
from . import instruments

METHODS = ("card", "netbanking", "wallet", "upi", "emandate", "nach")
DEFAULT_CARD = "4100280000001007"
DEFAULT_BANK = "HDFC"
DEFAULT_WALLET = "payzapp"


class Instrument(NamedTuple):
    """A method and the one thing that belongs to it. `refuses` is a failure reason, or None if it pays."""

    method: str
    bank: str | None = None
    wallet: str | None = None
    vpa: str | None = None
    card: instruments.Card | None = None
    name: str = ""
    expiry_month: int = 12
    expiry_year: int = 2030
    refuses: str | None = None


def instrument(
    method: str,
    mandate: Mandate | None,
    *,
    card: Mapping[str, Any] | str | None,
    vpa: str | None,
    bank: str | None,
    wallet: str | None,
    today: date,
) -> Instrument:
    """The instrument of these arguments of `checkout.pay`; raises ValueError, saying what is wrong with them."""
    if method not in METHODS:
        raise ValueError(f"method={method!r}: choose one of {', '.join(METHODS)}")
    given = {"card": card, "vpa": vpa, "bank": bank, "wallet": wallet}
    takes = {"card": "card", "upi": "vpa", "wallet": "wallet"}.get(method, "bank")
    for name, value in given.items():
        if value is not None and name != takes:
            raise ValueError(f"{name}= does not go with method={method!r}")
    if method == "card":
        return _card(card or DEFAULT_CARD, today)
    if method == "upi":
        vpa = vpa or instruments.SUCCESS_VPA
        return Instrument("upi", vpa=vpa, refuses=instruments.vpa_outcome(vpa))
    if method == "wallet":
        wallet = wallet or DEFAULT_WALLET
        if not instruments.is_wallet(wallet):
            raise ValueError(f"wallet={wallet!r} is none that Razorpay lists")
        return Instrument("wallet", wallet=wallet)
    if bank is None and mandate is not None and mandate.bank_account is not None:
        bank = instruments.bank_code(mandate.bank_account.ifsc)
    bank = bank or DEFAULT_BANK
    if method == "netbanking" and not instruments.is_netbanking_bank(bank):
        raise ValueError(f"bank={bank!r} is none that Razorpay lists for netbanking")
    return Instrument(method, bank=bank)


def _card(card: Mapping[str, Any] | str, today: date) -> Instrument:
    fields: Mapping[str, Any] = {"number": card} if isinstance(card, str) else card
    unknown = set(fields) - {"number", "name", "expiry_month", "expiry_year", "cvv"}
    if unknown:
        raise ValueError(f"card= takes number, name, expiry_month, expiry_year and cvv, not {min(unknown)!r}")
    number = str(fields.get("number", DEFAULT_CARD))
    month, year = int(fields.get("expiry_month", 12)), int(fields.get("expiry_year", today.year + 4))
    if not 1 <= month <= 12:
        raise ValueError(f"expiry_month={month}: a month is 1 to 12")
    year += 2000 if year < 100 else 0
    expired = (year, month) < (today.year, today.month)
    refuses = instruments.card_outcome(number) or ("card_expired" if expired else None)
    known = instruments.describe(number) if instruments.is_card_number(number) else None
    return Instrument(
        "card",
        card=known,
        name=str(fields.get("name", "")),
        expiry_month=month,
        expiry_year=year,
        refuses=refuses,
    )
