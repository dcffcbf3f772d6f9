"""Settlements: what Razorpay pays out to the merchant's bank account."""

from __future__ import annotations

from typing import Any, ClassVar

from .base import Record, record


@record
class Settlement(Record):
    """A settlement (`setl_`). `amount` in the smallest unit of `currency`; `utr` is the bank's reference."""

    KIND: ClassVar[str] = "settlement"

    amount: int
    currency: str
    utr: str
    fees: int = 0
    tax: int = 0


def settlement_json(settlement: Settlement) -> dict[str, Any]:
    """A settlement as the API answers it."""
    return {
        "id": settlement.id,
        "entity": "settlement",
        "amount": settlement.amount,
        "status": settlement.status,
        "fees": settlement.fees,
        "tax": settlement.tax,
        "utr": settlement.utr,
        "created_at": settlement.created_at,
    }
