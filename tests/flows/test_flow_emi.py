"""Payments by EMI, cardless EMI and Pay Later: plans and limits, what is shown of them, and what becomes of them.

Pages: payments/payment-methods/emi and below it, api/payments/fetch-payment-expanded-emi.md, api/payments/update.md,
payments/payment-methods/pay-later, payments/refunds/emi-pay-later.md.
"""

from __future__ import annotations

import pytest

from fakerzp import NotFaked, NotPayable, PaymentFailed
from fakerzp.world.emi_plans import CARDLESS, EMI_ISSUERS, PAY_LATER
from tests.flows.steps import invoice_body, nach_order_body, order_of, paid, payment_link_body, refused, visible

EMI_CARD = "5241810000000000"
DEBIT_CARD = "4386289407660153"
AXIS_CARD = "4718609108204366"
FOREIGN_CARD = "5555555555554444"
PLAN = {"issuer": "HDFC", "type": "credit", "rate": 1600, "duration": 9}
CREDIT = [(row, months) for row in EMI_ISSUERS for months in row.plans]
LENDERS = [("cardless_emi", name, limits) for name, limits in CARDLESS.items()]
LENDERS += [("paylater", name, limits) for name, limits in PAY_LATER.items()]


def fetched(rzp, payment, *expand):
    return rzp.payment.fetch(payment, {"expand[]": list(expand)} if expand else {})


def failure_of(call, *args, **how):
    """Demand that it fails as a payment, and hand back the error."""
    with pytest.raises(PaymentFailed) as caught:
        call(*args, **how)
    return caught.value.error["error"]


def plan_of(row, months):
    return {"issuer": row.issuer, "type": row.type, "rate": row.plans[months].rate, "duration": months}


# ---------------------------------------------------------------------- what a payment shows


def test_a_payment_by_emi_has_a_card_a_bank_and_a_plan(rzp):
    payment = fetched(rzp, paid(rzp, 400000, method="emi", capture=False))
    assert (payment["method"], payment["bank"], payment["amount"], payment["status"]) == (
        "emi",
        "HDFC",
        400000,
        "authorized",
    )
    assert payment["card_id"].startswith("card_")
    assert (payment["wallet"], payment["vpa"], payment["international"]) == (None, None, False)
    assert list(payment["acquirer_data"]) == ["auth_code"]
    assert payment["emi_plan"] == PLAN
    assert list(payment["emi_plan"]) == ["issuer", "type", "rate", "duration"]
    assert not {"emi", "upi", "offers", "provider"} & set(payment)


def test_expanded_the_plan_is_called_emi(rzp):
    first = paid(rzp, 200000, method="emi", bank="ICIC", emi_duration=6)
    payment = fetched(rzp, first, "emi")
    assert payment["emi"] == {"issuer": "ICIC", "type": "credit", "rate": 1599, "duration": 6}
    assert "emi_plan" not in payment
    both = fetched(rzp, first, "card", "emi")
    assert both["emi"] == payment["emi"]
    card = both["card"]
    assert (card["last4"], card["network"], card["type"], card["issuer"], card["emi"]) == (
        "0000",
        "MasterCard",
        "credit",
        "ICIC",
        True,
    )
    assert rzp.payment.fetchCardDetails(first) == card


def test_a_list_expands_the_plan_of_those_that_have_one(rzp):
    paid(rzp, 300000, method="emi", emi_duration=12)
    paid(rzp, method="upi")
    listed = rzp.payment.all({"expand[]": "emi"})["items"]
    assert [payment.get("emi") for payment in listed] == [None, {**PLAN, "duration": 12}]
    assert ["emi" in payment for payment in listed] == [False, True]
    assert ["emi_plan" in payment for payment in rzp.payment.all()["items"]] == [False, True]


def test_an_edit_answers_with_the_plan(rzp):
    payment = paid(rzp, 400000, method="emi", emi_duration=24, capture=False)
    edited = rzp.payment.edit(payment, {"notes": {"key1": "value1"}})
    assert (edited["emi_plan"], edited["notes"]) == ({**PLAN, "duration": 24}, {"key1": "value1"})
    assert edited == fetched(rzp, payment)


def test_through_a_upi_app_it_shows_both(rzp):
    """The one sample that has it so: api/payments/update.md."""
    payment = fetched(rzp, paid(rzp, 400000, method="emi", vpa="gaurav.kumar@examplebank"))
    assert payment["upi"] == {
        "payer_account_type": "credit_card",
        "vpa": "gaurav.kumar@examplebank",
        "flow": "intent",
    }
    assert (payment["vpa"], payment["emi_plan"]) == (None, PLAN)
    assert list(payment["acquirer_data"]) == ["auth_code"]
    assert failure_of(paid, rzp, method="emi", vpa="failure@razorpay")["reason"] == "payment_failed"


def test_what_the_browser_gets_verifies(rzp):
    answer = rzp.checkout.pay(order_of(rzp), method="emi")
    assert rzp.utility.verify_payment_signature(answer)
    assert rzp.order.fetch(answer["razorpay_order_id"])["status"] == "paid"


@pytest.mark.parametrize("event", ["payment.authorized", "payment.captured", "order.paid"])
def test_webhooks_show_it_as_a_payment_by_card(rzp, event):
    sent = rzp.trigger(event, method="emi", amount=300000)["payload"]["payment"]["entity"]
    assert (sent["method"], sent["bank"], sent["card"]["issuer"], sent["token_id"]) == ("emi", "HDFC", "HDFC", None)
    assert sent["amount_transferred"] == 0
    assert not {"emi", "emi_plan", "upi"} & set(sent)


def test_a_webhook_of_one_through_upi_leaves_out_the_flow(rzp):
    paid(rzp, 300000, method="emi", vpa="asha@okbank")
    sent = rzp.events[-1]["payload"]["payment"]["entity"]
    assert sent["upi"] == {"payer_account_type": "credit_card", "vpa": "asha@okbank"}


def test_invoices_and_links_are_paid_by_emi_too(rzp):
    invoice = rzp.invoice.create(invoice_body(300000))["id"]
    link = rzp.payment_link.create(payment_link_body(300000))["id"]
    for target in (invoice, link):
        rzp.checkout.pay(target, method="emi", bank="SBIN", emi_duration=6)
    assert rzp.invoice.fetch(invoice)["status"] == "paid"
    assert [part["method"] for part in rzp.payment_link.fetch(link)["payments"]] == ["emi"]
    assert {payment["emi_plan"]["rate"] for payment in rzp.payment.all()["items"]} == {1650}


# ---------------------------------------------------------------------- plans


@pytest.mark.parametrize(("row", "months"), CREDIT, ids=lambda one: getattr(one, "code", one))
def test_every_plan_lends_from_its_least_amount_on(rzp, row, months):
    how = {"method": "emi", "bank": row.code, "emi_duration": months}
    least = row.plans[months].limits.least
    assert fetched(rzp, paid(rzp, least, **how))["emi_plan"] == plan_of(row, months)
    error = failure_of(paid, rzp, least - 1, **how)
    assert (error["reason"], error["code"]) == ("amount_less_than_minimum_amount", "BAD_REQUEST_ERROR")
    assert (error["source"], error["step"]) == ("business", "payment_initiation")
    failed = fetched(rzp, error["metadata"]["payment_id"])
    assert (failed["status"], failed["error_reason"], failed["bank"]) == ("failed", error["reason"], row.issuer)


def test_what_the_pages_say_of_some_plans():
    """By hand, from payments/payment-methods/emi/faqs.md."""
    plans = {row.code: row for row in EMI_ISSUERS}
    rates = {code: [terms.rate / 100 for terms in row.plans.values()] for code, row in plans.items()}
    assert rates["AMEX"] == [14, 14, 14, 14, 15, 15]
    assert rates["RATN"] == [13, 14, 15, 15, 15, 15]
    assert rates["SBIN"] == [16.75, 16.5, 16.5, 16, 16.25, 16.25]
    assert rates["SCBL"] == [11.88, 13, 14, 14]
    assert rates["IDFB"] == [16] * 7
    assert list(plans["IDFB"].plans) == [3, 6, 9, 12, 18, 24, 36]
    least = {code: row.plans[3].limits.least // 100 for code, row in plans.items()}
    assert least["AMEX"] == 5000
    assert least["UTIB"] == least["HDFC_DC"] == 3000
    assert least["HDFC"] == 1000
    assert plans["HDFC"].plans[18].limits.least == 300000
    assert plans["HDFC_DC"].plans[6].limits.least == plans["ICIC_DC"].plans[3].limits.least == 500000
    assert 24 not in plans["HDFC_DC"].plans
    assert {row.code for row in EMI_ISSUERS if row.plans[3].limits.most} == {"ICIC_DC"}


@pytest.mark.parametrize(
    ("how", "plan"),
    [
        ({}, PLAN),
        ({"card": EMI_CARD, "bank": "KKBK"}, {**PLAN, "issuer": "KKBK"}),
        ({"card": AXIS_CARD}, {**PLAN, "issuer": "UTIB"}),
        ({"card": {"name": "Asha Rao"}}, PLAN),
        ({"card": DEBIT_CARD}, {**PLAN, "type": "debit"}),
        ({"card": DEBIT_CARD, "bank": "HDFC_DC"}, {**PLAN, "type": "debit"}),
        ({"bank": "ICIC_DC", "emi_duration": 24}, {"issuer": "ICIC", "type": "debit", "rate": 1600, "duration": 24}),
    ],
    ids=str,
)
def test_whose_plan_it_is_is_told_by_the_card_and_the_bank(rzp, how, plan):
    payment = fetched(rzp, paid(rzp, 600000, method="emi", **how), "emi", "card")
    assert payment["emi"] == plan
    assert (payment["bank"], payment["card"]["issuer"], payment["card"]["type"]) == (
        plan["issuer"],
        plan["issuer"],
        plan["type"],
    )


@pytest.mark.parametrize(
    ("how", "amount", "reason"),
    [
        ({"emi_duration": 7}, 500000, "emi_plan_unavailable"),
        ({"bank": "SCBL", "emi_duration": 18}, 500000, "emi_plan_unavailable"),
        ({"bank": "HDFC_DC", "emi_duration": 24}, 500000, "emi_plan_unavailable"),
        ({"bank": "UTIB", "card": DEBIT_CARD}, 500000, "emi_plan_unavailable"),
        ({"card": FOREIGN_CARD}, 500000, "emi_plan_unavailable"),
        ({"bank": "ICIC_DC"}, 10000001, "emi_greater_than_max_amount"),
        ({"card": "4100280000080001"}, 500000, "insufficient_fund"),
        ({"card": "4100280000080001"}, 100, "insufficient_fund"),
        ({"card": "1234"}, 500000, "card_number_invalid"),
        ({"card": {"number": EMI_CARD, "expiry_month": 1, "expiry_year": 20}}, 500000, "card_expired"),
    ],
    ids=str,
)
def test_what_is_not_lent_is_a_payment_that_failed(rzp, how, amount, reason):
    order = order_of(rzp, amount)
    error = failure_of(rzp.checkout.pay, order, method="emi", **how)
    assert error["reason"] == reason
    assert fetched(rzp, error["metadata"]["payment_id"])["method"] == "emi"
    assert (rzp.order.fetch(order)["status"], rzp.order.fetch(order)["attempts"]) == ("attempted", 1)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"method": "emi", "bank": "PUNB"}, "none that Razorpay lists for EMI"),
        ({"method": "emi", "bank": "HDFC", "card": AXIS_CARD}, "this card is one of UTIB"),
        ({"method": "emi", "emi_duration": 0}, "a whole number of months"),
        ({"method": "emi", "emi_duration": "9"}, "a whole number of months"),
        ({"method": "emi", "emi_duration": True}, "a whole number of months"),
        ({"method": "emi", "provider": "zestmoney"}, "provider= does not go with"),
        ({"method": "card", "emi_duration": 9}, "emi_duration= does not go with"),
        ({"method": "cardless_emi", "provider": "lazypay"}, "none that Razorpay lists for cardless_emi"),
        ({"method": "paylater", "provider": "zestmoney"}, "none that Razorpay lists for paylater"),
        ({"method": "paylater", "card": EMI_CARD}, "card= does not go with"),
        ({"method": "instalments"}, "choose one of card, netbanking, wallet"),
    ],
    ids=str,
)
def test_what_checkout_does_not_have_is_a_mistake_of_the_test(rzp, how, said):
    before = visible(rzp)
    with pytest.raises(ValueError, match=said):
        rzp.checkout.pay(amount=500000, **how)
    assert visible(rzp) == before


@pytest.mark.parametrize("code", ["onecard", "BAJAJ"])
def test_cards_of_which_no_page_shows_a_payment_are_not_faked(rzp, code):
    with pytest.raises(NotFaked, match=code):
        rzp.checkout.pay(amount=500000, method="emi", bank=code)


@pytest.mark.parametrize("method", ["emi", "cardless_emi", "paylater"])
def test_no_mandate_and_no_dollars(rzp, method):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "email": "g@example.com"})["id"]
    mandate = rzp.order.create(nach_order_body(customer))["id"]
    with pytest.raises(ValueError, match="asks for a mandate"):
        rzp.checkout.pay(mandate, method=method)
    dollars = rzp.order.create({"amount": 500000, "currency": "USD"})["id"]
    with pytest.raises(NotPayable, match="INR only"):
        rzp.checkout.pay(dollars, method=method)


# ---------------------------------------------------------------------- lenders without a card


@pytest.mark.parametrize(("method", "provider", "limits"), LENDERS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_provider_lends_what_it_takes(rzp, method, provider, limits):
    payment = fetched(rzp, paid(rzp, max(limits.least, 100), method=method, provider=provider))
    assert (payment["method"], payment["wallet"], payment["bank"], payment["card_id"]) == (method, provider, None, None)
    assert payment["acquirer_data"] == {"transaction_id": None}
    assert not {"emi_plan", "emi", "upi"} & set(payment)
    for amount, reason in (
        (limits.least - 1, "amount_less_than_minimum_amount"),
        ((limits.most or 0) + 1, "credit_limit_exceeded"),
    ):
        if amount >= 100 and (limits.most is not None or amount < limits.least):
            assert failure_of(paid, rzp, amount, method=method, provider=provider)["reason"] == reason


def test_lenders_by_default(rzp):
    wallets = [fetched(rzp, paid(rzp, 300000, method=m))["wallet"] for m in ("cardless_emi", "paylater")]
    assert wallets == ["zestmoney", "lazypay"]


def test_reasons_of_lenders_are_told_as_theirs(rzp):
    error = rzp.checkout.fail(order_of(rzp, 500000), "emi_plan_unavailable")["error"]
    payment = fetched(rzp, error["metadata"]["payment_id"])
    assert (payment["method"], payment["wallet"]) == ("cardless_emi", "zestmoney")
    error = rzp.checkout.fail(order_of(rzp), "user_not_eligible", method="paylater", provider="paypal")["error"]
    assert (error["source"], error["step"]) == ("issuer", "payment_eligibility_check")
    error = rzp.checkout.fail(order_of(rzp), "payment_cancelled", method="emi", bank="INDB", emi_duration=36)["error"]
    assert fetched(rzp, error["metadata"]["payment_id"], "emi")["emi"]["duration"] == 36


def test_the_bank_decides_by_method(rzp):
    rzp.bank.script(rzp.bank.by_method({"emi": rzp.bank.fail("payment_declined")}))
    assert failure_of(paid, rzp, method="emi")["reason"] == "payment_declined"
    assert paid(rzp, method="paylater")


# ---------------------------------------------------------------------- fees, refunds, settlement


@pytest.mark.parametrize(
    ("amount", "how", "fee", "tax"),
    [
        (500000, {"method": "emi"}, 17700, 2700),
        (200000, {"method": "emi"}, 6000, 0),
        (500000, {"method": "paylater"}, 11800, 1800),
        (100, {"method": "paylater", "provider": "rzpx_postpaid"}, 2, 0),
        (500000, {"method": "cardless_emi"}, 11800, 1800),
    ],
    ids=str,
)
def test_what_razorpay_charges(rzp, amount, how, fee, tax):
    payment = fetched(rzp, paid(rzp, amount, **how))
    assert (payment["fee"], payment["tax"]) == (fee, tax)
    assert rzp.ledger.balance("merchant") == amount - fee


def test_the_account_may_have_other_fees(build):
    rzp = build(account={"fee_percent": {"*": 1, "emi": 2.5}})
    assert [fetched(rzp, paid(rzp, 500000, method=m))["fee"] for m in ("emi", "paylater")] == [14750, 5900]


@pytest.mark.parametrize("method", ["emi", "cardless_emi", "paylater"])
def test_no_refund_of_it_is_instant(build, method):
    rzp = build(delays={"normal_refund": 3600, "instant_refund": 60})
    refund = rzp.payment.refund(paid(rzp, 500000, method=method), {"speed": "optimum"})
    assert (refund["speed_requested"], refund["speed_processed"], refund["status"]) == ("optimum", "normal", "pending")
    rzp.clock.advance(seconds=60)
    assert rzp.refund.fetch(refund["id"])["status"] == "pending"
    rzp.clock.advance(seconds=3540)
    assert rzp.refund.fetch(refund["id"])["status"] == "processed"


def test_a_debit_card_is_refunded_whole_or_not_at_all(rzp):
    payment = paid(rzp, 900000, method="emi", card=DEBIT_CARD)
    before = visible(rzp)
    text = "Partial refund is not supported for debit card EMI payments"
    refused(lambda: rzp.payment.refund(payment, {"amount": 200000}), text, field="amount")
    assert visible(rzp) == before
    assert rzp.payment.refund(payment, {"amount": 900000})["amount"] == 900000
    assert fetched(rzp, payment)["status"] == "refunded"


def test_a_credit_card_is_refunded_in_parts(rzp):
    payment = paid(rzp, 900000, method="emi", bank="ICIC")
    rzp.payment.refund(payment, {"amount": 200000})
    assert (fetched(rzp, payment)["refund_status"], fetched(rzp, payment)["amount_refunded"]) == ("partial", 200000)
    rzp.payment.refund(payment)
    assert fetched(rzp, payment)["status"] == "refunded"


def test_the_merchant_is_paid_at_once_whatever_the_customer_still_owes(rzp):
    paid(rzp, 900000, method="emi", emi_duration=24)
    rzp.clock.advance(days=2)
    assert (rzp.ledger.balance("bank"), rzp.ledger.balance("merchant")) == (900000 - 31860, 0)


def test_it_is_captured_by_hand_and_by_the_clock_as_any_other(rzp):
    payment = paid(rzp, 500000, method="emi", capture=False)
    refused(lambda: rzp.payment.capture(payment, 400000, {"currency": "INR"}))
    captured = rzp.payment.capture(payment, 500000, {"currency": "INR"})
    assert (captured["status"], captured["emi_plan"], captured["fee"]) == ("captured", PLAN, 17700)
    lapsed = paid(rzp, 500000, method="emi", capture=False)
    rzp.clock.advance(days=5)
    assert fetched(rzp, lapsed)["status"] == "refunded"


def test_snapshots_and_forks_hold_the_plan(rzp):
    payment = paid(rzp, 500000, method="emi")
    shot = rzp.snapshot()
    with rzp.fork() as other:
        assert fetched(other, payment) == fetched(rzp, payment)
        assert fetched(other, paid(other, 500000, method="emi"), "emi")["emi"] == PLAN
    rzp.reset()
    rzp.restore(shot)
    assert fetched(rzp, payment)["emi_plan"] == PLAN
