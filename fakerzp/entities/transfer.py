"""Transfers that an order asks for: shares of its amount that are to go to linked accounts when it is paid."""

from __future__ import annotations

from typing import Any, NamedTuple

from .base import Notes, collection, notes_json

# A transfer that did not fail has this too, with its own id in it.
_NO_ERROR = ("code", "description", "reason", "field", "step", "id", "source", "metadata")


class Transfer(NamedTuple):
    """A transfer (`trf_`) that nothing has moved yet. Source: api/payments/route/create-transfers-orders.md.

    `amount` in the smallest unit of `currency`; `on_hold_until` in Unix seconds.
    """

    id: str
    created_at: int
    recipient: str
    amount: int
    currency: str
    notes: Notes
    linked_account_notes: tuple[str, ...]
    on_hold: bool
    on_hold_until: int | None
    status: str = "created"


def transfer_json(transfer: Transfer, source: str) -> dict[str, Any]:
    """A transfer as the order that it was made with shows it; `source` is that order's id."""
    return {
        "id": transfer.id,
        "entity": "transfer",
        "status": transfer.status,
        "source": source,
        "recipient": transfer.recipient,
        "amount": transfer.amount,
        "currency": transfer.currency,
        "amount_reversed": 0,
        "notes": notes_json(transfer.notes),
        "linked_account_notes": list(transfer.linked_account_notes),
        "on_hold": transfer.on_hold,
        "on_hold_until": transfer.on_hold_until,
        "recipient_settlement_id": None,
        "created_at": transfer.created_at,
        "processed_at": None,
        "error": {**dict.fromkeys(_NO_ERROR), "id": transfer.id},
    }


def transfers_json(transfers: tuple[Transfer, ...], source: str) -> dict[str, Any]:
    """Transfers as their order is expanded by them: with fees and settlement, of which there are none yet."""
    none_yet = {"fees": 0, "tax": None, "settlement_status": None}
    return collection([{**transfer_json(transfer, source), **none_yet} for transfer in transfers])
