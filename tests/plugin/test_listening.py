"""What is heard of one fake: every step that was taken, none that was undone, wherever it happened."""

from __future__ import annotations

from collections import Counter

import pytest

from fakerzp import FakeRazorpay, exceptions
from fakerzp.testing import scenarios
from fakerzp.testing.coverage.collect import Seen
from fakerzp.testing.coverage.known import COMBINATIONS, transitions
from fakerzp.testing.coverage.listening import Listener
from fakerzp.testing.coverage.report import never, report
from fakerzp.testing.scenarios import SCENARIOS
from fakerzp.world.event_names import EVENTS
from fakerzp.world.trigger import RECIPES

BAD_REQUEST = exceptions.raised_as("BadRequestError")


class Ear:
    """A listener, and what it told."""

    def __init__(self, rzp):
        self.seen = Seen()
        self.listener = Listener(rzp, self.seen.add)

    def told(self):
        self.listener.hang_up()
        return {section: dict(counts) for section, counts in self.seen.counts.items() if counts}

    def times(self, section):
        self.listener.hang_up()
        return {row["name"]: row["times"] for row in report(self.seen)[section] if row["times"]}


@pytest.fixture
def rzp(build):
    return build()


@pytest.fixture
def ear(rzp):
    return Ear(rzp)


def order(rzp, amount=1000):
    return rzp.order.create({"amount": amount, "currency": "INR"})["id"]


def test_a_payment_is_heard_whole(rzp, ear):
    rzp.checkout.pay(order(rzp))
    assert ear.told() == {
        "transitions": {
            "order create created": 1,
            "payment create created": 1,
            "order attempt created": 1,
            "payment authorize created": 1,
            "payment capture authorized": 1,
            "order pay attempted": 1,
        },
        "couplings": {"payment create -> order attempt": 1, "payment capture -> order pay": 1},
    }


@pytest.mark.parametrize("event", RECIPES)
def test_every_event_is_counted_as_often_as_it_happened(rzp, ear, event):
    rzp.trigger(event)
    happened = Counter(one["event"] for one in rzp.events)
    assert ear.times("events") == happened
    assert happened[event] == 1


def test_every_event_that_can_be_sent_is_one_of_some_transition():
    emitted = {one.emits for one in transitions()} - {None}
    assert emitted == {name for name, event in EVENTS.items() if event.lacks is None}


def test_what_is_refused_or_undone_exercised_nothing(rzp, ear, monkeypatch):
    paid = rzp.checkout.pay(order(rzp))["razorpay_payment_id"]
    before = ear.seen.plain()
    noted = list(ear.listener._notes)
    with pytest.raises(BAD_REQUEST):
        rzp.payment.capture(paid, 1000)
    # A refund whose answer fails to be made: its steps were taken, and are undone.
    monkeypatch.setattr("fakerzp.api.refunds.refund_json", lambda refund: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rzp.payment.refund(paid, {"amount": 1000})
    assert rzp.refund.all()["count"] == 0
    assert (ear.seen.plain(), ear.listener._notes) == (before, noted)
    monkeypatch.undo()
    rzp.payment.refund(paid, {"amount": 1000})
    assert ear.told()["transitions"]["payment refund_all captured"] == 1


def test_a_sub_merchant_s_first_call_is_undone_too(rzp, ear, monkeypatch):
    headers = {"X-Razorpay-Account": "acc_Sub00000000001"}
    monkeypatch.setattr("fakerzp.api.orders.order_json", lambda *order: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rzp.order.create({"amount": 100, "currency": "INR"}, headers=headers)
    monkeypatch.undo()
    assert ear.told() == {}


def test_what_happened_before_another_moment_has_happened(rzp, ear):
    start = rzp.snapshot()
    rzp.checkout.fail(order(rzp), "insufficient_funds")
    rzp.restore(start)
    rzp.checkout.fail(order(rzp), "insufficient_funds")
    rzp.reset()
    rzp.checkout.fail(order(rzp), "incorrect_pin", "upi")
    told = ear.told()
    assert told["reasons"] == {"insufficient_funds": 2, "incorrect_pin": 1}
    assert told["transitions"]["payment fail created"] == 3


def test_forks_count_and_what_they_began_with_does_not_again(rzp, ear):
    heard = []
    rzp.webhooks.subscribe(lambda body, headers: heard.append(body), events=["order.paid"])
    rzp.checkout.pay(order(rzp))
    with rzp.fork(webhooks=True) as other:
        other.checkout.pay(order(other))
        with other.fork() as third:
            third.checkout.fail(order(third), "insufficient_funds")
    told = ear.told()
    assert len(heard) == 2
    assert (told["transitions"]["payment capture authorized"], told["delivered"]) == (2, {"order.paid": 2})
    assert told["reasons"] == {"insufficient_funds": 1}
    assert "combinations" not in told


def test_exploring_a_handler_exercises_what_it_plays(rzp, ear):
    exploration = rzp.webhooks.explore(
        lambda: lambda body, headers: None, lambda fake: fake.checkout.pay(order(fake)), state=lambda app: {}
    )
    assert exploration is not None
    told = ear.told()
    assert told["combinations"]["duplicate_webhook"] > 1
    assert told["transitions"]["payment capture authorized"] >= 1


def test_nothing_is_heard_after_hanging_up_and_nothing_is_left_behind(rzp):
    was = [dict(vars(one)).keys() for one in (rzp, rzp._world.law, rzp._world.ledger)]
    ear = Ear(rzp)
    ear.listener.hang_up()
    assert [dict(vars(one)).keys() for one in (rzp, rzp._world.law, rzp._world.ledger)] == was
    order(rzp)
    assert ear.told() == {}


def test_listening_changes_no_byte():
    def told(listened):
        rzp = FakeRazorpay(seed=3, at=1_770_000_000)
        listener = Listener(rzp, Seen().add) if listened else None
        for event in RECIPES:
            rzp.trigger(event)
        if listener is not None:
            listener.hang_up()
        return repr([list(rzp.events), list(rzp.calls), rzp.ledger.journal])

    assert told(True) == told(False)


# -- combinations


def played(rzp, name):
    if name == "duplicate_webhook":
        rzp.webhooks.subscribe(lambda body, headers: None)
        return scenarios.DuplicateWebhook(rzp)
    scenario = SCENARIOS[name].play(rzp)
    if name == "partial_refund_race":
        scenario.elsewhere()
        with pytest.raises(BAD_REQUEST):
            rzp.payment.refund(scenario.payment_id, {"amount": 30000})
    elif name == "subscription_halted":
        assert scenario.halt() == "halted"
    elif name == "nach_rejected":
        scenario.reject()
    elif name == "dispute_lost_after_settlement":
        scenario.lose()
    elif name == "downtime":
        scenario.resolve()
    else:
        scenario.authorize()
    return scenario


@pytest.mark.parametrize("name", [name for name, scenario in SCENARIOS.items() if scenario.lacks is None])
def test_a_scenario_is_its_own_combination(rzp, ear, name):
    played(rzp, name)
    both = {"late_authorization": {"failed_then_captured": 1}}.get(name, {})
    assert ear.told()["combinations"] == {name: 1, **both}


def test_the_combinations_are_the_scenarios_and_two_more(rzp):
    assert [one.name for one in COMBINATIONS] == [*SCENARIOS, "paid_at_last", "expired_in_part"]
    assert {one.fixture for one in COMBINATIONS} == {None, *(f"rzp_{name}" for name in SCENARIOS)}


def test_an_order_is_paid_at_last_and_a_link_expires_in_part(rzp, ear):
    wanted = order(rzp)
    rzp.checkout.fail(wanted, "insufficient_funds")
    rzp.checkout.pay(wanted)
    link = rzp.payment_link.create({"amount": 1000, "accept_partial": True, "expire_by": rzp.clock.now() + 3600})["id"]
    rzp.checkout.pay(link, amount=400)
    rzp.clock.advance(hours=2)
    assert rzp.payment_link.fetch(link)["status"] == "expired"
    assert ear.told()["combinations"] == {"paid_at_last": 1, "expired_in_part": 1}


def test_what_only_looks_like_one_is_none(rzp, ear):
    paid = rzp.checkout.pay(order(rzp))["razorpay_payment_id"]
    for _ in range(2):
        with pytest.raises(BAD_REQUEST):  # nobody else refunded anything
            rzp.payment.refund(paid, {"amount": 2000})
    answers = iter([503, 200])
    rzp.webhooks.subscribe(lambda body, headers: next(answers), events=["refund.created"])
    rzp.payment.refund(paid, {"amount": 100})
    rzp.clock.advance(minutes=5)  # a retry of what was refused is no duplicate
    assert [one.status for one in rzp.webhooks.deliveries] == [503, 200]
    rzp.bank.next(rzp.bank.authorize_late(after=60))
    with pytest.raises(exceptions.PaymentPending):
        rzp.checkout.pay(order(rzp))
    rzp.clock.advance(minutes=2)  # in time
    token = rzp.trigger("token.rejected", method="emandate")
    assert token["payload"]["token"]["entity"]["method"] == "emandate"
    assert "combinations" not in ear.told()


# -- the report


def test_a_report_of_nothing_names_everything_that_could_happen():
    found = report(Seen())
    assert {name: sums["exercised"] for name, sums in found["summary"].items()} == dict.fromkeys(found["summary"], 0)
    for section, sums in found["summary"].items():
        assert len(never(found[section])) == sums["of"] > 0
        assert len({row["name"] for row in found[section]}) == len(found[section])
        assert all(row["page"].endswith(".md") for row in found[section])
    assert found["summary"]["events"]["of"] == len(RECIPES)
    lacking = {row["name"]: row["lacks"] for row in found["combinations"] + found["signatures"] if row["lacks"]}
    assert lacking == {
    }


def test_what_several_processes_saw_adds_up():
    one, other = Seen(), Seen()
    one.fakes, other.fakes = 2, 3
    one.add("reasons", "incorrect_pin", 2)
    other.add("reasons", "incorrect_pin", 1)
    other.add("delivered", "order.paid", 4)
    one.merge(other.plain())
    assert (one.fakes, one.plain()["reasons"], one.plain()["delivered"]) == (
        5,
        {"incorrect_pin": 3},
        {"order.paid": 4},
    )
