"""Webhooks, for the control API: who is told, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..webhooks import Delivery, Pending, Subscription
from .arguments import LIST, TEXT, TEXTS, WHOLE, WHOLE_OR_OBJECT, Misused, Takes
from .command import Bench, Command


def _subscribe(bench: Bench, url: str, **how: Any) -> Any:
    return _subscription(bench.fake.webhooks.subscribe(url, **how))


def _subscriptions(bench: Bench) -> Any:
    found = bench.fake.webhooks.subscriptions
    return {"count": len(found), "items": [_subscription(one) for one in found]}


def _delete(bench: Bench, id: str) -> Any:  # noqa: A002 - as the caller spells it
    found = {one.id: one for one in bench.fake.webhooks.subscriptions}
    if id not in found:
        raise LookupError(f"there is no webhook {id!r}; there are: {', '.join(found) or 'none'}")
    found[id].delete()
    return {"id": id, "deleted": True}


def _deliveries(bench: Bench) -> Any:
    return _delivered(bench.fake.webhooks.deliveries)


def _pending(bench: Bench) -> Any:
    found = bench.fake.webhooks.pending
    return {"count": len(found), "items": [_waiting(one) for one in found]}


def _hold(bench: Bench) -> Any:
    bench.fake.webhooks.hold()
    return _pending(bench)


def _resume(bench: Bench) -> Any:
    return _delivered(bench.fake.webhooks.resume())


def _deliver(bench: Bench, **how: Any) -> Any:
    for name in ("order", "drop"):
        items = how.get(name, ())
        if any(isinstance(item, bool) or not isinstance(item, (int, str)) for item in items):
            raise Misused(f"{name} lists places in what is pending, from 0, and names of events")
    return _delivered(bench.fake.webhooks.deliver(**how))


def _subscription(one: Subscription) -> dict[str, Any]:
    target = one.target
    name = target if isinstance(target, str) else getattr(target, "__qualname__", type(target).__qualname__)
    return {
        "id": one.id,
        "target": name,
        "secret": one.secret,
        "events": list(one.events) if one.events is not None else None,
        "account": one.account,
        "active": one.active,
        "disabled_at": one.disabled_at,
    }


def _delivered(deliveries: Iterable[Delivery]) -> dict[str, Any]:
    found = [
        {
            **delivery._asdict(),
            "body": delivery.body.decode(),
            "headers": dict(delivery.headers),
            "subscription": delivery.subscription.id,
            "accepted": delivery.accepted,
        }
        for delivery in deliveries
    ]
    return {"count": len(found), "items": found}


def _waiting(one: Pending) -> dict[str, Any]:
    return {**one._asdict(), "subscription": one.subscription.id}


_HOOK: Takes = {
    "url": TEXT,
    "secret": TEXT,
    "events": TEXTS,
    "account": TEXT,
    "retry_after": WHOLE,
    "alert_email": TEXT,
}
_SCHEDULE: Takes = {"order": TEXTS, "repeat": WHOLE_OR_OBJECT, "drop": LIST}

COMMANDS = (
    Command("POST", "webhooks", "tell a server on this machine of events", _subscribe, _HOOK, ("url",)),
    Command("GET", "webhooks", "who is told", _subscriptions),
    Command("DELETE", "webhooks/<id>", "tell one of them no more", _delete),
    Command("GET", "deliveries", "every attempt to deliver, oldest first", _deliveries),
    Command("GET", "pending", "what was not accepted yet", _pending),
    Command("POST", "hold", "deliver nothing by itself any more", _hold),
    Command("POST", "deliver", "deliver what is pending, in an order", _deliver, _SCHEDULE),
    Command("POST", "resume", "end a hold", _resume),
)
"""Who hears of what happens."""
