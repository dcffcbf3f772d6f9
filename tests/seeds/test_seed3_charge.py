"""Seed 3, paper NACH by Node's names: payments, tokens and the recurring charge (S3-P6 to S3-P11).

The sample addresses were masked in the seed; gaurav.kumar@example.com stands in for them.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.flows.steps import (
    DIFFERENT,
    GAURAV,
    NOTES_OF_16,
    NOWHERE,
    charge_body,
    misfits,
    missing,
    refused,
    registered,
    token_of,
    visible,
    without,
)

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands

PAYMENT = {  # S3-X10
    "id": "pay_EnLNTjINiPkMEZ",
    "entity": "payment",
    "amount": 0,
    "currency": "INR",
    "status": "captured",
    "order_id": "order_EnLLfglmKksr4K",
    "invoice_id": "inv_EnLLfgCzRfcMuh",
    "international": False,
    "method": "nach",
    "amount_refunded": 0,
    "refund_status": None,
    "captured": True,
    "description": "Invoice #inv_EnLLfgCzRfcMuh",
    "card_id": None,
    "bank": "UTIB",
    "wallet": None,
    "vpa": None,
    "email": "gaurav.kumar@example.com",
    "contact": "+919876543210",
    "customer_id": "cust_DtHaBuooGHTuyZ",
    "token_id": "token_EnLNTnn7uyRg5V",
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
    "fee": 0,
    "tax": 0,
    "error_code": None,
    "error_description": None,
    "error_source": None,
    "error_step": None,
    "error_reason": None,
    "acquirer_data": {},
    "created_at": 1588827564,
}
LATER_KEYS = ("error_source", "error_step", "error_reason", "acquirer_data")  # S3-X9 is the older sample
PAYMENTS = {"entity": "collection", "count": 1, "items": [without(PAYMENT, *LATER_KEYS)]}  # S3-X9
TOKENS = {  # S3-X11
    "entity": "collection",
    "count": 1,
    "items": [
        {
            "id": "token_EhYgIE3pOyMQpD",
            "entity": "token",
            "token": "3mQ5Czc6APNppI",
            "bank": "HDFC",
            "wallet": None,
            "method": "nach",
            "vpa": None,
            "recurring": True,
            "recurring_details": {"status": "confirmed", "failure_reason": None},
            "auth_type": "physical",
            "mrn": None,
            "used_at": 1587564373,
            "created_at": 1587564373,
            "dcc_enabled": False,
        }
    ],
}
ORDER_REQUEST = {  # S3-X13
    "amount": 1000,
    "currency": "INR",
    "payment_capture": True,
    "receipt": "Receipt No. 1",
    "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
}
ORDER = {  # S3-X14
    "id": "order_1Aa00000000002",
    "entity": "order",
    "amount": 1000,
    "amount_paid": 0,
    "amount_due": 1000,
    "currency": "INR",
    "receipt": "Receipt No. 1",
    "offer_id": None,
    "status": "created",
    "attempts": 0,
    "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
    "created_at": 1579782776,
}
CHARGE_REQUEST = {  # S3-X15; the ids are another world's
    "email": "gaurav.kumar@example.com",
    "contact": "9123456789",
    "amount": 1000,
    "currency": "INR",
    "order_id": "order_1Aa00000000002",
    "customer_id": "cust_1Aa00000000001",
    "token": "token_1Aa00000000001",
    "recurring": "1",
    "description": "Creating recurring payment for Gaurav Kumar",
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
}
CHARGE = {  # S3-X16
    "razorpay_payment_id": "pay_1Aa00000000001",
    "razorpay_order_id": "order_1Aa00000000001",
    "razorpay_signature": "9ef4dffbfd84f1318f6739a3ce19f9d85851857ae648f114332d8401e0949a3d",
}


@pytest.fixture
def mandate(rzp):
    """A paper NACH mandate, registered by link and confirmed by the bank."""
    customer_id, token_id, link = registered(rzp, "nach")
    (payment,) = rzp.orders.fetchPayments(link["order_id"])["items"]
    return SimpleNamespace(customer_id=customer_id, token_id=token_id, link=link, payment_id=payment["id"])


@pytest.fixture
def charge(rzp, mandate):
    """The sample's charge, its ids replaced by those of this world."""
    order_id = rzp.orders.create(ORDER_REQUEST)["id"]
    ids = {"order_id": order_id, "customer_id": mandate.customer_id, "token": mandate.token_id}
    return {**CHARGE_REQUEST, **ids}


def made_by(rzp, charge):
    """Make a charge and fetch its payment."""
    return rzp.payments.fetch(rzp.payments.createRecurringPayment(charge)["razorpay_payment_id"])


# ---------------------------------------------------------------------- the endpoints


def test_orders_fetch_payments_sends_the_documented_request(rzp, mandate):
    """S3-P6: orders.fetchPayments is GET /v1/orders/{id}/payments; the Python name is order.payments."""
    answer = rzp.orders.fetchPayments(mandate.link["order_id"])
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == (
        "GET",
        f"/v1/orders/{mandate.link['order_id']}/payments",
    )
    assert rzp.order.payments(mandate.link["order_id"]) == answer


def test_payments_fetch_sends_the_documented_request(rzp, mandate):
    """S3-P7: payments.fetch is GET /v1/payments/{id}; the Python name is payment.fetch."""
    answer = rzp.payments.fetch(mandate.payment_id)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("GET", f"/v1/payments/{mandate.payment_id}")
    assert rzp.payment.fetch(mandate.payment_id) == answer


def test_customers_fetch_tokens_sends_the_documented_request(rzp, mandate):
    """S3-P8: customers.fetchTokens is GET /v1/customers/{id}/tokens; the Python name is token.all."""
    answer = rzp.customers.fetchTokens(mandate.customer_id)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == (
        "GET",
        f"/v1/customers/{mandate.customer_id}/tokens",
    )
    assert rzp.token.all(mandate.customer_id) == answer


def test_customers_delete_token_sends_the_documented_request(rzp, mandate):
    """S3-P9: customers.deleteToken is DELETE /v1/customers/{id}/tokens/{token_id}; in Python token.delete."""
    path = f"/v1/customers/{mandate.customer_id}/tokens/{mandate.token_id}"
    assert rzp.customers.deleteToken(mandate.customer_id, mandate.token_id) == {"deleted": True}
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("DELETE", path)
    _, token_id, link = registered(rzp, "nach")
    assert rzp.token.delete(link["customer_id"], token_id) == {"deleted": True}


def test_orders_create_sends_the_documented_request(rzp):
    """S3-P10: instance.orders.create is POST /v1/orders, for a subsequent charge as for any order."""
    made = rzp.orders.create(ORDER_REQUEST)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", "/v1/orders")
    assert rzp.order.fetch(made["id"]) == made


def test_create_recurring_payment_sends_the_documented_request(rzp, charge):
    """S3-P11: createRecurringPayment is POST /v1/payments/create/recurring; in Python createRecurring."""
    rzp.payments.createRecurringPayment(charge)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", "/v1/payments/create/recurring")
    order_id = rzp.orders.create({**ORDER_REQUEST, "receipt": "Receipt No. 2"})["id"]
    answer = rzp.payment.createRecurring({**charge, "order_id": order_id})
    assert answer["razorpay_order_id"] == order_id


# ---------------------------------------------------------------------- the payment and the token


def test_the_payments_of_a_registration(rzp, mandate):
    """S3-B6, S3-Q27, S3-X9: a collection; the captured payment of 0 names its invoice and its token."""
    order_id = mandate.link["order_id"]
    other = rzp.orders.create(ORDER_REQUEST)["id"]
    answer = rzp.orders.fetchPayments(order_id)
    # The sample is older than the one of S3-P7: the keys that came later are shown here too.
    assert misfits(PAYMENTS, answer, extra=LATER_KEYS) == []
    (payment,) = answer["items"]
    assert (answer["entity"], answer["count"]) == ("collection", 1)
    assert (payment["amount"], payment["status"], payment["captured"]) == (0, "captured", True)
    assert (payment["order_id"], payment["invoice_id"]) == (order_id, mandate.link["id"])
    assert payment["token_id"] == mandate.token_id
    assert (payment["fee"], payment["tax"], payment["bank"]) == (0, 0, "HDFC")
    assert rzp.orders.fetchPayments(other) == {"entity": "collection", "count": 0, "items": []}


def test_the_sample_payment(rzp, mandate):
    """S3-Q28, S3-X10: the payment of that id, with the sample's keys, types and values."""
    payment = rzp.payments.fetch(mandate.payment_id)
    assert misfits(PAYMENT, payment) == []
    drawn = {
        "id",
        "order_id",
        "invoice_id",
        "customer_id",
        "token_id",
        "created_at",
        "contact",
        "description",
    }
    expected = {**PAYMENT, "bank": "HDFC", "notes": mandate.link["notes"]}
    assert without(payment, *drawn) == without(expected, *drawn)
    assert (payment["id"], payment["customer_id"]) == (mandate.payment_id, mandate.customer_id)
    assert payment["contact"].endswith(GAURAV["contact"])
    assert payment["created_at"] == NOW


def test_the_sample_tokens(rzp, mandate):
    """S3-Q29, S3-X11: the tokens of that customer, with the sample's keys, types and values."""
    stranger = rzp.customers.create({"name": "Asha Rao", "contact": "9000000001"})["id"]
    answer = rzp.customers.fetchTokens(mandate.customer_id)
    assert misfits(TOKENS, answer) == []
    drawn = {"id", "token", "used_at", "created_at"}
    assert without(answer["items"][0], *drawn) == without(TOKENS["items"][0], *drawn)
    assert answer["items"][0]["id"] == mandate.token_id
    assert rzp.customers.fetchTokens(stranger) == {"entity": "collection", "count": 0, "items": []}


def test_deleting_a_token(rzp, mandate):
    """S3-B7, S3-Q30, S3-Q31, S3-X12: {"deleted": true}; that token is gone, another one stays."""
    _, kept, _ = registered(rzp, "card")
    answer = rzp.customers.deleteToken(mandate.customer_id, mandate.token_id)
    assert answer == {"deleted": True}
    assert answer["deleted"] is True
    assert [token["id"] for token in rzp.customers.fetchTokens(mandate.customer_id)["items"]] == [kept]
    refused(lambda: token_of(rzp, mandate.customer_id, mandate.token_id), "The id provided does not exist")


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda rzp, have: rzp.orders.fetchPayments(f"order_{NOWHERE}"), id="S3-Q27 order"),
        pytest.param(lambda rzp, have: rzp.payments.fetch(f"pay_{NOWHERE}"), id="S3-Q28 payment"),
        pytest.param(lambda rzp, have: rzp.customers.fetchTokens(f"cust_{NOWHERE}"), id="S3-Q29 customer"),
        pytest.param(
            lambda rzp, have: rzp.customers.deleteToken(f"cust_{NOWHERE}", have.token_id),
            id="S3-Q30 customer",
        ),
        pytest.param(
            lambda rzp, have: rzp.customers.deleteToken(have.customer_id, f"token_{NOWHERE}"),
            id="S3-Q31 token",
        ),
    ],
)
def test_an_id_that_does_not_exist(rzp, mandate, call):
    before = visible(rzp)
    refused(lambda: call(rzp, mandate), "The id provided does not exist")
    assert visible(rzp) == before


# ---------------------------------------------------------------------- the order of a subsequent charge


def test_the_sample_order(rzp):
    """S3-X13, S3-X14: the sample's request is accepted; the answer has the sample's keys, types, values."""
    made = rzp.orders.create(ORDER_REQUEST)
    assert misfits(ORDER, made) == []
    assert without(made, "id", "created_at") == without(ORDER, "id", "created_at")
    assert made["created_at"] == NOW


def test_an_order_starts_untouched(rzp):
    """S3-B8: status created, no attempts, the whole amount due, no offer."""
    made = rzp.orders.create({**ORDER_REQUEST, "amount": 5000})
    assert (made["status"], made["attempts"], made["amount_due"]) == ("created", 0, 5000)
    assert (made["amount_paid"], made["offer_id"]) == (0, None)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        pytest.param("amount", 70000, id="S3-Q32 amount"),
        pytest.param("currency", "INR", id="S3-Q33 currency"),
        pytest.param("receipt", "Receipt No. 77", id="S3-Q34 receipt"),
        pytest.param("notes", {"tea": "hot"}, id="S3-Q35 notes"),
    ],
)
def test_what_an_order_is_created_with_shows(rzp, name, sent):
    made = rzp.orders.create({**ORDER_REQUEST, name: sent})
    assert made[name] == sent
    assert rzp.orders.fetch(made["id"])[name] == sent


@pytest.mark.parametrize(
    "name", [pytest.param("amount", id="S3-Q32 amount"), pytest.param("currency", id="S3-Q33 currency")]
)
def test_what_an_order_cannot_do_without(rzp, name):
    """S3-B10: a starred parameter that is missing is an error."""
    missing(lambda: rzp.orders.create(without(ORDER_REQUEST, name)), name)
    assert rzp.orders.all()["count"] == 0


def test_what_an_order_can_do_without(rzp):
    """S3-Q34, S3-Q35, S3-Q36: receipt, notes and payment_capture bear no star."""
    made = rzp.orders.create({"amount": 1000, "currency": "INR"})
    assert (made["receipt"], made["notes"]) == (None, [])


@pytest.mark.parametrize(
    ("change", "text", "field"),
    [
        pytest.param(
            {"amount": 99}, "The amount must be at least INR 1.00", "amount", id="S3-Q32 least amount"
        ),
        pytest.param({"amount": 10.5}, "The amount must be an integer.", "amount", id="S3-Q32 whole amount"),
        pytest.param({"currency": "RUPEE"}, None, "currency", id="S3-Q33 currency"),
        pytest.param({"notes": NOTES_OF_16}, None, "notes", id="S3-Q35 notes"),
        pytest.param({"payment_capture": "later"}, None, "payment_capture", id="S3-Q36 payment_capture"),
    ],
)
def test_what_an_order_is_refused_for(rzp, change, text, field):
    refused(lambda: rzp.orders.create({**ORDER_REQUEST, **change}), text, field=field)
    assert rzp.orders.all()["count"] == 0


@pytest.mark.parametrize("capture", [True, False])
def test_payment_capture_decides_whether_a_charge_is_captured(rzp, mandate, capture):
    """S3-Q36: true captures automatically; false leaves the payment authorized, to be captured by hand."""
    order_id = rzp.orders.create({**ORDER_REQUEST, "payment_capture": capture})["id"]
    payment = made_by(rzp, charge_body(order_id, mandate.customer_id, mandate.token_id))
    order = rzp.orders.fetch(order_id)
    if capture:
        assert (payment["status"], payment["captured"]) == ("captured", True)
        assert (order["status"], order["amount_paid"]) == ("paid", 1000)
    else:
        assert (payment["status"], payment["captured"]) == ("authorized", False)
        assert (order["status"], order["amount_paid"], order["attempts"]) == ("attempted", 0, 1)
        assert rzp.payments.capture(payment["id"], 1000, "INR")["status"] == "captured"
        assert rzp.orders.fetch(order_id)["status"] == "paid"


# ---------------------------------------------------------------------- the recurring charge


def test_the_sample_charge(rzp, charge):
    """S3-X15, S3-X16, S3-B9: the sample's request is accepted; payment, order and a signature come back."""
    answer = rzp.payments.createRecurringPayment(charge)
    assert misfits(CHARGE, answer) == []
    assert answer["razorpay_order_id"] == charge["order_id"]
    assert len(answer["razorpay_signature"]) == len(CHARGE["razorpay_signature"])
    assert rzp.utility.verify_payment_signature(answer)
    assert rzp.orders.fetch(charge["order_id"])["status"] == "paid"


@pytest.mark.parametrize(
    ("name", "sent", "key", "shown"),
    [
        pytest.param("email", "asha@example.com", "email", "asha@example.com", id="S3-Q37 email"),
        pytest.param("amount", 1000, "amount", 1000, id="S3-Q39 amount"),
        pytest.param("currency", "INR", "currency", "INR", id="S3-Q40 currency"),
        pytest.param("description", "Meals of May", "description", "Meals of May", id="S3-Q45 description"),
        pytest.param("notes", {"tea": "hot"}, "notes", {"tea": "hot"}, id="S3-Q46 notes"),
    ],
)
def test_what_a_charge_is_made_with_shows(rzp, charge, name, sent, key, shown):
    assert made_by(rzp, {**charge, name: sent})[key] == shown


def test_whom_and_what_a_charge_is_for(rzp, charge, mandate):
    """S3-Q38, S3-Q41, S3-Q42, S3-Q43: contact, order, customer and token are the payment's."""
    payment = made_by(rzp, charge)
    assert payment["contact"].endswith("9123456789")  # with or without the country code
    assert payment["order_id"] == charge["order_id"]
    assert (payment["customer_id"], payment["token_id"]) == (mandate.customer_id, mandate.token_id)
    assert payment["method"] == "nach"
    assert [item["id"] for item in rzp.orders.fetchPayments(charge["order_id"])["items"]] == [payment["id"]]


def test_what_a_charge_can_do_without(rzp, charge):
    """S3-Q45, S3-Q46: description and notes bear no star."""
    payment = made_by(rzp, without(charge, "description", "notes"))
    assert (payment["description"], payment["notes"]) == (None, [])


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("email", id="S3-Q37 email"),
        pytest.param("contact", id="S3-Q38 contact"),
        pytest.param("amount", id="S3-Q39 amount"),
        pytest.param("currency", id="S3-Q40 currency"),
        pytest.param("order_id", id="S3-Q41 order_id"),
        pytest.param("customer_id", id="S3-Q42 customer_id"),
        pytest.param("token", id="S3-Q43 token"),
        pytest.param("recurring", id="S3-Q44 recurring"),
    ],
)
def test_what_a_charge_cannot_do_without(rzp, charge, name):
    """S3-B10: a starred parameter that is missing is an error, and nobody is charged."""
    before = visible(rzp)
    missing(lambda: rzp.payments.createRecurringPayment(without(charge, name)), name)
    assert visible(rzp) == before


@pytest.mark.parametrize(
    ("change", "text"),
    [
        pytest.param({"amount": 999}, DIFFERENT, id="S3-Q39 less than the order"),
        pytest.param({"amount": 1001}, DIFFERENT, id="S3-Q39 more than the order"),
        pytest.param({"amount": "all"}, "The amount must be an integer.", id="S3-Q39 no number"),
        pytest.param({"currency": "USD"}, None, id="S3-Q40 currency is INR"),
        pytest.param({"order_id": f"order_{NOWHERE}"}, "The id provided does not exist", id="S3-Q41 order"),
        pytest.param(
            {"customer_id": f"cust_{NOWHERE}"}, "The id provided does not exist", id="S3-Q42 customer"
        ),
        pytest.param({"token": f"token_{NOWHERE}"}, "The id provided does not exist", id="S3-Q43 token"),
        # Not enabled: the customer would have to be present, and this call has none.
        pytest.param({"recurring": "0"}, None, id="S3-Q44 recurring 0"),
        pytest.param({"recurring": "sometimes"}, None, id="S3-Q44 recurring is 1 or 0"),
        pytest.param({"notes": NOTES_OF_16}, None, id="S3-Q46 fifteen pairs"),
        pytest.param({"notes": {"tea": "x" * 257}}, None, id="S3-Q46 256 characters"),
    ],
)
def test_what_a_charge_is_refused_for(rzp, charge, change, text):
    before = visible(rzp)
    refused(lambda: rzp.payments.createRecurringPayment({**charge, **change}), text)
    assert visible(rzp) == before


def test_a_charge_takes_fifteen_notes_of_256_characters(rzp, charge):
    """S3-Q46: the limits themselves are within."""
    notes = {f"key {n}": "x" * 256 for n in range(15)}
    assert made_by(rzp, {**charge, "notes": notes})["notes"] == notes


@pytest.mark.parametrize("recurring", ["1", 1, True])
def test_recurring_is_enabled_in_three_spellings(rzp, charge, recurring):
    """S3-Q44: "1" in the seed, true on the page of the endpoint."""
    assert made_by(rzp, {**charge, "recurring": recurring})["status"] == "captured"


def test_a_token_of_another_customer_is_not_charged(rzp, charge):
    """S3-Q42, S3-Q43: the token must be that customer's."""
    stranger = rzp.customers.create({"name": "Asha Rao", "contact": "9000000001"})["id"]
    before = visible(rzp)
    refused(lambda: rzp.payments.createRecurringPayment({**charge, "customer_id": stranger}))
    assert visible(rzp) == before
