"""Plans: what subscriptions charge, and how often. A plan is neither changed nor deleted."""

from __future__ import annotations

from typing import Any

from ..entities.customer import Item
from ..entities.cycles import PERIODS
from ..entities.subscriptions import Plan, plan_json
from ..errors import KEY_SUBSCRIPTION, MINIMUM_DOT
from ..errors import subscriptions as texts
from ..exceptions import NotFaked
from .endpoint import Call, Routes, Says
from .fields import Anything, Choice, Field, Integer, NotesField, Shape, String
from .invoice_fields import one_amount
from .lists import page
from .money import check_amount, check_currency

routes = Routes()

_LEAST_DAYS = 7
ITEM: dict[str, Field] = {
    "name": String(most=512),
    "amount": Integer(),
    "unit_amount": Integer(),
    "currency": String(),
    "description": String(most=2048),
}
_NEW = Shape(
    {
        "period": Choice(PERIODS, required=True),
        "interval": Integer(least=1, required=True),
        "item": Shape({**ITEM, "name": String(most=512, required=True)}, required=True),
        "item_id": Anything(),
        "notes": NotesField(),
    }
)
_CREATED: Says = {"key": texts.KEY_PLAN, "extra": texts.EXTRA, "minimum": MINIMUM_DOT}


@routes.add(
    "POST",
    "/v1/plans",
    "api/payments/subscriptions/create-plan.md",
    python="plan.create(data={}, **kwargs)",
    node="plans.create(params={}, callback)",
    body=_NEW,
    says=_CREATED,
)
def create(call: Call) -> dict[str, Any]:
    """Create a plan: `item.amount` (smallest unit) every `interval` periods; daily ones every seven days at least."""
    if "item_id" in call.body:
        raise NotFaked("a plan of an item: no page has it, only a test of an SDK", endpoint="plan.create")
    fields = call.shaped()
    if fields["period"] == "daily" and fields["interval"] < _LEAST_DAYS:
        raise texts.DAILY_INTERVAL.error(field="interval")
    plan = Plan(
        id=call.world.ledger.new_id("plan_"),
        created_at=call.now,
        period=fields["period"],
        interval=fields["interval"],
        item=item_of(call, fields["item"], "plan", "INR"),
        notes=fields.get("notes", ()),
    )
    call.books.add(plan)
    return plan_json(plan)


def item_of(call: Call, fields: dict[str, Any], kind: str, currency: str) -> Item:
    """The item of a plan or an add-on; its `currency` if none was sent."""
    fields = dict(fields)
    one_amount(call, fields, "item.")
    for name in ("name", "amount"):
        if fields.get(name) is None:
            raise call.error("required", field=f"item.{name}")
    currency = check_currency(call, fields.get("currency", currency), "item.currency")
    check_amount(call, fields["amount"], currency, "item.amount")
    return Item(
        id=call.world.ledger.new_id("item_"),
        created_at=call.now,
        name=fields["name"],
        amount=fields["amount"],
        currency=currency,
        description=fields.get("description"),
        type=kind,
    )


@routes.add(
    "GET",
    "/v1/plans",
    "api/payments/subscriptions/fetch-all-plans.md",
    python="plan.all(data={}, **kwargs)",
    node="plans.all(params={}, callback)",
    says={"key": KEY_SUBSCRIPTION},
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of plans, newest first."""
    return page(call, "plan", plan_json)


@routes.add(
    "GET",
    "/v1/plans/{id}",
    "api/payments/subscriptions/fetch-a-plan.md",
    python="plan.fetch(plan_id, data={}, **kwargs)",
    node="plans.fetch(planId, callback)",
    says={"invalid_id": texts.INVALID_ID},
)
def fetch(call: Call, plan_id: str) -> dict[str, Any]:
    """One plan."""
    return plan_json(call.find("plan", plan_id))
