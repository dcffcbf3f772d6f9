"""The journal of money: balanced postings, and the balances that they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple


class Posting(NamedTuple):
    """One movement of money. `entries` are (account, amount in the smallest unit) and sum to nothing."""

    at: int
    account: str
    entity_id: str
    why: str
    currency: str
    entries: tuple[tuple[str, int], ...]

    @property
    def amount(self) -> int:
        """How much moved: the sum of what was received."""
        return sum(amount for _, amount in self.entries if amount > 0)


# The accounts of a merchant's books, in the order in which they are shown.
ACCOUNTS = (
    *("customer", "gateway", "merchant", "reserves", "credits", "fees", "tax"),
    *("refunds", "disputes", "transfers", "payouts", "bank"),
)

# What is under way between the books of two accounts: over all books, nothing.
BETWEEN = "transfers"

# What the merchant sets aside with Razorpay: never below nothing.
SET_ASIDE = ("reserves", "credits")

# Razorpay's fee in percent of the amount, by method; "*" stands for every other. That of EMI is the pricing in the
# table of payments/offers/no-cost-emi/faqs.md. UPI payments of QR codes and what comes to virtual accounts have fees
# of their own: those of the samples in api/qr-codes/fetch-payments.md and webhooks/smart-collect.md.
DEFAULT_FEES: Mapping[str, float] = MappingProxyType({"*": 2, "emi": 3, "qr_code": 0, "virtual_account": 1})
# Methods that pay with a card.
_BY_CARD = ("card", "emi")


def fee_of(
    amount: int, method: str, percent: Mapping[str, float] = DEFAULT_FEES, tax_percent: float = 18
) -> tuple[int, int]:
    """(fee with tax, tax) of a captured payment: 2 % (EMI 3 %), and 18 % GST on it, unless the account has other terms.

    No GST on cards up to 2,000 rupees, and no fee where no money moves (a mandate of amount 0).
    """
    base = _share(amount, percent.get(method, percent.get("*", 0)))
    tax = 0 if method in _BY_CARD and amount <= 200000 else _share(base, tax_percent)
    return base + tax, tax


def transfer_fee_of(amount: int, percent: float = 0.25, tax_percent: float = 18) -> tuple[int, int]:
    """(fees with tax, tax) of a transfer: 0.25 % and 18 % GST on it, unless the account has other terms.

    The examples of payments/route/transfer-fees-example.md and the samples of the API round the fees up.
    """
    base = amount * Decimal(str(percent)) / 100
    tax = base * Decimal(str(tax_percent)) / 100
    return int((base + tax).to_integral_value(ROUND_CEILING)), int(tax.to_integral_value(ROUND_HALF_UP))


def _share(amount: int, percent: float) -> int:
    """So many percent, rounded half up."""
    if isinstance(percent, int):
        return (amount * percent + 50) // 100
    return int((amount * Decimal(str(percent)) / 100).to_integral_value(ROUND_HALF_UP))
