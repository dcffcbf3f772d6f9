"""The journal of money: balanced postings, and the balances that they add up to."""

from __future__ import annotations

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
ACCOUNTS = ("customer", "gateway", "merchant", "fees", "tax", "refunds")


def fee_of(amount: int, method: str) -> tuple[int, int]:
    """(fee with tax, tax) of a captured payment: 2 %, and 18 % GST on it.

    No GST on cards up to 2,000 rupees, and no fee where no money moves (a mandate of amount 0).
    """
    base = (amount * 2 + 50) // 100
    tax = 0 if method == "card" and amount <= 200000 else (base * 18 + 50) // 100
    return base + tax, tax
