"""`rzp.ledger.check()` finds what is out of place in QR codes and in Smart Collect."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from fakerzp import FakeRazorpay, LedgerError
from fakerzp.entities.base import Step, evolve
from fakerzp.entities.virtual_accounts import AllowedPayer

NOW = 1767607200


@pytest.fixture
def shop():
    """A code for many payments, one that was used up, and an account with a transfer of each kind."""
    rzp = FakeRazorpay(seed=1, at=NOW)
    have = SimpleNamespace(rzp=rzp)
    have.many = rzp.qrcode.create({"type": "upi_qr", "usage": "multiple_use"})["id"]
    rzp.checkout.pay(have.many, amount=500)
    once = {"type": "upi_qr", "usage": "single_use", "fixed_amount": True, "payment_amount": 300}
    have.once = rzp.qrcode.create(once)["id"]
    rzp.checkout.pay(have.once)
    have.account = rzp.virtual_account.create({"receivers": {"types": ["bank_account", "vpa"]}})["id"]
    have.by_bank = rzp.checkout.pay(have.account, amount=1000)["razorpay_payment_id"]
    have.transfer = rzp.payment.bank_transfer(have.by_bank)["id"]
    have.by_upi = rzp.checkout.pay(have.account, method="upi", amount=2000)["razorpay_payment_id"]
    have.upi = rzp.payment.upi_transfer(have.by_upi)["id"]
    rzp.ledger.check()
    have.books = rzp.ledger.books(rzp.account_id)
    return have


def put(s, name, **changes):
    """Change a record past the law; its history follows its status, so that only the figures are wrong."""
    record = s.books.get(getattr(s, name))
    if "status" in changes:
        changes["steps"] = (*record.steps, Step(changes["status"], NOW, "corrupted"))
    s.books.cells = s.books.cells.set(record.id, evolve(record, **changes))


WRONG = {
    "the amount of a code": ("many", {"payments_amount_received": 499}, "payments_amount_received is 499"),
    "the count of a code": ("many", {"payments_count_received": 2}, "payments_count_received is 2, there are 1"),
    "a code that is used up": (
        "once",
        {"status": "active", "closed_at": None, "close_reason": None},
        "{once} is for one payment, was paid and is active",
    ),
    "a fixed amount": ("once", {"payment_amount": 301}, "{once} takes 301 and was paid another amount"),
    "closed, and nobody knows when": ("once", {"closed_at": None}, "{once} is closed and was closed at None"),
    "closed at a moment, and not closed": ("many", {"closed_at": NOW}, "{many} is active and was closed at"),
    "a reason without an end": ("many", {"close_reason": "paid"}, "{many} is active with the close reason 'paid'"),
    "what an account was paid": ("account", {"amount_paid": 2999}, "amount_paid is 2999, its payments say 3000"),
    "an account that is closed": ("account", {"status": "closed"}, "{account} is closed and was closed at None"),
    "too many payers": (
        "account",
        {"allowed_payers": tuple(AllowedPayer(f"ba_{n}", "UTIB0000013", str(n)) for n in range(11))},
        "{account} has 11 allowed payers",
    ),
    "a transfer of another payment": ("transfer", {"payment_id": "pay_x"}, "{transfer} is of pay_x, which does not"),
    "a payment that has another": ("by_upi", {"upi_transfer_id": "ut_x"}, "{upi} is of {by_upi}, which does not"),
    "a transfer of another amount": ("upi", {"amount": 1999}, "{upi} and {by_upi} differ"),
    "a transfer to another account": ("transfer", {"virtual_account_id": "va_x"}, "{transfer} and {by_bank} differ"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(shop, case):
    name, changes, says = WRONG[case]
    put(shop, name, **changes)
    with pytest.raises(LedgerError) as found:
        shop.rzp.ledger.check()
    assert says.format(**vars(shop)) in str(found.value)
