"""What a payment that the merchant's server made waits for: the customer, on a bank's page or in an app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Record, record


@record
class Authentication(Record):
    """The customer's part of a payment. Its id is that of the payment without `pay_`: so in the URLs of banks' pages.

    `tool` is what is paid with (`world.instrument.Instrument`). It is over at `expires_at` (Unix seconds), or after too
    many wrong one-time passwords (`wrong`); `takes_otp` says whether the bank takes one outside of its page.
    """

    KIND: ClassVar[str] = "authentication"

    payment_id: str
    tool: Any
    expires_at: int
    takes_otp: bool = False
    wrong: int = 0


def authentication_json(authentication: Authentication) -> dict[str, Any]:
    """An authentication as differences of snapshots show it; no page has it as an entity."""
    return {
        "id": authentication.id,
        "entity": "authentication",
        "payment_id": authentication.payment_id,
        "status": authentication.status,
        "expires_at": authentication.expires_at,
        "wrong": authentication.wrong,
        "created_at": authentication.created_at,
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"authentication": authentication_json}
