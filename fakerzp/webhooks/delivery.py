"""The record of an attempt to deliver an event."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from .bodies import Headers
from .courier import Courier
from .state import Sent
from .subscription import Subscription


class Delivery(NamedTuple):
    """One attempt to deliver one event to one subscription.

    `attempt` counts from 1; `at` is in Unix seconds; `status` is None if no answer came in time; `body` is what was
    sent, to the byte; `error` is None, or the handler's traceback, or why there was no answer.
    """

    event: str
    event_id: str
    attempt: int
    at: int
    status: int | None
    body: bytes
    headers: Headers
    subscription: Subscription
    error: str | None

    @property
    def accepted(self) -> bool:
        """Whether Razorpay takes it for delivered: any 2xx within 5 seconds."""
        return self.status is not None and 200 <= self.status <= 299

    @property
    def payload(self) -> dict[str, Any]:
        """The body as values: {entity, account_id, event, contains, payload, created_at}."""
        read: dict[str, Any] = json.loads(self.body)
        return read


def delivery_of(courier: Courier, entry: object) -> Delivery:
    """The logged attempt, with headers of its own."""
    assert isinstance(entry, Sent)
    return Delivery(*entry[:6], Headers(entry.headers), Subscription(courier, entry.hook), entry.error)
