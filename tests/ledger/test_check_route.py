"""`rzp.ledger.check()` finds each figure of a transfer that is put out of place, in whichever book it is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from fakerzp import FakeRazorpay, LedgerError
from fakerzp.entities.base import Step, evolve
from fakerzp.entities.route import TransferFailure
from fakerzp.ledger.money import Posting
from fakerzp.world.route import Route
from tests.flows.steps import order_of, paid

NOW = 1767607200
LINKED = "acc_IROu8Nod6PXPtZ"


def share(amount=10000, **more):
    return {"account": LINKED, "amount": amount, "currency": "INR", **more}


@pytest.fixture
def market():
    """A world in which transfers went each way, and the books of both accounts."""
    rzp = FakeRazorpay(seed=1, at=NOW)
    paid(rzp)
    payment = paid(rzp)
    shares = [share(), share(on_hold=True), share()]
    sent, held, back = (one["id"] for one in rzp.payment.transfer(payment, {"transfers": shares})["items"])
    rzp.transfer.reverse(back, {"amount": 4000})
    order = order_of(rzp, transfers=[share()])
    (asked,) = rzp.order.fetch(order, {"expand[]": "transfers"})["transfers"]["items"]
    settled = rzp.transfer.create(share(500))["id"]
    rzp.ledger.check()
    books, linked = rzp.ledger.books(rzp.account_id), rzp.ledger.books(LINKED)
    have = SimpleNamespace(rzp=rzp, books=books, linked=linked, payment=payment, order=order, settled=settled)
    have.sent, have.held, have.back, have.asked = sent, held, back, asked["id"]
    return have


def put(market, name, **changes):
    """Change a record past the law; its history follows its status."""
    record = market.books.get(getattr(market, name))
    if "status" in changes:
        changes["steps"] = (*record.steps, Step(changes["status"], NOW, "?"))
    market.books.put(evolve(record, **changes))


def received(market, name, **changes):
    """Change what the linked account received of a transfer."""
    record = market.linked.get(market.books.get(getattr(market, name)).received_id)
    market.linked.put(evolve(record, **changes))


def given_back(market, **changes):
    (reversal,) = market.books.newest("reversal", field="transfer_id", value=market.back)
    market.linked.put(evolve(market.linked.get(reversal.given_back_id), **changes))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda m: put(m, "back", amount_reversed=3999), "amount_reversed is 3999, its sources say 4000"),
        (lambda m: put(m, "back", status="reversed"), "is reversed with 4000 reversed"),
        (lambda m: put(m, "back", status="processed"), "is processed with 4000 reversed"),
        (lambda m: put(m, "sent", status="partially_reversed"), "is partially_reversed with 0 reversed"),
        (lambda m: put(m, "sent", status="pending"), "is pending and was processed at"),
        (lambda m: put(m, "sent", processed_at=None), "is processed and was processed at None"),
        (lambda m: put(m, "sent", received_id=None), "is processed and was processed at"),
        (lambda m: put(m, "sent", failure=TransferFailure("A", "b", "c", "d")), "is processed with the error"),
        (lambda m: put(m, "sent", tax=31), "has the fees 30 and the tax 31"),
        (lambda m: put(m, "payment", amount_transferred=29999), "amount_transferred is 29999, its sources say 30000"),
        (lambda m: put(m, "asked", status="pending"), "is created and its transfer trf_"),
        (lambda m: put(m, "sent", fees=31, tax=5), "process was posted as"),
        (lambda m: put(m, "sent", received_id="pay_00000000000000"), "has no payment of it"),
        (lambda m: put(m, "held", on_hold=False), "on_hold is True, its sources say False"),
        (lambda m: received(m, "sent", on_hold=True), "on_hold is True, its sources say False"),
        (lambda m: received(m, "sent", amount=9999), "create was posted as"),
        (lambda m: given_back(m, amount=3999), "is 4000, its sources say 3999"),
        (lambda m: put(m, "sent", recipient_settlement_id="setl_1"), "recipient_settlement_id is 'setl_1'"),
    ],
)
def test_a_figure_that_is_wrong_is_named(market, wrong, says):
    wrong(market)
    with pytest.raises(LedgerError, match=says):
        market.rzp.ledger.check()


def test_a_settlement_that_a_transfer_does_not_name_is_named(market):
    market.rzp.clock.advance(days=7)
    market.rzp.ledger.check()
    put(market, "settled", recipient_settlement_id=None)
    with pytest.raises(LedgerError, match="recipient_settlement_id is None, its sources say 'setl_"):
        market.rzp.ledger.check()


def test_what_leaves_one_book_has_to_arrive_in_another(market):
    entries = (("merchant", -100), ("transfers", 100))
    market.rzp.ledger.post(Posting(NOW, market.rzp.account_id, "x", "send", "INR", entries))
    with pytest.raises(LedgerError, match=r"100 \(INR\) left the books of an account and did not arrive"):
        market.rzp.ledger.check()


def test_nothing_is_sent_that_is_not_there(market, monkeypatch):
    """Every book balances; the merchant, or the linked account, just has not got it."""
    monkeypatch.setattr(Route, "available", lambda *_: 10**12)
    sent = market.rzp.transfer.create(share(10**9))["id"]
    with pytest.raises(LedgerError, match=f"{sent} sends what is not there: the balance is -"):
        market.rzp.ledger.check()


def test_nothing_is_given_back_that_is_not_there(market, monkeypatch):
    monkeypatch.setattr(Route, "left_with", lambda *_: 10**12)
    market.rzp.bank.settle(account=LINKED)
    market.rzp.transfer.reverse(market.sent, {"amount": 9999})
    market.rzp.ledger.check()  # what is on hold was there
    market.rzp.transfer.reverse(market.back, {"amount": 100})
    with pytest.raises(LedgerError, match=r"^rfnd_\w+ sends what is not there: the balance is -99$"):
        market.rzp.ledger.check()
