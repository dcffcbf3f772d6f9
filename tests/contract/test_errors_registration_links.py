"""What a registration link refuses. Its pages list no errors: texts are those of samples and sister pages."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    BOOK,
    CUSTOMER,
    Case,
    Keys,
    Stage,
    documented,
    invalid,
    refused,
    wrong_keys,
)

PAGE = "payments.recurring-payments.cards.create-authorization-transaction.create-a-registration-link"
URL = "/v1/subscription_registration/auth_links"
LINK = {
    "customer": CUSTOMER,
    "type": "link",
    "amount": 100,
    "currency": "INR",
    "description": "Registration Link for Gaurav Kumar",
    "subscription_registration": {"method": "card", "max_amount": 50000, "expire_at": 2709971120},
    "receipt": "Receipt No. 1",
}


def mandate(**changes):
    return LINK | {"subscription_registration": LINK["subscription_registration"] | changes}


CASES = [
    Case(
        PAGE,
        "foo is/are not required and should not be sent",
        "POST",
        URL,
        invalid(),
        json=LINK | {"foo": 1},
    ),
    *(
        Case(
            PAGE,
            f"The {key.replace('_', ' ')} field is required.",
            "POST",
            URL,
            invalid(key),
            json={name: value for name, value in LINK.items() if name != key},
        )
        for key in ("type", "amount", "currency", "description", "subscription_registration")
    ),
    Case(
        PAGE,
        "invaild_account_number",
        "POST",
        URL,
        invalid("subscription_registration.bank_account.account_number"),
        json=mandate(bank_account={"beneficiary_name": "Gaurav Kumar"}),
    ),
]


@pytest.mark.parametrize("half", ["key", "secret"])
def test_wrong_keys(half):
    row = Keys(PAGE, "The api {key/secret} provided is invalid", 401, "POST", URL, json=LINK)
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


@pytest.mark.parametrize(
    ("max_amount", "status"),
    [(499, 400), (500, 200), ("500", 200), (99999900, 200), (100000001, 400), (None, 200)],
)
def test_a_card_mandate_is_of_5_to_999999_rupees(rzp, max_amount, status):
    """S4: 500 to 99999900 paise, 9900000 when nothing is said."""
    stage = Stage(rzp)
    body = mandate(max_amount=max_amount)
    if max_amount is None:
        del body["subscription_registration"]["max_amount"]
    before = stage.picture()
    reply = rzp.request("POST", URL, json=body)
    assert reply.status == status
    if status == 400:
        assert reply.body["error"]["field"] == "subscription_registration.max_amount"
        assert stage.picture() == before


@pytest.mark.parametrize(
    "body", [mandate(method="cheque"), LINK | {"type": "envelope"}], ids=["method", "type"]
)
def test_one_of_a_list(rzp, body):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request("POST", URL, json=body)
    assert (reply.status, reply.body["error"]["reason"]) == (400, "input_validation_failed")
    assert reply.body["error"]["field"] in {"subscription_registration.method", "type"}
    assert stage.picture() == before


@pytest.mark.parametrize("amount", ["100", 100])
def test_digits_in_a_string_are_an_amount(rzp, amount):
    reply = rzp.request("POST", URL, json=LINK | {"amount": amount})
    assert (reply.status, reply.body["amount"]) == (200, 100)


@pytest.mark.parametrize("amount", ["hundred", "", 1.5, [100], {"rupees": 1}])
def test_nothing_else_is(rzp, amount):
    reply = rzp.request("POST", URL, json=LINK | {"amount": amount})
    assert (reply.status, reply.body["error"]["field"]) == (400, "amount")


def test_only_an_issued_registration_link_can_be_cancelled(rzp):
    """S4: "You can only cancel a registration link that is in the issued state"."""
    link = rzp.request("POST", URL, json=LINK).body
    rzp.checkout.pay(link["id"], method="card")
    reply = rzp.request("POST", f"/v1/invoices/{link['id']}/cancel")
    text = "Operation not allowed for Invoice in paid status."
    assert (reply.status, reply.body) == (400, invalid().body(text))
    assert rzp.request("GET", f"/v1/invoices/{link['id']}").body["status"] == "paid"


def test_a_registration_link_has_no_line_items_to_edit(rzp):
    link = rzp.request("POST", URL, json=LINK).body
    reply = rzp.request("PATCH", f"/v1/invoices/{link['id']}", json={"line_items": [BOOK]})
    text = "line_items is/are not required and should not be sent"
    assert (reply.status, reply.body) == (400, invalid().body(text))
