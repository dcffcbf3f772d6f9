"""Refunds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .rows import SAME, Birth, Changes, Coupling, Entries, Lifecycle, Row


def _refund_created(refund: Any) -> Entries:
    return ((refund.drawn_on, -refund.amount), ("refunds", refund.amount))


def _refund_processed(refund: Any) -> Entries:
    return (("refunds", -refund.amount), ("customer", refund.amount))


def _refund_failed(refund: Any) -> Entries:
    return (("refunds", -refund.amount), (refund.drawn_on, refund.amount))


def _given_back(refund: Any) -> Entries:
    return ((refund.drawn_on, -refund.amount), ("transfers", refund.amount))


def _slowed_down(refund: Any, cause: Any, origin: Any) -> Changes:
    return {"speed_processed": "normal"}


def _was_captured(payment: Any, refund: Any) -> bool:
    return bool(payment.captured)


def _was_never_captured(payment: Any, refund: Any) -> bool:
    return not payment.captured


def _returns_all(payment: Any, refund: Any) -> bool:
    return bool(payment.captured and payment.amount_refunded + refund.amount >= payment.amount)


def _returns_some(payment: Any, refund: Any) -> bool:
    return bool(payment.captured and payment.amount_refunded + refund.amount < payment.amount)


REFUND = Lifecycle(
    "refund",
    "payments/refunds.md",
    # Processed from the first is what a linked account gives back by the reversal of a transfer.
    births=(
        Birth("pending", "refund.created", ("refund", "payment"), _refund_created),
        Birth("processed", posts=_given_back),
    ),
    rows=(
        Row(
            "process",
            ("pending",),
            "processed",
            emits="refund.processed",
            carries=("refund", "payment"),
            posts=_refund_processed,
        ),
        Row(
            "fail",
            ("pending",),
            "failed",
            emits="refund.failed",
            carries=("refund", "payment"),
            posts=_refund_failed,
        ),
        Row(
            "slow_down",
            ("pending",),
            SAME,
            emits="refund.speed_changed",
            carries=("refund", "payment"),
            effect=_slowed_down,
        ),
    ),
    refusals={},
)

MACHINES = (REFUND,)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("refund", "create", "payment_id", "payment", "refund_all", _returns_all),
    Coupling("refund", "create", "payment_id", "payment", "refund_part", _returns_some),
    Coupling("refund", "create", "payment_id", "payment", "release", _was_never_captured),
    Coupling("refund", "fail", "payment_id", "payment", "refund_back", _was_captured),
    Coupling("refund", "fail", "payment_id", "payment", "hold_again", _was_never_captured),
)

EXPIRY: Mapping[str, str] = {}
