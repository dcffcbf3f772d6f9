"""Each event shows what its page shows: these entities in this order, these keys, and no others."""

from __future__ import annotations

import pytest

from fakerzp.world.event_names import EVENTS
from tests.events.documented import (
    BUILT,
    CARD_KEYS,
    DATED_INSIDE,
    MANDATES,
    SAMPLES,
    SAVED_CARD_KEYS,
)
from tests.events.steps import played, shown
from tests.flows.steps import kind

ENVELOPE = ["entity", "account_id", "event", "contains", "payload", "created_at"]


def called(sample):
    return f"{sample.event} {sample.method}".strip()


def holds(sample, happened):
    """Compare an event with its sample: entities, their order and their keys."""
    assert list(happened) == ENVELOPE
    assert happened["entity"] == "event"
    assert happened["event"] == sample.event
    assert happened["contains"] == list(sample.keys)
    payload = dict(happened["payload"])
    if sample.event in DATED_INSIDE:
        assert payload.pop("created_at") == happened["created_at"]
    assert list(payload) == list(sample.keys)
    for entity, documented in sample.keys.items():
        beside = ["evidence"] if (sample.event, entity) == ("payment.dispute.action_required", "dispute") else []
        assert list(payload[entity]) == ["entity", *beside]
        expected = set(documented.split()) - set(sample.lacks.get(entity, "").split())
        assert set(shown(happened, entity)) == expected | set(sample.also.get(entity, "").split()), entity


@pytest.mark.parametrize("sample", SAMPLES, ids=called)
def test_the_payload_of_an_event(rzp, sample):
    happened = rzp.trigger(sample.event, **({"method": sample.method} if sample.method else {}))
    assert happened["account_id"] == rzp.account_id
    assert happened["created_at"] == rzp.clock.now()
    holds(sample, happened)


@pytest.mark.parametrize("sample", MANDATES, ids=called)
def test_the_payload_of_an_event_of_a_mandate(rzp, sample):
    happened = played(rzp, sample.event, sample.method)
    assert happened["account_id"] == rzp.account_id
    holds(sample, happened)


@pytest.mark.parametrize("sample", [*SAMPLES, *MANDATES], ids=called)
def test_what_is_shown_besides_is_shown_by_another_sample(sample):
    """Nothing is made up: a key that this sample lacks is one of the same entity in another."""
    for entity, also in sample.also.items():
        elsewhere = set()
        for other in (*SAMPLES, *MANDATES):
            if other is not sample:
                elsewhere |= set(other.keys.get(entity, "").split())
        assert set(also.split()) <= elsewhere
        assert not set(also.split()) & set(sample.keys[entity].split())


def test_every_event_that_is_sent_has_a_sample():
    assert set(BUILT) == {event.name for event in EVENTS.values() if event.lacks is None}


# ---------------------------------------------------------------------- what is inside of the entities


@pytest.mark.parametrize("event", ["payment.authorized", "payment.captured", "payment.failed", "order.paid"])
def test_the_card_of_a_payment(rzp, event):
    payment = shown(rzp.trigger(event, method="card"), "payment")
    assert set(payment["card"]) == set(CARD_KEYS.split())
    assert payment["card"]["id"] == payment["card_id"]
    assert payment["card"]["iin"] == "999999"
    fetched = rzp.payment.fetchCardDetails(payment["id"])
    for name in set(fetched) & set(payment["card"]):
        assert payment["card"][name] == fetched[name]


@pytest.mark.parametrize("event", ["invoice.paid", "invoice.partially_paid", "refund.created", "refund.failed"])
def test_the_card_of_a_payment_is_shown_wherever_the_payment_is(rzp, event):
    payment = shown(rzp.trigger(event, method="card"), "payment")
    assert payment["card"]["id"] == payment["card_id"]
    assert shown(rzp.trigger(event, method="netbanking"), "payment")["card_id"] is None
    assert "card" not in shown(rzp.events[-1], "payment")


def test_a_payment_by_upi_shows_no_flow(rzp):
    """The page: `flow` is there only in the case of Turbo UPI."""
    payment = shown(rzp.trigger("payment.captured", method="upi"), "payment")
    assert payment["upi"] == {"payer_account_type": "bank_account", "vpa": "success@razorpay"}
    assert payment["vpa"] == "success@razorpay"


@pytest.mark.parametrize("event", ["payment.authorized", "payment.captured", "payment.failed"])
def test_a_registration_by_emandate_has_no_acquirer_data(rzp, event):
    """The page of recurring payments says so."""
    assert shown(played(rzp, event, "emandate"), "payment")["acquirer_data"] == {}


def test_the_base_amount_is_in_rupees(rzp):
    assert shown(rzp.trigger("payment.captured", amount=12300), "payment")["base_amount"] == 12300
    abroad = shown(rzp.trigger("payment.captured", amount=12300, currency="USD"), "payment")
    assert abroad["currency"] == "USD"
    assert "base_amount" not in abroad  # nobody here knows the rate


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
def test_the_mandate_of_an_order(rzp, method):
    order = shown(played(rzp, "invoice.paid", method), "order")
    base = {"method", "notes", "recurring_status", "failure_reason", "currency", "max_amount", "auth_type", "expire_at"}
    more = {"nach": {"nach", "bank_account"}, "emandate": {"bank_account"}}.get(method, set())
    assert set(order["token"]) == base | more | {"first_payment_amount"}
    assert order["token"]["method"] == method
    assert order["offers"] == {"entity": "collection", "count": 0, "items": []}


def test_the_card_of_a_token(rzp):
    card = shown(played(rzp, "token.confirmed", "card"), "token")["card"]
    assert set(card) == set(SAVED_CARD_KEYS.split())
    assert card["flows"] == {"otp": True, "recurring": True, "iframe": False}
    card = shown(played(rzp, "token.cancelled", "card"), "token")["card"]
    assert set(card) == {*SAVED_CARD_KEYS.split(), "token_iin", "cobranding_partner"}


def test_the_account_of_a_token(rzp):
    account = shown(played(rzp, "token.confirmed", "emandate"), "token")["bank_details"]
    assert set(account) == {"beneficiary_name", "account_number", "ifsc", "account_type"}


@pytest.mark.parametrize(
    ("event", "status", "recurring", "reason"),
    [
        ("token.confirmed", "confirmed", True, None),
        ("token.rejected", "rejected", False, "Rejected by bank"),
        ("token.cancelled", "cancelled", True, None),
        ("token.paused", "paused", True, None),
        ("token.resumed", "resumed", True, None),
    ],
)
def test_the_status_of_a_token(rzp, event, status, recurring, reason):
    token = shown(rzp.trigger(event), "token")
    assert token["recurring_details"] == {"status": status, "failure_reason": reason}
    assert token["recurring"] is recurring


def test_the_link_of_an_event(rzp):
    link = shown(rzp.trigger("payment_link.cancelled"), "payment_link")
    assert link["notify"] == {"email": True, "sms": True, "whatsapp": False}
    assert link["reminders"] == {"status": "failed"}
    assert link["whatsapp_link"] is False
    assert list(link) == sorted(link)
    bare = rzp.payment_link.create({"amount": 1000, "currency": "INR"})["id"]
    rzp.payment_link.cancel(bare)
    link = shown(rzp.events[-1], "payment_link")
    assert link["id"] == bare
    assert link["expire_by"] == 0
    assert not {"callback_url", "callback_method", "order_id"} & set(link)


def test_the_order_of_a_link_has_bare_ids(rzp):
    happened = rzp.trigger("payment_link.paid", amount=4200)
    link, order, payment = (shown(happened, entity) for entity in happened["contains"])
    assert "entity" not in order
    assert f"order_{order['id']}" == link["order_id"] == payment["order_id"]
    assert f"plink_{order['product_id']}" == link["id"]
    assert f"acc_{order['merchant_id']}" == rzp.account_id
    assert order["product_type"] == "payment_link_v2"
    assert order["public_key"] == rzp.key_id
    assert (order["amount"], order["amount_paid"], order["amount_due"], order["status"]) == (4200, 4200, 0, "paid")
    assert payment["description"] == f"#{order['product_id']}"
    assert (payment["fee_bearer"], payment["amount_captured"]) == ("platform", None)


def test_the_customer_of_an_invoice(rzp):
    invoice = shown(rzp.trigger("invoice.expired"), "invoice")
    assert set(invoice["customer_details"]) == {
        *("id", "name", "email", "contact", "gstin", "billing_address", "shipping_address"),
        *("customer_name", "customer_email", "customer_contact"),
    }
    assert "line_items" not in invoice


@pytest.mark.parametrize("event", BUILT)
def test_values_are_json_and_none_is_shared(rzp, event):
    """What a caller does to an event changes nothing in the fake."""
    happened = rzp.trigger(event)
    index = list(rzp.events).index(happened)
    assert kinds(happened) <= {"null", "boolean", "integer", "string", "array", "object"}
    happened["account_id"] = ""
    for part in happened.get("payload", {}).values():
        if isinstance(part, dict):
            part["entity"].clear()
    assert rzp.events[index] != happened


def kinds(value):
    """The JSON types inside of a value."""
    if isinstance(value, dict):
        return {"object"}.union(*map(kinds, value.values()))
    if isinstance(value, list):
        return {"array"}.union(*map(kinds, value))
    return {kind(value)}
