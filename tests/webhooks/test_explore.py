"""Exploring: which legal deliveries of a flow leave a handler in another state."""

from __future__ import annotations

import json
import time

import pytest

from fakerzp.webhooks.exploration import MISSING, differences, ordinal
from fakerzp.webhooks.legal import Schedule, legal
from tests.webhooks.endpoints import PAID, START

SECRET = "s"


class Handler:
    """Keeps how often it acted on each event, by name; once by id if it is careful."""

    careful = False

    def __init__(self):
        self.acted = {}
        self.seen = set()

    def __call__(self, body, headers):
        identity = headers["x-razorpay-event-id"]
        if self.careful and identity in self.seen:
            return
        self.seen.add(identity)
        self.act(json.loads(body)["event"])

    def act(self, event):
        self.acted[event] = self.acted.get(event, 0) + 1


class Careful(Handler):
    careful = True


class Last(Careful):
    """Takes what came last for what happened last."""

    def act(self, event):
        self.acted = {"last": event}


def flow(fake):
    order = fake.order.create({"amount": 50000, "currency": "INR"})
    fake.checkout.pay(order["id"])


def explored(rzp, handler, play=flow, **options):
    return rzp.webhooks.explore(handler, play, state=lambda target: target.acted, **options)


# ---------------------------------------------------------------------- which deliveries there are


def test_the_deliveries_of_two_events():
    schedules, complete = legal(2, 5, 100, 0)
    assert complete
    assert {(s.kind, s.places, s.crash) for s in schedules} == {
        ("reordered", (1, 0), None),
        ("repeated", (0, 0, 1), None),
        ("repeated", (0, 1, 0), None),
        ("repeated", (0, 1, 1), None),
        ("retried", (0, 0, 1), 0),
        ("retried", (0, 1, 0), 0),
        ("retried", (0, 1, 1), 1),
    }
    assert schedules[0] == Schedule("reordered", (1, 0))


@pytest.mark.parametrize(("count", "number"), [(1, 2), (2, 7), (3, 17), (4, 43), (5, 149)])
def test_all_orders_repeats_and_retries_up_to_the_bound(count, number):
    schedules, complete = legal(count, 5, 100, 0)
    assert (len(schedules), len(set(schedules)), complete) == (number, number, True)
    assert all(set(s.places) == set(range(count)) for s in schedules)


def test_orders_beyond_the_bound_are_sampled_by_seed():
    one, complete = legal(7, 5, 20, 1)
    assert not complete
    assert legal(7, 5, 20, 1)[0] == one
    assert legal(7, 5, 20, 2)[0] != one
    orders = {s.places for s in one if s.kind == "reordered"}
    assert (6, 5, 4, 3, 2, 1, 0) in orders
    assert {(1, 2, 3, 4, 5, 6, 0), (6, 0, 1, 2, 3, 4, 5), (1, 0, 2, 3, 4, 5, 6)} <= orders
    assert 36 + 1 < len(orders) <= 36 + 1 + 20
    assert sum(s.kind == "repeated" for s in one) == sum(s.kind == "retried" for s in one) == 28


def test_shorter_is_less_out_of_place_then_fewer_deliveries():
    moved, again, turned = Schedule("reordered", (1, 2, 0)), Schedule("repeated", (0, 1, 2, 2)), Schedule("", (2, 1, 0))
    assert moved.length < again.length
    assert again.length < turned._replace(kind="reordered").length


# ---------------------------------------------------------------------- what is found


def test_a_handler_that_acts_once_on_each_event_passes(rzp):
    found = explored(rzp, Careful)
    assert found.ok
    assert (found.events, found.schedules, found.breaks, found.complete) == (tuple(PAID), 18, [], True)
    assert found.expected == dict.fromkeys(PAID, 1)
    assert repr(found) == "3 events, 18 deliveries, all orders: the same state after each"


def test_a_handler_that_acts_on_every_delivery_is_shown_the_repeated_event(rzp):
    found = explored(rzp, Handler, events=["order.paid"])
    assert [(b.kind, b.schedule.places) for b in found.breaks] == [("repeated", (0, 0)), ("retried", (0, 0))]
    assert found.breaks[0].differences == {"order.paid": (1, 2)}
    assert repr(found).splitlines() == [
        "1 events, 3 deliveries, all orders: 2 break the handler. The shortest:",
        "order.paid comes twice",
        "   event       delivery  answer  state",
        "1  order.paid  1st       200     order.paid: nothing -> 1",
        "2  order.paid  2nd       200     order.paid: 1 -> 2",
        "in the end:",
        "  order.paid: expected 1, found 2",
    ]
    retried = found.breaks[1]
    assert [(step.nth, step.status, step.crashed, step.error) for step in retried.steps] == [
        (1, 500, True, None),
        (2, 200, False, None),
    ]
    assert "order.paid takes effect, its answer is lost, and it comes again" in str(retried)
    assert "500, after its effect" in str(retried)


def test_a_handler_that_leans_on_the_order_is_shown_it(rzp):
    found = explored(rzp, Last, events=["payment.captured", "order.paid"])
    assert [(b.kind, b.schedule.places) for b in found.breaks] == [("reordered", (1, 0))]
    shown = str(found.breaks[0])
    assert shown.startswith("out of order: order.paid, payment.captured\n")
    assert "last: expected order.paid, found payment.captured" in shown


def test_breaks_come_shortest_first(rzp):
    found = explored(rzp, Handler)
    lengths = [b.schedule.length for b in found.breaks]
    assert lengths == sorted(lengths)
    assert len(found.breaks) == 12


def test_a_second_delivery_after_others_says_so(rzp):
    class Wary(Careful):
        """Forgets what it has seen as soon as it sees something else."""

        def act(self, event):
            super().act(event)
            self.seen = set(list(self.seen)[-1:]) if len(self.seen) < 2 else set()

    told = [str(b).splitlines()[0] for b in explored(rzp, Wary, events=["payment.captured", "order.paid"]).breaks]
    assert "payment.captured comes twice, the second time after order.paid" in told


def test_what_is_refused_out_of_order_is_tried_again(rzp):
    class Picky(Careful):
        def __call__(self, body, headers):
            event = json.loads(body)["event"]
            if event == "order.paid" and "payment.captured" not in self.acted:
                return 409
            return super().__call__(body, headers)

    assert explored(rzp, Picky).ok


def test_what_is_refused_for_good_is_a_break(rzp):
    class Stubborn(Careful):
        def __call__(self, body, headers):
            if self.acted and next(iter(self.acted)) == "order.paid":
                raise KeyError("no such payment")
            return super().__call__(body, headers)

    found = explored(rzp, Stubborn)
    first = found.breaks[0]
    assert set(first.refused) == {"payment.authorized", "payment.captured"}
    assert "never accepted: payment.authorized, payment.captured" in str(first)
    assert "500 (KeyError: 'no such payment')" in str(first)


def test_a_handler_that_refuses_repeats_is_no_break(rzp):
    class Conflict(Careful):
        def __call__(self, body, headers):
            return 409 if headers["x-razorpay-event-id"] in self.seen else super().__call__(body, headers)

    found = explored(rzp, Conflict)
    # Razorpay never learns that a lost answer was a yes, and tries in vain for 24 hours.
    assert {b.kind for b in found.breaks} == {"retried"}
    assert [b.refused for b in found.breaks if b.schedule.places == (0, 1, 2, 2)] == [("order.paid",)]


# ---------------------------------------------------------------------- where it happens


def test_nothing_of_it_happens_to_the_fake(rzp):
    told = []
    rzp.webhooks.subscribe(lambda body, headers: told.append(body))
    before = rzp.snapshot()
    explored(rzp, Handler)
    assert len(rzp.diff(before)) == 0
    assert (told, list(rzp.events), list(rzp.calls), list(rzp.webhooks.deliveries)) == ([], [], [], [])
    assert rzp.clock.now() == START
    order = rzp.order.create({"amount": 100, "currency": "INR"})["id"]
    rzp.restore(before)
    assert rzp.order.create({"amount": 100, "currency": "INR"})["id"] == order


def test_the_flow_goes_on_from_where_the_fake_is(rzp):
    order = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
    found = explored(rzp, Careful, lambda fake: fake.checkout.pay(order))
    assert found.events == tuple(PAID)
    assert rzp.order.fetch(order)["status"] == "created"


def test_the_same_twice(rzp):
    assert repr(explored(rzp, Handler)) == repr(explored(rzp, Handler))


def test_the_clock_of_a_fake_that_follows_the_wall_stands_meanwhile(monkeypatch):
    from fakerzp import FakeRazorpay

    now = [START]
    monkeypatch.setattr(time, "time", lambda: now[0])
    rzp = FakeRazorpay(seed=1)

    class Dated(Careful):
        def __call__(self, body, headers):
            now[0] += 7
            self.acted[json.loads(body)["event"]] = json.loads(body)["created_at"]

    found = explored(rzp, Dated)
    assert found.ok
    assert found.expected == dict.fromkeys(PAID, START)


def test_the_handler_and_the_flow_are_given_what_they_ask_for(rzp):
    fakes = []

    class Fetches(Handler):
        def __init__(self, fake):
            super().__init__()
            self.fake = fake
            fakes.append(fake)

        def act(self, event):
            self.acted[event] = [order["status"] for order in self.fake.order.all()["items"]]

    def play(fake, target):
        assert target.fake is fake
        flow(fake)

    found = explored(rzp, Fetches, play)
    assert found.ok
    assert found.expected == {event: ["paid"] for event in PAID}
    assert len(set(map(id, fakes))) == found.schedules + 1
    assert rzp.order.all()["count"] == 0


def test_what_the_handler_makes_happen_is_delivered_too(rzp):
    class Captures(Careful):
        def __init__(self, fake):
            super().__init__()
            self.fake = fake

        def __call__(self, body, headers):
            super().__call__(body, headers)
            event = json.loads(body)
            if event["event"] == "payment.authorized":
                payment = event["payload"]["payment"]["entity"]
                if self.fake.payment.fetch(payment["id"])["status"] == "authorized":
                    self.fake.payment.capture(payment["id"], payment["amount"])

    def play(fake):
        order = fake.order.create({"amount": 50000, "currency": "INR"})
        fake.checkout.pay(order["id"], capture=False)

    found = explored(rzp, Captures, play)
    assert found.ok
    assert found.events == ("payment.authorized",)
    assert found.expected == dict.fromkeys(PAID, 1)


def test_bodies_are_signed(rzp):
    class Verifies(Careful):
        def __call__(self, body, headers):
            if headers.get("X-Razorpay-Signature") != rzp.webhooks.sign(body, SECRET):
                return 400
            return super().__call__(body, headers)

    assert explored(rzp, Verifies, secret=SECRET).ok
    with pytest.raises(ValueError, match=r"answers 400 \(no secret= was given, so nothing is signed\)"):
        explored(rzp, Verifies)


# ---------------------------------------------------------------------- what cannot be explored


def test_a_flow_without_events(rzp):
    with pytest.raises(ValueError, match="made no event"):
        explored(rzp, Careful, lambda fake: None)


def test_a_handler_that_does_not_work_at_all(rzp):
    class Broken(Careful):
        def act(self, event):
            raise RuntimeError("boom")

    with pytest.raises(ValueError, match=r"(?s)does not accept payment.authorized in order and once.*boom"):
        explored(rzp, Broken, flow)


def test_a_state_that_differs_each_time(rzp):
    counted = iter(range(100))
    with pytest.raises(ValueError, match="not the same twice"):
        rzp.webhooks.explore(Careful, flow, state=lambda target: {"n": next(counted)})


def test_a_flow_that_differs_each_time(rzp):
    played = []

    def wavering(fake):
        played.append(fake)
        flow(fake)
        if len(played) > 2:
            flow(fake)

    with pytest.raises(ValueError, match="the flow is not the same twice"):
        explored(rzp, Careful, wavering)


def test_what_goes_wrong_in_state_is_raised(rzp):
    with pytest.raises(ZeroDivisionError):
        rzp.webhooks.explore(Careful, flow, state=lambda target: 1 / (len(target.acted) - 1))


def test_a_bound_of_nothing(rzp):
    with pytest.raises(ValueError, match="bound"):
        explored(rzp, Careful, bound=0)


def test_more_events_than_the_bound_are_sampled_and_it_is_said(rzp):
    found = explored(rzp, Careful, bound=2, samples=1, seed=3)
    assert found.ok
    assert not found.complete
    assert "a sample of the orders (seed 3)" in repr(found)


# ---------------------------------------------------------------------- differences


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (1, 1, {}),
        (1, 2, {"": (1, 2)}),
        ({"a": 1}, {"a": 1}, {}),
        ({"a": {"b": 1}}, {"a": {"b": 2, "c": None}}, {"a.b": (1, 2), "a.c": (MISSING, None)}),
        ([1, 2], [1], {"1": (2, MISSING)}),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, {"a.0.b": (1, 2)}),
        ([1], (1,), {"": ([1], (1,))}),
        ({1, 2}, {2, 1}, {}),
        ({}, None, {"": ({}, None)}),
    ],
)
def test_differences_are_by_path(before, after, found):
    assert differences(before, after) == found


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th")
    ]
