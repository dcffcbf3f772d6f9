"""Money in parts: whatever the parts, they add up, the last one pays, and no paisa is made or lost."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fakerzp import BadRequestError, FakeRazorpay, NotPayable, PaymentFailed
from fakerzp.ledger.money import ACCOUNTS, fee_of
from tests.flows.steps import DIFFERENT, invoice_body, link_invoice_body, order_of, paid, payment_link_body, statuses

START = 1767607200
METHODS = ("card", "upi", "netbanking", "wallet")
often = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
amounts = st.integers(100, 10**7)
methods = st.sampled_from(METHODS)


def fresh():
    return FakeRazorpay(seed=2, at=START)


@st.composite
def splits(draw, least=1):
    """Draw an amount and parts of at least `least` that add up to it."""
    count = draw(st.integers(1, 6))
    amount = draw(st.integers(max(100, count * least), 10**6))
    cuts = sorted(draw(st.lists(st.integers(0, amount - count * least), min_size=count - 1, max_size=count - 1)))
    edges = [0, *cuts, amount - count * least]
    parts = [high - low + least for low, high in pairwise(edges)]
    assert sum(parts) == amount
    return amount, parts


def order(rzp, amount):
    return order_of(rzp, amount, partial_payment=True)


def invoice(rzp, amount):
    return rzp.invoices.create(invoice_body(amount, partial_payment=True))["id"]


def link_invoice(rzp, amount):
    return rzp.invoices.create(link_invoice_body(amount, partial_payment=True))["id"]


def link(rzp, amount):
    return rzp.paymentLink.create(payment_link_body(amount, accept_partial=True, first_min_partial_amount=1))["id"]


# What can be paid in parts: how it is made, the list it is in, and its events and statuses of a part and of the whole.
PAYABLE = {
    "order": (order, "orders", None, "order.paid", ["created", "attempted"]),
    "invoice": (invoice, "invoices", "invoice.partially_paid", "invoice.paid", ["issued", "partially_paid"]),
    "link invoice": (link_invoice, "invoices", "invoice.partially_paid", "invoice.paid", ["issued", "partially_paid"]),
    "payment link": (
        link,
        "payment_links",
        "payment_link.partially_paid",
        "payment_link.paid",
        ["created", "partially_paid"],
    ),
}


def fetched(rzp, name, entity_id):
    return rzp.request("GET", f"/v1/{name}/{entity_id}").body


@pytest.mark.parametrize("what", PAYABLE)
@given(split=splits(), how=st.lists(methods, min_size=6, max_size=6))
@often
def test_any_split_adds_up_and_the_last_part_pays(what, split, how):
    make, name, part_event, whole_event, before = PAYABLE[what]
    (amount, parts), rzp = split, fresh()
    target = make(rzp, amount)
    given_so_far = 0
    for part, method in zip(parts, how, strict=False):
        assert fetched(rzp, name, target)["status"] == before[min(given_so_far, 1)]
        rzp.checkout.pay(target, method=method, amount=part)
        given_so_far += part
        now = fetched(rzp, name, target)
        assert now["amount_paid"] == given_so_far
        assert now.get("amount_due", amount - given_so_far) == amount - given_so_far
        assert (now["status"] == "paid") == (given_so_far == amount)
        rzp.ledger.check()
    with pytest.raises(NotPayable, match="is paid: nobody can pay it"):
        rzp.checkout.pay(target, amount=1)
    listed = rzp.payments.all({"count": 100})["items"]
    assert [payment["amount"] for payment in reversed(listed)] == parts
    in_part = statuses(rzp, target)
    assert in_part == [before[0], *([before[1]] if len(parts) > 1 or what == "order" else []), "paid"]
    happened = [event["event"] for event in rzp.events if event["event"] in (part_event, whole_event)]
    assert happened == [part_event] * (len(parts) - 1 if part_event else 0) + [whole_event]


@given(split=splits())
@often
def test_the_events_of_each_part_come_in_order(split):
    (amount, parts), rzp = split, fresh()
    target = invoice(rzp, amount)
    for part in parts:
        rzp.checkout.pay(target, amount=part)
    expected = []
    for n in range(len(parts)):
        last = n == len(parts) - 1
        expected += ["payment.authorized", "payment.captured"]
        expected += ["order.paid", "invoice.paid"] if last else ["invoice.partially_paid"]
    assert [event["event"] for event in rzp.events] == expected
    paid_in = [
        event["payload"]["invoice"]["entity"]["amount_paid"]
        for event in rzp.events
        if event["event"].startswith("invoice.")
    ]
    assert paid_in == [sum(parts[: n + 1]) for n in range(len(parts))]


@pytest.mark.parametrize("what", PAYABLE)
@given(split=splits())
@often
def test_an_amount_beyond_what_is_due_leaves_all_as_it_was(what, split):
    make, name, *_ = PAYABLE[what]
    (amount, parts), rzp = split, fresh()
    target = make(rzp, amount)
    for part in parts[:-1]:
        rzp.checkout.pay(target, amount=part)
    before, events = fetched(rzp, name, target), len(rzp.events)
    for wrong in (parts[-1] + 1, amount + 1, 0, -1):
        with pytest.raises(PaymentFailed, match=DIFFERENT):
            rzp.checkout.pay(target, amount=wrong)
    assert fetched(rzp, name, target) == before
    assert len(rzp.events) == events
    rzp.ledger.check()


@given(amount=amounts, part=st.integers(1, 10**7))
@often
def test_what_is_not_payable_in_parts_takes_the_whole_alone(amount, part):
    assume(part != amount)
    rzp = fresh()
    for target in (order_of(rzp, amount), rzp.paymentLink.create(payment_link_body(amount))["id"]):
        with pytest.raises(PaymentFailed, match=DIFFERENT):
            rzp.checkout.pay(target, amount=part)
        rzp.checkout.pay(target, amount=amount)
    assert rzp.payments.all()["count"] == 2


FIRST = {
    "order": lambda rzp, amount, least: order_of(rzp, amount, partial_payment=True, first_payment_min_amount=least),
    "invoice": lambda rzp, amount, least: rzp.invoices.create(
        invoice_body(amount, partial_payment=True, first_payment_min_amount=least)
    )["id"],
    "payment link": lambda rzp, amount, least: rzp.paymentLink.create(
        payment_link_body(amount, accept_partial=True, first_min_partial_amount=least)
    )["id"],
}


@pytest.mark.parametrize("what", FIRST)
@given(amount=amounts, share=st.fractions(0, 1), below=st.integers(1, 100))
@often
def test_the_first_part_has_its_minimum_and_the_next_have_none(what, amount, share, below):
    least = max(2, int(amount * Fraction(share)))
    rzp = fresh()
    target = FIRST[what](rzp, amount, least)
    with pytest.raises(PaymentFailed, match=DIFFERENT):
        rzp.checkout.pay(target, amount=max(1, least - below))
    assert rzp.payments.all()["count"] == 0
    rzp.checkout.pay(target, amount=least)
    if least < amount:
        rzp.checkout.pay(target, amount=1)
        assert rzp.payments.all()["count"] == 2
    rzp.ledger.check()


@pytest.mark.parametrize("make", [order, invoice, link], ids=["order", "invoice", "link"])
@given(first=st.integers(1, 1000), second=st.integers(1, 1000))
@often
def test_parts_that_wait_for_their_capture_never_pay_more_than_the_whole(make, first, second):
    """Two authorized payments may be more than is due together: the second is then not captured."""
    rzp = fresh()
    target = make(rzp, 1000)
    waiting = [rzp.checkout.pay(target, amount=part, capture=False) for part in (first, second)]
    captured = 0
    for answer, part in zip(waiting, (first, second), strict=True):
        payment = answer["razorpay_payment_id"]
        reply = rzp.request("POST", f"/v1/payments/{payment}/capture", json={"amount": part, "currency": "INR"})
        if captured + part > 1000:
            assert reply.status == 400
            assert rzp.payments.fetch(payment)["status"] == "authorized"
        else:
            assert reply.status == 200
            captured += part
    name = {"order": "orders", "inv": "invoices", "plink": "payment_links"}[target.partition("_")[0]]
    now = fetched(rzp, name, target)
    assert now["amount_paid"] == captured <= 1000
    assert (now["status"] == "paid") == (captured == 1000)
    rzp.ledger.check()


# ---------------------------------------------------------------------- refunds


@given(split=splits(least=100), method=methods)
@often
def test_refunds_of_any_split_return_all_and_no_more(split, method):
    (amount, parts), rzp = split, fresh()
    payment = paid(rzp, amount, method=method)
    merchant = rzp.ledger.balance("merchant")
    returned = 0
    for part in parts:
        made = rzp.payments.refund(payment, {"amount": part})
        returned += part
        assert (made["amount"], made["status"]) == (part, "processed")
        now = rzp.payments.fetch(payment)
        assert now["amount_refunded"] == returned
        assert now["refund_status"] == ("full" if returned == amount else "partial")
        assert now["status"] == ("refunded" if returned == amount else "captured")
        if returned < amount:
            with pytest.raises(BadRequestError, match="greater than amount captured"):
                rzp.payments.refund(payment, {"amount": amount - returned + 100})
        rzp.ledger.check()
    with pytest.raises(BadRequestError, match="fully refunded already"):
        rzp.payments.refund(payment, {"amount": 100})
    listed = rzp.payments.fetchMultipleRefund(payment)["items"]
    assert [refund["amount"] for refund in reversed(listed)] == parts
    assert rzp.ledger.balance("merchant") == merchant - amount
    assert rzp.ledger.balance("refunds") == 0
    assert [event["event"] for event in rzp.events][3:] == ["refund.created", "refund.processed"] * len(parts)


@given(amount=amounts, first=st.integers(100, 10**7))
@often
def test_a_refund_without_an_amount_returns_what_is_left(amount, first):
    assume(first <= amount - 100 or first == amount)
    rzp = fresh()
    payment = paid(rzp, amount)
    if first < amount:
        rzp.payments.refund(payment, {"amount": first})
    rest = rzp.payments.refund(payment)
    assert rest["amount"] == (amount - first if first < amount else amount)
    assert rzp.payments.fetch(payment)["status"] == "refunded"


# ---------------------------------------------------------------------- fees and balances


@given(amount=st.integers(0, 10**12), method=st.sampled_from([*METHODS, "nach", "emandate"]))
@settings(often, max_examples=300)
def test_a_fee_is_two_percent_and_its_tax_and_never_more_than_was_paid(amount, method):
    fee, tax = fee_of(amount, method)
    assert type(fee) is type(tax) is int
    assert 0 <= tax <= fee <= amount
    assert abs(fee - tax - Fraction(amount, 50)) <= Fraction(1, 2)
    if method == "card" and amount <= 200000:
        assert tax == 0
    else:
        assert abs(tax - Fraction(fee - tax) * 18 / 100) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("amount", "method", "fee", "tax"),
    [
        (0, "nach", 0, 0),
        (100, "card", 2, 0),
        (100, "upi", 2, 0),
        (1000, "upi", 24, 4),
        (100000, "card", 2000, 0),
        (100000, "netbanking", 2360, 360),
        (200000, "card", 4000, 0),
        (200001, "card", 4720, 720),
        (1000000, "wallet", 23600, 3600),
    ],
)
def test_fees_by_example(amount, method, fee, tax):
    assert fee_of(amount, method) == (fee, tax)
    if amount:
        rzp = fresh()
        payment = rzp.payments.fetch(paid(rzp, amount, method=method))
        assert (payment["fee"], payment["tax"]) == (fee, tax)
        assert rzp.ledger.balance("merchant") == amount - fee
        assert rzp.ledger.balance("fees") == fee - tax
        assert rzp.ledger.balance("tax") == tax


@given(paying=st.lists(st.tuples(amounts, methods, st.booleans(), st.integers(0, 3)), min_size=1, max_size=5))
@often
def test_every_posting_balances_and_the_balances_are_what_happened(paying):
    """Each is paid, captured or left, and refunded by one, two or three thirds."""
    rzp = fresh()
    for amount, method, capture, thirds in paying:
        payment = paid(rzp, amount, method=method, capture=capture)
        if capture and thirds and amount >= 300:
            rzp.payments.refund(payment, {} if thirds == 3 else {"amount": amount * thirds // 3})
    for posting in rzp.ledger.journal:
        assert sum(entry for _, entry in posting.entries) == 0
        assert posting.amount == sum(entry for _, entry in posting.entries if entry > 0) > 0
    payments = rzp.payments.all({"count": 100})["items"]
    kept = [payment for payment in payments if payment["captured"]]
    back = sum(payment["amount_refunded"] for payment in payments)
    expected = {
        "customer": back - sum(payment["amount"] for payment in payments),
        "gateway": sum(payment["amount"] for payment in payments if not payment["captured"]),
        "merchant": sum(payment["amount"] - payment["fee"] for payment in kept) - back,
        "reserves": 0,
        "credits": 0,
        "fees": sum(payment["fee"] - payment["tax"] for payment in kept),
        "tax": sum(payment["tax"] for payment in kept),
        "refunds": 0,
        "bank": 0,  # no day has passed
        **dict.fromkeys(("disputes", "payouts", "transfers"), 0),
    }
    assert {name: rzp.ledger.balance(name) for name in ACCOUNTS} == expected
    assert sum(expected.values()) == 0
    rzp.ledger.check()


@pytest.mark.parametrize(
    ("currency", "amount", "text"),
    [
        ("INR", 100, None),
        ("INR", 99, "The amount must be at least INR 1.00."),
        ("USD", 100, None),
        ("USD", 99, "The amount must be at least USD 1.00."),
        ("JPY", 1, None),
        ("JPY", 0, "The amount must be at least JPY 1."),
        ("KWD", 1000, None),
        ("KWD", 990, "The amount must be at least KWD 1.000."),
        ("KWD", 1001, "The amount must end in 0 for three decimal currencies."),
    ],
)
def test_the_smallest_unit_is_that_of_the_currency(currency, amount, text):
    rzp = fresh()
    body = {"amount": amount, "currency": currency}
    if text is not None:
        with pytest.raises(BadRequestError) as caught:
            rzp.orders.create(body)
        assert str(caught.value) == text
        return
    order_id = rzp.orders.create(body)["id"]
    rzp.checkout.pay(order_id, method="card")
    assert rzp.orders.fetch(order_id)["status"] == "paid"
    assert rzp.ledger.balance("customer", currency) == -amount
    assert sum(rzp.ledger.balance(name, currency) for name in ACCOUNTS) == 0
    if currency != "INR":
        assert all(rzp.ledger.balance(name) == 0 for name in ACCOUNTS)
