"""Seed 3, paper NACH by Node's names: the registration link, its messages and its end (S3-P3 to S3-P5).

The sample addresses were masked in the seed; gaurav.kumar@example.com stands in for them.
"""

from __future__ import annotations

import pytest

from tests.flows.steps import (
    GAURAV,
    NOTES_OF_16,
    NOWHERE,
    messages,
    misfits,
    missing,
    refused,
    visible,
    without,
)

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands

LINK_REQUEST = {  # S3-X5; expire_by lay in 2022 and is moved
    "customer": {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": 9123456780},
    "amount": 0,
    "currency": "INR",
    "type": "link",
    "description": "12 p.m. Meals",
    "subscription_registration": {
        "method": "nach",
        "auth_type": "physical",
        "bank_account": {
            "beneficiary_name": "Gaurav Kumar",
            "account_number": 11214311215411,
            "account_type": "savings",
            "ifsc_code": "HDFC0001233",
        },
        "nach": {
            "form_reference1": "Recurring Payment for Gaurav Kumar",
            "form_reference2": "Method Paper NACH",
        },
        "expire_at": 1947483647,
        "max_amount": 50000,
    },
    "receipt": "Receipt No. 1",
    "sms_notify": 1,
    "email_notify": 1,
    "expire_by": NOW + 86400,
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
}
LINK = {  # S3-X6
    "id": "inv_FHrZiAubEzDdaq",
    "entity": "invoice",
    "receipt": "Receipt No. 1",
    "invoice_number": "Receipt No. 1",
    "customer_id": "cust_BMB3EwbqnqZ2EI",
    "customer_details": {
        "id": "cust_BMB3EwbqnqZ2EI",
        "name": "Gaurav Kumar",
        "email": "gaurav.kumar@example.com",
        "contact": "9123456780",
        "gstin": None,
        "billing_address": None,
        "shipping_address": None,
        "customer_name": "Gaurav Kumar",
        "customer_email": "gaurav.kumar@example.com",
        "customer_contact": "9123456780",
    },
    "order_id": "order_FHrZiBOkWHZPOp",
    "line_items": [],
    "payment_id": None,
    "status": "issued",
    "expire_by": 1647483647,
    "issued_at": 1595491154,
    "paid_at": None,
    "cancelled_at": None,
    "expired_at": None,
    "sms_status": "sent",
    "email_status": "sent",
    "date": 1595491154,
    "terms": None,
    "partial_payment": False,
    "gross_amount": 0,
    "tax_amount": 0,
    "taxable_amount": 0,
    "amount": 0,
    "amount_paid": 0,
    "amount_due": 0,
    "currency": "INR",
    "currency_symbol": "₹",
    "description": "12 p.m. Meals",
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
    "comment": None,
    "short_url": "https://rzp.io/i/bzDYbNg",
    "view_less": True,
    "billing_start": None,
    "billing_end": None,
    "type": "link",
    "group_taxes_discounts": False,
    "created_at": 1595491154,
    "idempotency_key": None,
    "token": {
        "method": "nach",
        "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
        "recurring_status": None,
        "failure_reason": None,
        "currency": "INR",
        "max_amount": 50000,
        "auth_type": "physical",
        "expire_at": 1947483647,
        "nach": {
            "create_form": True,
            "form_reference1": "Recurring Payment for Gaurav Kumar",
            "form_reference2": "Method Paper NACH",
            "prefilled_form": "https://rzp.io/i/exdIzYN",
            "upload_form_url": "https://rzp.io/i/bzDYbNg",
            "description": "12 p.m. Meals",
        },
        "bank_account": {
            "ifsc": "HDFC0001233",
            "bank_name": "HDFC Bank",
            "name": "Gaurav Kumar",
            "account_number": "11214311215411",
            "account_type": "savings",
            "beneficiary_email": "gaurav.kumar@example.com",
            "beneficiary_mobile": "9123456780",
        },
        "first_payment_amount": 0,
    },
    "nach_form_url": "https://rzp.io/i/exdIzYN",
}
CARD_LINK_REQUEST = {  # the link of S3-X8's sample was one for a card: amount 100, no token shown
    "customer": dict(GAURAV),
    "type": "link",
    "amount": 100,
    "currency": "INR",
    "description": "Registration Link for Gaurav Kumar",
    "subscription_registration": {"method": "card", "max_amount": 500, "expire_at": 1947483647},
    "receipt": "Receipt No. 1",
    "expire_by": 4102444799,
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
}
CANCELLED = {  # S3-X8
    **without(LINK, "token", "nach_form_url"),
    "status": "cancelled",
    "expire_by": 4102444799,
    "cancelled_at": 1595491488,
    "gross_amount": 100,
    "amount": 100,
    "amount_due": 100,
    "description": "Registration Link for Gaurav Kumar",
}


@pytest.fixture
def link(rzp):
    return rzp.subscriptions.createRegistrationLink(LINK_REQUEST)


# ---------------------------------------------------------------------- the endpoints


def test_registration_link_sends_the_documented_request(rzp):
    """S3-P3: subscriptions.createRegistrationLink is POST /v1/subscription_registration/auth_links."""
    made = rzp.subscriptions.createRegistrationLink(LINK_REQUEST)
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", "/v1/subscription_registration/auth_links")
    assert rzp.invoices.fetch(made["id"])["id"] == made["id"]
    other = rzp.registration_link.create({**LINK_REQUEST, "receipt": "Receipt No. 2"})
    assert misfits(made, other) == []


def test_invoices_notify_by_sends_the_documented_request(rzp, link):
    """S3-P4: invoices.notifyBy is POST /v1/invoices/{id}/notify_by/{medium}; in Python invoice.notify_by."""
    assert rzp.invoices.notifyBy(link["id"], "sms") == {"success": True}
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", f"/v1/invoices/{link['id']}/notify_by/sms")
    assert rzp.invoice.notify_by(link["id"], "email") == {"success": True}
    assert rzp.request("POST", f"/v1/invoices/{link['id']}/notify_by/sms").body == {"success": True}


def test_invoices_cancel_sends_the_documented_request(rzp, link):
    """S3-P5: invoices.cancel is POST /v1/invoices/{id}/cancel; the Python name is invoice.cancel."""
    other = rzp.subscriptions.createRegistrationLink({**LINK_REQUEST, "receipt": "Receipt No. 2"})
    assert rzp.invoices.cancel(link["id"])["status"] == "cancelled"
    assert (rzp.calls[-1].method, rzp.calls[-1].path) == ("POST", f"/v1/invoices/{link['id']}/cancel")
    assert rzp.invoice.cancel(other["id"])["status"] == "cancelled"


# ---------------------------------------------------------------------- the registration link


def test_the_sample_registration_link(rzp):
    """S3-X5, S3-X6: the sample's request is accepted, the answer has the sample's keys, types and values."""
    made = rzp.subscriptions.createRegistrationLink(LINK_REQUEST)
    assert misfits(LINK, made) == []
    drawn = {"id", "customer_id", "customer_details", "order_id", "short_url", "nach_form_url", "token"}
    moved = {"expire_by": NOW + 86400, "issued_at": NOW, "date": NOW, "created_at": NOW}
    assert without(made, *drawn) == {**without(LINK, *drawn), **moved}
    assert {**made["token"], "nach": None} == {**LINK["token"], "nach": None}
    assert {**made["customer_details"], "id": None} == {**LINK["customer_details"], "id": None}
    assert made["customer_details"]["id"] == made["customer_id"]


def test_a_registration_link_is_an_issued_invoice(rzp, link):
    """S3-B3: an issued invoice of type link with an order, both messages sent, a token and the form."""
    assert (link["entity"], link["type"], link["status"]) == ("invoice", "link", "issued")
    assert (link["sms_status"], link["email_status"]) == ("sent", "sent")
    assert messages(rzp, link["id"]) == [("sms", GAURAV["contact"]), ("email", GAURAV["email"])]
    assert all(message.short_url == link["short_url"] for message in rzp.outbox)
    order = rzp.orders.fetch(link["order_id"])
    assert (order["amount"], order["status"], order["attempts"]) == (0, "created", 0)
    assert link["token"]["method"] == "nach"
    assert link["nach_form_url"].startswith("https://rzp.io/i/")
    assert rzp.customers.fetch(link["customer_id"])["name"] == "Gaurav Kumar"


def test_the_urls_of_a_registration_link(link):
    """S3-B4: the form, where it is uploaded, and its description."""
    nach = link["token"]["nach"]
    assert link["nach_form_url"] == nach["prefilled_form"]
    assert nach["upload_form_url"] == link["short_url"]
    assert nach["prefilled_form"] != link["short_url"]
    assert nach["description"] == link["description"] == "12 p.m. Meals"


def test_the_token_of_a_registration_link_shows_its_expiry(link):
    """S3-B2: unlike the order's, the link's token shows expire_at as sent."""
    assert link["token"]["expire_at"] == 1947483647


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        pytest.param("type", "link", id="S3-Q14 type"),
        pytest.param("currency", "INR", id="S3-Q15 currency"),
        pytest.param("amount", 0, id="S3-Q16 amount"),
        pytest.param("description", "12:30 p.m. Thali meals (Gaurav Kumar )", id="S3-Q17 description"),
        pytest.param("expire_by", NOW + 3600, id="S3-Q21 expire_by"),
        pytest.param("receipt", "Receipt No. 78", id="S3-Q22 receipt"),
        pytest.param("notes", {"tea": "hot"}, id="S3-Q23 notes"),
    ],
)
def test_what_a_registration_link_is_created_with_shows(rzp, name, sent):
    made = rzp.subscriptions.createRegistrationLink({**LINK_REQUEST, name: sent})
    assert made[name] == sent
    assert rzp.invoices.fetch(made["id"])[name] == sent


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("type", id="S3-Q14 type"),
        pytest.param("currency", id="S3-Q15 currency"),
        pytest.param("amount", id="S3-Q16 amount"),
        pytest.param("description", id="S3-Q17 description"),
    ],
)
def test_what_a_registration_link_cannot_do_without(rzp, name):
    """S3-B10: a starred parameter that is missing is an error; no invoice or message comes of it."""
    before = visible(rzp)
    missing(lambda: rzp.subscriptions.createRegistrationLink(without(LINK_REQUEST, name)), name)
    assert visible(rzp) == before


@pytest.mark.parametrize(
    ("change", "text", "field"),
    [
        pytest.param({"type": "ecod"}, None, "type", id="S3-Q14 type is link"),
        pytest.param({"currency": "USD"}, None, "currency", id="S3-Q15 currency is INR"),
        pytest.param({"amount": 100}, "The amount should be 0.", "amount", id="S3-Q16 amount is 0"),
        pytest.param({"sms_notify": "maybe"}, None, "sms_notify", id="S3-Q19 sms_notify"),
        pytest.param({"email_notify": 2}, None, "email_notify", id="S3-Q20 email_notify"),
        pytest.param(
            {"expire_by": NOW + 899},
            "expire_by should be at least 15 minutes after current time.",
            "expire_by",
            id="S3-Q21 expire_by lies ahead",
        ),
        pytest.param({"notes": NOTES_OF_16}, None, "notes", id="S3-Q23 notes are fifteen"),
    ],
)
def test_what_a_registration_link_is_refused_for(rzp, change, text, field):
    before = visible(rzp)
    refused(lambda: rzp.subscriptions.createRegistrationLink({**LINK_REQUEST, **change}), text, field=field)
    assert visible(rzp) == before


def test_the_customer_of_a_registration_link(rzp):
    """S3-Q13: customer is an object; it is made a customer and its details stand on the invoice."""
    asha = {"name": "Asha Rao", "email": "asha@example.com", "contact": "9000000001"}
    made = rzp.subscriptions.createRegistrationLink({**LINK_REQUEST, "customer": asha})
    details = made["customer_details"]
    assert {key: details[key] for key in asha} == asha
    assert (details["customer_name"], details["customer_contact"]) == ("Asha Rao", "9000000001")
    customer = rzp.customers.fetch(made["customer_id"])
    assert {key: customer[key] for key in asha} == asha
    assert made["token"]["bank_account"]["beneficiary_email"] == "asha@example.com"


def test_the_registration_of_a_registration_link(rzp):
    """S3-Q18: subscription_registration is an object; what it holds is the token's."""
    registration = {
        **LINK_REQUEST["subscription_registration"],
        "max_amount": 70000,
        "nach": {"form_reference1": "One", "form_reference2": "Two", "description": "Three"},
    }
    token = rzp.subscriptions.createRegistrationLink(
        {**LINK_REQUEST, "subscription_registration": registration}
    )["token"]
    assert (token["max_amount"], token["auth_type"], token["method"]) == (70000, "physical", "nach")
    assert (token["nach"]["form_reference1"], token["nach"]["form_reference2"]) == ("One", "Two")
    assert token["bank_account"]["account_number"] == "11214311215411"
    refused(
        lambda: rzp.subscriptions.createRegistrationLink(
            {**LINK_REQUEST, "subscription_registration": {**registration, "method": "cheque"}}
        )
    )


@pytest.mark.parametrize(
    ("flags", "media"),
    [
        pytest.param({}, ["sms", "email"], id="S3-Q19 and S3-Q20 are 1 by default"),
        pytest.param({"sms_notify": 1, "email_notify": 1}, ["sms", "email"], id="S3-Q19 and S3-Q20 both 1"),
        pytest.param({"sms_notify": 0}, ["email"], id="S3-Q19 sms_notify 0"),
        pytest.param({"sms_notify": False}, ["email"], id="S3-Q19 sms_notify false"),
        pytest.param({"email_notify": 0}, ["sms"], id="S3-Q20 email_notify 0"),
        pytest.param({"email_notify": False, "sms_notify": True}, ["sms"], id="S3-Q20 email_notify false"),
    ],
)
def test_who_is_notified_of_a_registration_link(rzp, flags, media):
    body = without(LINK_REQUEST, "sms_notify", "email_notify")
    made = rzp.subscriptions.createRegistrationLink({**body, **flags})
    assert [medium for medium, _ in messages(rzp, made["id"])] == media
    assert (made["sms_status"] == "sent", made["email_status"] == "sent") == (
        "sms" in media,
        "email" in media,
    )


def test_a_registration_link_expires_at_expire_by(rzp, link):
    """S3-Q21: at that very second and not before."""
    rzp.clock.move_to(link["expire_by"] - 1)
    assert rzp.invoices.fetch(link["id"])["status"] == "issued"
    rzp.clock.advance(seconds=1)
    late = rzp.invoices.fetch(link["id"])
    assert (late["status"], late["expired_at"]) == ("expired", link["expire_by"])


def test_the_receipt_of_a_registration_link_numbers_its_invoice(rzp):
    """S3-Q22, S3-Q21, S3-Q23: receipt is the invoice's number too; all three are optional."""
    made = rzp.subscriptions.createRegistrationLink({**LINK_REQUEST, "receipt": "Receipt No. 78"})
    assert made["invoice_number"] == "Receipt No. 78"
    bare = without(LINK_REQUEST, "receipt", "expire_by", "notes")
    made = rzp.subscriptions.createRegistrationLink(bare)
    assert (made["receipt"], made["invoice_number"], made["expire_by"], made["notes"]) == (
        None,
        None,
        None,
        [],
    )


# ---------------------------------------------------------------------- its messages and its end


@pytest.mark.parametrize("medium", ["sms", "email"])
def test_notifying_once_more(rzp, link, medium):
    """S3-Q24, S3-Q25, S3-X7: the invoice of that id is sent once more, by that medium."""
    other = rzp.subscriptions.createRegistrationLink({**LINK_REQUEST, "receipt": "Receipt No. 2"})
    before = (messages(rzp, link["id"]), messages(rzp, other["id"]))
    assert rzp.invoices.notifyBy(link["id"], medium) == {"success": True}
    address = GAURAV["contact"] if medium == "sms" else GAURAV["email"]
    assert messages(rzp, link["id"]) == [*before[0], (medium, address)]
    assert messages(rzp, other["id"]) == before[1]
    assert rzp.outbox[-1].short_url == link["short_url"]


@pytest.mark.parametrize(
    ("invoice", "medium", "text"),
    [
        pytest.param(f"inv_{NOWHERE}", "sms", "The id provided does not exist.", id="S3-Q24 id"),
        pytest.param(None, "fax", "fax is not a valid communication medium.", id="S3-Q25 medium"),
    ],
)
def test_notifying_is_refused(rzp, link, invoice, medium, text):
    before = visible(rzp)
    refused(lambda: rzp.invoices.notifyBy(invoice or link["id"], medium), text)
    assert visible(rzp) == before


def test_cancelling_keeps_what_is_due(rzp):
    """S3-B5, S3-Q26: status cancelled, cancelled_at set, amount_due kept; that invoice and no other."""
    link = rzp.subscriptions.createRegistrationLink(CARD_LINK_REQUEST)
    other = rzp.subscriptions.createRegistrationLink({**CARD_LINK_REQUEST, "receipt": "Receipt No. 2"})
    rzp.clock.advance(seconds=9)
    gone = rzp.invoices.cancel(link["id"])
    assert (gone["status"], gone["cancelled_at"], gone["amount_due"]) == ("cancelled", NOW + 9, 100)
    assert rzp.invoices.fetch(link["id"]) == gone
    assert rzp.invoices.fetch(other["id"])["status"] == "issued"


def test_the_sample_of_a_cancelled_link(rzp):
    """S3-X8: the answer has the keys, types and values of the sample."""
    link = rzp.subscriptions.createRegistrationLink(CARD_LINK_REQUEST)
    gone = rzp.invoices.cancel(link["id"])
    assert misfits(CANCELLED, gone) == []
    drawn = {"id", "customer_id", "customer_details", "order_id", "short_url"}
    times = dict.fromkeys(("issued_at", "date", "created_at", "cancelled_at"), NOW)
    assert without(gone, *drawn) == {**without(CANCELLED, *drawn), **times}


def test_cancelling_a_nach_link_keeps_its_token_and_its_form(rzp, link):
    """S3-B5: of a NACH link the page shows token and nach_form_url in the cancelled invoice too."""
    gone = rzp.invoices.cancel(link["id"])
    assert (gone["status"], gone["amount_due"]) == ("cancelled", 0)
    assert (gone["token"], gone["nach_form_url"]) == (link["token"], link["nach_form_url"])


def test_cancelling_is_refused(rzp, link):
    """S3-Q26: an id that does not exist, and a link that is cancelled already."""
    refused(lambda: rzp.invoices.cancel(f"inv_{NOWHERE}"), "The id provided does not exist.")
    rzp.invoices.cancel(link["id"])
    before = visible(rzp)
    refused(lambda: rzp.invoices.cancel(link["id"]), "Operation not allowed for Invoice in cancelled status.")
    assert visible(rzp) == before
