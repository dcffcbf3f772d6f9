"""Shops that have sold out and refund what was paid: one that crashes well, and two that do not."""

from __future__ import annotations

import json

from fakerzp.webhooks.points import Point

BEFORE, AFTER = Point("before", "payment.refund", 1), Point("after", "payment.refund", 1)


def flow(fake):
    order = fake.order.create({"amount": 50000, "currency": "INR"})
    fake.checkout.pay(order["id"])


class Shop:
    """Has sold out: gives 10000 back for each order that is paid. What it holds in memory stands for its database."""

    def __init__(self, fake, checkpoint):
        self.fake, self.checkpoint = fake, checkpoint
        self.seen, self.orders = set(), {}

    def __call__(self, body, headers):
        event, identity = json.loads(body), headers["x-razorpay-event-id"]
        if event["event"] == "order.paid" and identity not in self.seen:
            entity = event["payload"]["payment"]["entity"]
            self.paid(entity["order_id"], entity["id"], identity)

    def paid(self, order, payment, identity):
        """Marks, refunds, records: a crash before the record refunds again."""
        self.orders[order] = "paid"
        self.refund(payment, identity)
        self.seen.add(identity)

    def refund(self, payment, identity):
        self.fake.payment.refund(payment, {"amount": 10000})

    @property
    def state(self):
        refunds = self.fake.refund.all()["items"]
        return {"orders": sorted(self.orders.values()), "refunds": [one["amount"] for one in refunds]}


class RecordsFirst(Shop):
    """A crash after the record refunds never."""

    def paid(self, order, payment, identity):
        self.orders[order] = "paid"
        self.seen.add(identity)
        self.refund(payment, identity)


class Right(Shop):
    """A retry is the same refund to Razorpay."""

    def refund(self, payment, identity):
        key = {"X-Refund-Idempotency": identity}
        self.fake.payment.refund(payment, {"amount": 10000}, headers=key)


def explored(rzp, shop, play=flow, state=lambda shop: shop.state, **options):
    return rzp.webhooks.explore(shop, play, state=state, **options)


def kinds(found):
    return [(b.kind, b.schedule.places, b.schedule.point) for b in found.breaks]
