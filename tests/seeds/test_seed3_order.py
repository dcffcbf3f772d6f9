"""Seed 3, paper NACH by the Node SDK's names: the customer and the registration order (S3-P1, S3-P2).

The sample addresses were masked in the seed; gaurav.kumar@example.com stands in for them.
"""

from __future__ import annotations

import pytest

from tests.flows.steps import (
    GAURAV,
    NOTES_OF_16,
    NOWHERE,
    misfits,
    missing,
    nach_order_body,
    refused,
    visible,
    without,
)

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands

CUSTOMER_REQUEST = {  # S3-X1
    "name": "Gaurav Kumar",
    "contact": 9123456780,
    "email": "gaurav.kumar@example.com",
    "fail_existing": 0,
    "gstin": "29XAbbA4369J1PA",
    "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
}
CUSTOMER = {  # S3-X2
    "id": "cust_1Aa00000000003",
    "entity": "customer",
    "name": "Gaurav Kumar",
    "email": "gaurav.kumar@example.com",
    "contact": "9000000000",
    "gstin": None,
    "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
    "created_at": 1582033731,
}
ORDER_REQUEST = {  # S3-X3, but for customer_id
    "amount": 0,
    "currency": "INR",
    "method": "nach",
    "receipt": "Receipt No. 1",
    "notes": {"notes_key_1": "Beam me up Scotty", "notes_key_2": "Engage"},
    "token": {
        "auth_type": "physical",
        "max_amount": 10000000,
        "expire_at": 2709971120,
        "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
        "bank_account": {
            "account_number": "11214311215411",
            "ifsc_code": "HDFC0000001",
            "beneficiary_name": "Gaurav Kumar",
            "account_type": "savings",
        },
        "nach": {
            "form_reference1": "Recurring Payment for Gaurav Kumar",
            "form_reference2": "Method Paper NACH",
            "description": "Paper NACH Gaurav Kumar",
        },
    },
}
ORDER = {  # S3-X4
    "id": "order_JiTfunp48y6Pzv",
    "entity": "order",
    "amount": 0,
    "amount_paid": 0,
    "amount_due": 0,
    "currency": "INR",
    "receipt": "Receipt No. 1",
    "payments": {"entity": "collection", "count": 0, "items": []},
    "offer_id": None,
    "offers": {"entity": "collection", "count": 0, "items": []},
    "status": "created",
    "attempts": 0,
    "notes": {"notes_key_1": "Beam me up Scotty", "notes_key_2": "Engage"},
    "created_at": 1655450516,
    "token": {
        "method": "nach",
        "notes": {"notes_key_1": "Tea, Earl Grey, Hot", "notes_key_2": "Tea, Earl Grey… decaf."},
        "recurring_status": None,
        "failure_reason": None,
        "currency": "INR",
        "max_amount": 10000000,
        "auth_type": "physical",
        "expire_at": None,
        "nach": {
            "create_form": True,
            "form_reference1": "Recurring Payment for Gaurav Kumar",
            "form_reference2": "Method Paper NACH",
            "prefilled_form": "https://rzp.io/i/LRVCSWsy9",
            "prefilled_form_transient": "https://rzp.io/i/POSaefL2u",
            "upload_form_url": "https://rzp.io/i/tLt1U2V50h",
            "description": "Paper NACH Gaurav Kumar",
        },
        "bank_account": {
            "ifsc": "HDFC0000001",
            "bank_name": "HDFC Bank",
            "name": "Gaurav Kumar",
            "account_number": "11214311215411",
            "account_type": "savings",
            "beneficiary_email": "gaurav.kumar@example.com",
            "beneficiary_mobile": "9123456780",
        },
        "first_payment_amount": 0,
    },
}


@pytest.fixture
def customer_id(rzp):
    return rzp.customers.create(CUSTOMER_REQUEST)["id"]


@pytest.fixture
def order_body(customer_id):
    return {**ORDER_REQUEST, "customer_id": customer_id}


# ---------------------------------------------------------------------- the endpoints


def test_customers_create_sends_the_documented_request(rzp):
    """S3-P1: instance.customers.create is POST /v1/customers; the Python name is customer.create."""
    made = rzp.customers.create(CUSTOMER_REQUEST)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", "/v1/customers")
    assert rzp.customer.fetch(made["id"]) == made
    assert rzp.customer.create(CUSTOMER_REQUEST) == made  # fail_existing is 0: the same customer once more


def test_orders_create_sends_the_documented_request(rzp, order_body):
    """S3-P2: instance.orders.create is POST /v1/orders, also for a NACH registration order."""
    made = rzp.orders.create(order_body)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", "/v1/orders")
    assert rzp.order.fetch(made["id"])["id"] == made["id"]
    other = rzp.order.create({**order_body, "receipt": "Receipt No. 2"})
    assert misfits(made, other) == []


# ---------------------------------------------------------------------- the customer


@pytest.mark.parametrize(
    ("name", "sent", "shown"),
    [
        pytest.param("name", "Asha Rao", "Asha Rao", id="S3-Q1 name"),
        pytest.param("email", "asha@example.com", "asha@example.com", id="S3-Q2 email"),
        pytest.param("contact", 9000000001, "9000000001", id="S3-Q3 contact as a number"),
        pytest.param("contact", "9000000001", "9000000001", id="S3-Q3 contact as a string"),
        pytest.param("notes", {"tea": "hot"}, {"tea": "hot"}, id="S3-Q5 notes"),
    ],
)
def test_what_a_customer_is_created_with_shows(rzp, name, sent, shown):
    made = rzp.customers.create({**CUSTOMER_REQUEST, name: sent})
    assert made[name] == shown
    assert rzp.customers.fetch(made["id"])[name] == shown


def test_a_customer_needs_a_name_and_nothing_else(rzp):
    """S3-Q1, S3-Q2, S3-Q3, S3-Q5, S3-B10: of the customer's parameters the seed stars the name alone."""
    missing(lambda: rzp.customers.create(without(CUSTOMER_REQUEST, "name")), "name")
    assert rzp.customers.all()["count"] == 0
    made = rzp.customers.create({"name": "Gaurav Kumar"})
    assert (made["email"], made["contact"], made["notes"]) == (None, None, [])


@pytest.mark.parametrize(
    "flag", [{}, {"fail_existing": 1}, {"fail_existing": "1"}], ids=["default", "1", "'1'"]
)
def test_the_same_customer_twice_is_an_error_by_default(rzp, customer_id, flag):
    """S3-Q4: without fail_existing, or with 1, a customer with the same details is refused."""
    before = visible(rzp)
    again = {**without(CUSTOMER_REQUEST, "fail_existing"), **flag}
    # The pages give no text; this is the one that the real API answers.
    refused(lambda: rzp.customers.create(again), "Customer already exists for the merchant")
    assert visible(rzp) == before
    assert [customer["id"] for customer in before["customers"]["items"]] == [customer_id]


@pytest.mark.parametrize("flag", [0, "0"])
def test_fail_existing_0_answers_the_customer_that_exists(rzp, customer_id, flag):
    """S3-Q4: with 0 the existing customer comes back and no second one is made."""
    again = rzp.customers.create({**CUSTOMER_REQUEST, "fail_existing": flag})
    assert again["id"] == customer_id
    assert rzp.customers.all()["count"] == 1


@pytest.mark.parametrize("flag", [2, "2", "maybe"])
def test_fail_existing_is_0_or_1(rzp, flag):
    """S3-Q4: any other value of fail_existing is refused."""
    refused(lambda: rzp.customers.create({**CUSTOMER_REQUEST, "fail_existing": flag}), field="fail_existing")
    assert rzp.customers.all()["count"] == 0


def test_notes_of_a_customer_are_fifteen_at_most(rzp):
    """S3-Q5: notes is an object of key-value pairs; sixteen of them are refused, and so is a text."""
    refused(lambda: rzp.customers.create({**CUSTOMER_REQUEST, "notes": NOTES_OF_16}), field="notes")
    refused(lambda: rzp.customers.create({**CUSTOMER_REQUEST, "notes": "tea"}), field="notes")
    assert rzp.customers.all()["count"] == 0


def test_the_sample_customer(rzp):
    """S3-X1, S3-X2: the request of the sample is accepted and answered in the shape of the sample."""
    made = rzp.customers.create(CUSTOMER_REQUEST)
    # The sample sends a gstin and shows none: it is another customer's answer. What was sent is shown.
    assert misfits(CUSTOMER, made, either=("gstin",)) == []
    assert made["gstin"] == "29XAbbA4369J1PA"
    assert made["contact"] == "9123456780"
    assert made["notes"] == CUSTOMER_REQUEST["notes"]
    assert made["created_at"] == NOW
    assert made["id"].startswith("cust_")
    assert len(made["id"]) == len(CUSTOMER["id"])


# ---------------------------------------------------------------------- the order


def test_the_sample_registration_order(rzp, order_body):
    """S3-X3, S3-X4: the sample's request is accepted, the answer has the sample's keys, types and values."""
    made = rzp.orders.create(order_body)
    assert misfits(ORDER, made) == []
    drawn = {"id", "created_at", "token"}
    assert without(made, *drawn) == without(ORDER, *drawn)
    assert {**made["token"], "nach": None} == {**ORDER["token"], "nach": None}
    assert made["created_at"] == NOW


def test_a_registration_order_carries_payments_offers_and_a_token(rzp, order_body):
    """S3-B1: amount 0, empty collections of payments and offers, the token with forms and bank account."""
    made = rzp.orders.create(order_body)
    empty = {"entity": "collection", "count": 0, "items": []}
    assert (made["amount"], made["payments"], made["offers"]) == (0, empty, empty)
    token = made["token"]
    assert (token["method"], token["first_payment_amount"]) == ("nach", 0)
    nach = token["nach"]
    urls = [nach["prefilled_form"], nach["prefilled_form_transient"], nach["upload_form_url"]]
    assert all(url.startswith("https://rzp.io/i/") for url in urls)
    assert len(set(urls)) == 3
    account = token["bank_account"]
    assert (account["ifsc"], account["bank_name"], account["name"]) == (
        "HDFC0000001",
        "HDFC Bank",
        "Gaurav Kumar",
    )
    assert (account["beneficiary_email"], account["beneficiary_mobile"]) == (
        GAURAV["email"],
        GAURAV["contact"],
    )


def test_the_answer_to_a_registration_order_shows_no_expiry(rzp, order_body):
    """S3-B2: token.expire_at is sent, and null in the answer, as the sample has it."""
    assert order_body["token"]["expire_at"] == 2709971120
    assert rzp.orders.create(order_body)["token"]["expire_at"] is None


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("amount", id="S3-Q6 amount"),
        # The table stars currency and gives it a default; the star holds, as on the endpoint's page.
        pytest.param("currency", id="S3-Q7 currency"),
        pytest.param("customer_id", id="S3-Q8 customer_id"),
        pytest.param("method", id="S3-Q9 method"),
    ],
)
def test_what_a_registration_order_cannot_do_without(rzp, order_body, name):
    """S3-B10: a starred parameter that is missing is an error, and no order is made."""
    missing(lambda: rzp.orders.create(without(order_body, name)), name)
    assert rzp.orders.all()["count"] == 0


@pytest.mark.parametrize(
    ("change", "text", "field"),
    [
        pytest.param({"amount": 100}, "The amount should be 0.", "amount", id="S3-Q6 amount is 0"),
        pytest.param(
            {"amount": "free"}, "The amount must be an integer.", "amount", id="S3-Q6 amount is an integer"
        ),
        pytest.param(
            {"currency": "USD"},
            "The currency should be INR when method is nach",
            "currency",
            id="S3-Q7 currency is INR",
        ),
        pytest.param(
            {"customer_id": f"cust_{NOWHERE}"},
            "The id provided does not exist",
            None,
            id="S3-Q8 customer exists",
        ),
        pytest.param({"method": "cheque"}, None, "method", id="S3-Q9 method is nach"),
        pytest.param({"notes": NOTES_OF_16}, None, "notes", id="S3-Q12 notes are fifteen"),
    ],
)
def test_what_a_registration_order_is_refused_for(rzp, order_body, change, text, field):
    refused(lambda: rzp.orders.create({**order_body, **change}), text, field=field)
    assert rzp.orders.all()["count"] == 0


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        pytest.param("amount", 0, id="S3-Q6 amount"),
        pytest.param("currency", "INR", id="S3-Q7 currency"),
        pytest.param("receipt", "Receipt No. 77", id="S3-Q10 receipt"),
        pytest.param("notes", {"tea": "hot"}, id="S3-Q12 notes"),
    ],
)
def test_what_a_registration_order_is_created_with_shows(rzp, order_body, name, sent):
    made = rzp.orders.create({**order_body, name: sent})
    assert made[name] == sent
    assert rzp.orders.fetch(made["id"])[name] == sent


def test_what_is_optional_in_a_registration_order(rzp, order_body):
    """S3-Q10, S3-Q12: an order needs neither receipt nor notes."""
    made = rzp.orders.create(without(order_body, "receipt", "notes"))
    assert (made["receipt"], made["notes"]) == (None, [])


def test_the_customer_and_the_method_of_a_registration_order_reach_its_payment(rzp, order_body, customer_id):
    """S3-Q8, S3-Q9: who is registered and how, as the payment made with the order shows."""
    order_id = rzp.orders.create(order_body)["id"]
    payment = rzp.payments.fetch(rzp.checkout.pay(order_id, method="nach")["razorpay_payment_id"])
    assert (payment["customer_id"], payment["method"]) == (customer_id, "nach")


def test_what_is_in_the_token_of_a_registration_order_shows(rzp, order_body):
    """S3-Q11: token is an object; its limit, notes, account and form come back in the answer."""
    account = {"account_number": "50100012345678", "ifsc_code": "UTIB0000003", "beneficiary_name": "Asha Rao"}
    form = {"form_reference1": "One", "form_reference2": "Two", "description": "Three"}
    sent = {
        **order_body["token"],
        "max_amount": 70000,
        "notes": {"tea": "hot"},
        "bank_account": account,
        "nach": form,
    }
    token = rzp.orders.create({**order_body, "token": sent})["token"]
    assert (token["max_amount"], token["notes"], token["auth_type"]) == (70000, {"tea": "hot"}, "physical")
    shown = token["bank_account"]
    assert (shown["account_number"], shown["ifsc"], shown["name"]) == (
        "50100012345678",
        "UTIB0000003",
        "Asha Rao",
    )
    assert (shown["bank_name"], shown["account_type"]) == ("Axis Bank", "savings")  # savings is the default
    assert {key: token["nach"][key] for key in form} == form


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ({"max_amount": 499}, "The minimum transaction amount allowed is Re. 5."),
        (
            {"bank_account": {**ORDER_REQUEST["token"]["bank_account"], "ifsc_code": "HDFC1"}},
            "Invalid IFSC Code",
        ),
        ({"auth_type": "telepathy"}, None),
    ],
    ids=["too small a limit", "no IFSC", "no such authorisation"],
)
def test_what_is_wrong_in_the_token_of_a_registration_order(rzp, order_body, inner, text):
    """S3-Q11: what the token may hold is checked."""
    refused(lambda: rzp.orders.create({**order_body, "token": {**order_body["token"], **inner}}), text)
    assert rzp.orders.all()["count"] == 0


def test_an_order_of_nothing_without_a_token_is_refused(rzp, order_body):
    """S3-Q11: it is the token that makes an order of 0 a registration."""
    refused(lambda: rzp.orders.create(without(order_body, "token")))
    assert rzp.orders.all()["count"] == 0


def test_the_short_registration_order(rzp, customer_id):
    """S3-Q11, S3-Q12: notes are optional in the token and in the order."""
    token = rzp.orders.create(nach_order_body(customer_id))["token"]
    assert token["notes"] == []
