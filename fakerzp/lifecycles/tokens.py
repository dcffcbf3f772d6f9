"""Mandates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..errors import token_hq as texts
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _charged(token: Any, cause: Any, origin: Any) -> Changes:
    return {"charges": token.charges + 1}


def _debited(token: Any, payment: Any, origin: Any) -> Changes:
    """What was debited of blocked money; the reason when all of it was is the page's own."""
    debited = token.debited + payment.amount
    over = debited >= token.blocked
    return {"debited": debited, "failure_reason": "Mandate execution is completed." if over else None}


def _is_a_debit(token: Any, payment: Any) -> bool:
    """Not the payment that registers the mandate, nor one that was answered after its end."""
    return bool(token.reserves and token.status in ("confirmed", "paused"))


TOKEN = Lifecycle(
    "token",
    "api/payments/recurring-payments/paper-nach/tokens.md",
    births=(
        Birth("initiated"),
        # What is saved to pay with again, and no mandate (s2s-integration/payment-methods/upi/saved-vpa).
        Birth("not_applicable"),
    ),
    rows=(
        Row("confirm", ("initiated",), "confirmed", emits="token.confirmed", carries=("token",)),
        Row("reject", ("initiated",), "rejected", emits="token.rejected", carries=("token",)),
        Row("charge", ("confirmed",), SAME, stamp="used_at", effect=_charged),
        Row("pause", ("confirmed",), "paused", emits="token.paused", carries=("token",)),
        Row("resume", ("paused",), "confirmed", emits="token.resumed", carries=("token",)),
        Row("cancel", ("confirmed", "paused"), "cancellation_initiated"),
        Row("cancelled", ("cancellation_initiated",), "cancelled", emits="token.cancelled", carries=("token",)),
        # UPI Reserve Pay, payments/payment-gateway/s2s-integration/recurring-payments/upi-reserve-pay.
        Row("debit", ("confirmed", "paused"), SAME, effect=_debited),
        Row(
            "release",
            ("confirmed", "paused"),
            "cancellation_initiated",
            emits="token.cancellation_initiated",
            carries=("token",),
        ),
        Row("forget", ("initiated", "rejected", "cancelled"), "deleted"),
        Row(
            "delete",
            ("initiated", "not_applicable", "confirmed", "paused", "rejected", "cancellation_initiated", "cancelled"),
            "deleted",
        ),
    ),
    refusals={
        ("initiated", "charge"): errors.TOKEN_NOT_CONFIRMED,
        ("*", "charge"): errors.TOKEN_NOT_ACTIVE,
        ("*", "cancel"): errors.TOKEN_NOT_CANCELLABLE,
        ("*", "release"): errors.TOKEN_NOT_CANCELLABLE,
        ("*", "forget"): texts.NOT_CANCELLED,
    },
)

MACHINES = (TOKEN,)

COUPLINGS: tuple[Coupling, ...] = (Coupling("payment", "authorize", "token_id", "token", "debit", _is_a_debit),)

EXPIRY: Mapping[str, str] = {}
