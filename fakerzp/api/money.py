"""Amounts and currencies of a request: the least amount, supported currencies, three-decimal amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import currencies

if TYPE_CHECKING:
    from .endpoint import Call

DIVISORS = {0: 1, 2: 100, 3: 1000}


def check_currency(call: Call, currency: str, field: str = "currency") -> str:
    """The currency, if it is one that Razorpay supports."""
    if not currencies.is_supported(currency):
        raise call.error("currency", field=field)
    return currency


def least(currency: str) -> int:
    """The least amount: one unit of the currency, in its smallest unit."""
    return DIVISORS[currencies.exponent(currency)]


def check_amount(call: Call, amount: int, currency: str, field: str = "amount") -> int:
    """The amount (smallest unit), if it is at least one unit and, with three decimals, ends in 0."""
    exponent = currencies.exponent(currency)
    if amount < DIVISORS[exponent]:
        shown = "1" if exponent == 0 else "1." + "0" * exponent
        raise call.error("minimum", field=field, least=f"{currency} {shown}")
    if exponent == 3 and amount % 10:
        raise call.error("decimals", field=field)
    return amount
