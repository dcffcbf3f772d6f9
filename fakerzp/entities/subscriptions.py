"""Plans, subscriptions and what is added to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record
from .customer import Item, item_json
from .cycles import boundary


@record
class Plan(Record):
    """A plan (`plan_`): what is charged every `interval` periods (api/payments/subscriptions/plans-entity.md)."""

    KIND: ClassVar[str] = "plan"

    period: str
    interval: int
    item: Item
    notes: Notes = ()


@record
class Addon(Record):
    """An add-on (`ao_`) of a subscription, billed once: with its upfront amounts, or with the next invoice.

    Source: api/payments/subscriptions/add-on-entity.md.
    """

    KIND: ClassVar[str] = "addon"
    INDEXED: ClassVar[tuple[str, ...]] = ("subscription_id",)

    subscription_id: str
    item: Item
    quantity: int = 1
    invoice_id: str | None = None
    upfront: bool = False


class Terms(NamedTuple):
    """What a subscription takes from its plan. `amount` is that of one unit, in the smallest unit of `currency`."""

    plan_id: str
    period: str
    interval: int
    name: str
    description: str | None
    amount: int
    currency: str


def terms_of(plan: Plan) -> Terms:
    """The terms of a plan."""
    item = plan.item
    return Terms(plan.id, plan.period, plan.interval, item.name, item.description, item.amount, item.currency)


class Pending(NamedTuple):
    """An update that waits for the end of the cycle: the fields that it changes, and the terms if it has a new plan."""

    fields: tuple[tuple[str, Any], ...]
    terms: Terms | None


@record
class Subscription(Record):
    """A subscription (`sub_`). Times in Unix seconds; source: api/payments/subscriptions/entity.md.

    Cycles are counted from `anchor`: the next that is billed is number `cycle`, at `bills_at`. `issued` counts the
    invoices of cycles, paid or not, `paid_count` those that were paid. `invoice_id` is the invoice of the present
    cycle, or what the first payment is for; `offer_left` for how many more invoices the offer holds, None for all.
    `addons` are the add-ons that wait for an invoice; `expires_at` is when it expires if nobody has authenticated it.
    """

    KIND: ClassVar[str] = "subscription"
    INDEXED: ClassVar[tuple[str, ...]] = ("plan_id",)

    plan_id: str
    terms: Terms
    total_count: int
    quantity: int = 1
    customer_id: str | None = None
    notes: Notes = ()
    customer_notify: bool = True
    notify_email: str | None = None
    notify_phone: str | None = None
    start_at: int | None = None
    expire_by: int | None = None
    expires_at: int | None = None
    immediate: bool = True
    upfront: bool = False
    anchor: int | None = None
    cycle: int = 0
    bills_at: int | None = None
    charge_at: int | None = None
    current_start: int | None = None
    current_end: int | None = None
    ended_at: int | None = None
    auth_attempts: int = 0
    issued: int = 0
    paid_count: int = 0
    invoice_id: str | None = None
    addons: tuple[str, ...] = ()
    token_id: str | None = None
    payment_method: str | None = None
    offer_id: str | None = None
    offer_left: int | None = None
    pending: Pending | None = None
    change_scheduled_at: int | None = None
    cancel_at_cycle_end: bool = False
    paused_at: int | None = None
    pause_initiated_by: str | None = None
    cancel_initiated_by: str | None = None
    short_url: str | None = None
    key_id: str = ""
    key_secret: str = ""

    @property
    def remaining_count(self) -> int:
        """How many cycles are still to be billed."""
        return self.total_count - self.issued

    @property
    def end_at(self) -> int | None:
        """When the last cycle is billed, if it is known when the first one is."""
        return self.begins(self.cycle + self.remaining_count - 1) if self.anchor is not None else None

    @property
    def price(self) -> int:
        """What a cycle costs without add-ons and offer, in the smallest unit of the currency."""
        return self.terms.amount * self.quantity

    @property
    def kind_of_start(self) -> int:
        """The `type` of webhooks: 1 for who starts at once, and 2 more for who pays upfront (inferred)."""
        return int(self.immediate) + 2 * int(self.upfront)

    def begins(self, n: int) -> int:
        """When the nth cycle since the anchor begins."""
        assert self.anchor is not None
        return boundary(self.anchor, self.terms.period, self.terms.interval, n)

    def skipping(self, at: int) -> dict[str, Any]:
        """What it bills next if it goes on at that moment (Unix seconds): the first cycle that begins after it."""
        if not self.remaining_count or self.bills_at is None or self.bills_at > at:
            return {}
        cycle = self.cycle
        while self.begins(cycle) <= at:
            cycle += 1
        return {"cycle": cycle, "bills_at": self.begins(cycle)}

    def reachable_by(self) -> tuple[tuple[str, str], ...]:
        """The media and addresses that its messages go to."""
        return tuple((m, to) for m, to in (("sms", self.notify_phone), ("email", self.notify_email)) if to)


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan as the API answers it."""
    return {
        "id": plan.id,
        "entity": "plan",
        "interval": plan.interval,
        "period": plan.period,
        "item": _item_json(plan.item),
        "notes": notes_json(plan.notes),
        "created_at": plan.created_at,
    }


def addon_json(addon: Addon) -> dict[str, Any]:
    """An add-on as the API answers it."""
    return {
        "id": addon.id,
        "entity": "addon",
        "item": _item_json(addon.item),
        "quantity": addon.quantity,
        "created_at": addon.created_at,
        "subscription_id": addon.subscription_id,
        "invoice_id": addon.invoice_id,
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {**item_json(item), "updated_at": item.created_at}


def subscription_json(subscription: Subscription) -> dict[str, Any]:
    """A subscription as the API answers it; `payment_method` once it is known, what is of pauses once it was paused."""
    body: dict[str, Any] = {
        "id": subscription.id,
        "entity": "subscription",
        "plan_id": subscription.plan_id,
        "customer_id": subscription.customer_id,
        "status": subscription.status,
        "current_start": subscription.current_start,
        "current_end": subscription.current_end,
        "ended_at": subscription.ended_at,
        "quantity": subscription.quantity,
        "notes": notes_json(subscription.notes),
        "charge_at": subscription.charge_at,
        "start_at": subscription.start_at,
        "end_at": subscription.end_at,
        "auth_attempts": subscription.auth_attempts,
        "total_count": subscription.total_count,
        "paid_count": subscription.paid_count,
        "customer_notify": subscription.customer_notify,
        "created_at": subscription.created_at,
    }
    paused = subscription.paused_at is not None
    if paused:
        body["paused_at"] = subscription.paused_at
    body["expire_by"] = subscription.expire_by
    if paused:
        body["pause_initiated_by"] = subscription.pause_initiated_by
    body |= {
        "short_url": subscription.short_url,
        "has_scheduled_changes": subscription.pending is not None,
        "change_scheduled_at": subscription.change_scheduled_at,
        "source": "api",
    }
    if subscription.payment_method is not None:
        body["payment_method"] = subscription.payment_method
    body["offer_id"] = subscription.offer_id
    body["remaining_count"] = subscription.remaining_count
    return body


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "plan": plan_json,
    "addon": addon_json,
    "subscription": subscription_json,
}
