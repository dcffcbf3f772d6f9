"""Seed 1: the line items of the entity, and items as their templates.

A link has an amount of its own and no lines; the seed lists them because links live in the system of
invoices. They are played on the same call with type=invoice.
"""

import pytest

from tests.seeds.documented import GAURAV, get, post, refused


def bill(rzp, *lines, **changes):
    body = {"type": "invoice", "customer": GAURAV, "line_items": list(lines), **changes}
    return rzp.request("POST", "/v1/invoices", json=body)


def made_of(rzp, *lines, **changes):
    body = {"type": "invoice", "customer": GAURAV, "line_items": list(lines), **changes}
    return post(rzp, "/v1/invoices", body)


@pytest.fixture
def item(rzp):
    body = {"name": "Book / English August", "description": "A novel.", "amount": 20000, "currency": "INR"}
    return post(rzp, "/v1/items", body)


def test_lines_add_up(rzp):
    """S1-F16, S1-F18, S1-F19, S1-F20, S1-F22: each line has these of its own, and they add up."""
    made = made_of(
        rzp,
        {"name": "Tea", "description": "Earl Grey, hot", "amount": 399, "currency": "INR", "quantity": 3},
        {"name": "Cup", "amount": 1200},
    )
    tea, cup = made["line_items"]
    assert (tea["name"], tea["description"], tea["quantity"]) == ("Tea", "Earl Grey, hot", 3)
    assert (tea["unit_amount"], tea["gross_amount"], tea["net_amount"]) == (399, 1197, 1197)
    assert (cup["name"], cup["description"], cup["quantity"]) == ("Cup", None, 1)
    assert (cup["amount"], cup["unit_amount"], cup["net_amount"]) == (1200, 1200, 1200)
    for line in (tea, cup):
        assert line["id"].startswith("li_")
        assert line["item_id"] is None
        assert type(line["quantity"]) is int
        assert type(line["amount"]) is int
    assert made["amount"] == made["amount_due"] == made["gross_amount"] == 2397


def test_an_item_as_a_template(rzp, item):
    """S1-F17, S1-F22: item_id alone is enough; the rest is the item's."""
    made = made_of(rzp, {"item_id": item["id"]})
    (line,) = made["line_items"]
    assert line["item_id"] == item["id"]
    for key in ("name", "description", "amount", "currency", "type"):
        assert line[key] == item[key], key
    assert line["quantity"] == 1
    assert made["amount"] == 20000


def test_overrides_leave_the_item_alone(rzp, item):
    """S1-F17, S1-B3: name, description, amount given along with item_id hold for that line only."""
    made = made_of(
        rzp,
        {"item_id": item["id"], "name": "Signed copy", "description": "For Saurav", "amount": 25000},
        {"item_id": item["id"], "quantity": 2},
    )
    signed, plain = made["line_items"]
    assert (signed["name"], signed["description"], signed["amount"]) == ("Signed copy", "For Saurav", 25000)
    assert signed["item_id"] == plain["item_id"] == item["id"]
    assert (plain["name"], plain["unit_amount"]) == ("Book / English August", 20000)
    assert made["amount"] == 65000
    assert get(rzp, f"/v1/items/{item['id']}") == item


def test_an_item_that_is_not_there(rzp):
    """S1-F17: a template has to exist."""
    refused(bill(rzp, {"item_id": "item_00000000000000"}))
    assert get(rzp, "/v1/invoices")["count"] == 0


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"amount": 500}, "The name field is required when item id is not present."),
        ({"name": "Tea"}, "The amount field is required when item id is not present."),
    ],
    ids=["S1-F18", "S1-F20"],
)
def test_what_a_line_needs_without_a_template(rzp, line, text):
    """S1-F18, S1-F20: required without item_id, in the words of the page on updates."""
    refused(bill(rzp, line), text)
    assert get(rzp, "/v1/invoices")["count"] == 0


def test_the_currency_of_a_line(rzp):
    """S1-F21: INR unless given, and that of the invoice; the seed types it integer, but INR is a string."""
    made = made_of(rzp, {"name": "Tea", "amount": 500})
    assert made["line_items"][0]["currency"] == made["currency"] == "INR"
    made = made_of(rzp, {"name": "Tea", "amount": 500, "currency": "USD"}, currency="USD")
    assert made["line_items"][0]["currency"] == made["currency"] == "USD"
    mixed = bill(rzp, {"name": "Tea", "amount": 500, "currency": "USD"}, currency="INR")
    refused(mixed, "Currency of all items should be the same as of the invoice.")


@pytest.mark.parametrize("line", [{"quantity": "two"}, {"quantity": -1}, {"amount": "dear"}, {"amount": 1.5}])
def test_lines_that_are_not_numbers(rzp, line):
    """S1-F20, S1-F22: integers."""
    refused(bill(rzp, {"name": "Tea", "amount": 500, **line}), names=next(iter(line)))


def test_items_of_another_kind_stay_out(rzp, item):
    """S1-B4: an item made for invoices is of type invoice, and one of any other type never gets into one.

    No documented call makes such an item on its own (plans and add-ons do, inside); whether it is refused
    where it is made or where it is used is left open.
    """
    assert item["type"] == "invoice"
    body = {"name": "Weekly", "amount": 500, "currency": "INR", "type": "plan"}
    other = rzp.request("POST", "/v1/items", json=body)
    refused(other if other.status != 200 else bill(rzp, {"item_id": other.body["id"]}))
    assert get(rzp, "/v1/invoices")["count"] == 0
    assert made_of(rzp, {"item_id": item["id"]})["line_items"][0]["type"] == "invoice"
