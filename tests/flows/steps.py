"""Steps that several flows and seeds take, and three ways of holding an answer against the documents."""

from __future__ import annotations

from itertools import groupby

import pytest

from fakerzp import BadRequestError

GAURAV = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}
DAY = 86400
NOWHERE = "AAAAAAAAAAAAAA"  # fourteen characters that no seed draws: a well-formed id of nothing
LISTS = ("customers", "items", "orders", "payments", "refunds", "invoices", "payment_links")
DIFFERENT = (
    "Your payment amount is different from your order amount."
    " To pay successfully, please try using right amount."
)
ALREADY_PAID = (
    "Your payment has been declined as the order is already paid."
    " Please initiate the payment with a new order."
)
FORM = {"form_reference1": "Recurring Payment for Gaurav Kumar", "form_reference2": "Method Paper NACH"}
NOTES_OF_16 = {f"key {n}": "value" for n in range(16)}  # one pair more than any entity takes
FREE_FORM = ("notes", "acquirer_data")  # keys of the caller's or of the bank's own


def without(body, *names):
    """Copy a body, but for some of its keys."""
    return {name: value for name, value in body.items() if name not in names}


# ---------------------------------------------------------------------- checks


def refused(call, text=None, *, field=None, reason=None):
    """Make `call`, demand that the API refuses it, and hand back the error.

    The pages write one and the same sentence with and without its full stop, so the stop is not compared.
    """
    with pytest.raises(BadRequestError) as caught:
        call()
    error = caught.value
    assert error.status == 400
    assert error.code == "BAD_REQUEST_ERROR"
    if text is not None:
        assert str(error).rstrip(".") == text.rstrip(".")
    if field is not None:
        assert error.field == field or field in str(error)
    if reason is not None:
        assert error.reason == reason
    return error


def missing(call, name):
    """Demand that `call` is refused because the mandatory `name` was left out."""
    error = refused(call)
    assert error.field == name
    assert name.replace("_", " ") in str(error).replace("_", " ")
    assert "required" in str(error)


def kind(value):
    """Name the JSON type of a value."""
    names = {
        bool: "boolean",
        int: "integer",
        str: "string",
        list: "array",
        dict: "object",
        type(None): "null",
    }
    return names.get(type(value), repr(type(value)))


def misfits(documented, got, *, either=(), extra=(), where=""):
    """List where `got` has other keys or other JSON types than the documented example.

    `either` names keys that may be null or not whatever the example shows; `extra` keys that another
    example of the same entity shows.
    """
    if kind(documented) != kind(got):
        return [] if where.rpartition(".")[2] in either else [f"{where}: {kind(got)}, not {kind(documented)}"]
    wrong = []
    if isinstance(documented, dict) and where.rpartition(".")[2] not in FREE_FORM:
        wrong += [f"{where}.{key}: missing" for key in documented if key not in got]
        wrong += [f"{where}.{key}: alien" for key in got if key not in documented and key not in extra]
        for key in documented.keys() & got.keys():
            wrong += misfits(documented[key], got[key], either=either, extra=extra, where=f"{where}.{key}")
    if isinstance(documented, list) and documented:
        wrong += [] if got else [f"{where}: empty"]
        for at, item in enumerate(got):
            wrong += misfits(documented[0], item, either=either, extra=extra, where=f"{where}[{at}]")
    return sorted(wrong)


def visible(rzp, headers=None):
    """All that a merchant sees: each list, each customer's tokens, the journal, events and messages."""
    state = {}
    for name in LISTS:
        params = {} if name == "payment_links" else {"count": 100}
        reply = rzp.request("GET", f"/v1/{name}", params=params, headers=headers)
        assert reply.status == 200, reply.body
        state[name] = reply.body
    for customer in state["customers"]["items"]:
        tokens = rzp.request("GET", f"/v1/customers/{customer['id']}/tokens", headers=headers)
        state[customer["id"]] = tokens.body
    state["journal"] = [repr(posting) for posting in rzp.ledger.journal]
    state["events"] = list(rzp.events)
    state["outbox"] = [repr(message) for message in rzp.outbox]
    return state


def statuses(rzp, entity_id):
    """List the states that an entity went through, each once in a row."""
    return [status for status, _ in groupby(step.status for step in rzp.history(entity_id))]


def messages(rzp, entity_id, sort=None):
    """List the messages about an entity, as (medium, address)."""
    return [
        (message.medium, message.to)
        for message in rzp.outbox
        if message.entity_id == entity_id and sort in (None, message.kind)
    ]


# ---------------------------------------------------------------------- what exists first


def order_of(rzp, amount=100000, **more):
    """Create a plain order; answers its id."""
    return rzp.orders.create({"amount": amount, "currency": "INR", **more})["id"]


def offer_of(rzp, method="netbanking", *args, **terms):
    """Make an offer, of ten percent if nothing is said; answers its id."""
    if not args and not {"percentage", "flat"} & set(terms):
        terms["percentage"] = 10
    return rzp.dashboard.create_offer(method, *args, **terms)["id"]


def paid(rzp, amount=100000, **checkout):
    """Create an order and pay it; answers the payment's id."""
    return rzp.checkout.pay(order_of(rzp, amount), **checkout)["razorpay_payment_id"]


def invoice_body(amount=100000, **more):
    """Build an invoice of one line for Gaurav Kumar."""
    line = {
        "name": "Book",
        "description": "English August",
        "amount": amount,
        "currency": "INR",
        "quantity": 1,
    }
    return {
        "type": "invoice",
        "description": "A book",
        "currency": "INR",
        "customer": dict(GAURAV),
        "line_items": [line],
        **more,
    }


def link_invoice_body(amount=100000, **more):
    """Build an invoice of type link: an amount and a description, no lines."""
    return {
        "type": "link",
        "amount": amount,
        "currency": "INR",
        "description": "A book",
        "customer": dict(GAURAV),
        **more,
    }


def payment_link_body(amount=100000, **more):
    """Build a payment link for Gaurav Kumar."""
    return {
        "amount": amount,
        "currency": "INR",
        "description": "Payment for policy no #23456",
        "customer": dict(GAURAV),
        **more,
    }


def nach_order_body(customer_id, **more):
    """Build the order that registers a paper NACH mandate, as seed 3 shows it."""
    return {
        "amount": 0,
        "currency": "INR",
        "method": "nach",
        "customer_id": customer_id,
        "receipt": "Receipt No. 1",
        "token": {
            "auth_type": "physical",
            "max_amount": 10000000,
            "expire_at": 2709971120,
            "bank_account": {
                "account_number": "11214311215411",
                "ifsc_code": "HDFC0000001",
                "beneficiary_name": "Gaurav Kumar",
                "account_type": "savings",
            },
            "nach": dict(FORM),
        },
        **more,
    }


BANK_ACCOUNT = {
    "beneficiary_name": "Gaurav Kumar",
    "account_number": "11214311215411",
    "account_type": "savings",
    "ifsc_code": "HDFC0001233",
}
REGISTRATIONS = {  # method: amount of the authorisation in paise, and what its page asks of the registration
    "card": (100, {"method": "card", "max_amount": 50000, "frequency": "monthly"}),
    "upi": (100, {"method": "upi", "max_amount": 50000, "frequency": "monthly"}),
    "emandate": (
        0,
        {"method": "emandate", "auth_type": "netbanking", "max_amount": 50000, "bank_account": BANK_ACCOUNT},
    ),
    "nach": (
        0,
        {
            "method": "nach",
            "auth_type": "physical",
            "max_amount": 50000,
            "bank_account": BANK_ACCOUNT,
            "nach": dict(FORM),
        },
    ),
}


def registration_body(method, now, *, token=None, **more):
    """Build a registration link for one method; `token` overrides parts of the registration."""
    amount, registration = REGISTRATIONS[method]
    return {
        "customer": dict(GAURAV),
        "type": "link",
        "amount": amount,
        "currency": "INR",
        "description": "12 p.m. Meals",
        "subscription_registration": {**registration, "expire_at": now + 3000 * DAY, **(token or {})},
        "expire_by": now + 30 * DAY,
        "notes": {"note_key 1": "Beam me up Scotty"},
        **more,
    }


def registered(rzp, method="nach", *, confirm=True, **token):
    """Register an instrument by link, the bank's word included; answers (customer id, token id, link)."""
    link = rzp.subscriptions.createRegistrationLink(registration_body(method, rzp.clock.now(), token=token))
    payment_id = rzp.checkout.pay(link["id"], method=method)["razorpay_payment_id"]
    token_id = rzp.payments.fetch(payment_id)["token_id"]
    if confirm and method in ("nach", "emandate"):
        rzp.bank.confirm_token(token_id)
    return link["customer_id"], token_id, link


def token_of(rzp, customer_id, token_id):
    """Fetch one token of a customer by the Node name."""
    return rzp.customers.fetchToken(customer_id, token_id)


def charge_body(order_id, customer_id, token_id, amount=1000, **more):
    """Build the recurring charge of seed 3."""
    return {
        "email": "gaurav.kumar@example.com",
        "contact": "9123456789",
        "amount": amount,
        "currency": "INR",
        "order_id": order_id,
        "customer_id": customer_id,
        "token": token_id,
        "recurring": "1",
        "description": "Creating recurring payment for Gaurav Kumar",
        **more,
    }
