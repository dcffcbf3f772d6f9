"""Mandates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _charged(token: Any, cause: Any, origin: Any) -> Changes:
    return {"charges": token.charges + 1}


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
    },
)

MACHINES = (TOKEN,)

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
