"""Events as Razorpay would send them, rendered from the records of the moment at which they happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..entities.invoice import invoice_json
from ..entities.mandate import token_json
from ..entities.order import order_json
from ..entities.payment import payment_json, refund_json
from ..entities.payment_link import payment_link_json
from ..ledger.law import Happening

RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "order": order_json,
    "payment": payment_json,
    "refund": refund_json,
    "invoice": invoice_json,
    "payment_link": payment_link_json,
    "token": lambda token: token_json(token, None),
}


def event_json(happening: Happening) -> dict[str, Any]:
    """The body of the webhook: {entity, account_id, event, contains, payload, created_at}."""
    return {
        "entity": "event",
        "account_id": happening.account,
        "event": happening.event,
        "contains": [record.KIND for record in happening.records],
        "payload": {record.KIND: {"entity": RENDER[record.KIND](record)} for record in happening.records},
        "created_at": happening.at,
    }
