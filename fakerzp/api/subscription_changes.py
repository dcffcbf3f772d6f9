"""What changes a subscription later: updates, pauses, cancellations, and the end of its offer."""

from __future__ import annotations

from typing import Any

from ..entities.base import evolve
from ..entities.mandate import Card
from ..entities.subscriptions import Pending, Plan, Subscription, subscription_json, terms_of
from ..errors import KEY_SUBSCRIPTION
from ..errors import subscriptions as texts
from .endpoint import Call, Denied, Routes, Says
from .fields import Choice, Epoch, Flag, Integer, Shape, String
from .subscriptions import check_count, offer_for

routes = Routes()

_SAYS: Says = {"key": KEY_SUBSCRIPTION}
_MODES = {"upi": "UPI", "emandate": "Emandate"}
"""Subscriptions by these can't be updated, and how the text calls them."""
_ANY_CARD = ("offer_id", "customer_notify")
"""What may be updated of a subscription by a domestic card (payments/subscriptions/update.md); the flag: inferred."""


@routes.add(
    "PATCH",
    "/v1/subscriptions/{id}",
    "api/payments/subscriptions/update-subscription.md",
    python="subscription.edit(subscription_id, data={}, **kwargs)",
    node="subscriptions.update(subscriptionId, params, callback)",
    body=Shape(
        {
            "plan_id": String(),
            "offer_id": String(),
            "quantity": Integer(least=1),
            "remaining_count": Integer(least=1),
            "start_at": Epoch(),
            "schedule_change_at": Choice(("now", "cycle_end")),
            "customer_notify": Flag(),
        }
    ),
)
def update(call: Call, subscription_id: str) -> dict[str, Any] | Denied:
    """Change plan, quantity, cycles left, start or offer: now, or (`schedule_change_at` cycle_end) when that ends."""
    subscription: Subscription = call.find("subscription", subscription_id)
    # No text and the moment 0 stand for nothing, as in a new subscription.
    fields = {name: value for name, value in call.shaped().items() if value not in (None, "")}
    when = fields.pop("schedule_change_at", "now")
    law = call.world.law
    event = "update" if when == "now" else "plan_update"
    if not law.allows(subscription, event):
        raise law.refuse(subscription, event)
    if not fields:
        raise texts.UPDATE_NOTHING.error()
    _check_method(call, subscription, fields, when)
    asked = _asked(call, subscription, fields)
    updates = call.world.subscriptions.updates
    updated = (updates.now if when == "now" else updates.later)(call.books, subscription, asked)
    return subscription_json(updated) if updated is not None else Denied(texts.UPDATE_NOT_CHARGED.error())


def _check_method(call: Call, subscription: Subscription, fields: dict[str, Any], when: str) -> None:
    """UPI and eMandate allow no update, domestic cards only that of the offer."""
    mode = _MODES.get(subscription.payment_method or "")
    if mode is not None:
        raise texts.UPDATE_UPI.error(mode=mode)
    token = call.books.get(subscription.token_id)
    card = call.books.get(token.card_id) if token is not None else None
    domestic = isinstance(card, Card) and not card.international
    if domestic and any(name not in _ANY_CARD for name in fields):
        raise (texts.UPDATE_DOMESTIC if when == "now" else texts.UPDATE_DOMESTIC_LATER).error()


def _asked(call: Call, subscription: Subscription, fields: dict[str, Any]) -> Pending:
    """The update, if the subscription can have it."""
    changed = subscription
    terms = None
    if "plan_id" in fields:
        plan: Plan = call.known("plan", fields.pop("plan_id"))
        terms = terms_of(plan)
        if terms.currency != subscription.terms.currency:
            raise texts.UPDATE_CURRENCY.error(field="plan_id")
        changed = evolve(changed, terms=terms)
    changed = evolve(changed, quantity=fields.get("quantity", changed.quantity))
    if subscription.offer_id is not None and changed.price < subscription.price:
        raise texts.UPDATE_DOWNGRADE.error()
    if "start_at" in fields and fields["start_at"] <= call.now:
        raise texts.START_PAST.error(field="start_at")
    left = fields.get("remaining_count", subscription.remaining_count)
    check_count(changed.terms.period, changed.terms.interval, subscription.issued + left)
    if "offer_id" in fields:
        fields |= offer_for(call, changed, fields["offer_id"])
    return Pending(tuple(fields.items()), terms)


@routes.add(
    "GET",
    "/v1/subscriptions/{id}/retrieve_scheduled_changes",
    "api/payments/subscriptions/fetch-pending-update-details.md",
    python="subscription.pending_update(subscription_id, **kwargs)",
    node="subscriptions.pendingUpdate(subscriptionId, callback)",
    says=_SAYS,
)
def pending_update(call: Call, subscription_id: str) -> dict[str, Any]:
    """The subscription as it will be when the update that waits is made."""
    subscription: Subscription = call.find("subscription", subscription_id)
    asked = subscription.pending
    if asked is None:
        raise texts.NO_PENDING_UPDATE.error()
    at = subscription.change_scheduled_at or call.now
    names = ("plan_id", "terms", "quantity", "total_count", "customer_notify", "offer_id")
    changes = call.world.subscriptions.updates.changes(subscription, asked, at, ends=True)
    return subscription_json(evolve(subscription, **{name: changes[name] for name in names if name in changes}))


@routes.add(
    "POST",
    "/v1/subscriptions/{id}/cancel_scheduled_changes",
    "api/payments/subscriptions/cancel-update.md",
    python="subscription.cancel_scheduled_changes(subscription_id, data={}, **kwargs)",
    node="subscriptions.cancelScheduledChanges(subscriptionId, callback)",
    says=_SAYS,
)
def cancel_scheduled_changes(call: Call, subscription_id: str) -> dict[str, Any]:
    """Give up the update that waits for the end of the cycle."""
    subscription: Subscription = call.find("subscription", subscription_id)
    if subscription.pending is None:
        raise texts.NO_PENDING_UPDATE.error()
    done = {"pending": None, "change_scheduled_at": None}
    return subscription_json(call.world.law.move(call.books, subscription, "drop_update", call.now, **done))


@routes.add(
    "POST",
    "/v1/subscriptions/{id}/pause",
    "api/payments/subscriptions/pause-subscription.md",
    python="subscription.pause(subscription_id, data={}, **kwargs)",
    node="subscriptions.pause(subscriptionId, params={}, callback)",
    body=Shape({"pause_at": Choice(("now",))}),
    says=_SAYS,
)
def pause(call: Call, subscription_id: str) -> dict[str, Any]:
    """Pause an active subscription; one that was authenticated and has not begun is cancelled instead."""
    subscription: Subscription = call.find("subscription", subscription_id)
    call.shaped()
    law = call.world.law
    event = "withdraw" if law.allows(subscription, "withdraw") else "pause"
    return subscription_json(law.move(call.books, subscription, event, call.now))


@routes.add(
    "POST",
    "/v1/subscriptions/{id}/resume",
    "api/payments/subscriptions/resume-subscription.md",
    python="subscription.resume(subscription_id, data={}, **kwargs)",
    node="subscriptions.resume(subscriptionId, params={}, callback)",
    body=Shape({"resume_at": Choice(("now",))}),
    says=_SAYS,
)
def resume(call: Call, subscription_id: str) -> dict[str, Any]:
    """Resume a subscription that the merchant paused; cycles that would have begun since are left out."""
    subscription: Subscription = call.find("subscription", subscription_id)
    call.shaped()
    if subscription.pause_initiated_by == "customer":
        raise texts.PAUSED_BY_CUSTOMER.error()
    resumed = evolve(subscription, **subscription.skipping(call.now))
    return subscription_json(call.world.law.move(call.books, resumed, "resume", call.now))


@routes.add(
    "POST",
    "/v1/subscriptions/{id}/cancel",
    "api/payments/subscriptions/cancel-subscription.md",
    python="subscription.cancel(subscription_id, data={}, **kwargs)",
    node="subscriptions.cancel(subscriptionId, cancelAtCycleEnd=false, callback)",
    body=Shape({"cancel_at_cycle_end": Flag()}),
)
def cancel(call: Call, subscription_id: str) -> dict[str, Any]:
    """Cancel a subscription for good: now, or with `cancel_at_cycle_end` when its cycle ends."""
    subscription: Subscription = call.find("subscription", subscription_id)
    law = call.world.law
    later = call.shaped().get("cancel_at_cycle_end", False)
    event = "plan_cancel" if later else "cancel"
    if not law.allows(subscription, event):
        error = law.refuse(subscription, event)
        error.field = "status" if not law.allows(subscription, "cancel") else None
        raise error
    changes = {"cancel_at_cycle_end": True} if later else {}
    return subscription_json(law.move(call.books, subscription, event, call.now, **changes))


@routes.add(
    "DELETE",
    "/v1/subscriptions/{id}/{offer_id}",
    "api/payments/subscriptions/delete-offer.md",
    python="subscription.delete_offer(subscription_id, offer_id, data={}, **kwargs)",
    node="subscriptions.deleteOffer(subscriptionId, offerId, callback)",
    says=_SAYS,
)
def delete_offer(call: Call, subscription_id: str, offer_id: str) -> dict[str, Any]:
    """Take the offer away: later invoices are charged in full."""
    subscription: Subscription = call.find("subscription", subscription_id)
    law = call.world.law
    if not law.allows(subscription, "drop_offer"):
        raise law.refuse(subscription, "drop_offer")
    if subscription.offer_id != offer_id:
        raise texts.OFFER_NOT_LINKED.error()
    none = {"offer_id": None, "offer_left": None}
    return subscription_json(law.move(call.books, subscription, "drop_offer", call.now, **none))


@routes.add(
    "DELETE",
    "/v1/subscriptions/{id}/delete",
    "razorpay-python/razorpay/resources/base.py",
    python="subscription.delete(id, data, **kwargs)",
    basis="sdk",
    says=_SAYS,
)
def delete(call: Call, subscription_id: str) -> dict[str, Any]:
    """What the Python SDK inherits: it reads as the end of an offer named "delete", which no subscription has."""
    return delete_offer(call, subscription_id, "delete")
