"""Events as Razorpay would send them, rendered from the records of the moment at which they happened."""

from __future__ import annotations

from typing import Any

from ..ledger.law import Happening
from .payloads import CALLED, SHOWN, SHOWN_AS, WHOLE
from .payloads.disputes import BESIDE
from .payloads.token_hq import within

# Where the sample of a page has the moment inside of `payload`; others have it beside. A handler may look in either.
DATED_INSIDE = frozenset({"refund.speed_changed", "order.notification.delivered", "order.notification.failed"})
# So does this one, if it comes of a payment (webhooks/subscriptions.md).
_BY_PAYMENT = "subscription.activated"
# What such samples show besides, and do not count among what they contain.
UNTOLD = frozenset(
    {("token.activated", "payment"), ("token.service_provider.activated", "payment"), (_BY_PAYMENT, "payment")}
)


def event_json(happening: Happening) -> dict[str, Any]:
    """The body of the webhook: {entity, account_id, event, contains, payload, created_at}."""
    whole = WHOLE.get(happening.event)
    if whole is not None:
        return whole(happening)
    payload: dict[str, Any] = {}
    for record in happening.records:
        kind, shown = SHOWN_AS.get(happening.event) or (CALLED.get(record.KIND, record.KIND), SHOWN[record.KIND])
        payload[kind] = {"entity": shown(record, happening)}
        beside = BESIDE.get((happening.event, kind))
        if beside is not None:
            payload[kind] |= beside(record)
    contains = [kind for kind in payload if (happening.event, kind) not in UNTOLD]
    if happening.event in DATED_INSIDE or (happening.event == _BY_PAYMENT and "payment" in payload):
        payload["created_at"] = happening.at
    within(payload, happening)
    return {
        "entity": "event",
        "account_id": happening.account,
        "event": happening.event,
        "contains": contains,
        "payload": payload,
        "created_at": happening.at,
    }
