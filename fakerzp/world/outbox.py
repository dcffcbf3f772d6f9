"""Every SMS and e-mail that Razorpay would have sent."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """One message: `medium` sms or email, `to` the number or address, `at` in Unix seconds."""

    medium: str
    to: str
    text: str
    short_url: str
    at: int
    entity_id: str
    kind: str
