"""The official client in the version that is installed; the nox file runs 1.3.1, 1.4.2 and 2.0.1."""

from __future__ import annotations

import importlib.metadata

import pytest

razorpay = pytest.importorskip("razorpay", reason="the official client")

import fakerzp  # noqa: E402
from tests.doors.echo import Echo  # noqa: E402

VERSION = importlib.metadata.version("razorpay")
MAJOR_MINOR = tuple(map(int, VERSION.split(".")[:2]))
LATER = MAJOR_MINOR >= (1, 4)

MADE_AT_IMPORT = razorpay.Client(auth=("rzp_test_app", "app-secret"))
CUSTOMER = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}


@pytest.fixture(params=["client()", "patch()", "@fakerzp.patch"])
def door(request, build):
    """Each way in: a fake, and a client that it serves."""
    if request.param == "client()":
        rzp = build()
        yield rzp, rzp.client()
    elif request.param == "patch()":
        rzp = build()
        with rzp.patch():
            yield rzp, MADE_AT_IMPORT
    else:
        with fakerzp.patch(seed=1, at="2026-01-05T10:00:00Z") as rzp:
            yield rzp, MADE_AT_IMPORT
        rzp.ledger.check()


def test_this_version_is_one_that_is_known():
    assert hasattr(razorpay.Client, "enable_retry") == (MAJOR_MINOR >= (2, 0))
    assert hasattr(razorpay.constants.URL, "V1") == LATER
    assert razorpay.constants.URL.BASE_URL == "https://api.razorpay.com" + ("" if LATER else "/v1")


def test_an_order_from_creation_to_refund(door):
    rzp, client = door
    order = client.order.create({"amount": 50000, "currency": "INR", "notes": {"shop": "₹"}})
    answer = rzp.checkout.pay(order["id"])
    assert client.utility.verify_payment_signature(answer)
    payment = client.payment.fetch(answer["razorpay_payment_id"])
    assert (payment["status"], payment["amount"], payment["order_id"]) == ("captured", 50000, order["id"])
    assert client.order.fetch(order["id"])["status"] == "paid"
    assert [item["id"] for item in client.order.payments(order["id"])["items"]] == [payment["id"]]
    refund = client.payment.refund(payment["id"], {"amount": 20000})
    assert (refund["amount"], refund["payment_id"]) == (20000, payment["id"])
    assert client.payment.fetch(payment["id"])["amount_refunded"] == 20000


def test_an_invoice_from_draft_to_payment(door):
    rzp, client = door
    customer = client.customer.create(CUSTOMER)
    line = {"name": "Book", "amount": 40000, "currency": "INR", "quantity": 1}
    draft = client.invoice.create(
        {"type": "invoice", "customer_id": customer["id"], "line_items": [line], "draft": "1"}
    )
    assert (draft["status"], draft["amount"]) == ("draft", 40000)
    issued = client.invoice.issue(draft["id"])
    assert issued["status"] == "issued"
    assert client.invoice.notify_by(draft["id"], "email") == {"success": True}
    rzp.checkout.pay(draft["id"])
    assert client.invoice.fetch(draft["id"])["status"] == "paid"


def test_a_list_a_put_and_a_delete(door):
    _, client = door
    items = [client.item.create({"name": f"Book {n}", "amount": 100, "currency": "INR"}) for n in range(3)]
    assert [item["name"] for item in client.item.all({"count": 2})["items"]] == ["Book 2", "Book 1"]
    assert client.item.delete(items[0]["id"]) == []
    assert client.item.all()["count"] == 2
    customer = client.customer.create(CUSTOMER)
    assert client.customer.edit(customer["id"], {"name": "Gaurav K"})["name"] == "Gaurav K"


def test_an_error_is_the_sdks(door):
    rzp, client = door
    with pytest.raises(razorpay.errors.BadRequestError) as caught:
        client.invoice.notify_by("inv_AAAAAAAAAAAAAA", "fax")
    reply = rzp.request("POST", "/v1/invoices/inv_AAAAAAAAAAAAAA/notify_by/fax", json={})
    assert str(caught.value) == reply.body["error"]["description"]


def test_every_call_of_every_resource_goes_through_the_transport():
    """Whatever this version can send, it sends to the fake: no resource has a way of its own."""
    wire = Echo()
    from fakerzp.doors.official import make_client

    client, sent = make_client(wire), 0
    for resource in vars(client).values():
        if not type(resource).__module__.startswith("razorpay.resources"):
            continue
        for name in ("all", "fetch"):
            arguments = [()] if name == "all" else [("id_AAAAAAAAAAAAAA",), ("id_AAAAAAAAAAAAAA", "id_2")]
            for given in arguments:
                try:
                    getattr(resource, name)(*given)
                except (TypeError, AttributeError, NotImplementedError):
                    continue
                sent += 1
    assert len(wire.seen) == sent
    assert sent > 20
    prefixes = {answer["path"].split("/")[1] for answer in wire.seen}
    assert prefixes <= {"v1", "v2"}
    if not LATER:
        assert prefixes == {"v1"}
