"""What webhooks show: plans, subscriptions and what is added to them (webhooks/subscriptions.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.subscriptions import Subscription, subscription_json
from ...ledger.law import Happening

_KEYS = (
    "id entity plan_id customer_id status type current_start current_end ended_at quantity notes charge_at start_at "
    "end_at auth_attempts total_count paid_count customer_notify created_at expire_by short_url has_scheduled_changes "
    "change_scheduled_at source offer_id payment_method remaining_count pause_initiated_by cancel_initiated_by"
)
SUBSCRIPTION = tuple(_KEYS.split())
# Which events tell of the method, and of who paused it; the others show neither.
_OF_PAUSES = ("subscription.paused", "subscription.resumed")


def subscription_event_json(subscription: Subscription, happening: Happening) -> dict[str, Any]:
    """A subscription: without its link, and with how it began, unless that is later and with nothing upfront."""
    shown = subscription_json(subscription)
    shown["short_url"] = None
    if subscription.kind_of_start:
        shown["type"] = subscription.kind_of_start
    of_pauses = {
        "payment_method": subscription.payment_method,
        "pause_initiated_by": subscription.pause_initiated_by,
        "cancel_initiated_by": subscription.cancel_initiated_by,
    }
    for name in of_pauses:
        shown.pop(name, None)
    if happening.event in _OF_PAUSES:
        shown |= of_pauses
    return {name: shown[name] for name in SUBSCRIPTION if name in shown}


SHOWN: Mapping[str, Callable[[Any, Happening], dict[str, Any]]] = {"subscription": subscription_event_json}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], dict[str, Any]]]] = {}
