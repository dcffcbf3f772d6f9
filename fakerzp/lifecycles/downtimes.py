"""Downtimes of payment methods."""

from __future__ import annotations

from collections.abc import Mapping

from .rows import Birth, Coupling, Lifecycle, Row

_ONGOING = ("started", "updated")

DOWNTIME = Lifecycle(
    "downtime",
    "api/payments/downtime/entity.md",
    births=(
        # No event tells of one that is to come.
        Birth("scheduled"),
        Birth("started", "payment.downtime.started", ("downtime",)),
    ),
    rows=(
        Row("start", ("scheduled",), "started", emits="payment.downtime.started", carries=("downtime",)),
        Row("update", _ONGOING, "updated", emits="payment.downtime.updated", carries=("downtime",)),
        Row("resolve", _ONGOING, "resolved", stamp="end", emits="payment.downtime.resolved", carries=("downtime",)),
    ),
    refusals={},
)

MACHINES: tuple[Lifecycle, ...] = (DOWNTIME,)

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
