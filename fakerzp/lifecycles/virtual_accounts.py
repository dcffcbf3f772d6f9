"""Smart Collect: virtual accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import virtual_accounts as texts
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _received(account: Any, payment: Any, origin: Any) -> Changes:
    return {"amount_paid": account.amount_paid + payment.amount}


def _closed(event: str) -> Row:
    return Row(
        event,
        ("active",),
        "closed",
        stamp="closed_at",
        emits="virtual_account.closed",
        carries=("virtual_account",),
    )


VIRTUAL_ACCOUNT = Lifecycle(
    "virtual_account",
    "payments/smart-collect/states.md",
    births=(Birth("active", "virtual_account.created", ("virtual_account",)),),
    rows=(
        Row("edit", ("active", "closed"), SAME),
        Row("edit_expiry", ("active",), SAME),
        Row("add_receiver", ("active",), SAME),
        Row("edit_payers", ("active",), SAME),
        Row("use", ("active",), SAME, stamp="used_at"),
        # Also when it is closed: a payment that was authorized before may be captured then.
        Row(
            "credit",
            ("active", "closed"),
            SAME,
            emits="virtual_account.credited",
            carries=("payment", "virtual_account", "bank_transfer", "upi_transfer"),
            effect=_received,
        ),
        _closed("close"),
        _closed("expire"),
        # 90 days without use
        _closed("lapse"),
    ),
    refusals={("closed", "edit_expiry"): texts.NOT_UPDATABLE},
)

MACHINES: tuple[Lifecycle, ...] = (VIRTUAL_ACCOUNT,)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("payment", "capture", "virtual_account_id", "virtual_account", "credit"),
)

EXPIRY: Mapping[str, str] = {"virtual_account": "close_by"}
