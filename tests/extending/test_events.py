"""`fakerzp_event`: events seen when their step is complete, and undone with it where a plugin does not bear them."""

from __future__ import annotations

from contextlib import suppress

import pytest

import fakerzp
from fakerzp import FakeRazorpay

ORDER = {"amount": 50000, "currency": "INR"}
PAID = ["payment.authorized", "payment.captured", "order.paid"]


class Watcher:
    """Notes the events that it sees, and raises at those of one name."""

    def __init__(self, refuses: str | None = None) -> None:
        self.seen = []
        self.refuses = refuses

    def fakerzp_event(self, event, context):
        if event.name == self.refuses:
            raise RuntimeError(f"{event.name} at {event.at}")
        self.seen.append(event)
        assert context.account == event.account

    @property
    def names(self) -> list[str]:
        return [event.name for event in self.seen]


def pay(rzp: FakeRazorpay) -> None:
    rzp.checkout.pay(rzp.order.create(ORDER)["id"])


def test_a_plugin_sees_each_event_once_as_it_would_be_sent(build):
    watcher = Watcher()
    rzp = build(plugins=[watcher])
    for event in ("invoice.partially_paid", "refund.processed", "payment_link.expired", "settlement.processed"):
        rzp.trigger(event)
    assert [event.body for event in watcher.seen] == list(rzp.events)
    assert [(event.name, event.account, event.at) for event in watcher.seen] == [
        (event["event"], event["account_id"], event["created_at"]) for event in rzp.events
    ]


def test_what_falls_due_is_seen_at_its_own_instant(build):
    watcher = Watcher()
    rzp = build(at=1767607200, plugins=[watcher])
    for minutes in (40, 20):
        rzp.payment_link.create({"amount": 100, "expire_by": 1767607200 + minutes * 60})
    rzp.clock.advance(days=1)
    expired = [(event.name, event.at) for event in watcher.seen]
    assert expired == [("payment_link.expired", 1767607200 + minutes * 60) for minutes in (20, 40)]


def test_what_a_plugin_does_to_an_event_changes_nothing(build):
    class Spoils:
        def fakerzp_event(self, event):
            event.body["payload"].clear()
            with pytest.raises(AttributeError):
                event.name = "payment.failed"

    watcher = Watcher()
    rzp = build(plugins=[watcher, Spoils()])
    pay(rzp)
    assert [list(event.body["payload"]) for event in watcher.seen] == [["payment"], ["payment"], ["payment", "order"]]


def test_plugins_see_events_before_webhooks_do(build):
    told = []
    watcher = Watcher()
    rzp = build(plugins=[watcher])
    rzp.webhooks.subscribe(lambda body, headers: told.append(len(watcher.seen)))
    pay(rzp)
    assert told == [3, 3, 3]


def test_events_of_a_sub_merchant_say_whose_they_are(build):
    watcher = Watcher()
    rzp = build(plugins=[watcher])
    account = "acc_00000000000002"
    rzp.trigger("order.paid", account=account)
    pay(rzp)
    assert [event.account for event in watcher.seen] == [account] * 3 + [rzp.account_id] * 3


def test_a_plugin_may_act_on_an_event_and_sees_what_comes_of_it(build):
    watcher = Watcher()

    class Refunds:
        """Gives every captured payment back."""

        def __init__(self) -> None:
            self.rzp: FakeRazorpay | None = None

        def fakerzp_new_account(self, rzp):
            self.rzp = rzp

        def fakerzp_event(self, event):
            if event.name == "payment.captured":
                self.rzp.payment.refund(event.body["payload"]["payment"]["entity"]["id"], {})

    rzp = build(plugins=[watcher, Refunds()])
    pay(rzp)
    assert watcher.names == [*PAID, "refund.created", "refund.processed"]
    assert rzp.payment.all()["items"][0]["status"] == "refunded"


def test_restored_and_forked_worlds_tell_nothing_again(build):
    watcher = Watcher()
    rzp = build(plugins=[watcher])
    pay(rzp)
    after = rzp.snapshot()
    rzp.reset()
    rzp.restore(after)
    with rzp.fork() as other:
        assert other.order.all()["count"] == 1
    assert watcher.names == PAID


# ---------------------------------------------------------------------- undone


def test_a_call_whose_event_a_plugin_does_not_bear_is_undone_whole(build):
    watcher = Watcher("order.paid")
    rzp = build(plugins=[watcher])
    told = []
    rzp.webhooks.subscribe(lambda body, headers: told.append(body))
    order = rzp.order.create(ORDER)
    before = rzp.snapshot()
    balances = dict(rzp.ledger.balances())
    for _ in range(2):
        with pytest.raises(RuntimeError, match=r"order\.paid at "):
            rzp.checkout.pay(order["id"])
        assert rzp.diff(before) == {}
        assert rzp.snapshot().mark.serial == before.mark.serial
    assert (list(rzp.events), told, dict(rzp.ledger.balances())) == ([], [], balances)
    assert len(rzp.calls) == 1
    rzp.plugins.unregister(watcher)
    rzp.checkout.pay(order["id"])
    assert len(told) == 3


def test_a_request_whose_event_a_plugin_does_not_bear_is_not_kept(build):
    watcher = Watcher("refund.created")
    rzp = build(plugins=[watcher])
    pay(rzp)
    payment = rzp.payment.all()["items"][0]["id"]
    count = len(rzp.calls)
    with pytest.raises(RuntimeError):
        rzp.payment.refund(payment, {})
    assert len(rzp.calls) == count
    assert rzp.payment.fetch(payment)["amount_refunded"] == 0


def test_what_falls_due_and_is_not_borne_waits_until_the_plugin_is_gone(build):
    watcher = Watcher("payment_link.expired")
    rzp = build(at=1767607200, plugins=[watcher])
    link = rzp.payment_link.create({"amount": 100, "expire_by": 1767607200 + 1200})["id"]
    for _ in range(2):
        with pytest.raises(RuntimeError, match=r"payment_link\.expired at 1767608400"):
            rzp.clock.advance(days=1)
    rzp.plugins.unregister(watcher)
    assert rzp.payment_link.fetch(link)["status"] == "expired"
    assert [event["created_at"] for event in rzp.events] == [1767608400]


def test_the_clock_is_told_from_the_start_again_after_a_plugin_broke_off(build):
    watcher = Watcher("payment_link.expired")
    rzp = build(at=1767607200, plugins=[watcher])
    rzp.payment_link.create({"amount": 100, "expire_by": 1767607200 + 1200})
    with suppress(RuntimeError):
        rzp.clock.advance(days=1)
    assert rzp.clock.now() == 1767607200 + 86400
    rzp.plugins.unregister(watcher)


def test_an_interrupt_undoes_a_step_as_well(build):
    class Interrupts:
        def fakerzp_event(self, event):
            raise KeyboardInterrupt

    rzp = build(plugins=[Interrupts()])
    order = rzp.order.create(ORDER)["id"]
    with pytest.raises(KeyboardInterrupt):
        rzp.checkout.pay(order)
    rzp.plugins.unregister("Interrupts")
    assert rzp.order.fetch(order)["status"] == "created"


def test_a_refusal_of_razorpay_within_a_plugin_is_the_plugins_error(build):
    class Wrong:
        def fakerzp_event(self, event):
            self.rzp.order.create({"amount": 1, "currency": "INR"})

    wrong = Wrong()
    rzp = build(plugins=[wrong])
    wrong.rzp = rzp
    order = rzp.order.create(ORDER)["id"]
    with pytest.raises(fakerzp.BadRequestError, match="The amount must be at least"):
        rzp.checkout.pay(order)
    rzp.plugins.unregister(wrong)
    assert rzp.order.fetch(order)["attempts"] == 0
