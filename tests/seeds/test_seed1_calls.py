"""Seed 1: what can be done with a payment link on the older API once it is there."""

import pytest

from fakerzp import BadRequestError
from tests.seeds.documented import DAY, GAURAV, MINUTE, NOW, get, ok, post, refused, sent, unpayable

LINK = {"type": "link", "amount": 100000, "description": "For XYZ purpose", "customer": GAURAV}
NOBODYS = "inv_DAuFuwWYU3R9tg"


def create(rzp, **changes):
    return post(rzp, "/v1/invoices", {**LINK, **changes})


def patch(rzp, link_id, body):
    return rzp.request("PATCH", f"/v1/invoices/{link_id}", json=body)


def ids(collection):
    assert collection["entity"] == "collection"
    assert collection["count"] == len(collection["items"])
    return [entity["id"] for entity in collection["items"]]


def in_status(rzp, status):
    """A link in that status, by the way a customer or merchant brings it there."""
    made = create(rzp, partial_payment="1", expire_by=NOW + DAY)
    if status == "partially_paid":
        rzp.checkout.pay(made["id"], amount=40000)
    elif status == "paid":
        rzp.checkout.pay(made["id"])
    elif status == "expired":
        rzp.clock.move_to(NOW + DAY)
    elif status == "cancelled":
        post(rzp, f"/v1/invoices/{made['id']}/cancel")
    made = get(rzp, f"/v1/invoices/{made['id']}")
    assert made["status"] == status
    return made


def test_fetch_one(rzp):
    """S1-P2, S1-Q17: by its id, the same entity through REST and both SDKs; each answer is a fresh one."""
    other, made = create(rzp), create(rzp, receipt="TS1989")
    got = get(rzp, f"/v1/invoices/{made['id']}")
    assert (got["id"], got["receipt"], got["amount"]) == (made["id"], "TS1989", 100000)
    assert rzp.invoice.fetch(made["id"]) == rzp.invoices.fetch(made["id"]) == got
    got["status"] = "mine"
    assert get(rzp, f"/v1/invoices/{made['id']}")["status"] == "issued"
    assert get(rzp, f"/v1/invoices/{other['id']}")["id"] == other["id"]
    refused(rzp.request("GET", f"/v1/invoices/{NOBODYS}"), "The id provided does not exist.")


@pytest.fixture
def three(rzp):
    """Three links of two customers; the second one is paid."""
    first = create(rzp, receipt="first")
    saurav = {"name": "Saurav Kumar", "contact": "9000090000", "email": "saurav@example.com"}
    rzp.clock.advance(seconds=10)
    second = create(rzp, receipt="second", customer=saurav)
    rzp.clock.advance(seconds=10)
    third = post(
        rzp,
        "/v1/invoices",
        {"type": "link", "amount": 500, "description": "Tea", "customer_id": second["customer_id"]},
    )
    payment = rzp.checkout.pay(second["id"])["razorpay_payment_id"]
    return first, second, third, payment


def test_by_payment(rzp, three):
    """S1-P3, S1-Q18: payment_id finds the link that the payment was for."""
    _first, second, _third, payment = three
    found = get(rzp, "/v1/invoices", params={"payment_id": payment})
    assert ids(found) == [second["id"]]
    assert found["items"][0]["payment_id"] == payment
    assert rzp.invoices.all({"payment_id": payment}) == found


def test_by_receipt(rzp, three):
    """S1-P3, S1-Q19: receipt finds the one link that carries it."""
    first, second, _third, _payment = three
    assert ids(get(rzp, "/v1/invoices", params={"receipt": "first"})) == [first["id"]]
    assert ids(rzp.invoice.all({"receipt": "second"})) == [second["id"]]
    assert ids(get(rzp, "/v1/invoices", params={"receipt": "third"})) == []


def test_by_customer(rzp, three):
    """S1-P3, S1-Q20: customer_id finds all of a customer's links, the newest first."""
    first, second, third, _payment = three
    found = get(rzp, "/v1/invoices", params={"customer_id": second["customer_id"]})
    assert ids(found) == [third["id"], second["id"]]
    assert ids(rzp.invoice.all({"customer_id": first["customer_id"]})) == [first["id"]]


def test_fetch_many(rzp, three):
    """S1-P4: all of them, the newest first; type=link leaves the invoices out."""
    first, second, third, _payment = three
    body = {"type": "invoice", "customer": GAURAV, "line_items": [{"name": "Tea", "amount": 500}]}
    bill = post(rzp, "/v1/invoices", body)
    every = [bill["id"], third["id"], second["id"], first["id"]]
    assert ids(get(rzp, "/v1/invoices")) == every
    assert ids(rzp.invoice.all()) == ids(rzp.invoices.all()) == every
    assert ids(get(rzp, "/v1/invoices", params={"type": "link"})) == every[1:]
    assert ids(get(rzp, "/v1/invoices", params={"count": 2, "skip": 1})) == every[1:3]


@pytest.mark.parametrize(("medium", "address"), [("sms", GAURAV["contact"]), ("email", GAURAV["email"])])
def test_send_again(rzp, medium, address):
    """S1-P5, S1-Q21, S1-Q22: by SMS or e-mail, with the short URL, as often as asked."""
    made = create(rzp, sms_notify=0, email_notify=0)
    assert post(rzp, f"/v1/invoices/{made['id']}/notify_by/{medium}") == {"success": True}
    assert rzp.invoice.notify_by(made["id"], medium) == {"success": True}
    assert rzp.invoices.notifyBy(made["id"], medium) == {"success": True}
    messages = sent(rzp, made["id"])
    assert [(m.medium, m.to, m.short_url) for m in messages] == [(medium, address, made["short_url"])] * 3


def test_send_what_how(rzp):
    """S1-Q21, S1-Q22: the link has to exist and the medium to be one of the two."""
    made = create(rzp, sms_notify=0, email_notify=0)
    refused(rzp.request("POST", f"/v1/invoices/{NOBODYS}/notify_by/sms"), "The id provided does not exist.")
    refused(
        rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/post"),
        "post is not a valid communication medium.",
    )
    assert list(rzp.outbox) == []


@pytest.mark.parametrize("door", ["rest", "python", "node"])
def test_update_to_paying_in_parts(rzp, door):
    """S1-P6, S1-Q23, S1-Q24: PATCH partial_payment to true, and parts are taken from then on."""
    other, made = create(rzp), create(rzp)
    unpayable(rzp, made["id"], amount=30000)
    change = {"partial_payment": True}
    if door == "rest":
        answer = ok(patch(rzp, made["id"], change))
    else:
        answer = (rzp.invoice.edit if door == "python" else rzp.invoices.edit)(made["id"], change)
    assert (answer["id"], answer["partial_payment"]) == (made["id"], True)
    rzp.checkout.pay(made["id"], amount=30000)
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert (after["status"], after["amount_paid"]) == ("partially_paid", 30000)
    assert get(rzp, f"/v1/invoices/{other['id']}")["partial_payment"] is False


def test_update_the_receipt(rzp):
    """S1-P6, S1-Q25: a receipt is added to a link that is there, unique as at creation."""
    first, second = create(rzp, receipt="TS1"), create(rzp)
    refused(patch(rzp, second["id"], {"receipt": "TS1"}), names="receipt")
    assert get(rzp, f"/v1/invoices/{second['id']}")["receipt"] is None
    assert ok(patch(rzp, second["id"], {"receipt": "TS2"}))["receipt"] == "TS2"
    assert ids(get(rzp, "/v1/invoices", params={"receipt": "TS2"})) == [second["id"]]
    assert ids(get(rzp, "/v1/invoices", params={"receipt": "TS1"})) == [first["id"]]


def test_update_the_expiry(rzp):
    """S1-P6, S1-Q26: a Unix time, a quarter of an hour ahead at least; the old one no longer counts."""
    made = create(rzp, expire_by=NOW + DAY)
    text = "expire_by should be at least 15 minutes after current time."
    refused(patch(rzp, made["id"], {"expire_by": NOW + 15 * MINUTE - 1}), text)
    assert ok(patch(rzp, made["id"], {"expire_by": NOW + 3 * DAY}))["expire_by"] == NOW + 3 * DAY
    rzp.clock.move_to(NOW + 3 * DAY - 1)
    assert get(rzp, f"/v1/invoices/{made['id']}")["status"] == "issued"
    rzp.clock.advance(seconds=1)
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert (after["status"], after["expired_at"]) == ("expired", NOW + 3 * DAY)


def test_update_nobodys(rzp):
    """S1-Q23: the link has to exist."""
    refused(patch(rzp, NOBODYS, {"partial_payment": True}), "The id provided does not exist.")


@pytest.mark.parametrize("door", ["rest", "python", "node"])
def test_cancel(rzp, door):
    """S1-P7, S1-Q27, S1-B6: an issued link is cancelled, at that second, and takes no more money."""
    other, made = create(rzp), create(rzp)
    assert made["cancelled_at"] is None
    rzp.clock.advance(minutes=2)
    if door == "rest":
        answer = post(rzp, f"/v1/invoices/{made['id']}/cancel")
    else:
        answer = (rzp.invoice.cancel if door == "python" else rzp.invoices.cancel)(made["id"])
    assert (answer["id"], answer["entity"], answer["type"]) == (made["id"], "invoice", "link")
    assert (answer["status"], answer["cancelled_at"]) == ("cancelled", NOW + 120)
    unpayable(rzp, made["id"])
    assert get(rzp, f"/v1/invoices/{made['id']}") == answer
    assert get(rzp, f"/v1/invoices/{other['id']}")["status"] == "issued"


@pytest.mark.parametrize("status", ["partially_paid", "paid", "expired", "cancelled"])
def test_cancel_only_what_is_issued(rzp, status):
    """S1-B6: from any other state it is refused, and the link stays as it is.

    The text for cancelled is documented; for the others it is the same, with their status in it.
    """
    made = in_status(rzp, status)
    reply = rzp.request("POST", f"/v1/invoices/{made['id']}/cancel")
    refused(reply, f"Operation not allowed for Invoice in {status} status.")
    assert get(rzp, f"/v1/invoices/{made['id']}") == made


def test_cancel_nobodys(rzp):
    """S1-Q27: the link has to exist."""
    refused(rzp.request("POST", f"/v1/invoices/{NOBODYS}/cancel"), "The id provided does not exist.")


def test_errors_come_in_one_format(rzp):
    """S1-B7: validation, a wrong id and a wrong state share one envelope, that of the API pages."""
    made = in_status(rzp, "cancelled")
    replies = [
        rzp.request("POST", "/v1/invoices", json={"type": "link"}),
        rzp.request("POST", "/v1/invoices", json={**LINK, "amount": "much"}),
        rzp.request("GET", f"/v1/invoices/{NOBODYS}"),
        rzp.request("POST", f"/v1/invoices/{made['id']}/cancel"),
        rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/fax"),
    ]
    for reply in replies:
        error = refused(reply)
        assert error["description"]
        assert (error["source"], error["step"]) == ("business", "payment_initiation")
        assert (error["reason"], error["metadata"]) == ("input_validation_failed", {})
    with pytest.raises(BadRequestError) as caught:
        rzp.invoice.cancel(made["id"])
    assert caught.value.code == "BAD_REQUEST_ERROR"
    assert (caught.value.source, caught.value.step) == ("business", "payment_initiation")
    assert (caught.value.reason, caught.value.metadata) == ("input_validation_failed", {})
    assert str(caught.value) == "Operation not allowed for Invoice in cancelled status."
