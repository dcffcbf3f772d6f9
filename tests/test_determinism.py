"""Same seed, same calls, same bytes; time as the clock has it, in whole seconds, and never backwards."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from freezegun import freeze_time

from fakerzp import BadRequestError, FakeRazorpay, NotFaked, NotPayable, PaymentFailed
from tests.flows.steps import (
    charge_body,
    invoice_body,
    nach_order_body,
    order_of,
    paid,
    payment_link_body,
    registered,
    registration_body,
)

ROOT = Path(__file__).resolve().parents[1]
START = "2026-01-05T10:00:00Z"
NOW = 1767607200
HOUR, DAY = 3600, 86400
PREFIXES = "acc|cust|item|order|pay|rfnd|inv|li|addr|plink|token|card|notification|setl"
IDS = re.compile(rf'"((?:{PREFIXES})_[0-9A-Za-z]{{14}})"')


# ---------------------------------------------------------------------- scenarios, and all that they leave


def orders(rzp):
    customer = rzp.customers.create({"name": "Asha Rao", "email": "asha@example.com"})["id"]
    order = order_of(rzp, 1000, partial_payment=True, customer_id=customer, notes={"b": "1", "a": "2"})
    rzp.checkout.fail(order, reason="insufficient_funds")
    rzp.checkout.abandon(order)
    rzp.checkout.pay(order, amount=400, method="upi")
    rzp.checkout.pay(order, method="netbanking")
    payment = paid(rzp, method="wallet")
    rzp.payments.refund(payment, {"amount": 1000, "speed": "optimum"})
    rzp.payments.capture(paid(rzp, capture=False), 100000, "INR")
    rzp.checkout.pay(amount=5000, method="upi", vpa="asha@okbank")


def invoices(rzp):
    rzp.items.create({"name": "Book", "amount": 1000, "currency": "INR"})
    address = {"line1": "1 MG Road", "city": "Bengaluru"}
    draft = rzp.invoices.create(invoice_body(draft=True, notes={"a": "b"}))["id"]
    rzp.invoices.edit(draft, {"customer": {"name": "Asha", "email": "a@example.com", "billing_address": address}})
    rzp.invoices.issue(draft)
    rzp.invoices.notifyBy(draft, "email")
    parts = rzp.invoices.create(invoice_body(partial_payment=True, expire_by=rzp.clock.now() + HOUR))["id"]
    rzp.checkout.pay(parts, amount=1000)
    rzp.invoices.cancel(rzp.invoices.create(invoice_body())["id"])
    rzp.clock.advance(hours=2)


def links(rzp):
    for n in range(3):
        rzp.paymentLink.create(payment_link_body(reference_id=f"r{n}", accept_partial=True))
        rzp.clock.advance(minutes=1)
    first, second, third = rzp.paymentLink.all()["payment_links"]
    rzp.checkout.pay(first["id"], amount=500)
    rzp.checkout.pay(second["id"])
    rzp.paymentLink.cancel(third["id"])
    rzp.clock.advance(days=200)


def mandates(rzp):
    for method in ("card", "upi", "emandate", "nach"):
        customer, token, _ = registered(rzp, method)
        order = order_of(rzp, 1000, customer_id=customer)
        rzp.payments.createRecurringPayment(charge_body(order, customer, token))
    rzp.orders.create(nach_order_body(customer))
    rzp.customers.deleteToken(customer, token)


SCENARIOS = [orders, invoices, links, mandates]


def refusals(rzp):
    """Make calls that are refused, by every door and for every sort of reason."""
    order, invoice = order_of(rzp), rzp.invoices.create(invoice_body())["id"]
    rzp.invoices.cancel(invoice)
    calls = [
        lambda: rzp.orders.create({"amount": 1, "currency": "INR"}),
        lambda: rzp.orders.create({**nach_order_body("cust_00000000000000")}),
        lambda: rzp.invoices.create(invoice_body(customer={"name": "Asha", "contact": "123"})),
        lambda: rzp.invoices.create(invoice_body(line_items=[{"name": "a", "amount": 1000}, {"name": "b"}])),
        lambda: rzp.paymentLink.create(payment_link_body(expire_by=rzp.clock.now() + 60)),
        lambda: rzp.subscriptions.createRegistrationLink(registration_body("nach", rzp.clock.now(), amount=5)),
        lambda: rzp.payments.refund("pay_00000000000000"),
        lambda: rzp.orders.create({"amount": 100, "currency": "INR", "offers": "offer_1"}),
        lambda: rzp.orders.create({"amount": 100, "currency": "INR", "force_offer": True}),
        lambda: rzp.plans.create({}),
        lambda: rzp.checkout.pay(invoice),
        lambda: rzp.checkout.pay(order, amount=5),
    ]
    for call in calls:
        with pytest.raises((BadRequestError, NotFaked, NotPayable, PaymentFailed)):
            call()
    rzp.request("POST", "/v1/orders", json={"amount": 100, "currency": "INR"}, auth=("a", "b"))
    rzp.request("POST", "/v1/orders", data="{")
    rzp.request("POST", "/v1/nowhere", json={})
    with pytest.raises(LookupError):
        rzp.checkout.pay("order_00000000000000")
    with pytest.raises(ValueError, match="choose one of"):
        rzp.checkout.pay(order, method="cheque")
    with pytest.raises(TypeError):
        rzp.checkout.fail(order, colour="red")
    return order


def everything(rzp):
    """All that a fake can show, as one text."""
    seen = {"key": [rzp.key_id, rzp.key_secret, rzp.account_id], "now": rzp.clock.now()}
    for name in ("customers", "items", "orders", "payments", "refunds", "invoices", "payment_links"):
        seen[name] = rzp.request("GET", f"/v1/{name}", params={"count": 100}).body
    for customer in seen["customers"]["items"]:
        seen[customer["id"]] = rzp.customers.fetchTokens(customer["id"])
    seen["events"], seen["outbox"] = list(rzp.events), list(rzp.outbox)
    seen["calls"], seen["journal"] = list(rzp.calls), list(rzp.ledger.journal)
    text = json.dumps(seen)
    seen["history"] = {one: rzp.history(one) for one in sorted(set(IDS.findall(text))) if known(rzp, one)}
    return json.dumps(seen)


def known(rzp, entity_id):
    try:
        return rzp.history(entity_id) is not None
    except LookupError:
        return False


# ---------------------------------------------------------------------- same seed, same calls, same bytes


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_and_calls_leave_the_same_bytes(build, scenario, seed):
    one, other = build(seed=seed), build(seed=seed)
    scenario(one)
    scenario(other)
    assert everything(one) == everything(other)
    assert len(IDS.findall(everything(one))) > 20


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_two_fakes_that_take_turns_do_not_see_each_other(build, scenario):
    alone, first, second = build(seed=7), build(seed=7), build(seed=8)
    scenario(alone)
    orders(second)
    scenario(first)
    paid(second)
    second.clock.advance(days=400)
    assert everything(first) == everything(alone)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_other_seeds_give_other_ids_and_the_same_otherwise(build, scenario):
    one, other = build(seed=1), build(seed=2)
    scenario(one)
    scenario(other)
    texts = [everything(one), everything(other)]
    ids = [set(IDS.findall(text)) for text in texts]
    assert ids[0] & ids[1] == set()
    assert one.key_id != other.key_id
    assert one.key_secret != other.key_secret
    assert [call.endpoint for call in one.calls] == [call.endpoint for call in other.calls]
    assert [(event["event"], event["created_at"]) for event in one.events] == [
        (event["event"], event["created_at"]) for event in other.events
    ]
    assert [posting[3:] for posting in one.ledger.journal] == [posting[3:] for posting in other.ledger.journal]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_clock_that_stands_and_one_that_follows_frozen_time_leave_the_same_bytes(build, scenario):
    standing = build(seed=7, at=START)
    scenario(standing)
    with freeze_time(START):
        following = FakeRazorpay(seed=7)
        scenario(following)
        assert everything(following) == everything(standing)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_looking_changes_nothing(build, scenario):
    """Reads use up nothing: no id, no order, no time."""
    looking, blind = build(seed=7), build(seed=7)
    for rzp in (looking, blind):
        scenario(rzp)
        if rzp is looking:
            everything(rzp)
            rzp.ledger.check()
            repr((rzp, rzp.clock, rzp.events, rzp.outbox, dir(rzp)))
    assert paid(looking) == paid(blind)
    assert looking.ledger.journal == blind.ledger.journal


@pytest.mark.parametrize("seed", [0, 1, 12345, -1, 2**80])
def test_ids_are_a_prefix_and_fourteen_characters_in_order_of_creation_and_never_twice(seed):
    rzp = FakeRazorpay(seed=seed, at=START)
    made = [rzp.ledger.new_id("order_") for _ in range(20000)]
    assert all(re.fullmatch(r"order_[0-9A-Za-z]{14}", one) for one in made)
    assert made == sorted(made)
    assert len(set(made)) == 20000


def test_ids_of_all_kinds_are_in_order_of_creation():
    rzp = FakeRazorpay(seed=3, at=START)
    made = []
    for n in range(20):
        made.append(rzp.customers.create({"name": "Asha", "email": f"{n}@example.com"})["id"])
        made.append(rzp.items.create({"name": "Book", "amount": 100, "currency": "INR"})["id"])
        made.append(order_of(rzp))
        made.append(rzp.checkout.pay(made[-1])["razorpay_payment_id"])
        made.append(rzp.payments.refund(made[-1])["id"])
        made.append(rzp.invoices.create(invoice_body(draft=True))["id"])
        made.append(rzp.paymentLink.create(payment_link_body())["id"])
        rzp.clock.advance(seconds=n % 3)
    tails = [one.partition("_")[2] for one in made]
    assert [one.partition("_")[0] for one in made[:7]] == ["cust", "item", "order", "pay", "rfnd", "inv", "plink"]
    assert tails == sorted(set(tails))


def test_a_refused_call_uses_up_no_id(build):
    refused, spared = build(seed=7), build(seed=7)
    refusals(refused)
    order_of(spared)
    spared.invoices.cancel(spared.invoices.create(invoice_body())["id"])
    assert order_of(refused) == order_of(spared)
    assert paid(refused) == paid(spared)
    assert refused.ledger.mark().queue == spared.ledger.mark().queue


def test_the_keys_come_from_the_seed_or_from_the_caller():
    rzp = FakeRazorpay(seed=7)
    assert re.fullmatch(r"rzp_test_[0-9A-Za-z]{14}", rzp.key_id)
    assert re.fullmatch(r"[0-9A-Za-z]{24}", rzp.key_secret)
    assert re.fullmatch(r"acc_[0-9A-Za-z]{14}", rzp.account_id)
    assert FakeRazorpay(seed=7).key_secret == rzp.key_secret
    given = FakeRazorpay(seed=7, key_id="rzp_test_mine", key_secret="mine")
    assert (given.key_id, given.key_secret) == ("rzp_test_mine", "mine")
    assert order_of(given) == order_of(rzp)


# ---------------------------------------------------------------------- the clock


MOMENTS = [
    NOW + HOUR,
    float(NOW + HOUR),
    NOW + HOUR + 0.999,
    "2026-01-05T11:00:00Z",
    "2026-01-05T11:00:00z",
    "2026-01-05T11:00:00+00:00",
    "2026-01-05T16:30:00+05:30",
    "2026-01-05T11:00:00",
    "2026-01-05 11:00:00",
    "2026-01-05T11:00:00.750Z",
    datetime(2026, 1, 5, 11, tzinfo=timezone.utc),
    datetime(2026, 1, 5, 16, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2026, 1, 5, 11),  # noqa: DTZ001  (a naive one is UTC)
    datetime(2026, 1, 5, 11, 0, 0, 999999, tzinfo=timezone.utc),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=repr)
def test_a_moment_can_be_written_in_many_ways(moment):
    rzp = FakeRazorpay(at=START)
    assert rzp.clock.now() == NOW
    assert rzp.clock.move_to(moment) == rzp.clock.now() == NOW + HOUR
    at = FakeRazorpay(at=moment)
    assert at.clock.now() == NOW + HOUR
    assert type(at.clock.now()) is int


@pytest.mark.parametrize("wrong", ["tomorrow", "", "2026-13-01T00:00:00Z", "Z"])
def test_a_text_that_is_no_time_is_a_value_error(wrong):
    rzp = FakeRazorpay(at=START)
    with pytest.raises(ValueError, match="is not an ISO 8601 time"):
        rzp.clock.move_to(wrong)
    with pytest.raises(ValueError, match="is not an ISO 8601 time"):
        FakeRazorpay(at=wrong)
    assert rzp.clock.now() == NOW


@pytest.mark.parametrize("wrong", [None, True, date(2026, 1, 5), timedelta(1), [NOW]])
def test_what_is_no_moment_is_a_type_error(wrong):
    rzp = FakeRazorpay(at=START)
    with pytest.raises(TypeError, match="a moment is an int, float, datetime or ISO text"):
        rzp.clock.move_to(wrong)
    assert rzp.clock.now() == NOW


@pytest.mark.parametrize("past", [NOW - 1, 0, "2026-01-05T09:59:59Z", datetime(2025, 1, 1, tzinfo=timezone.utc)])
def test_time_does_not_run_backwards(past):
    rzp = FakeRazorpay(at=START)
    with pytest.raises(ValueError, match="time does not run backwards"):
        rzp.clock.move_to(past)
    assert rzp.clock.now() == NOW
    assert rzp.clock.move_to(NOW) == NOW


@pytest.mark.parametrize(
    "push", [{"days": -1}, {"seconds": -1}, {"hours": 1, "minutes": -61}, {"delta": timedelta(-1)}]
)
def test_a_push_backwards_is_a_value_error(push):
    rzp = FakeRazorpay(at=START)
    with pytest.raises(ValueError, match="time does not run backwards"):
        rzp.clock.advance(**push)
    assert rzp.clock.now() == NOW


@pytest.mark.parametrize(
    ("push", "seconds"),
    [
        ({}, 0),
        ({"seconds": 1}, 1),
        ({"minutes": 20}, 1200),
        ({"hours": 2}, 7200),
        ({"days": 3, "minutes": 20}, 3 * DAY + 1200),
        ({"days": 0.5}, DAY // 2),
        ({"hours": 1, "minutes": -30}, 1800),
        ({"delta": timedelta(days=1, seconds=5)}, DAY + 5),
        ({"seconds": 5.0}, 5),
    ],
)
def test_a_push_is_the_sum_of_its_parts_in_whole_seconds(push, seconds):
    rzp = FakeRazorpay(at=START)
    assert rzp.clock.advance(**push) == rzp.clock.now() == NOW + seconds


@pytest.mark.parametrize("push", [{"seconds": 0.9}, {"delta": timedelta(milliseconds=1)}])
def test_a_fraction_of_a_second_is_no_push(push):
    rzp = FakeRazorpay(at=START)
    with pytest.raises(ValueError, match="no whole number of seconds"):
        rzp.clock.advance(**push)
    assert rzp.clock.now() == NOW


def test_a_clock_that_was_made_to_stand_stands(monkeypatch):
    rzp = FakeRazorpay(at=START)
    monkeypatch.setattr(time, "time", lambda: NOW + 10 * DAY)
    assert rzp.clock.now() == NOW
    rzp.clock.advance(seconds=5)
    assert rzp.clock.now() == NOW + 5
    assert repr(rzp.clock) == "Clock(2026-01-05T10:00:05+00:00)"


def test_fractions_of_a_second_are_never_seen(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: NOW + 0.999999)
    rzp = FakeRazorpay()
    assert rzp.clock.now() == NOW
    made = rzp.orders.create({"amount": 100, "currency": "INR"})
    assert made["created_at"] == NOW
    assert type(made["created_at"]) is int
    paid(rzp)
    assert {event["created_at"] for event in rzp.events} == {NOW}
    assert {call.at for call in rzp.calls} == {NOW}


# ---------------------------------------------------------------------- time that others move


@pytest.fixture(params=["freezegun", "time-machine"])
def wall(request):
    """Time itself, held at START; called with seconds, it moves, backwards too."""
    if request.param == "freezegun":
        with freeze_time(START) as frozen:
            yield lambda seconds: frozen.tick(timedelta(seconds=seconds))
    else:
        time_machine = pytest.importorskip("time_machine", reason="not on this interpreter")
        with time_machine.travel(datetime(2026, 1, 5, 10, tzinfo=timezone.utc), tick=False) as traveller:
            yield traveller.shift


def test_it_follows_the_time_that_others_move(wall):
    rzp = FakeRazorpay()
    assert rzp.clock.now() == NOW
    wall(90)
    assert rzp.clock.now() == NOW + 90
    assert rzp.orders.create({"amount": 100, "currency": "INR"})["created_at"] == NOW + 90
    wall(0.5)
    assert rzp.clock.now() == NOW + 90


def test_it_can_be_pushed_on_its_own_besides(wall):
    rzp = FakeRazorpay()
    rzp.clock.advance(days=1)
    assert rzp.clock.now() == NOW + DAY
    wall(HOUR)
    assert rzp.clock.now() == NOW + DAY + HOUR
    rzp.clock.move_to(NOW + 2 * DAY)
    wall(1)
    assert rzp.clock.now() == NOW + 2 * DAY + 1


def test_it_never_goes_back_with_the_time_of_others(wall):
    rzp = FakeRazorpay()
    wall(HOUR)
    assert paid(rzp)
    wall(-2 * HOUR)
    assert rzp.clock.now() == NOW + HOUR
    first = rzp.orders.create({"amount": 100, "currency": "INR"})
    assert first["created_at"] == NOW + HOUR
    assert rzp.clock.advance(minutes=1) == NOW + HOUR + 60
    wall(10)
    assert rzp.clock.now() >= NOW + HOUR + 60
    rzp.ledger.check()


def refused_at_checkout(rzp, invoice):
    with pytest.raises(NotPayable, match="is expired: nobody can pay it"):
        rzp.checkout.pay(invoice)


@pytest.mark.parametrize(
    "look",
    [
        lambda rzp, one: rzp.invoices.fetch(one),
        lambda rzp, one: rzp.request("GET", "/v1/items"),
        lambda rzp, one: list(rzp.events),
        lambda rzp, one: rzp.history(one),
        lambda rzp, one: list(rzp.outbox),
        lambda rzp, one: rzp.ledger.check(),
        refused_at_checkout,
    ],
    ids=["fetch", "rest", "events", "history", "outbox", "ledger", "checkout"],
)
def test_what_fell_due_has_happened_at_the_next_look_at_its_own_second(wall, look):
    rzp = FakeRazorpay()
    invoice = rzp.invoices.create(invoice_body(expire_by=NOW + 1000))["id"]
    wall(5000)
    look(rzp, invoice)
    assert rzp.ledger.mark().queue is None
    after = rzp.invoices.fetch(invoice)
    assert (after["status"], after["expired_at"]) == ("expired", NOW + 1000)
    (event,) = rzp.events
    assert (event["event"], event["created_at"]) == ("invoice.expired", NOW + 1000)
    assert rzp.history(invoice)[-1] == ("expired", NOW + 1000, "expire")


@pytest.mark.parametrize(
    ("seconds", "status"), [(999, "issued"), (999.9, "issued"), (1000, "expired"), (1001, "expired")]
)
def test_it_expires_on_the_second_and_not_before(wall, seconds, status):
    rzp = FakeRazorpay()
    invoice = rzp.invoices.create(invoice_body(expire_by=NOW + 1000))["id"]
    wall(seconds)
    assert rzp.invoices.fetch(invoice)["status"] == status


def test_all_that_fell_due_happens_in_its_order_each_at_its_second():
    rzp = FakeRazorpay(at=START)
    link = rzp.paymentLink.create(payment_link_body(expire_by=NOW + 5 * DAY))["id"]
    late = rzp.invoices.create(invoice_body(expire_by=NOW + 6 * DAY))["id"]
    soon = rzp.invoices.create(invoice_body(expire_by=NOW + HOUR))["id"]
    twin = rzp.invoices.create(invoice_body(expire_by=NOW + HOUR))["id"]
    sent = len(rzp.outbox)
    rzp.clock.advance(days=30)
    happened = [(event["event"], event["created_at"]) for event in rzp.events]
    assert happened == [
        ("invoice.expired", NOW + HOUR),
        ("invoice.expired", NOW + HOUR),
        ("payment_link.expired", NOW + 5 * DAY),
        ("invoice.expired", NOW + 6 * DAY),
    ]
    expired = [event["payload"][event["contains"][0]]["entity"]["id"] for event in rzp.events]
    assert expired == [soon, twin, link, late]
    reminders = [message for message in rzp.outbox[sent:] if message.entity_id == link]
    assert {message.kind for message in reminders} == {"reminder"}
    assert [message.at for message in reminders] == sorted(message.at for message in reminders)
    assert all(NOW < message.at < NOW + 5 * DAY for message in reminders)
    assert rzp.clock.now() == NOW + 30 * DAY


def test_a_push_in_one_go_or_in_many_is_the_same(build):
    one, many = build(seed=7), build(seed=7)
    for rzp in (one, many):
        rzp.invoices.create(invoice_body(expire_by=NOW + 2 * DAY))
        rzp.paymentLink.create(payment_link_body())
        rzp.paymentLink.create(payment_link_body(expire_by=NOW + 9 * DAY))
    one.clock.advance(days=10)
    for _ in range(240):
        many.clock.advance(hours=1)
    assert everything(one) == everything(many)


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_leaves_the_same_bytes(build, hash_seed):
    """Also where Python shuffles its sets another way."""
    code = (
        "from tests.test_determinism import *\n"
        "for scenario in SCENARIOS:\n"
        "    rzp = FakeRazorpay(seed=7, at=START)\n"
        "    scenario(rzp)\n"
        "    print(everything(rzp))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    here = []
    for scenario in SCENARIOS:
        rzp = build(seed=7)
        scenario(rzp)
        here.append(everything(rzp))
    assert done.stdout.splitlines() == here
