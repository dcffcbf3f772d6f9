"""`rzp.ledger.check()` can fail: each figure, status, list and posting, put out of place, is found and named."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from immutables import Map

from fakerzp import FakeRazorpay, LedgerError
from fakerzp.entities.base import Step, evolve
from fakerzp.entities.deposit import Deposit
from fakerzp.entities.payment import NO_FAILURE, Failure
from fakerzp.ledger.log import append
from fakerzp.ledger.money import Posting
from tests.flows.steps import invoice_body, order_of, paid, payment_link_body, registered

NOW = 1767607200
FAILURE = Failure("BAD_REQUEST_ERROR", "No.", "bank", "payment_authorization", "payment_failed")


@pytest.fixture
def shop():
    """A world in which everything has happened once, and the books of its merchant."""
    rzp = FakeRazorpay(seed=1, at=NOW)
    have = SimpleNamespace(rzp=rzp)
    have.fresh = order_of(rzp)
    have.parts = order_of(rzp, partial_payment=True)
    have.part = rzp.checkout.pay(have.parts, amount=40000)["razorpay_payment_id"]
    rzp.checkout.fail(have.parts)
    have.failed = rzp.payments.all({"count": 1})["items"][0]["id"]
    rzp.clock.advance(seconds=10)
    have.paid = order_of(rzp, receipt="r")
    have.payment = rzp.checkout.pay(have.paid)["razorpay_payment_id"]
    have.refund = rzp.payments.refund(have.payment, {"amount": 1000})["id"]
    have.refunded = paid(rzp)
    have.whole = rzp.payments.refund(have.refunded)["id"]
    have.waiting = paid(rzp, capture=False)
    have.invoice = rzp.invoices.create(invoice_body(partial_payment=True, receipt="r"))["id"]
    rzp.checkout.pay(have.invoice, amount=40000)
    have.bill = rzp.invoices.create(invoice_body())["id"]
    rzp.checkout.pay(have.bill)
    have.unpaid = rzp.invoices.create(invoice_body())["id"]
    have.link = rzp.paymentLink.create(payment_link_body(accept_partial=True, reference_id="r"))["id"]
    rzp.checkout.pay(have.link, amount=40000)
    have.customer, have.token, _ = registered(rzp, "nach", confirm=False)
    have.offer = rzp.dashboard.create_offer("upi", percentage=10)["id"]
    have.discounted = rzp.paymentLink.create(payment_link_body())["id"]
    answer = rzp.checkout.pay(have.discounted, "upi", offer_id=have.offer)
    have.cheaper = answer["razorpay_payment_id"]
    have.bought = rzp.payments.fetch(have.cheaper)["order_id"]
    have.dispute = rzp.bank.dispute(paid(rzp), 1000)["id"]
    have.lost = rzp.bank.lose_dispute(rzp.bank.dispute(paid(rzp), 2000)["id"])["id"]
    have.disputed = rzp.bank.dispute(paid(rzp), 3000, deduct_at_onset=True)["id"]
    have.settlement = rzp.bank.settle()["id"]
    have.unsettled = paid(rzp)
    asked = rzp.settlements.createOndemandSettlement({"amount": 1000})
    have.ondemand, have.payout = asked["id"], asked["ondemand_payouts"]["items"][0]["id"]
    have.held = paid(rzp)
    rzp.payments.edit(have.held, {"on_hold": True})
    rzp.ledger.check()
    have.ledger = rzp.ledger
    have.books = rzp.ledger.books(rzp.account_id)
    return have


def put(s, name, **changes):
    """Change a record past the law; its history follows its status, so that only the figures are wrong."""
    record = s.books.get(getattr(s, name))
    if "status" in changes and "steps" not in changes:
        changes["steps"] = (*record.steps, Step(changes["status"], NOW, "corrupted"))
    s.books.cells = s.books.cells.set(record.id, evolve(record, **changes))


def cell(s, key, value):
    s.books.cells = s.books.cells.set(key, value)


def post(s, *entries, entity="pay_x", account=None, currency="INR", why="capture"):
    posting = Posting(NOW, account or s.rzp.account_id, entity, why, currency, entries)
    s.ledger._journal = append(s.ledger._journal, posting)


def forget(s, key):
    s.books.cells = s.books.cells.delete(key)


FIGURES = {
    "amount_paid of an order": (lambda s: put(s, "paid", amount_paid=99999), "{paid}: amount_paid is 99999"),
    "amount_paid of an order without payments": (lambda s: put(s, "fresh", amount_paid=1), "{fresh}: amount_paid is 1"),
    "amount of an order": (lambda s: put(s, "paid", amount=100001), "{paid} is paid and 1 are due"),
    "attempts, one too many": (lambda s: put(s, "parts", attempts=3), "{parts}: attempts is 3, its sources say 2"),
    "attempts, one too few": (lambda s: put(s, "parts", attempts=1), "{parts}: attempts is 1, its sources say 2"),
    "amount_paid of an invoice": (lambda s: put(s, "invoice", amount_paid=1), "{invoice}: amount_paid is 1"),
    "amount_paid of a link": (lambda s: put(s, "link", amount_paid=0), "{link}: amount_paid is 0"),
    "amount_refunded, nothing": (lambda s: put(s, "payment", amount_refunded=0), "{payment}: amount_refunded is 0"),
    "amount_refunded, more": (
        lambda s: put(s, "payment", amount_refunded=1001),
        "{payment}: amount_refunded is 1001, its sources say 1000",
    ),
    "amount of a refund": (lambda s: put(s, "refund", amount=999), "{payment}: amount_refunded is 1000"),
    "a refund of more than all": (
        lambda s: (put(s, "whole", amount=100001), put(s, "refunded", amount_refunded=100001)),
        "{refunded} was refunded 100001 of 100000",
    ),
    "amount of a captured payment": (
        lambda s: (put(s, "payment", amount=100001), put(s, "paid", amount_paid=100001, amount=100001)),
        "{payment}: authorize was posted as",
    ),
    "amount of an authorized payment": (lambda s: put(s, "waiting", amount=1), "{waiting}"),
    "fee that is none": (lambda s: put(s, "payment", fee=None), "{payment} has the fee None"),
    "tax that is none": (lambda s: put(s, "payment", tax=None), "{payment} has the fee"),
    "tax beyond the fee": (lambda s: put(s, "payment", fee=1, tax=2), "{payment} has the fee 1 and the tax 2"),
    "tax below nothing": (lambda s: put(s, "payment", tax=-1), "{payment} has the fee"),
    "fee that was not posted": (lambda s: put(s, "payment", fee=2001), "{payment}"),
    "tax that was not posted": (lambda s: put(s, "payment", tax=1), "{payment}"),
    "refund and payment that agree, against the journal": (
        lambda s: (put(s, "refund", amount=1001), put(s, "payment", amount_refunded=1001)),
        "1001",
    ),
    "a link's payments": (lambda s: put(s, "link", payments=()), "{link}"),
    "what an offer took off an order": (
        lambda s: put(s, "bought", offer_discount=9999),
        "{bought}: offer_discount is 9999, its sources say 10000",
    ),
    "and off an order that has none": (lambda s: put(s, "paid", offer_discount=1), "{paid}: offer_discount is 1"),
    "and off a link": (lambda s: put(s, "discounted", offer_discount=0), "{discounted}: offer_discount is 0"),
    "and off a payment": (
        lambda s: (put(s, "cheaper", offer_discount=9999), put(s, "bought", offer_discount=9999)),
        "{bought} is paid and 1 are due",
    ),
    "and off a payment without one": (
        lambda s: put(s, "waiting", offer_discount=1),
        "{waiting}: offer_discount is 1, its sources say 0",
    ),
    "a discount that is not the offer's": (
        lambda s: put(s, "offer", percentage=11),
        "{cheaper}: offer_discount is 10000, its sources say 11000",
    ),
    "a discount of an order that allows none": (
        lambda s: put(s, "bought", discount=False),
        "{cheaper}: offer_discount is 10000, its sources say 0",
    ),
    "how often an offer was used": (lambda s: put(s, "offer", used=0), "{offer}: used is 0, its sources say 1"),
}

STATUSES = {
    "a status that is none": (
        lambda s: put(s, "paid", status="settled"),
        "{paid} is in no state of the law: 'settled'",
    ),
    "no status": (lambda s: put(s, "paid", status=None), "{paid} is in no state of the law: None"),
    "an order that is paid too early": (lambda s: put(s, "parts", status="paid"), "{parts} is paid and 60000 are due"),
    "an order that is not paid at last": (
        lambda s: put(s, "paid", status="attempted"),
        "{paid} is attempted and nothing is due",
    ),
    "a payment that fails after all": (lambda s: put(s, "payment", status="failed"), "{payment}"),
    "a payment that is captured by word": (lambda s: put(s, "waiting", captured=True), "{waiting}: captured is True"),
    "a payment that is captured by status": (
        lambda s: put(s, "waiting", status="captured"),
        "{waiting}: captured is False",
    ),
    "a payment refunded by word": (lambda s: put(s, "payment", status="refunded"), "{payment} is refunded with 1000"),
    "a payment refunded and not so called": (
        lambda s: put(s, "refunded", status="captured"),
        "{refunded} is captured with 100000 refunded",
    ),
    "an error of a payment that is well": (
        lambda s: put(s, "payment", failure=FAILURE),
        "{payment} is captured with the error 'payment_failed'",
    ),
    "a failed payment without its error": (
        lambda s: put(s, "failed", failure=NO_FAILURE),
        "{failed} is failed with the error None",
    ),
    "a refund that failed and still counts": (
        lambda s: put(s, "refund", status="failed"),
        "{payment}: amount_refunded is 1000, its sources say 0",
    ),
    "an invoice that is paid too early": (lambda s: put(s, "invoice", status="paid"), "{invoice}"),
    "an invoice that is not paid at last": (lambda s: put(s, "bill", status="issued"), "{bill}"),
    "an invoice that nobody paid in part": (lambda s: put(s, "unpaid", status="partially_paid"), "{unpaid}"),
    "a link that is paid too early": (lambda s: put(s, "link", status="paid"), "{link}"),
    "a link that nobody paid in part": (lambda s: put(s, "link", status="created"), "{link}"),
    "no history": (lambda s: put(s, "paid", steps=()), "the history of {paid} does not end in its status 'paid'"),
    "a history that ends elsewhere": (
        lambda s: put(s, "paid", steps=(Step("created", NOW, "create"),)),
        "the history of {paid} does not end in its status 'paid'",
    ),
    "a token that is confirmed by word": (
        lambda s: put(s, "token", status="confirmed", steps=(Step("initiated", NOW, "create"),)),
        "the history of {token} does not end",
    ),
}

BALANCES = {
    "a balance with one paisa more": (
        lambda s: cell(s, ("balance", "merchant", "INR"), s.ledger.balance("merchant") + 1),
        "the balance merchant (INR) is",
    ),
    "a balance without postings": (
        lambda s: cell(s, ("balance", "fees", "USD"), 1),
        "the balance fees (USD) is 1, its postings say 0",
    ),
    "a balance that is lost": (lambda s: forget(s, ("balance", "merchant", "INR")), "merchant"),
    "a posting that does not balance": (
        lambda s: post(s, ("customer", -100), ("gateway", 99)),
        "the posting capture of pay_x does not balance",
    ),
    "a posting that is in no balance": (
        lambda s: post(s, ("customer", -100), ("gateway", 100)),
        "the balance customer (INR) is",
    ),
    "a posting of a currency that has no balance": (
        lambda s: post(s, ("customer", -100), ("gateway", 100), currency="USD"),
        "USD",
    ),
    "a posting to an account that has no books": (
        lambda s: post(s, ("customer", -100), ("gateway", 100), account="acc_00000000000009"),
        "acc_00000000000009",
    ),
    "a posting that was torn out": (lambda s: setattr(s.ledger, "_journal", s.ledger._journal.before), "the balance "),
    "all postings torn out": (lambda s: setattr(s.ledger, "_journal", None), "the balance "),
}


def swapped(s, name):
    """Exchange the first and the last of a list."""
    first, *between, last = s.books.cells[name]
    cell(s, name, (last, *between, first))


def shortened(s, name):
    """Take all but the first out of a list."""
    cell(s, name, s.books.cells[name][:1])


def unlisted(s):
    record = s.books.get(s.fresh)
    s.books.cells = s.books.cells.set("order_unlisted", evolve(record, id="order_unlisted"))


LISTS = {
    "a record under another's id": (
        lambda s: cell(s, s.fresh, s.books.get(s.paid)),
        "the record under {fresh} has the id {paid}",
    ),
    "a record in no list": (unlisted, "the list of order holds"),
    "a list cut short": (lambda s: shortened(s, ("refund",)), "the list of refund holds 1 records, the books 2"),
    "an empty list": (lambda s: cell(s, ("token",), ()), "the list of token holds 0 records, the books 1"),
    "a record listed twice": (lambda s: cell(s, ("refund",), (s.refund,) * 2), "the list of refund holds 2 records"),
    "a list out of order": (lambda s: swapped(s, ("order",)), "the list of order is not in order of creation"),
    "an index cut short": (
        lambda s: shortened(s, ("payment", "order_id", s.parts)),
        "the index payment.order_id = '{parts}' holds",
    ),
    "an index that names another": (
        lambda s: cell(s, ("order", "receipt", "r"), (s.fresh,)),
        "the index order.receipt = 'r' holds",
    ),
    "a value that came to no index": (
        lambda s: put(s, "fresh", receipt="s"),
        "the index order.receipt = 's' holds set(), the books {{'{fresh}'}}",
    ),
    "a reference that came to no index": (
        lambda s: put(s, "link", reference_id="s"),
        "the index payment_link.reference_id = 's' holds set()",
    ),
}


def settled(s, change):
    """Change what a settlement is made of."""
    key = ("settled", s.settlement)
    cell(s, key, change(s.books.cells[key]))


def planned(s, **changes):
    """Change what is paid out on the last of the days to come."""
    key = ("to settle", "INR")
    plan = s.books.cells[key]
    day = max(plan)
    cell(s, key, plan.set(day, plan[day]._replace(**changes)))


def by_step(moved):
    return Map({(moved.entity_id, moved.why): moved})


def unheld(s):
    cell(s, ("on hold", "INR"), s.books.cells["on hold", "INR"].delete(s.held))


SETTLED = {
    "a settlement of more than it is made of": (
        lambda s: settled(s, lambda moved: moved[1:]),
        "what it is made of comes to",
    ),
    "a row that moved nothing": (
        lambda s: settled(s, lambda moved: (moved[0]._replace(why="create"), *moved[1:])),
        "(create) is to be settled by",
    ),
    "a row that is settled twice": (
        lambda s: planned(s, moved=by_step(s.books.cells["settled", s.settlement][0])),
        "is to be settled by",
    ),
    "a row under another's name": (
        lambda s: planned(s, moved=Map({("pay_other", "capture"): s.books.cells["settled", s.settlement][0]})),
        "(capture) is to be settled under the name ('pay_other', 'capture')",
    ),
    "a row that no settlement has": (unheld, "{held} (capture) moved the balance by 98000 INR, and no"),
    "a plan of another sum": (lambda s: planned(s, amount=1), "1 INR are to be settled at"),
    "a row that does not know its settlement": (
        lambda s: forget(s, ("settlement of", s.payment, "capture")),
        "{payment} (capture) does not say that {settlement} paid it out",
    ),
    "a dispute that took too much": (
        lambda s: put(s, "dispute", amount_deducted=1),
        "{dispute}: amount_deducted is 1, of a dispute that is open it is 0",
    ),
    "a dispute that took too little": (
        lambda s: put(s, "lost", amount_deducted=0),
        "{lost}: amount_deducted is 0, of a dispute that is lost it is 2000",
    ),
    "a dispute that gave back what it keeps": (
        lambda s: put(s, "disputed", amount_deducted=0),
        "{disputed}: amount_deducted is 0, of a dispute that is open it is 3000",
    ),
    "a dispute of more than was paid": (
        lambda s: put(s, "dispute", amount=100001),
        "{dispute} disputes 100001 of",
    ),
    "more contested than disputed": (
        lambda s: put(s, "dispute", evidence=s.books.get(s.dispute).evidence._replace(amount=1001)),
        "{dispute} is contested by 1001 of 1000",
    ),
    "evidence that was never reviewed": (
        lambda s: put(s, "dispute", evidence=s.books.get(s.dispute).evidence._replace(submitted_at=NOW)),
        "{dispute} has evidence of 1767607200 and was never reviewed",
    ),
    "a settlement on demand that is settled by word": (
        lambda s: put(s, "ondemand", amount_settled=1),
        "{ondemand}: amount_settled is 1, its payouts say 0",
    ),
    "one that is processed by word": (
        lambda s: put(s, "ondemand", status="processed"),
        "{ondemand} is processed, and its payouts are created",
    ),
    "a payout that is processed alone": (
        lambda s: put(s, "payout", status="processed"),
        "{ondemand}: amount_settled is 0, its payouts say",
    ),
}


def found(s, corrupt, text):
    corrupt(s)
    with pytest.raises(LedgerError) as caught:
        s.rzp.ledger.check()
    assert text.format(**vars(s)) in str(caught.value)


@pytest.mark.parametrize(("corrupt", "text"), FIGURES.values(), ids=FIGURES)
def test_a_wrong_figure_is_found(shop, corrupt, text):
    found(shop, corrupt, text)


@pytest.mark.parametrize(("corrupt", "text"), STATUSES.values(), ids=STATUSES)
def test_a_wrong_status_is_found(shop, corrupt, text):
    found(shop, corrupt, text)


@pytest.mark.parametrize(("corrupt", "text"), SETTLED.values(), ids=SETTLED)
def test_a_wrong_settlement_or_dispute_is_found(shop, corrupt, text):
    found(shop, corrupt, text)


@pytest.mark.parametrize(("corrupt", "text"), BALANCES.values(), ids=BALANCES)
def test_a_wrong_balance_is_found(shop, corrupt, text):
    found(shop, corrupt, text)


@pytest.mark.parametrize(("corrupt", "text"), LISTS.values(), ids=LISTS)
def test_a_wrong_list_or_index_is_found(shop, corrupt, text):
    found(shop, corrupt, text)


@pytest.mark.parametrize("name", ["reserves", "credits"])
def test_more_out_of_what_was_set_aside_than_was_there_is_found(name):
    """Also where it was made up for later."""
    rzp = FakeRazorpay(seed=1, at=NOW)
    law, books = rzp._world.law, rzp.ledger.books(rzp.account_id)
    made = {"created_at": NOW, "status": "processed", "currency": "INR", "into": name}
    for n, amount in enumerate((500, -501, 1000), 1):
        law.create(books, Deposit(id=f"dep_{n}", amount=amount, **made), NOW)
    with pytest.raises(LedgerError, match=rf"^dep_2 takes the {name} \(INR\) to -1$"):
        rzp._world.ledger.check()
    assert rzp._world.ledger.balance(name) == 999


def test_a_refund_beyond_the_limit_is_found(build):
    rzp = build()
    rzp.bank.reserve(1999)
    refund = rzp.payments.refund(paid(rzp))["id"]
    rzp.bank.reserve(1000)
    rzp.ledger.check()
    rzp.ledger.limited = True
    with pytest.raises(LedgerError, match=f"^{refund} takes the balance to -2000, with reserves of 1999$"):
        rzp.ledger.check()
    rzp.ledger.limited = False


def test_it_is_an_assertion_error_so_that_a_test_fails_by_it(shop):
    put(shop, "paid", amount_paid=1)
    with pytest.raises(AssertionError):
        shop.rzp.ledger.check()


def test_it_looks_through_the_books_of_every_account(rzp):
    account = "acc_00000000000001"
    headers = {"X-Razorpay-Account": account}
    made = rzp.request("POST", "/v1/orders", json={"amount": 100, "currency": "INR"}, headers=headers).body
    books = rzp.ledger.books(account)
    rzp.ledger.check()
    cells = books.cells
    books.cells = cells.set(made["id"], evolve(books.get(made["id"]), attempts=1))
    with pytest.raises(LedgerError, match=f"{made['id']}: attempts is 1"):
        rzp.ledger.check()
    books.cells = cells


def test_it_changes_nothing(shop):
    before = shop.ledger.mark()
    shop.rzp.ledger.check()
    assert shop.ledger.mark() == before


def test_empty_books_add_up():
    FakeRazorpay().ledger.check()
