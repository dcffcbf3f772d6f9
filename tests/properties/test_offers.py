"""Money with offers and instalments: whatever is promised, order, payment and books add up, to the paisa."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakerzp import FakeRazorpay, PaymentFailed
from fakerzp.entities.offer import interest
from fakerzp.entities.payment import EmiPlan
from fakerzp.ledger.money import fee_of
from fakerzp.world.emi_plans import EMI_ISSUERS
from tests.flows.steps import order_of

START = 1767607200
often = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
amounts = st.integers(100, 10**7)
worths = st.one_of(
    st.builds(lambda flat: {"flat": flat}, st.integers(1, 10**6)),
    st.builds(
        lambda hundredths, most: {"percentage": hundredths / 100, "max_discount": most},
        st.integers(1, 10000),
        st.one_of(st.none(), st.integers(1, 10**6)),
    ),
)
PLANS = [(row, months) for row in EMI_ISSUERS for months in row.plans]
# Interest in percent a year, months, and the discount on 1000000 paise: payments/offers/no-cost-emi/faqs.md.
DOCUMENTED = {
    3: (18057, 19672, 21282, 22887, 24489),
    6: (31315, 34087, 36847, 39596, 42332),
    9: (44334, 48220, 52083, 55923, 59739),
    12: (57120, 62077, 66996, 71879, 76724),
    18: (82008, 88985, 95887, 102715, 109470),
    24: (106016, 114859, 123579, 132177, 140657),
}


def half_up(exact):
    """Round a fraction to whole paise, by hand."""
    return int(exact + Fraction(1, 2))


def worth_of(terms, amount):
    """What an offer takes off, by hand: exact fractions in place of decimals."""
    worth = terms.get("flat")
    if worth is None:
        worth = half_up(amount * Fraction(str(terms["percentage"])) / 100)
    most = terms.get("max_discount")
    return worth if most is None else min(worth, most)


@given(amount=amounts, terms=worths, manual=st.booleans(), back=st.integers(0, 3))
@often
def test_an_order_with_an_offer_adds_up(amount, terms, manual, back):
    rzp = FakeRazorpay(seed=2, at=START)
    offer = rzp.dashboard.create_offer("upi", **terms)["id"]
    worth = worth_of(terms, amount)
    order = rzp.order.create({"amount": amount, "currency": "INR", "offers": [offer]})
    assert (order["offers"] == [offer]) == (amount - worth >= 100)
    if order["offers"] is None:
        with pytest.raises(PaymentFailed, match="order amount"):
            rzp.checkout.pay(order["id"], method="upi", offer_id=offer)
        rzp.ledger.check()
        return
    answer = rzp.checkout.pay(order["id"], method="upi", offer_id=offer, capture=not manual)
    if manual:
        rzp.payment.capture(answer["razorpay_payment_id"], amount - worth, {"currency": "INR"})
    payment, order = rzp.payment.fetch(answer["razorpay_payment_id"]), rzp.order.fetch(order["id"])
    assert payment["amount"] == order["amount_paid"] == amount - worth
    assert (order["status"], order["amount"], order["amount_due"]) == ("paid", amount, 0)
    fee, tax = fee_of(amount - worth, "upi")
    assert (payment["fee"], payment["tax"]) == (fee, tax)
    assert rzp.ledger.balance("merchant") == amount - worth - fee
    (applied,) = rzp.order.fetch(order["id"], {"expand[]": "offers"})["offers_applied"]["items"]
    assert applied["benefits"][0]["calculated_benefit_value"] == worth
    part = (amount - worth) // back if back else 0
    if part >= 100:
        rzp.payment.refund(payment["id"], {"amount": part})
    assert rzp.ledger.balance("customer") == -(amount - worth) + (part if part >= 100 else 0)
    rzp.ledger.check()


@given(plan=st.sampled_from(PLANS), more=st.integers(0, 10**7))
@often
def test_no_cost_emi_costs_the_customer_the_price(plan, more):
    """The loan, paid back in equal parts at the bank's rate, comes to the price: no more than rounding is between."""
    row, months = plan
    terms = row.plans[months]
    amount = min(terms.limits.least + more, terms.limits.most or 10**9)
    rzp = FakeRazorpay(seed=2, at=START)
    offer = rzp.dashboard.create_offer("emi", "no_cost_emi")["id"]
    how = {"method": "emi", "bank": row.code, "emi_duration": months}
    paid = rzp.checkout.pay(order_of(rzp, amount), **how, offer_id=offer)["razorpay_payment_id"]
    loan = rzp.payment.fetch(paid)["amount"]
    rate = Fraction(terms.rate, 120000)
    owed = Fraction(loan)
    for _ in range(months):
        owed = owed * (1 + rate) - Fraction(amount, months)
    assert 0 < loan < amount
    assert abs(owed) <= (1 + rate) ** months / 2
    rzp.ledger.check()


@pytest.mark.parametrize(("months", "discounts"), DOCUMENTED.items())
def test_the_discounts_of_the_documented_table(months, discounts):
    rates = (1100, 1200, 1300, 1400, 1500)
    assert tuple(interest(1000000, EmiPlan("HDFC", "credit", rate, months)) for rate in rates) == discounts


def test_the_documented_examples():
    assert interest(1500000, EmiPlan("HDFC", "credit", 1500, 3)) == 36733
