"""Downtimes of payment methods."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.downtimes import downtime_json
from .endpoint import Call, Routes, Says

routes = Routes()

_SAYS: Says = {"key": errors.KEY_DOT}
# What the list shows: a downtime that is over is only found by its id.
_SHOWN = ("scheduled", "started", "updated")


@routes.add(
    "GET",
    "/v1/payments/downtimes",
    "api/payments/downtime/fetch-all.md",
    python="payment.fetchDownTime(**kwargs)",
    node="payments.fetchPaymentDowntime(callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """Every downtime that is to come or goes on, newest first; for sub-merchants the same ones."""
    if call.query:
        raise call.error("extra", extra=", ".join(call.query))
    books = call.world.downtimes.books
    found = [one for status in _SHOWN for one in books.newest("downtime", field="status", value=status)]
    found.sort(key=lambda downtime: (downtime.created_at, downtime.id), reverse=True)
    return collection([downtime_json(downtime) for downtime in found])


@routes.add(
    "GET",
    "/v1/payments/downtimes/{id}",
    "api/payments/downtime/fetch-with-id.md",
    python="payment.fetchDownTimeById(downtime_id, **kwargs)",
    node="payments.fetchPaymentDowntimeById(downtimeId, callback)",
    says=_SAYS,
)
def fetch(call: Call, downtime_id: str) -> dict[str, Any]:
    """One downtime, also one that is over; without `entity`, which every sample of a single one lacks."""
    call.books = call.world.downtimes.books
    shown = downtime_json(call.find("downtime", downtime_id))
    del shown["entity"]
    return shown
