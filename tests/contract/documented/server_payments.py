"""Payments that the merchant's server makes, and what the guides say of payments, orders, links and refunds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.contract.documented_world import PRESENT, REGISTRATIONS, Call, Miss, oracle, order_of, token

API: tuple[str, ...] = ()
GUIDE: tuple[str, ...] = ()


def merchant(world: Any) -> None:
    """The account that a partner names: here the merchant's own."""
    world.staged["acc"] = world.rzp.account_id


def ordered(world: Any) -> None:
    """An order of what the request is to pay, with the mandate that it registers; a token if it pays by one."""
    merchant(world)
    asked = world.asked
    if not isinstance(asked, dict) or "order_id" not in asked:
        return
    method = asked.get("method", "card")
    world.staged["cust"] = world.make_cust()
    if "token" in asked:
        token("upi" if method == "upi" else "card")(world)
    terms: dict[str, Any] = {}
    if asked.get("recurring") and "token" not in asked:
        _, usual = REGISTRATIONS[method]
        mandate = {"max_amount": 5000000, "expire_at": world.later(3000), **usual}
        terms = {"method": method, "customer_id": world.staged["cust"], "token": mandate}
    order_of(int(asked["amount"]), **terms)(world)


CALLS: tuple[tuple[str, Call], ...] = ()
MINE = ("payments", "orders", "payment_links", "refunds", "invoices")
DERIVED: tuple[tuple[str, Call], ...] = tuple(
    (re.escape(record["id"]), Call(ordered))
    for record in (oracle("endpoints") if PRESENT else ())
    if record["part"] == "guide" and record["resource"] in MINE
)
"""How all others of these guides are prepared, where no family says otherwise."""
EXCEPTIONS: Mapping[str, Miss] = {}
