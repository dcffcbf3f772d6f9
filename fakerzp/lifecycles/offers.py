"""Offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _redeemed(offer: Any, payment: Any, origin: Any) -> Changes:
    return {"used": offer.used + 1}


OFFER = Lifecycle(
    "offer",
    "payments/offers/create.md",
    births=(Birth("enabled"),),
    rows=(
        Row("disable", ("enabled",), "disabled"),
        Row("apply", ("enabled",), SAME),
        # A payment that was begun with an offer keeps it, also if the bank answers when that is disabled.
        Row("redeem", ("enabled", "disabled"), SAME, effect=_redeemed, basis="inferred"),
    ),
    refusals={("disabled", "apply"): errors.OFFER_NOT_ACTIVE},
)

MACHINES = (OFFER,)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("payment", "create", "offer_id", "offer", "apply"),
    Coupling("payment", "authorize", "offer_id", "offer", "redeem"),
)

EXPIRY: Mapping[str, str] = {}
