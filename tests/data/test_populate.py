"""`rzp.populate`: merchants as they could be, and the same for the same seed."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from faker import Faker
from freezegun import freeze_time

from fakerzp import BadRequestError, FakeRazorpay
from fakerzp.data.stories import REASONS
from fakerzp.world.failures import failure

ROOT = Path(__file__).resolve().parents[2]
NOW = 1767607200
DAY = 86400
SMALL = {"customers": 8, "orders": 20, "days": 20}


def charged(rzp: FakeRazorpay) -> list:
    """The charges to mandates, as they were asked for."""
    return [call for call in rzp.calls if call.endpoint == "payment.createRecurring"]


def listed(rzp: FakeRazorpay, resource: str) -> list[dict]:
    """All entities of a resource, by the fake's own lists."""
    found: list[dict] = []
    while True:
        answer = getattr(rzp, resource).all({"count": 100, "skip": len(found)})
        page = answer["payment_links"] if resource == "payment_link" else answer["items"]
        found += page
        if len(page) < 100:
            return found


@pytest.fixture(scope="module")
def merchant():
    """One merchant of the usual size, and what `populate` said of it; only looked at."""
    rzp = FakeRazorpay(seed=7, at=NOW)
    said = rzp.populate()
    yield rzp, said
    rzp.ledger.check()


# ---------------------------------------------------------------------- what is made


def test_as_many_are_made_as_were_asked_for(merchant):
    rzp, said = merchant
    counts = {kind: len(ids) for kind, ids in said.made.items()}
    assert {kind: counts[kind] for kind in ("customers", "items", "orders", "invoices", "payment_links")} == {
        "customers": 50,
        "items": 10,
        "orders": 200,
        "invoices": 40,
        "payment_links": 40,
    }
    assert (counts["refunds"], counts["tokens"]) == (12, 10)
    assert {customer["id"] for customer in listed(rzp, "customer")} == set(said.made["customers"])
    assert {link["id"] for link in listed(rzp, "payment_link")} == set(said.made["payment_links"])
    assert {refund["id"] for refund in listed(rzp, "refund")} == set(said.made["refunds"])
    assert {payment["id"] for payment in listed(rzp, "payment")} == set(said.made["payments"])


def test_the_summary_says_what_the_fake_says(merchant):
    rzp, said = merchant
    for kind in ("orders", "invoices", "payments", "refunds"):
        resource = getattr(rzp, kind.removesuffix("s"))
        found = Counter(resource.fetch(entity)["status"] for entity in said.made[kind])
        assert said.statuses[kind] == found
        assert list(said.statuses[kind].values()) == sorted(found.values(), reverse=True)
    payments = listed(rzp, "payment")
    captured = [payment for payment in payments if payment["status"] in ("captured", "refunded")]
    assert said.captured == sum(payment["amount"] for payment in captured)
    assert said.refunded == sum(refund["amount"] for refund in listed(rzp, "refund"))
    assert said.methods == Counter(payment["method"] for payment in captured)
    assert said.reasons == Counter(payment["error_reason"] for payment in payments if payment["status"] == "failed")
    assert -rzp.ledger.balance("customer") == said.captured - said.refunded


def test_every_ending_comes_about(merchant):
    _, said = merchant
    assert set(said.statuses["orders"]) == {"paid", "attempted", "created"}
    assert {"paid", "partially_paid", "expired", "cancelled", "draft", "issued"} == set(said.statuses["invoices"])
    assert {"paid", "partially_paid", "expired", "cancelled", "created"} == set(said.statuses["payment_links"])
    assert {"confirmed", "rejected", "cancelled"} == set(said.statuses["tokens"])
    assert set(said.statuses["payments"]) == {"captured", "failed", "refunded"}
    assert {"upi", "card", "netbanking", "wallet"} < set(said.methods)
    assert len(said.reasons) > 5


def test_failures_are_documented_ones_of_their_method(merchant):
    rzp, _ = merchant
    for payment in listed(rzp, "payment"):
        if payment["status"] == "failed":
            told = failure(payment["error_reason"], payment["method"])
            assert (payment["error_description"], payment["error_code"]) == (told.description, told.code)
    for method, reasons in REASONS.items():
        for reason, _ in reasons:
            told = failure(reason, method)
            assert method in (told.methods or (method,)) or told.basis == "documented"


def test_everything_was_done_by_calls_and_has_its_events(merchant):
    rzp, said = merchant
    made = Counter(call.endpoint for call in rzp.calls)
    assert {call.status for call in rzp.calls} == {200}
    assert (made["customer.create"], made["invoice.create"], made["payment_link.create"]) == (50, 40, 40)
    events = Counter(event["event"] for event in rzp.events)
    assert events["payment.captured"] == sum(said.methods.values())
    assert events["payment.failed"] == said.statuses["payments"]["failed"]
    assert events["invoice.expired"] == said.statuses["invoices"]["expired"]
    assert events["payment_link.expired"] == said.statuses["payment_links"]["expired"]
    assert events["refund.processed"] == 12
    assert events["settlement.processed"] == len(said.made["settlements"]) > 40


def test_mandates_are_charged_month_by_month(merchant):
    rzp, said = merchant
    charges = charged(rzp)
    assert len({call.body["token"] for call in charges}) > 5
    first = charges[0].body["token"]
    times = [call.at for call in charges if call.body["token"] == first]
    assert {later - earlier for earlier, later in pairwise(times)} == {30 * DAY}
    assert first in said.made["tokens"]


def test_a_story_tells_what_became_of_one(merchant):
    rzp, said = merchant
    refunded = rzp.refund.fetch(said.made["refunds"][0])["payment_id"]
    assert "refund" in str(rzp.story(refunded))
    steps = [step.status for step in rzp.history(refunded)]
    assert steps[:3] == ["created", "authorized", "captured"]


# ---------------------------------------------------------------------- time


def test_a_new_fake_has_its_past_and_stands_where_it_stood(merchant):
    rzp, said = merchant
    assert (said.start, said.end) == (NOW - 90 * DAY, NOW)
    assert rzp.clock.now() == NOW
    moments = [call.at for call in rzp.calls if call.at < NOW]
    assert moments == sorted(moments)
    assert moments[0] == said.start
    assert NOW - moments[-1] < 2 * DAY
    events = [event["created_at"] for event in rzp.events]
    assert events == sorted(events)
    assert said.start <= events[0] < events[-1] <= NOW


def test_indian_customers_sleep_at_night(merchant):
    rzp, said = merchant
    hours = Counter((rzp.order.fetch(entity)["created_at"] + 19800) // 3600 % 24 for entity in said.made["orders"])
    assert sum(hours[hour] for hour in (2, 3, 4)) == 0
    assert sum(hours[hour] for hour in range(9, 22)) >= 150


def test_entities_follow_one_another_over_the_whole_time(merchant):
    rzp, said = merchant
    weeks = Counter((rzp.order.fetch(entity)["created_at"] - said.start) // (7 * DAY) for entity in said.made["orders"])
    assert set(weeks) == set(range(13))


def test_a_fake_with_a_past_goes_on_from_there(build):
    rzp = build(at=NOW)
    order = rzp.order.create({"amount": 100, "currency": "INR"})
    said = rzp.populate(**SMALL)
    assert (said.start, said.end) == (NOW, NOW + 20 * DAY)
    assert rzp.clock.now() == NOW + 20 * DAY
    assert order["id"] not in said.made["orders"]
    assert len(said.made["orders"]) == 20
    assert all(call.at >= NOW for call in rzp.calls)


def test_populating_twice_makes_others(build):
    rzp = build(at=NOW)
    first, second = rzp.populate(**SMALL), rzp.populate(**SMALL)
    assert second.start == first.end == NOW
    for kind in first.made:
        assert not set(first.made[kind]) & set(second.made[kind])
    assert {len(first.made["customers"]), len(second.made["customers"])} == {8}
    assert len(listed(rzp, "customer")) == 16
    names = [rzp.customer.fetch(entity)["name"] for entity in (*first.made["customers"], *second.made["customers"])]
    assert names[:8] != names[8:]


def test_having_looked_at_the_clock_is_no_past(build):
    rzp = build(at=NOW)
    assert rzp.clock.now() == NOW
    rzp.webhooks.subscribe(lambda body, headers: None)
    assert rzp.populate(**SMALL).end == NOW


def test_a_clock_that_follows_the_wall_goes_on_following_it():
    with freeze_time("2026-01-05T10:00:00Z") as frozen:
        rzp = FakeRazorpay(seed=3)
        rzp.populate(**SMALL)
        assert rzp.clock.now() == NOW
        frozen.tick(5)
        assert rzp.clock.now() == NOW + 5
        rzp.populate(**SMALL)
        assert rzp.clock.now() == NOW + 5 + 20 * DAY
        frozen.tick(5)
        assert rzp.clock.now() == NOW + 10 + 20 * DAY
    rzp = FakeRazorpay(seed=3)
    rzp.populate(**SMALL)
    assert abs(rzp.clock.now() - time.time()) < 60


def test_what_is_open_falls_due_later(build):
    rzp = build(at=NOW)
    said = rzp.populate(customers=10, orders=200, invoices=60, days=30)
    opened = [entity for entity in said.made["invoices"] if rzp.invoice.fetch(entity)["status"] == "issued"]
    assert opened
    rzp.clock.advance(days=40)
    assert {rzp.invoice.fetch(entity)["status"] for entity in opened} == {"expired"}


def test_a_single_day_will_do(build):
    for hour in range(0, 24, 3):
        rzp = build(at=NOW + hour * 3600)
        said = rzp.populate(customers=3, orders=20, refunds=5, tokens=2, days=1)
        assert len(said.made["orders"]) == 20
        assert len(said.made["refunds"]) == 5


def test_days_before_the_api_began_are_refused(build):
    rzp = build(at=datetime(2000, 2, 1, tzinfo=timezone.utc))
    with pytest.raises(ValueError, match="days=90: that begins before 946684800, the earliest moment of the API"):
        rzp.populate()
    assert rzp.populate(**SMALL).end == rzp.clock.now()


# ---------------------------------------------------------------------- always the same


def everything(rzp: FakeRazorpay) -> str:
    return json.dumps([list(rzp.events), [call._asdict() for call in rzp.calls], str(rzp.ledger.journal)])


def test_the_same_seed_gives_the_same_bytes_whatever_faker_draws(build):
    Faker.seed(1)
    first, second = build(seed=9), build(seed=9)
    said = first.populate(**SMALL)
    Faker.seed(2)
    Faker().name()
    assert second.populate(**SMALL) == said
    assert everything(first) == everything(second)
    other = build(seed=10)
    assert other.populate(**SMALL) != said


def test_a_merchant_of_a_seed_stays_as_it_is(build):
    """Screenshots and tutorials lean on it; a change here is one that users see."""
    assert str(build(seed=1, at=NOW).populate(customers=5, orders=12, days=10)).splitlines() == [
        "2025-12-26 15:30:00 to 2026-01-05 15:30:00 IST",
        "customers       5",
        "items          10",
        "orders         12  11 paid, 1 attempted",
        "invoices        2  1 paid, 1 partially_paid",
        "payment_links   2  1 expired, 1 paid",
        "tokens          1  1 confirmed",
        "refunds         0",
        "payments       18  15 captured, 3 failed",
        "settlements     5  5 processed",
        "captured ₹31,166.00, refunded ₹0.00",
        "paid by 10 upi, 4 card, 1 emandate",
        "failed for 3 payment_timed_out",
    ]


def test_populating_needs_no_faker_and_leaves_nothing_behind():
    code = (
        "import sys, random; random.seed(1); before = random.getstate()\n"
        "from fakerzp import FakeRazorpay; FakeRazorpay().populate(customers=3, orders=5, days=3)\n"
        "print(sorted({'faker', 'rich', 'pluggy'} & set(sys.modules)), random.getstate() == before)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[] True\n", "")


def test_a_reset_takes_the_merchant_away_and_a_snapshot_brings_it_back(build):
    rzp = build(at=NOW)
    said = rzp.populate(**SMALL)
    full = rzp.snapshot()
    rzp.reset()
    assert listed(rzp, "order") == []
    assert rzp.clock.now() == NOW
    rzp.reset()
    assert rzp.populate(**SMALL) == said
    rzp.restore(full)
    assert rzp.order.fetch(said.made["orders"][0])["id"] == said.made["orders"][0]


def test_the_page_on_data_has_every_parameter_with_its_default():
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(\w+)` \| (?:`(\w+)`|[^|`]+) \|", page, re.MULTILINE)
    taken = inspect.signature(FakeRazorpay.populate).parameters.values()
    told = {p.name: "" if p.default is None else str(p.default) for p in taken if p.name != "self"}
    assert shown == list({**told, "items": "10"}.items())


# ---------------------------------------------------------------------- other merchants


@pytest.mark.parametrize(
    "options",
    [
        {"account": {"capture": "manual"}},
        {"account": {"fee_percent": {"*": 3}, "international": False, "reminders": False}},
        {"legacy_payment_links": True},
        {"delays": {"normal_refund": 4 * DAY, "nach_registration": None, "emandate_debit": DAY, "settlement": None}},
        {"key_id": "rzp_live_00000000000001"},
    ],
)
def test_merchants_of_every_kind_are_populated(build, options):
    rzp = build(at=NOW, **options)
    said = rzp.populate(customers=20, orders=60, payment_links=20, tokens=10, days=60)
    counts = {kind: len(ids) for kind, ids in said.made.items()}
    assert (counts["customers"], counts["orders"], counts["payment_links"], counts["refunds"]) == (20, 60, 20, 3)
    assert said.statuses["orders"]["paid"] > 45
    assert "authorized" not in said.statuses["payments"]


def test_captured_by_hand_where_the_account_says_so(build):
    rzp = build(at=NOW, account={"capture": "manual"})
    said = rzp.populate(**SMALL)
    captures = [call for call in rzp.calls if call.endpoint == "payment.capture"]
    assert len(captures) == sum(said.methods.values()) - len(charged(rzp))
    assert sum(said.methods.values()) > 20


def test_the_banks_script_and_plugins_decide_here_too(build):
    rzp = build(at=NOW)
    rzp.bank.script(rzp.bank.by_method({"upi": rzp.bank.fail("payment_timed_out")}))
    said = rzp.populate(**SMALL)
    assert "upi" not in said.methods
    assert said.reasons["payment_timed_out"] > 5
    nobody = build(at=NOW)
    nobody.bank.script(nobody.bank.pending())
    said = nobody.populate(**SMALL)
    assert (said.captured, said.made["refunds"], said.made["tokens"]) == (0, (), ())


def test_a_plugin_populates_the_accounts_that_it_enriches(build):
    class Demo:
        def fakerzp_new_account(self, rzp, account_id):
            if account_id == rzp.account_id:
                rzp.populate(**SMALL)

    rzp = build(at=NOW, plugins=[Demo()])
    assert len(listed(rzp, "customer")) == 8
    assert rzp.clock.now() == NOW
    rzp.reset()
    assert len(listed(rzp, "customer")) == 8


def test_webhooks_hear_of_it_at_its_time(build):
    rzp = build(at=NOW)
    heard = []
    rzp.webhooks.subscribe(lambda body, headers: heard.append((json.loads(body)["created_at"], rzp.clock.now())))
    rzp.populate(**SMALL)
    assert len(heard) == len(rzp.events)
    assert all(created == now for created, now in heard)


# ---------------------------------------------------------------------- what can't be


@pytest.mark.parametrize(
    ("wanted", "error", "text"),
    [
        ({"orders": "200"}, TypeError, "orders is a whole number, not '200'"),
        ({"customers": True}, TypeError, "customers is a whole number, not True"),
        ({"invoices": -1}, ValueError, "invoices=-1: at least 0"),
        ({"days": 0}, ValueError, "days=0: at least 1"),
        ({"orders": 5, "refunds": 6}, ValueError, "refunds=6: there are 5 orders, and each is given back once"),
        ({"customers": 0, "invoices": 1}, ValueError, "invoices=1 need customers, and there are none"),
        ({"customers": 0, "tokens": 1}, ValueError, "tokens=1 need customers, and there are none"),
        ({"items": 0, "invoices": 1}, ValueError, "invoices=1 need items, and there are none"),
    ],
)
def test_numbers_that_do_not_go_together_are_refused(build, wanted, error, text):
    rzp = build(at=NOW)
    with pytest.raises(error, match=text):
        rzp.populate(**wanted)
    assert len(rzp.calls) == 0


def test_a_merchant_may_have_nobody_and_nothing(build):
    said = build(at=NOW).populate(customers=0, orders=0, items=0)
    assert {kind: len(ids) for kind, ids in said.made.items() if ids} == {}
    assert "paid by nobody" in str(said)
    guests = build(at=NOW).populate(customers=0, orders=30)
    assert len(guests.made["orders"]) == 30
    assert guests.statuses["orders"]["paid"] > 20


def test_every_order_may_be_given_back(build):
    said = build(at=NOW).populate(customers=3, orders=15, refunds=15, invoices=0, payment_links=0, tokens=0, days=10)
    assert said.statuses["orders"] == {"paid": 15}
    assert len(said.made["refunds"]) == 15


def test_what_goes_wrong_on_the_way_is_undone_whole(build):
    rzp = build(at=NOW, account={"suspended": True})
    with pytest.raises(BadRequestError):
        rzp.populate(**SMALL)
    assert (len(rzp.calls), len(rzp.events), rzp.clock.now()) == (0, 0, NOW)
    assert listed(rzp, "customer") == []
    follower = FakeRazorpay(seed=3, account={"suspended": True})
    with pytest.raises(BadRequestError):
        follower.populate(**SMALL)
    assert abs(follower.clock.now() - time.time()) < 60
    rzp.reset()
    said = rzp.populate(**SMALL, payment_links=0)
    assert said.end == NOW
