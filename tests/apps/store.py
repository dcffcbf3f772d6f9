"""What the shops keep: orders by Razorpay's id, and the events that they have dealt with."""

from __future__ import annotations

KEYS = ("rzp_test_BookShop000001", "the secret of the book shop")
WEBHOOK_SECRET = "whsec_of_the_book_shop"
PRICES = {"atlas": 250000, "novel": 39900}


class Store:
    """The shop's database, in memory."""

    def __init__(self):
        self.orders = {}
        self.handled = set()
        self.courier_is_down = False

    def place(self, order_id, item):
        self.orders[order_id] = {"item": item, "status": "created", "parcels": 0}

    def paid(self, order_id):
        """Ship, unless that was done: Checkout's answer and the webhook both come here, in either order."""
        order = self.orders[order_id]
        if order["status"] == "paid":
            return
        if self.courier_is_down:
            raise ConnectionError("the courier does not answer")
        order["parcels"] += 1
        order["status"] = "paid"

    def failed(self, order_id):
        """Note a failed attempt; another one may have succeeded by now."""
        order = self.orders[order_id]
        if order["status"] != "paid":
            order["status"] = "failed"

    def handle(self, event, event_id):
        """Act on an event of Razorpay's, once."""
        if event_id in self.handled:
            return
        if event["event"] == "order.paid":
            self.paid(event["payload"]["order"]["entity"]["id"])
        elif event["event"] == "payment.failed":
            self.failed(event["payload"]["payment"]["entity"]["order_id"])
        self.handled.add(event_id)


class ShipsTwice(Store):
    """The bug of the duplicate: every order.paid ships a parcel."""

    def paid(self, order_id):
        self.orders[order_id]["parcels"] += 1
        self.orders[order_id]["status"] = "paid"

    def handle(self, event, event_id):
        super().handle(event, object())


class LastWordWins(Store):
    """The bug of the order: what came last is taken for what happened last."""

    def failed(self, order_id):
        self.orders[order_id]["status"] = "failed"


class WaitsForCapture(Store):
    """The other bug of the order: order.paid ships only what payment.captured was seen for."""

    def handle(self, event, event_id):
        payment = event["payload"].get("payment", {}).get("entity", {})
        order = self.orders[payment["order_id"]]
        if event["event"] == "payment.captured":
            order["captured"] = True
        elif event["event"] == "order.paid" and order.get("captured"):
            self.paid(payment["order_id"])


class SoldOut(Store):
    """Has nothing left, and gives the money back. The bug of the crash: what is noted last is done again."""

    def handle(self, event, event_id):
        if event["event"] != "order.paid" or event_id in self.handled:
            return
        payment = event["payload"]["payment"]["entity"]
        self.give_back(payment["id"], event_id)
        self.orders[payment["order_id"]]["status"] = "refunded"
        self.handled.add(event_id)

    def give_back(self, payment_id, event_id):
        import razorpay

        razorpay.Client(auth=KEYS).payment.refund(payment_id, {"amount": 5000})


class SoldOutOnce(SoldOut):
    """The same, and Razorpay is told that it is the same refund."""

    def give_back(self, payment_id, event_id):
        import razorpay

        headers = {"X-Refund-Idempotency": event_id, "Content-Type": "application/json"}
        razorpay.Client(auth=KEYS).payment.refund(payment_id, {"amount": 5000}, headers=headers)
