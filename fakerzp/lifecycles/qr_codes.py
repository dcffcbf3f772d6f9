"""QR codes: what customers scan, and what closes them.

Events of a payment go out before its sums are in the code: so the samples of webhooks/qr-codes.md have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _received(code: Any, payment: Any, origin: Any) -> Changes:
    return {
        "payments_amount_received": code.payments_amount_received + payment.amount,
        "payments_count_received": code.payments_count_received + 1,
    }


def _used_up(code: Any, payment: Any, origin: Any) -> Changes:
    return {**_received(code, payment, origin), "close_reason": "paid"}


def _on_demand(code: Any, cause: Any, origin: Any) -> Changes:
    return {"close_reason": "on_demand"}


def _is_for_one_payment(code: Any, payment: Any) -> bool:
    return bool(code.is_single and code.status == "active")


def _is_for_more(code: Any, payment: Any) -> bool:
    return not _is_for_one_payment(code, payment)


QR_CODE = Lifecycle(
    "qr_code",
    "payments/qr-codes/states.md",
    births=(Birth("active", "qr_code.created", ("qr_code",)),),
    rows=(
        Row("edit", ("active", "closed"), SAME),
        Row("scan", ("active",), SAME),
        # A payment that was authorized before may be captured when the code is closed.
        Row("credit", ("active", "closed"), SAME, emits="qr_code.credited", carries=("payment", "qr_code")),
        Row("receive", ("active", "closed"), SAME, effect=_received),
        Row("use_up", ("active",), "closed", stamp="closed_at", effect=_used_up),
        # Only what the merchant closes is told of.
        Row(
            "close",
            ("active",),
            "closed",
            stamp="closed_at",
            emits="qr_code.closed",
            carries=("qr_code",),
            effect=_on_demand,
        ),
        Row("expire", ("active",), "closed", stamp="closed_at"),
    ),
    refusals={},
)

MACHINES: tuple[Lifecycle, ...] = (QR_CODE,)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("payment", "create", "qr_code_id", "qr_code", "scan"),
    Coupling("payment", "capture", "qr_code_id", "qr_code", "credit"),
    Coupling("payment", "capture", "qr_code_id", "qr_code", "use_up", _is_for_one_payment),
    Coupling("payment", "capture", "qr_code_id", "qr_code", "receive", _is_for_more),
)

EXPIRY: Mapping[str, str] = {"qr_code": "close_by"}
