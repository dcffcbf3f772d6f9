"""Downtimes of payment methods: a network, a bank, a UPI app that is not well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Record, record


@record
class Downtime(Record):
    """A downtime (`down_`). Times in Unix seconds, `end` None as long as nobody knows it.

    `instrument` is what is down, as the API shows it: pairs of name and code. With `declines`, payments by it fail.
    """

    KIND: ClassVar[str] = "downtime"
    INDEXED: ClassVar[tuple[str, ...]] = ("status",)

    method: str
    begin: int
    end: int | None
    scheduled: bool
    severity: str
    instrument: tuple[tuple[str, str], ...]
    updated_at: int
    declines: bool = False


def downtime_json(downtime: Downtime) -> dict[str, Any]:
    """A downtime as the API answers it (api/payments/downtime/entity.md)."""
    return {
        "id": downtime.id,
        "entity": "payment.downtime",
        "method": downtime.method,
        "begin": downtime.begin,
        "end": downtime.end,
        "status": downtime.status,
        "scheduled": downtime.scheduled,
        "severity": downtime.severity,
        "instrument": dict(downtime.instrument),
        "created_at": downtime.created_at,
        "updated_at": downtime.updated_at,
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"downtime": downtime_json}
