"""Customers' fund accounts: what the page shows, and each refusal. Page: api/customers/customer-fund-account.md."""

from __future__ import annotations

import pytest

from fakerzp import NotFaked

URL = "/v1/fund_accounts"
ACCOUNT = {"name": "Gaurav Kumar", "account_number": "11214311215411", "ifsc": "HDFC0000053"}
NOBODY = "cust_AAAAAAAAAAAAAA"


@pytest.fixture
def customer(rzp):
    return rzp.customer.create({"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com"})["id"]


def body(customer, **more):
    return {"customer_id": customer, "account_type": "bank_account", "bank_account": ACCOUNT, **more}


def refused(rzp, method, path, sent=None, **options):
    before = rzp.snapshot()
    reply = rzp.request(method, path, json=sent, **options)
    assert reply.status == 400
    assert not rzp.diff(before, rzp.snapshot())
    return reply.body["error"]["description"], reply.body["error"].get("field")


def test_a_bank_account(rzp, customer):
    made = rzp.fund_account.create(body(customer))
    assert made["id"].startswith("fa_")
    assert list(made.items())[1:] == [
        ("entity", "fund_account"),
        ("customer_id", customer),
        ("account_type", "bank_account"),
        (
            "bank_account",
            {
                "ifsc": "HDFC0000053",
                "bank_name": "HDFC Bank",
                "name": "Gaurav Kumar",
                "notes": [],
                "account_number": "11214311215411",
            },
        ),
        ("batch_id", None),
        ("active", True),
        ("created_at", rzp.clock.now()),
    ]
    assert rzp.fund_account.fetch(made["id"], {}) == made


def test_an_upi_address(rzp, customer):
    made = rzp.fundAccount.create(
        {"customer_id": customer, "account_type": "vpa", "vpa": {"address": "gaurav.kumar@exampleupi"}}
    )
    assert made["account_type"] == "vpa"
    assert made["vpa"] == {
        "username": "gaurav.kumar",
        "handle": "exampleupi",
        "address": "gaurav.kumar@exampleupi",
    }
    assert "bank_account" not in made


def test_those_of_a_customer_newest_first(rzp, customer):
    other = rzp.customer.create({"name": "Asha Rao", "email": "asha.rao@example.com"})["id"]
    mine = [rzp.fund_account.create(body(customer)) for _ in range(2)]  # the same details: another account
    rzp.fund_account.create(body(other))
    listed = rzp.fund_account.all({"customer_id": customer})
    assert listed == {"entity": "collection", "count": 2, "items": mine[::-1]}
    assert rzp.fundAccount.fetch(customer) == listed
    assert rzp.fund_account.all({"customer_id": customer, "count": 1})["items"] == mine[1:]


@pytest.mark.parametrize(
    ("change", "description", "field"),
    [
        ({"customer_id": None}, "The customer id field is required.", "customer_id"),
        ({"customer_id": NOBODY}, "The id provided does not exist", None),
        ({"account_type": None}, "The account type field is required.", "account_type"),
        ({"account_type": "card"}, "The selected account_type is invalid.", "account_type"),
        ({"bank_account": None}, "The bank_account field is required.", "bank_account"),
        ({"account_type": "vpa"}, "The vpa field is required.", "vpa"),
        ({"bank_account": {**ACCOUNT, "ifsc": "HDFC"}}, "Invalid IFSC Code", "bank_account.ifsc"),
        ({"bank_account": {**ACCOUNT, "name": ""}}, "The bank_account.name field is required.", "bank_account.name"),
        ({"nickname": "a"}, "nickname is/are not required and should not be sent", None),
        (
            {"account_type": "vpa", "vpa": {"address": "gaurav"}},
            "Invalid VPA. Please enter a valid Virtual Payment Address",
            "vpa.address",
        ),
    ],
)
def test_what_is_no_fund_account(rzp, customer, change, description, field):
    told, at = refused(rzp, "POST", URL, body(customer, **change))
    assert told.replace("bank account", "bank_account") == description
    assert at == field


def test_lists_are_of_a_customer(rzp):
    assert refused(rzp, "GET", URL) == ("The customer id field is required.", "customer_id")
    assert refused(rzp, "GET", URL, params={"customer_id": NOBODY}) == ("The id provided does not exist", None)
    assert refused(rzp, "GET", f"{URL}/fa_AAAAAAAAAAAAAA") == ("The id provided does not exist", None)
    assert refused(rzp, "GET", f"{URL}/no") == ("no is not a valid id", None)


def test_those_of_contacts_are_another_product(rzp, customer):
    with pytest.raises(NotFaked, match="RazorpayX"):
        rzp.fund_account.create(body(customer, contact_id="cont_00000000000001"))
