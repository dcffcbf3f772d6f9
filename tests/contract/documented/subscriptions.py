"""Plans, add-ons and subscriptions: how each documented call is prepared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.contract.documented_world import DAY, Call, Miss, Step, several

API: tuple[str, ...] = ("plans", "addons", "subscriptions")
GUIDE: tuple[str, ...] = ("plans", "subscriptions")

ABROAD = "5104015555555558"
"""The international card of payments/subscriptions/test.md: subscriptions by domestic cards can't be updated."""
NEW = "/v1/subscriptions"
SUBSCRIPTION = f"{NEW}/sub_1Aa00000000001"
ADDON = {"item": {"name": "Extra appala (papadum)", "amount": 30000, "currency": "INR"}, "quantity": 2}
LINK = {
    "total_count": 12,
    "quantity": 1,
    "customer_notify": True,
    "addons": [{"item": {"name": "Delivery charges", "amount": 30000, "currency": "INR"}}],
    "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
}


def offer(world: Any, **options: Any) -> str:
    """An offer of the Dashboard for who pays by card; the tool has no recipe for one."""
    world.make_offer = lambda: None
    world.staged["offer"] = world.rzp.dashboard.create_offer("card", percentage=10, **options)["id"]
    made: str = world.staged["offer"]
    return made


def with_offer(world: Any) -> None:
    offer(world)


def subscribed(*then: Callable[[Any, str], object], offered: bool = False, later: bool = False) -> Step:
    """A subscription that a customer pays by an international card, and what is done to it then."""

    def first(world: Any) -> None:
        body: dict[str, Any] = {"plan_id": world.get("plan"), "total_count": 6, "quantity": 1}
        if offered:
            body["offer_id"] = offer(world)
        if later:
            body["start_at"] = world.later(10)
        made = world.post(NEW, body)["id"]
        world.staged["sub"] = made
        who = {"email": "gaurav.kumar@example.com", "contact": "+919876543210"}
        world.rzp.checkout.pay(made, "card", card=ABROAD, **who)
        for step in then:
            step(world, made)

    return first


def _update_later(world: Any, subscription: str) -> None:
    body = {"quantity": 25, "schedule_change_at": "cycle_end"}
    reply = world.rzp.request("PATCH", f"{NEW}/{subscription}", json=body)
    assert reply.status == 200, reply.body


def _pause(world: Any, subscription: str) -> None:
    world.post(f"{NEW}/{subscription}/pause", {"pause_at": "now"})


def _two_cycles(world: Any, subscription: str) -> None:
    world.post(f"{NEW}/{subscription}/addons", {"item": {"name": "Delivery charges", "amount": 30000}})
    world.rzp.clock.advance(seconds=8 * DAY)


def of_a_sub_merchant(world: Any) -> None:
    """The plan, the offer and a subscription of the account that the page's header names."""
    account = "acc_Ef7ArAsdU5t0XL"
    headers = {"X-Razorpay-Account": account}
    world.staged["acc"] = account
    item = {"name": "Test plan", "amount": 69900, "currency": "INR"}
    world.staged["plan"] = world.post("/v1/plans", {"period": "weekly", "interval": 1, "item": item}, headers)["id"]
    offer(world, account=account)
    made = world.post(NEW, {"plan_id": world.staged["plan"], "total_count": 6}, headers)["id"]
    world.rzp.checkout.pay(made, "card", card=ABROAD)


def several_subscriptions(world: Any) -> None:
    subscribed(offered=True)(world)


_ANY = r"payments\.subscriptions(-custom)?\."
CALLS: tuple[tuple[str, Call], ...] = (
    (_ANY + r"fetch-all-plans", Call(several("plan"))),
    (_ANY + r"fetch-a-plan(-by-id)?", Call(path="/v1/plans/plan_1Aa00000000001")),
    # The Markdown lost the requests of add-ons, and has `:id` in place of ids.
    (_ANY + r"create-add-on", Call(subscribed(), path=f"{SUBSCRIPTION}/addons", body=ADDON)),
    (_ANY + r"fetch-add-ons", Call(several("ao"))),
    (_ANY + r"fetch-an-add-on", Call(path="/v1/addons/ao_1Aa00000000001")),
    # Links and offers: the page's offer is one of the Dashboard.
    (_ANY + r"(create-(a-)?subscription-link|link-offer)", Call(with_offer)),
    (_ANY + r"(fetch-subscriptions|fetch-all-subscriptions)", Call(several_subscriptions)),
    (_ANY + r"fetch-subscription-(id|by-id)", Call(subscribed(offered=True))),
    (_ANY + r"cancel-(a-)?subscription", Call(subscribed(offered=True))),
    (_ANY + r"pause-(a-)?subscription", Call(subscribed(offered=True))),
    (_ANY + r"resume-(a-)?subscription", Call(subscribed(_pause, offered=True))),
    # The sample's answer is of a subscription that was authenticated and has not begun.
    (_ANY + r"update-(a-)?subscription", Call(subscribed(offered=True, later=True))),
    (_ANY + r"fetch-(pending-update-details|details-of-a-pending-update)", Call(subscribed(_update_later))),
    (_ANY + r"cancel-(update|an-update)", Call(subscribed(_update_later))),
    (_ANY + r"delete-(offer|an-offer-linked-to-a-subscription)", Call(subscribed(offered=True))),
    (r"guide\.partners\.aggregators\.partner-auth\.subscriptions\..*", Call(of_a_sub_merchant)),
    (_ANY + r"fetch-(invoices|all-invoices-for-a-subscription)", Call(subscribed(_two_cycles))),
)
EXCEPTIONS: Mapping[str, Miss] = {}
