"""Steps of the stories about Route: what is shared, by whom, and what is left."""

from __future__ import annotations

from tests.contract.documented.accounts import ACCOUNT
from tests.flows.steps import paid

NORTH, SOUTH = "acc_IROu8Nod6PXPtZ", "acc_IRQWUleX4BqvYn"
AT = "2026-01-05T10:00:00Z"  # a Monday, 15:30 in India
WEDNESDAY, THURSDAY = 1767756600, 1767843000  # nine in the morning of the 7th and the 8th, in India
FREE = {"fee_percent": {"*": 0}}  # a shop that pays no fee for payments: its balance is what it was paid


def share(account=NORTH, amount=10000, **more):
    return {"account": account, "amount": amount, "currency": "INR", **more}


def shared(rzp, *shares, amount=100000):
    """A payment shared by these transfers: its id, and theirs."""
    payment = paid(rzp, amount)
    made = rzp.payment.transfer(payment, {"transfers": list(shares)})
    return payment, *(one["id"] for one in made["items"])


def held(rzp, account=None):
    return rzp.ledger.balance("merchant", account=account)


def told(rzp, *names):
    return [(e["event"], e["payload"][e["contains"][0]]["entity"]["id"]) for e in rzp.events if e["event"] in names]


def opened(rzp, **more):
    """A linked account made by a call."""
    return rzp.account.create({**ACCOUNT, "type": "route", "email": "north@example.com", **more})["id"]
