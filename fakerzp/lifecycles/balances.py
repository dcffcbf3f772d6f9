"""What the merchant's balance is paid out to, and what he adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .rows import Birth, Coupling, Entries, Lifecycle, Row


def _deposited(deposit: Any) -> Entries:
    return (("bank", -deposit.amount), (deposit.into, deposit.amount))


def _settled(settlement: Any) -> Entries:
    return (("merchant", -settlement.amount), ("bank", settlement.amount))


SETTLEMENT = Lifecycle(
    "settlement",
    "payments/settlements.md",
    births=(Birth("created"),),
    rows=(
        Row(
            "process",
            ("created",),
            "processed",
            emits="settlement.processed",
            carries=("settlement",),
            posts=_settled,
        ),
    ),
    refusals={},
)

# What the merchant adds to the reserve balance or to the refund credits; nothing more becomes of it.
DEPOSIT = Lifecycle(
    "deposit",
    "payments/dashboard/account-settings/balances.md",
    births=(Birth("processed", posts=_deposited),),
    rows=(),
    refusals={},
)

MACHINES = (SETTLEMENT, DEPOSIT)

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
