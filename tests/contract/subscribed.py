"""Plans and subscriptions in each state, for the tables of what is refused."""

from __future__ import annotations

from typing import Any

from tests.contract.refusals import MAKERS, Stage

ABROAD = "5104015555555558"
ITEM = {"name": "Test plan - Weekly", "amount": 69900, "currency": "INR"}
PLAN = {"period": "weekly", "interval": 1, "item": ITEM}


def plan(stage: Stage, **item: Any) -> str:
    made: str = stage.post("/v1/plans", {**PLAN, "item": {**ITEM, **item}})["id"]
    return made


def subscription(stage: Stage, method: str | None = None, card: str | None = None, **more: Any) -> str:
    """A subscription; with a method, its customer has paid."""
    made: str = stage.post("/v1/subscriptions", {"plan_id": stage.get("plan"), "total_count": 6, **more})["id"]
    if method is not None:
        stage.rzp.checkout.pay(made, method, card=card)
    return made


def expired(stage: Stage) -> str:
    made = subscription(stage, expire_by=stage.rzp.clock.now() + 3600)
    stage.rzp.clock.advance(hours=1)
    return made


def paused_by_its_customer(stage: Stage) -> str:
    made = subscription(stage, "upi")
    token = stage.rzp.ledger.books(stage.rzp.account_id).newest("token", count=1)[0]
    stage.rzp.bank.pause_token(token.id)
    return made


def cancelled(stage: Stage) -> str:
    made = subscription(stage)
    stage.post(f"/v1/subscriptions/{made}/cancel", {})
    return made


def billed_addon(stage: Stage) -> str:
    addon = {"item": {"name": "Delivery charges", "amount": 3000, "currency": "INR"}}
    subscription(stage, "card", ABROAD, addons=[addon])
    made: str = stage.rzp.request("GET", "/v1/addons").body["items"][0]["id"]
    return made


MAKERS |= {
    "plan": plan,
    "cheap_plan": lambda stage: plan(stage, amount=60000),
    "dollar_plan": lambda stage: plan(stage, currency="USD"),
    "almost_plan": lambda stage: plan(stage, amount=69910),
    "subscription": subscription,
    "by_upi": lambda stage: subscription(stage, "upi"),
    "domestic": lambda stage: subscription(stage, "card"),
    "from_abroad": lambda stage: subscription(stage, "card", ABROAD),
    "with_offer": lambda stage: subscription(stage, "card", ABROAD, offer_id=stage.get("card_offer")),
    "expired_subscription": expired,
    "cancelled_subscription": cancelled,
    "paused_by_customer": paused_by_its_customer,
    "billed_addon": billed_addon,
    "card_offer": lambda stage: str(stage.rzp.dashboard.create_offer("card", percentage=10)["id"]),
    "large_offer": lambda stage: str(stage.rzp.dashboard.create_offer("card", flat=100, min_amount=69901)["id"]),
    "bank_offer": lambda stage: str(stage.rzp.dashboard.create_offer("netbanking", percentage=10)["id"]),
}
