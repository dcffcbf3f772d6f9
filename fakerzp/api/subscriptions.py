"""Subscriptions and subscription links, which are one: created, fetched and listed."""

from __future__ import annotations

from typing import Any

from ..entities.base import evolve
from ..entities.cycles import most_cycles
from ..entities.offer import Offer
from ..entities.subscriptions import Plan, Subscription, subscription_json, terms_of
from ..errors import KEY_SUBSCRIPTION
from ..errors import subscriptions as texts
from .addons import addon_of
from .endpoint import Call, Routes
from .fields import Email, Epoch, Flag, Integer, ListOf, NotesField, Shape, String
from .lists import page
from .plans import ITEM

routes = Routes()

_OFFER_METHODS = ("card", "upi")
"""What subscription offers are for (payments/subscriptions/offers.md)."""
_LEAST_CHARGED = 100
_NEW = Shape(
    {
        "plan_id": String(required=True),
        "total_count": Integer(least=1, required=True),
        "quantity": Integer(least=1),
        "start_at": Epoch(),
        "expire_by": Epoch(),
        "customer_notify": Flag(),
        "addons": ListOf(Shape({"item": Shape(ITEM), "quantity": Integer(least=1)})),
        "offer_id": String(),
        "notes": NotesField(),
        "notify_info": Shape({"notify_phone": String(most=15), "notify_email": Email()}),
    }
)


@routes.add(
    "POST",
    "/v1/subscriptions",
    "api/payments/subscriptions/create-subscription.md",
    python="subscription.create(data={}, **kwargs)",
    node="subscriptions.create(params={}, callback)",
    body=_NEW,
)
def create(call: Call) -> dict[str, Any]:
    """Create a subscription of a plan for `total_count` cycles, or with `notify_info` a link to one.

    It starts at `start_at`, or when the customer authenticates it; `addons` are upfront amounts. Times in Unix seconds.
    """
    if not call.world.account.subscriptions:
        raise call.error("no_url")  # so the page: as if there were no such call
    fields = call.shaped()
    plan: Plan = call.known("plan", fields["plan_id"])
    _check_times(call, fields)
    check_count(plan.period, plan.interval, fields["total_count"])
    notify = fields.get("notify_info", {})
    if notify and not fields.get("customer_notify", True):
        raise texts.NOTIFY_INFO.error(field="notify_info")
    start, expire_by = fields.get("start_at"), fields.get("expire_by")
    subscription = Subscription(
        id=call.world.ledger.new_id("sub_"),
        created_at=call.now,
        status="created",
        plan_id=plan.id,
        terms=terms_of(plan),
        total_count=fields["total_count"],
        quantity=fields.get("quantity", 1),
        notes=fields.get("notes", ()),
        customer_notify=fields.get("customer_notify", True),
        notify_email=notify.get("notify_email"),
        notify_phone=notify.get("notify_phone"),
        start_at=start,
        charge_at=start,
        anchor=start,
        bills_at=start,
        expire_by=expire_by,
        expires_at=min((at for at in (start, expire_by) if at is not None), default=None),
        immediate=start is None,
        short_url=call.world.ledger.short_url(),
        key_id=call.key_id,
        key_secret=call.key_secret,
    )
    if fields.get("offer_id"):
        subscription = evolve(subscription, **offer_for(call, subscription, fields["offer_id"]))
    upfront = [
        addon_of(call, subscription.id, subscription.terms.currency, entry, upfront=True)
        for entry in fields.get("addons", [])
    ]
    subscription = evolve(subscription, addons=tuple(addon.id for addon in upfront), upfront=bool(upfront))
    created: Subscription = call.world.law.create(call.books, subscription, call.now)
    call.world.subscriptions.opened(call.books, created)
    answer = subscription_json(created)
    if notify:
        return answer
    return {key: answer[key] for key in ("id", "entity", "plan_id")} | {"customer_email": None} | answer


def _check_times(call: Call, fields: dict[str, Any]) -> None:
    if fields.get("expire_by") is not None and fields["expire_by"] <= call.now:
        raise texts.LINK_EXPIRED.error()
    if fields.get("start_at") is not None and fields["start_at"] <= call.now:
        raise texts.START_PAST.error(field="start_at")


def check_count(period: str, interval: int, total_count: int) -> None:
    """Refuse more cycles than fit into a hundred years."""
    most = most_cycles(period, interval)
    if total_count > most:
        raise texts.TOO_MANY_CYCLES.error(field="total_count", limit=most)


def offer_for(call: Call, subscription: Subscription, offer_id: str) -> dict[str, Any]:
    """What changes of a subscription that is linked to an offer; raises the API error of one that it can't have."""
    offer = call.books.get(offer_id)
    now, law = call.now, call.world.law
    if not isinstance(offer, Offer) or not law.allows(offer, "apply"):
        raise texts.OFFER_NOT_FOUND.error(field="offer_id")
    if offer.starts_at > now or (offer.ends_at is not None and offer.ends_at < now):
        raise texts.OFFER_NOT_FOUND.error(field="offer_id")
    price = subscription.price
    fits = offer.min_amount <= price and (offer.max_amount is None or price <= offer.max_amount)
    left = price - offer.discount(price, None)
    of_method = offer.method in _OFFER_METHODS and subscription.terms.currency == "INR"
    if not (fits and of_method and left >= _LEAST_CHARGED):
        raise texts.OFFER_NOT_APPLICABLE.error(field="offer_id")
    return {"offer_id": offer.id, "offer_left": offer.cycles}


@routes.add(
    "GET",
    "/v1/subscriptions",
    "api/payments/subscriptions/fetch-subscriptions.md",
    python="subscription.all(data={}, **kwargs)",
    node="subscriptions.all(params={}, callback)",
    says={"key": KEY_SUBSCRIPTION},
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of subscriptions, newest first; `plan_id` filters."""
    plan_id = call.query.get("plan_id")
    by = {"plan_id": plan_id} if plan_id is not None else None
    return page(call, "subscription", subscription_json, by=by, takes=("plan_id",))


@routes.add(
    "GET",
    "/v1/subscriptions/{id}",
    "api/payments/subscriptions/fetch-subscription-id.md",
    python="subscription.fetch(subscription_id, data={}, **kwargs)",
    node="subscriptions.fetch(subscriptionId, callback)",
    says={"invalid_id": texts.INVALID_ID},
)
def fetch(call: Call, subscription_id: str) -> dict[str, Any]:
    """One subscription."""
    return subscription_json(call.find("subscription", subscription_id))
