"""Calls that take each row of the law of transfers."""

from __future__ import annotations

from tests.flows.steps import order_of, paid
from tests.ledger.onboarding import BANK, Opened

LINKED = "acc_IROu8Nod6PXPtZ"
DAY = 86400


def share(amount=1000, **more):
    return {"account": LINKED, "amount": amount, "currency": "INR", **more}


def on_order(rzp, order):
    found = rzp.order.fetch(order, {"expand[]": "transfers"})["transfers"]["items"]
    return [one["id"] for one in found]


def transfers(rzp):
    """Held and released in each status, reversed in parts and whole, settled whole and in part."""
    paid(rzp)  # for the fees of what is to come
    order = order_of(rzp, transfers=[share(), share(), share(), share()])
    first, second, third, fourth = on_order(rzp, order)
    rzp.transfer.edit(first, {"on_hold": True})
    rzp.transfer.edit(first, {"on_hold": False})
    rzp.checkout.pay(order)
    rzp.transfer.edit(first, {"on_hold": True})
    rzp.transfer.edit(first, {"on_hold": False})
    for transfer in (first, first, fourth):
        rzp.transfer.reverse(transfer, {"amount": 300})
    rzp.transfer.edit(first, {"on_hold": True, "on_hold_until": rzp.clock.now() + DAY})
    rzp.transfer.edit(first, {"on_hold": False})
    rzp.transfer.reverse(first)
    rzp.transfer.reverse(second)
    rzp.clock.advance(days=7)
    settled = [rzp.transfer.fetch(transfer)["settlement_status"] for transfer in (first, second, third, fourth)]
    assert settled == ["settled"] * 4  # together with what was taken back


def to_accounts(rzp):
    """To a linked account in each status in which it may receive something; no review ends by itself."""
    paid(rzp)
    for state in ("created", "needs_clarification", "under_review", "activated"):
        one = Opened(rzp, "route").request()
        if state != "created":
            one.configure(settlements=BANK)
        if state == "needs_clarification":
            rzp.onboarding.clarify(one.product, "legal_info.pan")
        elif state == "activated":
            rzp.onboarding.activate(one.product)
        assert rzp.transfer.create({**share(), "account": one.id})["status"] == "processed"


def slow_transfers(rzp):
    """One that takes its time: held while it is pending, failed for want of the fees, and tried again."""
    order = order_of(rzp, transfers=[share(100000)])
    rzp.checkout.pay(order)
    (transfer,) = on_order(rzp, order)
    rzp.transfer.edit(transfer, {"on_hold": True})
    rzp.transfer.edit(transfer, {"on_hold": False})
    rzp.clock.advance(days=5)
