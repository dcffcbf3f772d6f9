"""Exploring: handlers that crash at their calls to Razorpay and at their checkpoints, and are told again."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from fakerzp.webhooks.exploration import MISSING
from fakerzp.webhooks.legal import Schedule, crashes
from fakerzp.webhooks.points import Point
from tests.webhooks.endpoints import PAID
from tests.webhooks.sold_out import AFTER, BEFORE, RecordsFirst, Right, Shop, explored, flow, kinds

# ---------------------------------------------------------------------- which crashes there are


def test_each_point_is_crashed_at_once_with_the_retry_last_and_once_with_it_at_once():
    at = Point("at", "saved", 1)
    schedules, whole = crashes([(), (BEFORE, AFTER), (at,)], 100, 0)
    assert whole
    assert [(s.kind, s.places, s.crash, s.point) for s in schedules] == [
        ("crashed", (0, 1, 2), 1, BEFORE),
        ("crashed", (0, 1, 1, 2), 1, BEFORE),
        ("crashed", (0, 1, 2), 1, AFTER),
        ("crashed", (0, 1, 1, 2), 1, AFTER),
        ("crashed", (0, 1, 2), 2, at),  # nothing comes after it
    ]


def test_more_points_than_samples_are_drawn_by_seed():
    points = [[Point("at", str(n), 1) for n in range(20)], [Point("at", "last", 1)]]
    drawn, whole = crashes(points, 5, 1)
    assert not whole
    assert crashes(points, 5, 1) == (drawn, False)
    assert crashes(points, 5, 2)[0] != drawn
    assert len({s.point for s in drawn}) == 5
    assert len(drawn) <= 10
    assert crashes(points, 0, 1) == ([], False)
    assert crashes([(), ()], 0, 1) == ([], True)


def test_a_crash_is_as_long_as_the_delivery_that_it_leads_to():
    plain, again = Schedule("crashed", (0, 1, 2), 0, BEFORE), Schedule("crashed", (0, 0, 1, 2), 0, BEFORE)
    twice = Schedule("repeated", (0, 0, 1, 2))
    assert twice.length < again.length < plain.length == (1, 4, 2, 4, (0, 1, 2, 0))
    told = "a comes, the handler crashes before payment.refund"
    assert plain.told(("a", "b", "c")) == told
    assert again.told(("a", "b", "c")) == f"{told}, and it comes again at once"


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (BEFORE, "before payment.refund"),
        (AFTER._replace(nth=2), "after payment.refund, the 2nd time"),
        (Point("at", "the order is saved", 1), "at 'the order is saved'"),
        (Point("at", "saved", 3), "at 'saved', the 3rd time"),
    ],
)
def test_a_point_in_words(point, words):
    assert str(point) == words


# ---------------------------------------------------------------------- what is found


def test_a_refund_before_the_record_is_made_twice(rzp):
    found = explored(rzp, Shop)
    assert kinds(found) == [("crashed", (0, 1, 2), AFTER)]
    assert found.breaks[0].differences["refunds.1"][1] == 10000
    assert repr(found).splitlines() == [
        "3 events, 20 deliveries, all orders, 2 crash points: 1 break the handler. The shortest:",
        "order.paid comes, the handler crashes after payment.refund",
        "   event               delivery  answer                             state",
        "1  payment.authorized  1st       200                                -",
        "2  payment.captured    1st       200                                -",
        "3  order.paid          1st       500, crashed after payment.refund"
        "  orders.0: nothing -> paid; refunds.0: nothing -> 10000",
        "4  order.paid          2nd       200                                refunds.1: nothing -> 10000",
        *(
            f"{n}  {event:18}  1st       200                                -"
            for n, event in enumerate(["refund.created", "refund.processed"] * 2, 5)
        ),
        "in the end:",
        "  refunds.1: expected nothing, found 10000",
        '  rzp.ledger.balance("customer", "INR"): expected -40000, found -30000',
        '  rzp.ledger.balance("merchant", "INR"): expected 39000, found 29000',
    ]
    assert [(s.event, s.status, s.crashed, s.point, s.error) for s in found.breaks[0].steps[2:4]] == [
        ("order.paid", 500, True, AFTER, None),
        ("order.paid", 200, False, None, None),
    ]


def test_money_is_compared_though_the_state_knows_nothing_of_it(rzp):
    found = explored(rzp, Shop, state=lambda shop: shop.orders)
    assert kinds(found) == [("crashed", (0, 1, 2), AFTER)]
    assert found.breaks[0].differences == {
        'rzp.ledger.balance("customer", "INR")': (-40000, -30000),
        'rzp.ledger.balance("merchant", "INR")': (39000, 29000),
    }


def test_a_record_before_the_refund_is_a_refund_that_is_never_made(rzp):
    found = explored(rzp, RecordsFirst)
    assert kinds(found) == [("crashed", (0, 1, 2), BEFORE)]
    assert str(found.breaks[0]).startswith("order.paid comes, the handler crashes before payment.refund\n")
    assert "refunds.0: expected 10000, found nothing" in str(found.breaks[0])


def test_a_handler_that_may_crash_anywhere_passes(rzp):
    found = explored(rzp, Right)
    assert found.ok, found
    assert (found.points, found.schedules, found.complete) == (2, 18 + 2, True)
    assert repr(found) == "3 events, 20 deliveries, all orders, 2 crash points: the same state after each"


class Captures(Shop):
    """Captures what was authorized, and looks first whether that was done."""

    def __call__(self, body, headers):
        event = json.loads(body)
        if event["event"] == "payment.authorized":
            payment = event["payload"]["payment"]["entity"]
            if self.wants(payment["id"]):
                self.fake.payment.capture(payment["id"], payment["amount"])
            self.orders[payment["order_id"]] = "captured"

    def wants(self, payment):
        return self.fake.payment.fetch(payment)["status"] == "authorized"


class CapturesBlindly(Captures):
    def wants(self, payment):
        return payment not in self.seen


def authorize(fake):
    fake.checkout.pay(fake.order.create({"amount": 50000, "currency": "INR"})["id"], capture=False)


def test_a_capture_that_looks_first_passes(rzp):
    found = explored(rzp, Captures, authorize)
    assert found.ok, found
    assert found.events == ("payment.authorized",)
    assert found.points == 3  # before the look, before and after the capture


def test_a_capture_that_does_not_look_is_refused_for_ever(rzp):
    found = explored(rzp, CapturesBlindly, authorize)
    crashed = next(b for b in found.breaks if b.kind == "crashed")
    assert crashed.schedule.point == Point("after", "payment.capture", 1)
    assert crashed.refused == ("payment.authorized",)
    assert "never accepted: payment.authorized" in str(crashed)


def test_the_retry_comes_after_the_rest_and_at_once(rzp):
    class Forgets(Right):
        """Remembers one event: what comes in between hides a crash."""

        def __call__(self, body, headers):
            event, identity = json.loads(body), headers["x-razorpay-event-id"]
            if event["event"] == "payment.captured" and self.seen != {identity}:
                self.checkpoint("begins")
                self.orders[identity] = self.orders.get(identity, 0) + len(self.seen)
            self.seen = {identity}

    found = explored(rzp, Forgets, events=["payment.captured", "order.paid"])
    told = {str(b).splitlines()[0]: [step.event for step in b.steps] for b in found.breaks if b.kind == "crashed"}
    assert told == {
        "payment.captured comes, the handler crashes at 'begins'": [
            "payment.captured",
            "order.paid",
            "payment.captured",
        ]
    }
    assert found.schedules == 8 + 2


# ---------------------------------------------------------------------- checkpoints


class TwoTables(Shop):
    """Writes to two tables, one after the other, and tells which write came."""

    def refund(self, payment, identity):
        self.checkpoint("between the tables")
        if "parcel" not in self.orders.values():
            self.orders["table 2"] = "parcel"


def test_a_checkpoint_is_a_crash_point_in_code_that_calls_nobody(rzp):
    class Torn(TwoTables):
        def paid(self, order, payment, identity):
            if order not in self.orders:
                super().paid(order, payment, identity)

    assert explored(rzp, TwoTables).ok
    found = explored(rzp, Torn)
    assert kinds(found) == [("crashed", (0, 1, 2), Point("at", "between the tables", 1))]
    assert str(found.breaks[0]).splitlines()[0] == "order.paid comes, the handler crashes at 'between the tables'"
    assert found.breaks[0].differences == {"orders.1": ("parcel", MISSING)}


def test_checkpoints_of_one_name_are_told_apart(rzp):
    class Loops(Shop):
        def refund(self, payment, identity):
            for line in range(3):
                self.checkpoint("line written")
                self.orders[line] = self.orders.get(line, 0) + 1

        @property
        def state(self):
            return {line: count for line, count in self.orders.items() if isinstance(line, int)}

    found = explored(rzp, Loops)
    assert [str(b).splitlines()[0].rpartition("crashes ")[2] for b in found.breaks] == [
        "at 'line written', the 2nd time",
        "at 'line written', the 3rd time",
    ]


def test_a_transaction_that_is_rolled_back_stands_a_crash(rzp):
    class Database(Shop):
        @contextmanager
        def transaction(self):
            before = dict(self.orders)
            try:
                yield
            except BaseException:
                self.orders = before
                raise

        def paid(self, order, payment, identity):
            if order not in self.orders:
                with self.transaction():
                    self.orders[order] = "paid"
                    self.checkpoint("marked")
                    self.orders[payment] = "shipped"

    found = explored(rzp, Database)
    assert (found.ok, found.points) == (True, 1)


@pytest.mark.parametrize(
    ("factory", "wanted"),
    [
        (lambda: lambda body, headers: None, 0),
        (lambda fake: lambda body, headers: fake.order.all() and None, 3),
        (lambda fake, checkpoint: lambda body, headers: checkpoint("here"), 3),
    ],
)
def test_a_factory_is_given_what_it_asks_for(rzp, factory, wanted):
    found = rzp.webhooks.explore(factory, flow, state=lambda target: None)
    assert (found.ok, found.points) == (True, wanted)


# ---------------------------------------------------------------------- the whole


def test_a_handler_that_calls_otherwise_the_next_time_is_named(rzp):
    cache = {}

    class Memo(Right):
        def refund(self, payment, identity):
            if payment not in cache:
                cache[payment] = self.fake.payment.fetch(payment)
            super().refund(payment, identity)

    with pytest.raises(ValueError, match=r"what the handler passes is not the same twice.*before payment.fetch.*anew"):
        explored(rzp, Memo)


def test_many_points_are_sampled_and_it_is_said(rzp):
    class Wordy(Right):
        def refund(self, payment, identity):
            for n in range(30):
                self.checkpoint(f"step {n}")

    found = explored(rzp, Wordy, samples=4, seed=3)
    assert found.ok
    assert (found.points, found.complete, found.sampled) == (30, False, ("crash points",))
    assert found.schedules == 18 + 4
    assert repr(found).startswith("3 events, 22 deliveries, all orders, a sample of the crash points (seed 3): ")


def test_what_differs_is_named_by_the_call_that_shows_it(rzp):
    """Also where an account has no postings in one of the two."""
    found = explored(rzp, RecordsFirst, account_after_all_is_settled, state=lambda shop: None)
    first = found.breaks[0].differences
    assert first == {
        'rzp.ledger.balance("customer", "INR")': (-40000, -50000),
        'rzp.ledger.balance("merchant", "INR")': (-10000, 0),
    }
    assert all(eval(name, {"rzp": rzp}) == 0 for name in first)


def account_after_all_is_settled(fake):
    flow(fake)
    fake.bank.settle()


def test_nothing_of_it_happens_to_the_fake(rzp):
    before = rzp.snapshot()
    explored(rzp, Shop)
    assert len(rzp.diff(before)) == 0
    assert (list(rzp.events), list(rzp.calls), list(rzp.ledger.journal)) == ([], [], [])
    assert rzp.order.create({"amount": 100, "currency": "INR"})["status"] == "created"


def test_the_same_twice(rzp):
    assert repr(explored(rzp, Shop)) == repr(explored(rzp, Shop))


def test_a_sub_merchants_money_is_compared_too(rzp):
    account = "acc_KBrJAIEqre5ucn"
    headers = {"X-Razorpay-Account": account}

    def play(fake):
        order = fake.request("POST", "/v1/orders", {"amount": 50000, "currency": "INR"}, headers=headers).body
        fake.checkout.pay(order["id"])

    class ForAnother(Shop):
        def refund(self, payment, identity):
            self.fake.request("POST", f"/v1/payments/{payment}/refund", {"amount": 10000}, headers=headers)

    found = explored(rzp, ForAnother, play, state=lambda shop: shop.orders)
    assert found.events == tuple(PAID)
    assert found.breaks[0].differences == {
        f'rzp.ledger.balance("customer", "INR", account="{account}")': (-40000, -30000),
        f'rzp.ledger.balance("merchant", "INR", account="{account}")': (39000, 29000),
    }
