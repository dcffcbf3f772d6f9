"""Who did what, and in which order, also where everything happens within one second."""

from __future__ import annotations

import random

import pytest

from fakerzp import PaymentFailed
from fakerzp.story.facts import BANK, CUSTOMER, MERCHANT, RAZORPAY

CUSTOMER_OF_ALL = {"name": "Gaurav Kumar", "contact": "+919000090000", "email": "gaurav@example.com"}


class Script:
    """Does things at random, and writes down what it did and whose status changed by it."""

    def __init__(self, rzp, seed):
        self.rzp = rzp
        self.chance = random.Random(seed)
        self.orders, self.payments, self.invoices, self.links = [], [], [], []
        self.done = []

    def play(self, steps):
        for _ in range(steps):
            deeds = (
                self.create, self.create_invoice, self.create_link, self.look, self.look, self.pay, self.pay,
                self.fail, self.hold, self.capture, self.refund, self.misspell, self.cancel, self.edit, self.draft,
            )  # fmt: skip
            self.chance.choice(deeds)()

    def keep(self, actor, deed, act):
        before = self.rzp.snapshot()
        made = deed()
        moved = {}
        for entity_id, change in self.rzp.diff(before).items():
            old, new = ((side or {}).get("status") for side in (change.before, change.after))
            if old != new:
                moved[entity_id] = (old, new)
        self.done.append((actor, act(made) if callable(act) else act, moved))
        return made

    def call(self, method, path, body=None):
        return self.keep(MERCHANT, lambda: self.rzp.request(method, path, json=body).body, f"{method} {path}")

    def any(self, ids):
        return self.chance.choice(ids) if ids else None

    def create(self):
        self.orders.append(self.call("POST", "/v1/orders", {"amount": 50000, "currency": "INR"})["id"])

    def create_invoice(self):
        line = {"name": "Bicycle", "amount": 50000}
        body = {"type": "invoice", "customer": CUSTOMER_OF_ALL, "line_items": [line], "partial_payment": True}
        self.invoices.append(self.call("POST", "/v1/invoices", body)["id"])

    def create_link(self):
        self.links.append(self.call("POST", "/v1/payment_links", {"amount": 50000, "currency": "INR"})["id"])

    def draft(self):
        body = {"type": "invoice", "draft": "1", "customer": CUSTOMER_OF_ALL, "partial_payment": True}
        made = self.call("POST", "/v1/invoices", {**body, "line_items": [{"name": "Bicycle", "amount": 50000}]})["id"]
        if self.chance.random() < 0.5:
            self.call("POST", f"/v1/invoices/{made}/issue")
            self.invoices.append(made)
        else:
            self.call("DELETE", f"/v1/invoices/{made}")

    def look(self):
        order, payment = self.any(self.orders), self.any(self.payments)
        self.call("GET", f"/v1/orders/{order}" if order else "/v1/orders")
        self.call("GET", f"/v1/payments/{payment}" if payment else "/v1/payments")

    def at_checkout(self, target, **how):
        def deed():
            try:
                return self.rzp.checkout.pay(target, **how)["razorpay_payment_id"]
            except PaymentFailed as failure:
                return failure.error["error"]["metadata"]["payment_id"]

        return self.keep(CUSTOMER, deed, lambda payment_id: payment_id)

    def open(self, ids, path):
        return [one for one in ids if self.rzp.history(one)[-1].status in path]

    def pay(self):
        target = self.any(self.open(self.orders + self.links, ("created", "attempted")))
        if target:
            self.payments.append(self.at_checkout(target, method="upi"))
        target = self.any(self.open(self.invoices, ("issued",)))
        if target:
            self.payments.append(self.at_checkout(target, method="upi", amount=20000))
            self.payments.append(self.at_checkout(target, method="upi", amount=30000))

    def fail(self):
        target = self.any(self.open(self.orders, ("created", "attempted")))
        if target:
            self.at_checkout(target, vpa="failure@razorpay", method="upi")

    def hold(self):
        payment = self.at_checkout(None, amount=700, capture=False)
        self.payments.append(payment)

    def capture(self):
        payment = self.any(self.payments)
        if payment:
            self.call("POST", f"/v1/payments/{payment}/capture", {"amount": 700, "currency": "INR"})

    def refund(self):
        payment = self.any(self.payments)
        if payment:
            self.call("POST", f"/v1/payments/{payment}/refund", {"amount": self.chance.choice((100, 50000))})

    def misspell(self):
        invoice = self.any(self.invoices)
        self.call("POST", f"/v1/invoices/{invoice}/notify_by/fax")

    def cancel(self):
        invoice, link = self.any(self.invoices), self.any(self.links)
        self.call("POST", f"/v1/invoices/{invoice}/cancel")
        self.call("POST", f"/v1/payment_links/{link}/cancel")

    def edit(self):
        invoice, payment = self.any(self.invoices), self.any(self.payments)
        self.call("PATCH", f"/v1/invoices/{invoice}", {"notes": {"colour": "red"}})
        self.call("PATCH", f"/v1/payments/{payment}", {"notes": {"colour": "red"}})


def told(act):
    """An act as the script writes it down."""
    payment = next((move.id for move in act.moves if move.entity == "payment"), None)
    what = f"{act.call.method} {act.call.path}" if act.call is not None else payment
    moved = {move.id: (move.before, move.statuses[-1]) for move in act.moves if move.before != move.statuses[-1]}
    return (act.actor, what, {one: (old, None if new == "deleted" else new) for one, (old, new) in moved.items()})


@pytest.mark.parametrize("seed", range(25))
def test_within_one_second_everything_is_told_in_its_order_with_what_came_of_it(rzp, seed):
    script = Script(rzp, seed)
    script.play(40)
    assert [told(act) for act in rzp.story().acts] == script.done


def test_everything_is_told_once(rzp):
    Script(rzp, 99).play(60)
    rzp.clock.advance(days=200)
    acts = rzp.story().acts
    assert sum(act.call is not None for act in acts) == len(rzp.calls)
    assert [event.event for act in acts for event in act.events] == [event["event"] for event in rzp.events]
    assert sorted(posting.entries for act in acts for posting in act.money) == sorted(
        posting.entries for posting in rzp.ledger.journal
    )
    assert [letter.text for act in acts for letter in act.letters] == [message.text for message in rzp.outbox]
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    for life in rzp.story().lives:
        moves = [move for act in acts for move in act.moves if move.id == life.id]
        assert [status for move in moves for status in move.statuses] == [step[0] for step in life.steps]
        assert [why for move in moves for why in move.whys] == [step.why for step in rzp.history(life.id)]
        before = [None, *(move.statuses[-1] for move in moves)]
        assert [move.before for move in moves] == before[: len(moves)]


def mandate(rzp, first_payment=0):
    """A customer, and the token of a paper mandate that waits for the bank."""
    customer = rzp.customer.create(CUSTOMER_OF_ALL)["id"]
    account = {
        "account_number": "11214311215411",
        "ifsc_code": "HDFC0000001",
        "beneficiary_name": "Gaurav Kumar",
        "account_type": "savings",
    }
    token = {"auth_type": "physical", "max_amount": 1000000, "expire_at": 2709971120, "bank_account": account}
    token |= {"first_payment_amount": first_payment, "nach": {"form_reference1": "a", "description": "b"}}
    order = {"amount": 0, "currency": "INR", "method": "nach", "customer_id": customer, "token": token}
    rzp.checkout.pay(rzp.order.create(order)["id"])
    return customer, rzp.token.all(customer)["items"][0]["id"]


def test_the_bank_confirms_a_mandate_and_takes_the_first_payment(rzp):
    _, token = mandate(rzp, first_payment=5000)
    rzp.bank.confirm_token(token)
    *_, confirmed = rzp.story().acts
    assert (confirmed.actor, confirmed.does) == (BANK, f"confirms {token}")
    assert [(move.entity, move.statuses) for move in confirmed.moves] == [
        ("payment", ("created", "authorized", "captured")),
        ("token", ("confirmed",)),
        ("order", ("created", "attempted", "paid")),
    ]


def test_the_bank_rejects_a_mandate(rzp):
    _, token = mandate(rzp)
    rzp.clock.advance(days=1)
    rzp.bank.reject_token(token)
    *_, rejected = rzp.story().acts
    assert (rejected.actor, rejected.does, rejected.call) == (BANK, f"rejects {token}", None)
    assert [event.event for event in rejected.events] == ["token.rejected"]


def test_a_charge_to_a_mandate_is_the_merchants_doing(rzp):
    customer, token = mandate(rzp)
    rzp.bank.confirm_token(token)
    order = rzp.order.create({"amount": 1000, "currency": "INR", "payment_capture": True})["id"]
    charge = {"email": "gaurav@example.com", "contact": "+919000090000", "amount": 1000, "currency": "INR"}
    charge |= {"order_id": order, "customer_id": customer, "token": token, "recurring": "1"}
    paid = rzp.payment.createRecurring(charge)["razorpay_payment_id"]
    *_, charged = rzp.story().acts
    assert charged.actor == MERCHANT
    assert charged.call is not None
    assert charged.call.endpoint == "payment.createRecurring"
    assert [(move.id, move.statuses[-1]) for move in charged.moves] == [(paid, "captured"), (order, "paid")]


def test_what_falls_due_is_razorpays_doing(rzp):
    link = {"amount": 50000, "currency": "INR", "customer": CUSTOMER_OF_ALL, "expire_by": rzp.clock.now() + 4 * 86400}
    made = rzp.payment_link.create({**link, "reminder_enable": True})["id"]
    rzp.clock.advance(days=5)
    acts = rzp.story().acts
    assert [act.actor for act in acts] == [MERCHANT, RAZORPAY, RAZORPAY, RAZORPAY, RAZORPAY]
    assert [[letter.kind for letter in act.letters] for act in acts[1:-1]] == [["reminder", "reminder"]] * 3
    assert [(move.id, move.before, move.statuses) for move in acts[-1].moves] == [(made, "created", ("expired",))]


def test_a_write_whose_answer_was_lost_is_told_with_its_request(rzp):
    rzp.faults.inject("order.create", status=503, after=True)
    reply = rzp.request("POST", "/v1/orders", json={"amount": 50000, "currency": "INR"})
    (act,) = rzp.story().acts
    assert reply.status == 503
    assert act.call is not None
    assert (act.call.status, act.call.error) == (503, "not an answer of the API")
    assert [move.statuses for move in act.moves] == [("created",)]


def test_a_request_that_got_no_answer(rzp):
    requests = pytest.importorskip("requests")
    rzp.faults.inject("order.create", reset=True)
    with pytest.raises(requests.exceptions.ConnectionError):
        rzp.order.create({"amount": 50000, "currency": "INR"})
    (act,) = rzp.story().acts
    assert act.call is not None
    assert (act.call.status, act.call.error) == (None, "no answer came")
    assert str(rzp.story()).splitlines()[1:3] == [
        "  Merchant  POST /v1/orders  no answer",
        "            ! no answer came",
    ]
