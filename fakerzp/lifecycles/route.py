"""Transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import route as texts
from .rows import SAME, Birth, Changes, Coupling, Entries, Lifecycle, Row


def _sent(transfer: Any) -> Entries:
    return (
        ("merchant", -transfer.amount - transfer.fees),
        ("transfers", transfer.amount),
        ("fees", transfer.fees - transfer.tax),
        ("tax", transfer.tax),
    )


def _taken_back(reversal: Any) -> Entries:
    return (("transfers", -reversal.amount), ("merchant", reversal.amount))


def _paid_for(transfer: Any, order: Any, payment: Any) -> Changes:
    return {"payment_id": payment.id}


def _tried_again(transfer: Any, cause: Any, origin: Any) -> Changes:
    return {"retries": transfer.retries + 1, "failure": None}


def _released(transfer: Any, cause: Any, origin: Any) -> Changes:
    return {"on_hold": False, "on_hold_until": None}


def _reversed(transfer: Any, reversal: Any, origin: Any) -> Changes:
    return {"amount_reversed": transfer.amount_reversed + reversal.amount}


def _is_whole(transfer: Any, reversal: Any) -> bool:
    return bool(transfer.amount_reversed + reversal.amount >= transfer.amount)


def _is_part(transfer: Any, reversal: Any) -> bool:
    return not _is_whole(transfer, reversal)


# What is sent is a payment in the books of the linked account, what it gives back a refund of that.
_THERE = ("processed", "partially_reversed")
_AHEAD = ("created", "pending", *_THERE)

TRANSFER = Lifecycle(
    "transfer",
    "payments/route/transfer-funds-to-linked-accounts.md",
    births=(Birth("created"), Birth("pending")),
    rows=(
        Row("pend", ("created",), "pending", effect=_paid_for),
        Row(
            "process",
            ("pending",),
            "processed",
            stamp="processed_at",
            emits="transfer.processed",
            carries=("transfer",),
            posts=_sent,
        ),
        Row("fail", ("pending",), "failed", emits="transfer.failed", carries=("transfer",)),
        Row("retry", ("failed",), "pending", effect=_tried_again),
        Row("hold", _AHEAD, SAME),
        Row("release", _AHEAD, SAME, effect=_released),
        Row("settle", (*_THERE, "reversed"), SAME),
        Row("reverse_part", _THERE, "partially_reversed", effect=_reversed),
        Row("reverse_all", _THERE, "reversed", effect=_reversed),
    ),
    refusals={
        ("*", "hold"): texts.HOLD_STATUS,
        ("*", "release"): texts.HOLD_STATUS,
        ("*", "reverse_part"): texts.REVERSAL_STATUS,
        ("*", "reverse_all"): texts.REVERSAL_STATUS,
    },
)

# One that is there was successful (api/payments/route/reverse-a-transfer.md); nothing more becomes of it.
REVERSAL = Lifecycle(
    "reversal",
    "payments/route/reversal.md",
    births=(Birth("processed", posts=_taken_back),),
    rows=(),
    refusals={},
)

MACHINES: tuple[Lifecycle, ...] = (TRANSFER, REVERSAL)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("order", "pay", "transfers", "transfer", "pend"),
    Coupling("transfer", "create", "recipient", "linked_account", "receive"),
    Coupling("transfer", "process", "payment_id", "payment", "transfer"),
    Coupling("reversal", "create", "transfer_id", "transfer", "reverse_all", _is_whole),
    Coupling("reversal", "create", "transfer_id", "transfer", "reverse_part", _is_part),
)

EXPIRY: Mapping[str, str] = {}
