"""Customers' bank accounts: what the page shows, and what it leaves to the general rules of the API."""

from __future__ import annotations

import pytest

from tests.contract.refusals import CUSTOMER, UNKNOWN

# The request of the page.
ACCOUNT = {
    "ifsc_code": "UTIB0000194",
    "account_number": "916010080000000",
    "beneficiary_name": "Gaurav Kumar",
    "beneficiary_address1": "address 1",
    "beneficiary_address2": "address 2",
    "beneficiary_address3": "address 3",
    "beneficiary_address4": "address 4",
    "beneficiary_email": "gaurav.kumar@example.com",
    "beneficiary_mobile": "1234567890",
    "beneficiary_city": "Bangalore",
    "beneficiary_state": "KA",
    "beneficiary_country": "IN",
}
SHOWN = {
    "entity": "bank_account",
    "ifsc": "UTIB0000194",
    "bank_name": "Axis Bank",
    "name": "Gaurav Kumar",
    "notes": [],
    "account_number": "XXXXXXXXXXX0000",
}


@pytest.fixture
def customer(rzp):
    return rzp.customer.create(CUSTOMER)["id"]


def refusal(rzp, method, path, body=None):
    """Make a call, demand that it is refused and changes nothing, and hand back (text, field)."""
    before = rzp.snapshot()
    reply = rzp.request(method, path, json=body)
    error = reply.body["error"]
    assert (reply.status, error["code"], error["source"]) == (400, "BAD_REQUEST_ERROR", "business")
    assert (error["step"], error["reason"]) == ("payment_initiation", "input_validation_failed")
    assert rzp.diff(before) == {}
    return error["description"], error.get("field")


def test_an_account_is_added_as_documented(rzp, customer):
    added = rzp.customer.addBankAccount(customer, ACCOUNT)
    account_id = added.pop("id")
    assert account_id.startswith("ba_")
    assert len(account_id) == len("ba_") + 14
    assert added == SHOWN
    assert list(added) == list(SHOWN)


def test_the_customer_stays_as_it_was(rzp, customer):
    before = rzp.customer.fetch(customer)
    rzp.customer.addBankAccount(customer, ACCOUNT)
    assert rzp.customer.fetch(customer) == before
    assert list(rzp.events) == []


def test_a_customer_may_have_several_and_the_same_one_twice(rzp, customer):
    first, second = (rzp.customers.addBankAccount(customer, ACCOUNT) for _ in range(2))
    other = rzp.customers.addBankAccount(customer, ACCOUNT | {"ifsc_code": "ICIC0001207"})
    assert len({first["id"], second["id"], other["id"]}) == 3
    assert (other["ifsc"], other["bank_name"]) == ("ICIC0001207", "ICICI Bank")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1121431121541121", "XXXXXXXXXXXX1121"), (916010080000000, "XXXXXXXXXXX0000"), ("12345", "X2345")],
)
def test_all_but_the_last_four_digits_are_masked(rzp, customer, number, shown):
    added = rzp.customer.addBankAccount(customer, ACCOUNT | {"account_number": number})
    assert added["account_number"] == shown


def test_a_bank_that_no_page_names_has_no_name(rzp, customer):
    assert rzp.customer.addBankAccount(customer, ACCOUNT | {"ifsc_code": "QQQQ0000001"})["bank_name"] is None


def test_only_what_the_answer_shows_must_be_sent(rzp, customer):
    least = {name: ACCOUNT[name] for name in ("ifsc_code", "account_number", "beneficiary_name")}
    added = rzp.customer.addBankAccount(customer, least | {"beneficiary_pin": 560030})
    assert {name: added[name] for name in SHOWN} == SHOWN


@pytest.mark.parametrize(
    ("change", "text", "field"),
    [
        ({"account_number": None}, "The account number field is required.", "account_number"),
        ({"ifsc_code": None}, "The ifsc code field is required.", "ifsc_code"),
        ({"beneficiary_name": ""}, "The beneficiary name field is required.", "beneficiary_name"),
        ({"ifsc_code": "UTIB194"}, "Invalid IFSC Code", "ifsc_code"),
        ({"account_number": "1234"}, "The account_number must be at least 5 characters.", "account_number"),
        ({"account_number": ["1"]}, "The account_number must be a string.", "account_number"),
        ({"beneficiary_email": "gaurav"}, "The email must be a valid email address.", "beneficiary_email"),
        ({"beneficiary_city": {}}, "The beneficiary_city must be a string.", "beneficiary_city"),
        ({"notes": {"a": "b"}}, "notes is/are not required and should not be sent", None),
    ],
)
def test_a_wrong_account_is_refused_and_changes_nothing(rzp, customer, change, text, field):
    assert refusal(rzp, "POST", f"/v1/customers/{customer}/bank_account", ACCOUNT | change) == (text, field)


@pytest.mark.parametrize(
    ("customer_id", "text"),
    [(f"cust_{UNKNOWN}", "The id provided does not exist."), ("cust_1", "1 is not a valid id.")],
)
def test_nobodys_account_is_refused(rzp, customer_id, text):
    assert refusal(rzp, "POST", f"/v1/customers/{customer_id}/bank_account", ACCOUNT) == (text, None)
    assert refusal(rzp, "DELETE", f"/v1/customers/{customer_id}/bank_account/ba_{UNKNOWN}") == (text, None)


def test_an_account_is_deleted_as_documented(rzp, customer):
    account = rzp.customer.addBankAccount(customer, ACCOUNT)
    rest = {name: account[name] for name in ("id", "ifsc", "bank_name", "name", "account_number")}
    deleted = rzp.customer.deleteBankAccount(customer, account["id"])
    assert deleted == {**rest, "status": "deleted"}
    assert list(deleted) == ["id", "ifsc", "bank_name", "name", "account_number", "status"]


def test_a_deleted_account_is_not_there_any_more(rzp, customer):
    account, other = (rzp.customer.addBankAccount(customer, ACCOUNT)["id"] for _ in range(2))
    rzp.customers.deleteBankAccount(customer, account)
    path = f"/v1/customers/{customer}/bank_account"
    assert refusal(rzp, "DELETE", f"{path}/{account}") == ("The id provided does not exist.", None)
    assert rzp.customer.deleteBankAccount(customer, other)["id"] == other


def test_an_account_is_deleted_by_its_own_customer_only(rzp, customer):
    account = rzp.customer.addBankAccount(customer, ACCOUNT)["id"]
    other = rzp.customer.create({"name": "Asha Rao"})["id"]
    path = f"/v1/customers/{other}/bank_account"
    assert refusal(rzp, "DELETE", f"{path}/{account}") == ("The id provided does not exist.", None)
    assert refusal(rzp, "DELETE", f"{path}/ba_1") == ("1 is not a valid id.", None)
    assert refusal(rzp, "DELETE", f"{path}/{other}") == (f"{other} is not a valid id.", None)
    assert rzp.customer.deleteBankAccount(customer, account)["status"] == "deleted"


def test_an_account_is_of_the_sub_merchant_that_added_it(rzp):
    sub = {"X-Razorpay-Account": "acc_00000000000001"}
    customer = rzp.customer.create(CUSTOMER, headers=sub)["id"]
    account = rzp.customer.addBankAccount(customer, ACCOUNT, headers=sub)["id"]
    path = f"/v1/customers/{customer}/bank_account/{account}"
    assert refusal(rzp, "DELETE", path) == ("The id provided does not exist.", None)
    assert rzp.request("DELETE", path, headers=sub).status == 200


def test_accounts_are_part_of_what_two_moments_differ_by(rzp, customer):
    before = rzp.snapshot()
    account = rzp.customer.addBankAccount(customer, ACCOUNT)
    added = rzp.snapshot()
    assert {entity: change.after for entity, change in rzp.diff(before).items()} == {account["id"]: account}
    rzp.customer.deleteBankAccount(customer, account["id"])
    assert {entity: change.after for entity, change in rzp.diff(added).items()} == {account["id"]: None}
    rzp.restore(added)
    assert rzp.customer.deleteBankAccount(customer, account["id"])["status"] == "deleted"
