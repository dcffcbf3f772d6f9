"""The journal, the balances and histories as tables, and how amounts are written."""

from __future__ import annotations

import pytest

from fakerzp.currencies import CURRENCIES
from fakerzp.entities.base import Step
from fakerzp.ledger.tables import SHOWN, figure, moment, money


@pytest.mark.parametrize(
    ("currency", "amount", "written"),
    [
        ("INR", 0, "₹0.00"),
        ("INR", 5, "₹0.05"),
        ("INR", 99999, "₹999.99"),
        ("INR", 100000, "₹1,000.00"),
        ("INR", 10000000, "₹1,00,000.00"),
        ("INR", 1234567890, "₹1,23,45,678.90"),
        ("INR", -12500000, "-₹1,25,000.00"),
        ("USD", 12500000, "$125,000.00"),
        ("JPY", 1234567, "¥1,234,567"),
        ("KWD", 1234560, "KWD 1,234.560"),
        ("KWD", -990, "-KWD 0.990"),
        ("XYZ", 1500, "XYZ 1,500"),
    ],
)
def test_an_amount_is_written_as_where_it_is_spent(currency, amount, written):
    assert money(currency, amount) == written
    assert (currency in CURRENCIES) == (currency != "XYZ")
    assert figure(currency, amount) == "-" * (amount < 0) + written.lstrip("-₹$¥KWDXYZ ")


def test_a_moment_is_that_of_india():
    assert moment(0) == "1970-01-01 05:30:00"
    assert moment(1767607200) == "2026-01-05 15:30:00"


def test_books_without_postings(rzp):
    assert repr(rzp.ledger.journal) == "no postings"
    assert repr(rzp.ledger.balances()) == "no balances"
    assert dict(rzp.ledger.balances()) == {}


def test_the_journal_prints_as_a_table(rzp):
    one = rzp.checkout.pay(amount=12500000, method="upi", capture=True)["razorpay_payment_id"]
    rzp.clock.advance(days=1)
    two = rzp.checkout.pay(amount=1000, currency="USD", capture=False)["razorpay_payment_id"]
    assert repr(rzp.ledger.journal) == "\n".join(
        [
            "at (IST)             id                  step       currency      customer       gateway     merchant"
            "      fees     tax",
            f"2026-01-05 15:30:00  {one}  authorize  INR       -1,25,000.00   1,25,000.00",
            f"2026-01-05 15:30:00  {one}  capture    INR                     -1,25,000.00  1,22,050.00"
            "  2,500.00  450.00",
            f"2026-01-06 15:30:00  {two}  authorize  USD             -10.00         10.00",
            "held                                                INR       -1,25,000.00          0.00  1,22,050.00"
            "  2,500.00  450.00",
            "held                                                USD             -10.00         10.00",
        ]
    )


def test_a_long_journal_prints_its_newest_postings(rzp):
    for _ in range(SHOWN):
        rzp.checkout.pay(amount=100, capture=True)
    lines = repr(rzp.ledger.journal).splitlines()
    assert len(rzp.ledger.journal) == 2 * SHOWN
    assert lines[1] == f"... {SHOWN} before these"
    assert len(lines) == 1 + 1 + SHOWN + 1
    assert lines[-1].split() == ["held", "INR", "-50.00", "0.00", "49.00", "1.00", "0.00"]


def test_postings_of_several_accounts_say_whose_they_are(rzp):
    theirs = {"X-Razorpay-Account": "acc_00000000000001"}
    order = rzp.order.create({"amount": 50000, "currency": "INR"}, headers=theirs)["id"]
    rzp.checkout.pay(order, capture=False)
    rzp.checkout.pay(amount=100, capture=False)
    head, *lines = repr(rzp.ledger.journal).splitlines()
    assert head.split() == ["at", "(IST)", "account", "id", "step", "currency", "customer", "gateway"]
    assert [line.split()[2] for line in lines[:2]] == ["acc_00000000000001", rzp.account_id]
    assert repr(rzp.ledger.balances("acc_00000000000001")) == "\n".join(
        ["account       INR", "customer  -500.00", "gateway    500.00", "sum          0.00"]
    )


def test_balances_are_a_mapping_that_prints_as_a_table(rzp):
    payment = rzp.checkout.pay(amount=12500000, method="upi", capture=True)["razorpay_payment_id"]
    rzp.checkout.pay(amount=1000, currency="USD", capture=False)
    rzp.payment.refund(payment, {"amount": 12500000})
    held = rzp.ledger.balances()
    assert repr(held) == "\n".join(
        [
            "account         INR     USD",
            "customer       0.00  -10.00",
            "gateway        0.00   10.00",
            "merchant  -2,950.00",
            "fees       2,500.00",
            "tax          450.00",
            "refunds        0.00",
            "sum            0.00    0.00",
        ]
    )
    assert held["merchant", "INR"] == rzp.ledger.balance("merchant") == -295000
    assert held["gateway", "USD"] == rzp.ledger.balance("gateway", "USD") == 1000
    assert ("merchant", "USD") not in held
    assert list(held)[:3] == [("customer", "INR"), ("customer", "USD"), ("gateway", "INR")]
    assert sum(held.values()) == 0


def test_balances_stay_as_they_were_asked_for(rzp):
    before = rzp.ledger.balances()
    rzp.checkout.pay(amount=100)
    assert len(before) == 0


def test_a_history_prints_as_a_table_and_is_a_tuple(rzp):
    order = rzp.order.create({"amount": 100, "currency": "INR"})["id"]
    rzp.clock.advance(days=1)
    rzp.checkout.pay(order)
    history = rzp.history(order)
    assert repr(history) == "\n".join(
        [
            "status     at                       why",
            "created    2026-01-05 15:30:00 IST  create",
            "attempted  2026-01-06 15:30:00 IST  attempt",
            "paid       2026-01-06 15:30:00 IST  pay",
        ]
    )
    assert isinstance(history, tuple)
    assert history == (
        Step("created", 1767607200, "create"),
        Step("attempted", 1767693600, "attempt"),
        Step("paid", 1767693600, "pay"),
    )
    assert history[-1].status == "paid"
    customer = rzp.customer.create({"name": "Gaurav Kumar"})["id"]
    assert rzp.history(customer) == ()
    assert repr(rzp.history(customer)) == "no steps"
