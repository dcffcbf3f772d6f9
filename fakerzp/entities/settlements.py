"""Settlements that the merchant asks for, and the payouts that they are made by: api/settlements/instant/entity.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from .base import Notes, Record, collection, notes_json, record


@record
class Ondemand(Record):
    """A settlement on demand (`setlod_`). Amounts in paise; `fees` include `tax`.

    What was requested is settled, pending, given back (with its fee) or a fee. `amount_settled` and `amount_pending`
    are without fees, `amount_reversed` is with them.
    """

    KIND: ClassVar[str] = "ondemand"

    amount_requested: int
    amount_pending: int
    fees: int
    tax: int
    currency: str = "INR"
    amount_settled: int = 0
    amount_reversed: int = 0
    settle_full_balance: bool = False
    description: str | None = None
    notes: Notes = ()


@record
class OndemandPayout(Record):
    """One transfer of a settlement on demand (`setlodp_`). `amount` in paise, `fees` of it; they include `tax`.

    `adjustments` are the ids (`adj_`) of what it takes from the balance, and of what it gives back if it is reversed.
    """

    KIND: ClassVar[str] = "ondemand_payout"
    INDEXED: ClassVar[tuple[str, ...]] = ("ondemand_id",)

    ondemand_id: str
    amount: int
    fees: int
    tax: int
    adjustments: tuple[str, str]
    currency: str = "INR"
    initiated_at: int | None = None
    processed_at: int | None = None
    reversed_at: int | None = None
    utr: str | None = None

    @property
    def net(self) -> int:
        """What reaches the bank account."""
        return self.amount - self.fees


def ondemand_json(ondemand: Ondemand) -> dict[str, Any]:
    """A settlement on demand as the API answers it, without its payouts."""
    return {
        "id": ondemand.id,
        "entity": "settlement.ondemand",
        "amount_requested": ondemand.amount_requested,
        "amount_settled": ondemand.amount_settled,
        "amount_pending": ondemand.amount_pending,
        "amount_reversed": ondemand.amount_reversed,
        "fees": ondemand.fees,
        "tax": ondemand.tax,
        "currency": ondemand.currency,
        "settle_full_balance": ondemand.settle_full_balance,
        "status": ondemand.status,
        "description": ondemand.description,
        "notes": notes_json(ondemand.notes),
        "created_at": ondemand.created_at,
    }


def ondemand_payout_json(payout: OndemandPayout) -> dict[str, Any]:
    """One of its payouts."""
    return {
        "id": payout.id,
        "entity": "settlement.ondemand_payout",
        "initiated_at": payout.initiated_at,
        "processed_at": payout.processed_at,
        "reversed_at": payout.reversed_at,
        "amount": payout.amount,
        "amount_settled": payout.net if payout.status == "processed" else None,
        "fees": payout.fees,
        "tax": payout.tax,
        "utr": payout.utr,
        "status": payout.status,
        "created_at": payout.created_at,
    }


def with_payouts(ondemand: Ondemand, payouts: Iterable[OndemandPayout]) -> dict[str, Any]:
    """The same with its payouts."""
    return {
        **ondemand_json(ondemand),
        "ondemand_payouts": collection([ondemand_payout_json(payout) for payout in payouts]),
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "ondemand": ondemand_json,
    "ondemand_payout": ondemand_payout_json,
}
