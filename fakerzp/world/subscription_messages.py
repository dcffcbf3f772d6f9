"""What customers are told of their subscription, by SMS and e-mail (payments/subscriptions/notifications.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from ..entities.subscriptions import Subscription
from ..ledger.books import Books
from ..ledger.log import append
from .outbox import Message

if TYPE_CHECKING:
    from .world import World

# What the page calls each stage, by the event; `created` is the link of a new subscription. Others send nothing.
STAGES: Final[Mapping[str, str]] = {
    "created": "created",
    "authenticated": "initialized",
    "charged": "charged",
    "pending": "charge failed",
    "halted": "halted",
    "completed": "completed",
    "cancelled": "cancelled",
    "updated": "subscription updated",
}


def tell(world: World, books: Books, subscription: Subscription, stage: str) -> None:
    """Send what is due at that stage to whoever pays, or to the addresses of the link as long as nobody does."""
    kind = STAGES.get(stage)
    if kind is None or not subscription.customer_notify:
        return
    customer = books.get(subscription.customer_id)
    if customer is not None:
        addresses = [(medium, to) for medium, to in (("sms", customer.contact), ("email", customer.email)) if to]
    else:
        addresses = list(subscription.reachable_by())
    url = subscription.short_url or ""
    text = f"{kind}: {subscription.terms.name}, {subscription.terms.currency} {subscription.price}, {url}"
    for medium, to in addresses:
        message = Message(medium, to, text, url, world.now, subscription.id, kind)
        world.ledger.outbox = append(world.ledger.outbox, message)
