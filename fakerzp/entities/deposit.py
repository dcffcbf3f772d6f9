"""Deposits: what the merchant sets aside with Razorpay, for refunds that the available balance does not cover."""

from __future__ import annotations

from typing import Any, ClassVar

from .base import Record, record


@record
class Deposit(Record):
    """Money from the merchant's bank account; `amount` in the smallest unit of `currency`, negative for the way back.

    `into` is the account of the books that it goes to: `reserves` (payments/dashboard/account-settings/balances.md) or
    `credits` (credits.md there). On the Dashboard a deposit is a line without an id; `dep_` is the fake's own.
    """

    KIND: ClassVar[str] = "deposit"

    amount: int
    currency: str
    into: str


def deposit_json(deposit: Deposit) -> dict[str, Any]:
    """A deposit as `rzp.diff` shows it; no call of the API answers one."""
    return {
        "id": deposit.id,
        "entity": "deposit",
        "amount": deposit.amount,
        "currency": deposit.currency,
        "into": deposit.into,
        "status": deposit.status,
        "created_at": deposit.created_at,
    }
