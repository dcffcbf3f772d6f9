"""The facts are the fake's own records, all of them and nothing else; and a scene that goes otherwise is not shown."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from fakerzp import FakeRazorpay, LedgerError
from fakerzp.tour import NUMBERS, play
from fakerzp.tour.recorder import kind_of
from fakerzp.tour.scenes import PLOTS, START
from fakerzp.tour.stage import OffScript, Stage

ORDER = {"amount": 50000, "currency": "INR"}


@pytest.fixture
def stage(build):
    return Stage(build(at=START))


@pytest.mark.parametrize("number", NUMBERS)
def test_facts_are_what_the_fake_recorded(tour, number):
    rzp = FakeRazorpay(seed=number, at=START)
    PLOTS[number - 1].play(Stage(rzp))  # again, to hold the facts against a fake that went through the same
    rzp.ledger.check()
    told = tour.scenes[number - 1].beats
    calls = [beat.call for beat in told if beat.call]
    assert [(call.method, call.path, call.endpoint, call.query, call.status) for call in calls] == [
        (call.method, call.path, call.endpoint, call.query, call.status) for call in rzp.calls
    ]
    refusals = [call.answer["error"]["description"] for call in rzp.calls if call.status == 400]
    assert [beat.refused for beat in told if beat.call and beat.refused] == refusals
    assert [astuple(event) for beat in told for event in beat.events] == [
        (event["event"], event["created_at"]) for event in rzp.events
    ]
    assert [astuple(message) for beat in told for message in beat.messages] == [
        (sent.medium, sent.to, sent.kind, sent.at, sent.entity_id, sent.text) for sent in rzp.outbox
    ]
    assert [astuple(posting) for beat in told for posting in beat.postings] == [
        (sum_.at, sum_.entity_id, sum_.why, sum_.currency, sum_.amount, sum_.entries) for sum_ in rzp.ledger.journal
    ]
    for life in tour.scenes[number - 1].lives:
        assert [astuple(state) for state in life.states] == [tuple(step) for step in rzp.history(life.id)]


def test_every_scene_has_a_fake_of_its_own_and_plays_alone(tour):
    for number in NUMBERS:
        (alone,) = play([number]).scenes
        assert alone == tour.scenes[number - 1]
    assert [scene.number for scene in play([4, 2]).scenes] == [4, 2]
    ids = [life.id for scene in tour.scenes for life in scene.lives]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("number", [0, 6, -1])
def test_there_is_no_such_scene(number):
    with pytest.raises(IndexError, match=f"there is no scene {number}; there are 1 to 5"):
        play([number])


@pytest.mark.parametrize(
    ("scene", "text"),
    [
        (lambda stage: stage.sdk("", "orders.create", ORDER, refused=True), r"^orders\.create was not refused$"),
        (lambda stage: stage.sdk("", "order.create", {"currency": "INR"}), r"^order\.create was refused: .*amount"),
        (lambda stage: stage.rest("", "GET", "/v1/nothing"), "^GET /v1/nothing was refused: The requested URL was not"),
        (
            lambda stage: stage.is_turned_away("", stage.sdk("", "order.create", ORDER)["id"], "upi"),
            r"^checkout\.pay\(order_\w{14}\) was not refused$",
        ),
    ],
    ids=["not refused", "refused", "refused over REST", "paid"],
)
def test_an_answer_off_the_script_stops_the_show(stage, scene, text):
    with pytest.raises(OffScript, match=text):
        scene(stage)


def test_a_beat_has_what_came_of_it_and_no_more(stage):
    order = stage.sdk("made", "order.create", ORDER)
    stage.pays("paid", order["id"], "upi", vpa="success@razorpay")
    stage.rest("read", "GET", f"/v1/orders/{order['id']}")
    made, paid, read = stage.beats
    assert [(step.entity, step.before, step.after) for step in made.steps] == [("order", None, "created")]
    assert [(step.entity, step.before, step.after) for step in paid.steps] == [
        ("payment", None, "created"),
        ("payment", "created", "authorized"),
        ("payment", "authorized", "captured"),
        ("order", "created", "attempted"),
        ("order", "attempted", "paid"),
    ]
    assert [[(entry.account, entry.amount) for entry in posting.entries] for posting in paid.postings] == [
        [("customer", -50000), ("gateway", 50000)],
        [("gateway", -50000), ("merchant", 48820), ("fees", 1000), ("tax", 180)],
    ]
    assert (made.postings, made.events, made.verified, made.found) == ((), (), None, ())
    assert paid.call is None
    assert paid.verified is True
    assert (read.steps, read.events, read.postings) == ((), (), ())
    assert [(found.entity, found.id, found.status) for found in read.found] == [("order", order["id"], "paid")]


def test_books_that_do_not_balance_are_told(stage, monkeypatch):
    assert stage.recorder.balanced() is True

    def wrong(self):
        raise LedgerError("a paisa is missing")

    monkeypatch.setattr("fakerzp.ledger.store.Ledger.check", wrong)
    assert stage.recorder.balanced() is False
    assert play([1]).balanced is False
    monkeypatch.undo()  # the fixture checks the books itself


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("inv_QWQ3yKPjoyBo5s", "invoice"),
        ("plink_QSU9Vil9DHmUjf", "payment_link"),
        ("pay_Qtmv1sbvZghHBr", "payment"),
        ("cust_Q9KU6QfG5b1nbH", "customer"),
        ("inv_short", ""),
        ("item_QWQ3yKPjoyBo5s", ""),
        ("", ""),
    ],
)
def test_what_an_id_is_of(text, kind):
    assert kind_of(text) == kind
