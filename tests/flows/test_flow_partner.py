"""A partner acts for a sub-merchant: X-Razorpay-Account, and books that know nothing of one another."""

from __future__ import annotations

import pytest

from fakerzp import NotPayable
from tests.flows.steps import GAURAV, LISTS, charge_body, messages, refused, registration_body, visible

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
SUB = {"X-Razorpay-Account": "acc_KBrJAIEqre5ucn"}
OTHER = {"X-Razorpay-Account": "acc_00000000000001"}
UNKNOWN = "The id provided does not exist"


def ok(reply):
    assert reply.status == 200, reply.body
    return reply.body


def unknown(reply):
    assert reply.status == 400
    assert reply.body["error"]["description"].rstrip(".") == UNKNOWN


@pytest.fixture
def link(rzp):
    """A card registration link in the sub-merchant's books."""
    body = registration_body("card", NOW)
    return ok(rzp.request("POST", "/v1/subscription_registration/auth_links", json=body, headers=SUB))


def test_a_registration_link_lives_in_the_sub_merchants_books(rzp, link):
    assert (link["status"], link["amount"], link["sms_status"]) == ("issued", 100, "pending")
    sent = {**link, "sms_status": "sent", "email_status": "sent"}
    assert ok(rzp.request("GET", f"/v1/invoices/{link['id']}", headers=SUB)) == sent
    for path in (f"invoices/{link['id']}", f"orders/{link['order_id']}", f"customers/{link['customer_id']}"):
        assert ok(rzp.request("GET", f"/v1/{path}", headers=SUB))["id"] == path.partition("/")[2]
        unknown(rzp.request("GET", f"/v1/{path}"))
        unknown(rzp.request("GET", f"/v1/{path}", headers=OTHER))
    for name in LISTS:
        for headers in ({}, OTHER):
            listed = ok(rzp.request("GET", f"/v1/{name}", headers=headers))
            assert listed.get("items", listed.get("payment_links")) == []


def test_what_the_partner_owns_is_unknown_to_the_sub_merchant(rzp):
    own = rzp.subscriptions.createRegistrationLink(registration_body("card", NOW))
    unknown(rzp.request("GET", f"/v1/invoices/{own['id']}", headers=SUB))
    unknown(rzp.request("POST", f"/v1/invoices/{own['id']}/cancel", headers=SUB))
    unknown(rzp.request("POST", f"/v1/invoices/{own['id']}/notify_by/sms", headers=SUB))
    assert rzp.invoices.fetch(own["id"]) == {**own, "sms_status": "sent", "email_status": "sent"}
    assert messages(rzp, own["id"]) == [("sms", GAURAV["contact"]), ("email", GAURAV["email"])]


def test_the_same_customer_is_two_customers_in_two_books(rzp, link):
    own = rzp.customers.create({**GAURAV, "fail_existing": "0"})
    assert own["id"] != link["customer_id"]
    order = {"amount": 1000, "currency": "INR", "customer_id": own["id"]}
    unknown(
        rzp.request(
            "POST", "/v1/invoices", json={**order, "type": "link", "description": "A book"}, headers=SUB
        )
    )


def test_notified_and_cancelled_for_the_sub_merchant(rzp, link):
    ok(rzp.request("POST", f"/v1/invoices/{link['id']}/notify_by/sms", headers=SUB))
    assert messages(rzp, link["id"])[-1] == ("sms", GAURAV["contact"])
    before = visible(rzp, SUB)
    unknown(rzp.request("POST", f"/v1/invoices/{link['id']}/cancel"))
    refused(lambda: rzp.invoices.cancel(link["id"]), UNKNOWN)
    assert visible(rzp, SUB) == before

    rzp.clock.advance(minutes=2)
    gone = ok(rzp.request("POST", f"/v1/invoices/{link['id']}/cancel", headers=SUB))
    assert (gone["status"], gone["cancelled_at"], gone["amount_due"]) == ("cancelled", NOW + 120, 100)
    again = rzp.request("POST", f"/v1/invoices/{link['id']}/cancel", headers=SUB)
    assert again.status == 400
    assert again.body["error"]["description"] == "Operation not allowed for Invoice in cancelled status."
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"], method="card")


def test_the_sdks_name_the_sub_merchant_by_a_header(rzp):
    link = rzp.registration_link.create(registration_body("card", NOW), headers=SUB)
    sent = {**link, "sms_status": "sent", "email_status": "sent"}
    assert ok(rzp.request("GET", f"/v1/invoices/{link['id']}", headers=SUB)) == sent
    assert rzp.invoice.fetch(link["id"], headers=SUB) == sent
    refused(lambda: rzp.invoice.fetch(link["id"]), UNKNOWN)


def test_the_sub_merchants_customer_pays_and_is_charged_again(rzp, link):
    answer = rzp.checkout.pay(link["id"], method="card")
    payment_id = answer["razorpay_payment_id"]
    payment = ok(rzp.request("GET", f"/v1/payments/{payment_id}", headers=SUB))
    assert (payment["status"], payment["amount"], payment["invoice_id"]) == ("captured", 100, link["id"])
    unknown(rzp.request("GET", f"/v1/payments/{payment_id}"))
    assert ok(rzp.request("GET", f"/v1/invoices/{link['id']}", headers=SUB))["status"] == "paid"

    tokens = f"/v1/customers/{link['customer_id']}/tokens"
    assert [token["id"] for token in ok(rzp.request("GET", tokens, headers=SUB))["items"]] == [
        payment["token_id"]
    ]
    unknown(rzp.request("GET", tokens))
    order = ok(rzp.request("POST", "/v1/orders", json={"amount": 1000, "currency": "INR"}, headers=SUB))
    charge = charge_body(order["id"], link["customer_id"], payment["token_id"])
    unknown(rzp.request("POST", "/v1/payments/create/recurring", json=charge))
    charged = ok(rzp.request("POST", "/v1/payments/create/recurring", json=charge, headers=SUB))
    assert charged["razorpay_order_id"] == order["id"]
    assert ok(rzp.request("GET", f"/v1/orders/{order['id']}", headers=SUB))["status"] == "paid"
    assert rzp.payments.all()["count"] == 0
