"""Lists: newest first, ten unless asked otherwise, a hundred at most, by time."""

from __future__ import annotations

import pytest

from tests.flows.steps import invoice_body, order_of, paid, payment_link_body, refused

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands


def customer(rzp, n):
    return rzp.customers.create({"name": "Gaurav Kumar", "email": f"gaurav{n}@example.com"})["id"]


def item(rzp, n):
    return rzp.items.create({"name": f"Book {n}", "amount": 1000, "currency": "INR"})["id"]


def order(rzp, n):
    return order_of(rzp, 1000, receipt=f"Receipt No. {n}")


def payment(rzp, n):
    return paid(rzp, 1000)


def refund(rzp, n):
    return rzp.payments.refund(paid(rzp, 1000))["id"]


def invoice(rzp, n):
    return rzp.invoices.create(invoice_body(1000, receipt=f"Receipt No. {n}"))["id"]


MAKERS = {
    "customers": customer,
    "items": item,
    "orders": order,
    "payments": payment,
    "refunds": refund,
    "invoices": invoice,
}
TIMED = ("items", "orders", "payments", "refunds")  # the pages of these know from and to


def twelve(rzp, name):
    """Make twelve, a minute apart; answers their ids, newest first."""
    ids = []
    for n in range(12):
        ids.insert(0, MAKERS[name](rzp, n))
        rzp.clock.advance(minutes=1)
    return ids


def listed(rzp, name, **query):
    """Ask for a list by its Node name; answers the ids."""
    answer = getattr(rzp, name).all(query)
    assert answer["entity"] == "collection"
    assert answer["count"] == len(answer["items"])
    return [entity["id"] for entity in answer["items"]]


@pytest.mark.parametrize("name", MAKERS)
def test_ten_newest_first(rzp, name):
    ids = twelve(rzp, name)
    assert listed(rzp, name) == ids[:10]
    assert listed(rzp, name, count=3) == ids[:3]
    assert listed(rzp, name, count=3, skip=2) == ids[2:5]
    assert listed(rzp, name, skip=10) == ids[10:]
    assert listed(rzp, name, skip=12) == []
    assert listed(rzp, name, count=100) == ids
    assert listed(rzp, name, count="2", skip="1") == ids[1:3]  # a query string has no numbers
    python = getattr(rzp, name.removesuffix("s")).all({"count": 2})
    assert [entity["id"] for entity in python["items"]] == ids[:2]


@pytest.mark.parametrize("name", TIMED)
def test_from_and_to_are_within(rzp, name):
    ids = twelve(rzp, name)
    since = {"from": NOW + 9 * 60}
    until = {"to": NOW + 2 * 60}
    assert listed(rzp, name, **since) == ids[:3]
    assert listed(rzp, name, **until) == ids[9:]
    assert listed(rzp, name, **{"from": NOW + 3 * 60, "to": NOW + 5 * 60}) == ids[6:9]
    assert listed(rzp, name, **{"from": NOW + 3 * 60, "to": NOW + 5 * 60}, count=1, skip=1) == ids[7:8]
    assert listed(rzp, name, **{"from": NOW + 3600}) == []


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    ("count", "text"),
    [(101, "The count may not be greater than 100"), (0, "The count must be at least 1."), ("many", None)],
)
def test_no_list_is_longer_than_a_hundred(rzp, name, count, text):
    # The maximum is on every page; the sentences are those of settlements and of account validation.
    refused(lambda: getattr(rzp, name).all({"count": count}), text, field="count")


def test_a_hundred_at_once(rzp):
    ids = [order(rzp, n) for n in range(101)]
    assert listed(rzp, "orders", count=100) == ids[:0:-1]
    assert listed(rzp, "orders", count=100, skip=100) == ids[:1]


@pytest.mark.parametrize("query", [{"from": 946684799}, {"to": 4765046401}])
def test_times_are_of_this_century(rzp, query):
    bound = next(iter(query))
    refused(lambda: rzp.payments.all(query), f"{bound} must be between 946684800 and 4765046400", field=bound)


def test_payment_links_are_listed_newest_first(rzp):
    ids = [rzp.paymentLink.create(payment_link_body(reference_id=f"TS{n}"))["id"] for n in range(3)]
    assert [link["id"] for link in rzp.paymentLink.all()["payment_links"]] == ids[::-1]
    answer = rzp.checkout.pay(ids[1])
    (found,) = rzp.paymentLink.all({"payment_id": answer["razorpay_payment_id"]})["payment_links"]
    assert (found["id"], found["status"]) == (ids[1], "paid")


def test_the_payments_and_refunds_of_one(rzp):
    mine, other = order(rzp, 1), paid(rzp)
    for reason in ("insufficient_funds", "payment_failed"):
        rzp.checkout.fail(mine, reason=reason)
    payment_id = rzp.checkout.pay(mine)["razorpay_payment_id"]
    attempts = rzp.orders.fetchPayments(mine)
    assert (attempts["count"], attempts["items"][-1]["id"]) == (3, payment_id)
    assert other not in [attempt["id"] for attempt in attempts["items"]]
    refunds = [rzp.payments.refund(payment_id, {"amount": 100})["id"] for _ in range(3)]
    rzp.payments.refund(other)
    answer = rzp.payments.fetchMultipleRefund(payment_id)
    assert (answer["count"], [entry["id"] for entry in answer["items"]]) == (3, refunds[::-1])
    assert [entry["id"] for entry in rzp.payments.fetchMultipleRefund(payment_id, {"count": 1})["items"]] == [
        refunds[2]
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"receipt": "Receipt No. 2"}, [2]), ({"authorized": 1}, [3, 1]), ({"authorized": 0}, [2, 0])],
    ids=["receipt", "authorized", "not authorized"],
)
def test_orders_by_receipt_and_by_authorisation(rzp, query, found):
    ids = [order(rzp, n) for n in range(4)]
    rzp.checkout.pay(ids[1])
    rzp.checkout.pay(ids[3], capture=False)
    rzp.checkout.fail(ids[2], reason="insufficient_funds")
    assert listed(rzp, "orders", **query) == [ids[n] for n in found]


@pytest.mark.parametrize("query", ["type", "receipt", "customer_id"])
def test_invoices_by_what_they_are_about(rzp, query):
    first = rzp.invoices.create(invoice_body(receipt="Receipt No. 1"))
    stranger = {"name": "Asha Rao", "email": "asha@example.com", "contact": "9000000001"}
    second = rzp.invoices.create(
        {
            "type": "link",
            "amount": 1000,
            "currency": "INR",
            "description": "A book",
            "customer": stranger,
            "receipt": "Receipt No. 2",
        }
    )
    assert listed(rzp, "invoices", **{query: first[query]}) == [first["id"]]
    assert listed(rzp, "invoices", **{query: second[query]}) == [second["id"]]
