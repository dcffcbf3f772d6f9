"""RazorpayMachine finds what an application gets wrong, and leaves one that is right alone."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from fakerzp.stateful import RazorpayMachine

requests = pytest.importorskip("requests", reason="the application uses the official client")
razorpay = pytest.importorskip("razorpay", reason="the application uses the official client")

QUICK = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
client = razorpay.Client(auth=("rzp_test_shop", "secret"))


class Shop(RazorpayMachine):
    """A shop that sends a parcel per paid order, told by webhooks."""

    def begin(self):
        self.sent = []
        self.thanked = []
        self.rzp.webhooks.subscribe(self.webhook, secret="s", events=["order.paid", "payment.captured"])

    @rule()
    def somebody_orders(self):
        client.order.create({"amount": 50000, "currency": "INR"})

    def came_back(self, answer):
        assert client.utility.verify_payment_signature(answer)
        self.thanked.append(answer["razorpay_order_id"])

    def webhook(self, body, headers):
        client.utility.verify_webhook_signature(body.decode(), headers["X-Razorpay-Signature"], "s")
        event = json.loads(body)
        self.happened(event["event"], event["payload"])

    def happened(self, event, payload):
        if event == "order.paid" and payload["order"]["entity"]["id"] not in self.sent:
            self.sent.append(payload["order"]["entity"]["id"])

    def at_rest(self):
        orders = [record.id for record in self.rzp._world.ledger.books(self.rzp.account_id).newest("order", count=50)]
        paid = [order for order in orders if self.rzp.history(order)[-1].status == "paid"]
        assert sorted(self.sent) == sorted(paid)


class SendsTwice(Shop):
    def happened(self, event, payload):
        if event == "order.paid":
            self.sent.append(payload["order"]["entity"]["id"])


class SendsWhenTheBrowserIsBack(Shop):
    def came_back(self, answer):
        super().came_back(answer)
        self.sent.append(answer["razorpay_order_id"])

    def happened(self, event, payload):
        pass


class BreaksWhenRazorpayIsDown(Shop):
    outages = True


class AlwaysRefuses(Shop):
    def happened(self, event, payload):
        raise RuntimeError("no room")


def run(machine):
    run_state_machine_as_test(machine, settings=QUICK)


def test_a_sound_shop_stays_sound():
    run(Shop)


@pytest.mark.parametrize("machine", [SendsTwice, SendsWhenTheBrowserIsBack])
def test_a_shop_that_sends_wrongly_is_found_and_the_run_is_told_as_a_story(machine):
    before = client.session
    with pytest.raises(AssertionError) as caught:
        run(machine)
    assert client.session is before
    if sys.version_info >= (3, 11):  # before, Hypothesis prints its notes
        assert "Merchant  POST /v1/orders  200" in "\n".join(caught.value.__notes__)


def test_outages_reach_the_application_only_where_wanted():
    with pytest.raises((razorpay.errors.ServerError, requests.Timeout, requests.ConnectionError)):
        run(BreaksWhenRazorpayIsDown)


def test_an_application_that_never_accepts_is_named():
    with pytest.raises(AssertionError, match=r"the application still refuses (order\.paid|payment\.captured)"):
        run(AlwaysRefuses)


def test_an_application_that_cannot_begin_leaves_nothing_patched():
    class Unable(Shop):
        def begin(self):
            raise RuntimeError("no database")

    before = client.session
    with pytest.raises(RuntimeError, match="no database"):
        run(Unable)
    assert client.session is before
