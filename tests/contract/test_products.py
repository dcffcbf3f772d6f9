"""Orders and payment links with product details: the members of the pages, kept and shown as they were sent."""

from __future__ import annotations

import pytest

from fakerzp import NotFaked

# The sample of api/orders/products.md.
FIRST = {
    "type": "mutual_fund",
    "plan": "GD",
    "folio": "9104927822",
    "amount": "1400",
    "option": "G",
    "scheme": "LT",
    "receipt": "77407",
    "mf_member_id": "123445",
    "mf_user_id": "77407",
    "mf_partner": "cams",
    "mf_investment_type": "L",
    "mf_amc_code": "UTB",
}
SECOND = {
    **FIRST,
    "plan": "SS",
    "folio": "414117335676",
    "amount": "2400",
    "scheme": "BP",
    "mf_partner": "kfin",
    "mf_investment_type": "S",
    "mf_amc_code": "MIR",
}
ORDER = {"amount": 3800, "currency": "INR", "receipt": "Receipt No. 1", "products": [FIRST, SECOND]}
ACCOUNT = {"account_number": "765432123456789", "name": "Gaurav Kumar", "ifsc": "HDFC0000053"}
TPV = {"order": {"method": "netbanking", "bank_account": ACCOUNT}}
LINK = {"amount": 3800, "currency": "INR", "products": [FIRST, SECOND], "options": TPV}
CHECKED = {"amount_check": True}
PARTS = "The sum of the amounts of all products must be equal to the amount"


def refusal(rzp, path, body):
    """Make a call that is refused, demand that it changed nothing, and hand back its error."""
    before = rzp.snapshot()
    reply = rzp.request("POST", path, json=body)
    assert reply.status == 400
    assert rzp.diff(before) == {}
    return reply.body["error"]


# ---------------------------------------------------------------------- orders


def test_an_order_shows_its_products(rzp):
    order = rzp.order.create(ORDER)
    assert order["products"] == [FIRST, SECOND]
    assert (order["amount"], order["currency"], order["status"]) == (3800, "INR", "created")
    assert rzp.order.fetch(order["id"]) == order
    assert rzp.order.all()["items"] == [order]


def test_what_it_shows_is_the_callers_own(rzp):
    sent = {**ORDER, "products": [dict(FIRST)]}
    order = rzp.order.create(sent)
    sent["products"][0]["plan"] = order["products"][0]["plan"] = "other"
    assert rzp.order.fetch(order["id"])["products"] == [FIRST]


def test_an_order_without_products_has_no_such_member(rzp):
    assert "products" not in rzp.order.create({"amount": 3800, "currency": "INR"})
    assert "products" not in rzp.order.create({"amount": 3800, "currency": "INR", "products": None})


def test_products_stay_while_the_order_is_paid_and_edited(rzp):
    order = rzp.order.create(ORDER)["id"]
    rzp.checkout.pay(order, method="netbanking")
    paid = rzp.order.edit(order, {"notes": {"a": "b"}})
    assert (paid["status"], paid["amount_paid"], paid["products"]) == ("paid", 3800, [FIRST, SECOND])
    assert [event["event"] for event in rzp.events][-1] == "order.paid"
    assert "products" not in rzp.events[-1]["payload"]["order"]["entity"]  # webhooks/orders.md has no such member


@pytest.mark.parametrize("method", ["netbanking", "upi"])
def test_an_order_of_products_can_be_for_one_bank_account(rzp, method):
    order = rzp.order.create({**ORDER, "method": method, "bank_account": ACCOUNT})
    assert (order["method"], order["bank_account"], order["products"]) == (method, ACCOUNT, [FIRST, SECOND])
    assert rzp.checkout.pay(order["id"])["razorpay_order_id"] == order["id"]


def test_what_is_missing_is_not_looked_for(rzp):
    """The page says so: whoever receives the details may reject them later."""
    assert rzp.order.create({**ORDER, "products": [{"type": "mutual_fund"}]})["products"] == [{"type": "mutual_fund"}]


def test_the_amounts_are_not_added_up_by_default(rzp):
    assert rzp.order.create({**ORDER, "amount": 5000})["products"] == [FIRST, SECOND]


def test_amounts_are_shown_as_text(rzp):
    product = {**FIRST, "amount": 1400, "mf_user_id": 77407}
    assert rzp.order.create({**ORDER, "products": [product]})["products"] == [FIRST]


@pytest.mark.parametrize(
    ("name", "value"),
    [*(("mf_partner", value) for value in ("cams", "kfin", "bse", "nse")), *(("mf_investment_type", v) for v in "LS")],
)
def test_every_documented_value_is_taken(rzp, name, value):
    assert rzp.order.create({**ORDER, "products": [{**FIRST, name: value}]})["products"][0][name] == value


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("type", None, "The products.0.type field is required."),
        ("type", "insurance", "The selected products.0.type is invalid."),
        ("mf_partner", "mfu", "The selected products.0.mf_partner is invalid."),
        ("mf_partner", "CAMS", "The selected products.0.mf_partner is invalid."),
        ("mf_investment_type", "SIP", "The selected products.0.mf_investment_type is invalid."),
        ("mf_member_id", "1" * 21, "The products.0.mf_member_id may not be greater than 20 characters."),
        ("mf_user_id", "1" * 11, "The products.0.mf_user_id may not be greater than 10 characters."),
        ("mf_amc_code", "UTIMFS", "The products.0.mf_amc_code may not be greater than 5 characters."),
        ("plan", ["GD"], "The products.0.plan must be a string."),
    ],
)
def test_a_wrong_product_is_refused(rzp, name, value, text):
    error = refusal(rzp, "/v1/orders", {**ORDER, "products": [{**FIRST, name: value}]})
    assert (error["description"], error["field"]) == (text, f"products.0.{name}")
    assert (error["code"], error["reason"]) == ("BAD_REQUEST_ERROR", "input_validation_failed")


def test_what_the_page_does_not_list_is_refused(rzp):
    error = refusal(rzp, "/v1/orders", {**ORDER, "products": [{**FIRST, "units": "5"}]})
    assert error["description"] == "products.0.units is/are not required and should not be sent"


@pytest.mark.parametrize(
    ("products", "text", "field"),
    [
        ([], "The products field is required.", "products"),
        (FIRST, "The products must be an array.", "products"),
        (["GD"], "The products.0 must be an array.", "products.0"),
        ([FIRST, {}], "The products.1.type field is required.", "products.1.type"),
    ],
)
def test_what_is_no_list_of_products_is_refused(rzp, products, text, field):
    error = refusal(rzp, "/v1/orders", {**ORDER, "products": products})
    assert (error["description"], error["field"]) == (text, field)


def test_the_longest_values_are_taken(rzp):
    product = {**FIRST, "mf_member_id": "1" * 20, "mf_user_id": "1" * 10, "mf_amc_code": "UTIMF"}
    assert rzp.order.create({**ORDER, "products": [product]})["products"] == [product]


# ---------------------------------------------------------------------- Amount Check


def test_with_amount_check_the_parts_must_be_the_whole(build):
    rzp = build(account=CHECKED)
    assert rzp.order.create(ORDER)["products"] == [FIRST, SECOND]
    assert rzp.order.create({"amount": 100, "currency": "INR"})["amount"] == 100
    for amount in (3799, 3801):
        error = refusal(rzp, "/v1/orders", {"amount": amount, "currency": "INR", "products": [FIRST, SECOND]})
        assert (error["description"], error["field"]) == (PARTS, "products")


@pytest.mark.parametrize("amount", [None, "1,400", "-1400", "14.00", ""])
def test_with_amount_check_every_part_is_a_number(build, amount):
    rzp = build(account=CHECKED)
    body = {"amount": 1400, "currency": "INR", "products": [{**FIRST, "amount": amount}]}
    assert refusal(rzp, "/v1/orders", body)["description"] == PARTS


def test_amount_check_is_of_links_too(build):
    rzp = build(account=CHECKED)
    assert rzp.payment_link.create(LINK)["amount"] == 3800
    error = refusal(rzp, "/v1/payment_links", {**LINK, "amount": 5000})
    assert (error["description"], error["source"], error["metadata"]) == (PARTS, None, [])


# ---------------------------------------------------------------------- payment links


def test_the_products_of_a_link_are_those_of_its_order(rzp):
    link = rzp.payment_link.create(LINK)
    plain = rzp.payment_link.create({key: value for key, value in LINK.items() if key != "products"})
    assert (link["amount"], link["status"]) == (3800, "created")
    assert set(link) == set(plain)
    assert "products" not in link  # not among the members that the page lists
    paid = rzp.checkout.pay(link["id"], bank="HDFC")
    order = rzp.order.fetch(rzp.payment_link.fetch(link["id"])["order_id"])
    assert (order["products"], order["bank_account"]) == ([FIRST, SECOND], ACCOUNT)
    assert paid["razorpay_payment_link_status"] == "paid"


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        (None, "method"),
        ({"order": {"bank_account": ACCOUNT}}, "method"),
        ({"order": {"method": "netbanking"}}, "bank_account"),
        ({"checkout": {"name": "Acme Corp"}}, "method"),
    ],
)
def test_a_link_with_products_is_for_one_bank_account(rzp, options, missing):
    error = refusal(rzp, "/v1/payment_links", {**LINK, "options": options})
    assert error["description"] == f"The options.order.{missing} is required"
    assert (error["source"], error["metadata"]) == (None, [])


@pytest.mark.parametrize(
    ("products", "text"),
    [
        ([], "The products is required"),
        ([{**FIRST, "mf_partner": "mfu"}], "The selected products.0.mf_partner is invalid."),
        ([{**FIRST, "units": "5"}], "wrong input fields sent."),
    ],
)
def test_a_link_with_wrong_products_is_refused(rzp, products, text):
    assert refusal(rzp, "/v1/payment_links", {**LINK, "products": products})["description"] == text


def test_the_older_links_know_of_no_products(build):
    rzp = build(legacy_payment_links=True)
    without = {key: value for key, value in LINK.items() if key != "options"}
    with pytest.raises(NotFaked, match="'options'"):
        rzp.payment_link.create(LINK)
    assert refusal(rzp, "/v1/payment_links", without)["description"] == "The options.order.method is required"
