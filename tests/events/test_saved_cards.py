"""What webhooks show of cards saved as tokens: webhooks.md of both integrations, and the partners' own event."""

from __future__ import annotations

import pytest

from tests.events.documented import SAVED_CARDS
from tests.events.steps import names, shown
from tests.flows.saved_cards import DUAL, MASTERCARD, VISA, saved_card

TOKEN = "id entity customer_id method card compliant_with_tokenisation_guidelines expired_at status notes"
CARD = "last4 network type issuer international emi sub_type token_iin"
PROVIDER = "id entity provider_type provider_name interoperable status provider_data"
DATA = "token_reference_number payment_account_reference token_iin token_expiry_month token_expiry_year"
OF_TOKENS = {
    "token.initiated": "initiated",
    "token.activated": "active",
    "token.suspended": "suspended",
    "token.deactivated": "deactivated",
    "token.expiry_updated": "active",
}
OF_PROVIDERS = {"token.service_provider.cancelled": "suspended", "token.service_provider.deactivated": "deactivated"}


def keys(text):
    return set(text.split())


@pytest.mark.parametrize(("event", "status"), OF_TOKENS.items())
def test_an_event_of_a_token(rzp, event, status):
    happened = rzp.trigger(event)
    assert happened["contains"] == list(happened["payload"]) == ["token"]
    token = shown(happened, "token")
    assert set(token) == keys(TOKEN)
    assert set(token["card"]) == keys(CARD)
    assert (token["entity"], token["status"], token["method"]) == ("token", status, "card")
    assert token["customer_id"] == rzp.customer.all()["items"][0]["id"]


def test_only_a_card_that_was_tokenised_has_digits_of_its_token(rzp):
    token = saved_card(rzp)
    initiated, activated, _ = rzp.events
    number = rzp.token.processPaymentOnAlternatePAorPG({"token_id": token})["token_number"]
    assert number[-4:] != VISA[-4:]
    card = shown(initiated, "token")["card"]
    assert (card["last4"], card["token_iin"]) == (VISA[-4:], None)
    card = shown(activated, "token")["card"]
    assert (card["last4"], card["token_iin"]) == (number[-4:], number[:9])
    assert rzp.token.fetchToken({"id": token})["card"]["last4"] == VISA[-4:]


@pytest.mark.parametrize(("event", "status"), OF_PROVIDERS.items())
def test_an_event_of_a_provider(rzp, event, status):
    happened = rzp.trigger(event)
    assert happened["contains"] == list(happened["payload"]) == ["service_provider_token", "token"]
    provider, token = (shown(happened, name) for name in happened["contains"])
    assert set(provider) == keys(PROVIDER)
    assert set(provider["provider_data"]) == keys(DATA)
    assert set(token) == keys(f"{TOKEN} service_provider_tokens")
    assert token["service_provider_tokens"] == [provider]
    assert (provider["status"], token["status"]) == (status, status)


def test_a_provider_has_taken_a_card(rzp):
    happened = rzp.trigger("token.service_provider.activated")
    assert happened["contains"] == ["token", "service_provider_token", "customer"]
    (provider,) = happened["payload"]["service_provider_token"]["entity"]
    token, customer = shown(happened, "token"), shown(happened, "customer")
    assert set(provider) == keys(f"{PROVIDER} tokenised_terminal_id")
    assert set(provider["provider_data"]) == keys(f"{DATA} card")
    assert set(token) == keys(f"{TOKEN} created_at source service_provider_tokens customer")
    assert set(token["card"]) == keys(f"{CARD} cobranding_partner")
    assert (token["status"], provider["status"]) == ("active", "active")
    assert token["customer"] == rzp.customer.fetch(token["customer_id"])
    assert customer == {
        "id": token["customer_id"].removeprefix("cust_"),
        "email": "gaurav.kumar@example.com",
        "contact": "9000090000",
    }


def test_a_provider_has_refused_a_card(rzp):
    rzp.bank.script_tokens(["failed"])
    saved_card(rzp)  # of nobody in particular, as in the sample
    assert names(rzp) == ["token.initiated", "token.service_provider.failed"]
    happened = rzp.events[-1]
    assert happened["contains"] == ["token", "service_provider_token"]
    (provider,) = happened["payload"]["service_provider_token"]["entity"]
    token = shown(happened, "token")
    error = {
        "code": "BAD_REQUEST_ERROR",
        "description": "Failed to tokenise the card",
        "source": "internal",
        "step": "token_creation",
        "reason": "token_creation_failed",
        "metadata": "{}",
    }
    assert token["error"] == provider["error"] == token["service_provider_tokens"][0]["error"] == error
    assert (token["status"], provider["status"], token["customer_id"]) == ("failed", "failed", None)


def test_a_partner_hears_of_what_was_saved_for_a_sub_merchant(rzp):
    saved_card(rzp)
    assert "token.service_provider_token.activated" not in names(rzp)
    happened = rzp.trigger("token.service_provider_token.activated")
    assert happened["account_id"] != rzp.account_id
    assert happened["contains"] == ["service_provider_token", "token"]
    provider, token = (shown(happened, name) for name in happened["contains"])
    # As the page has it, and as its `contains` says it.
    assert happened["payload"]["service_provider_token"]["token"] == happened["payload"]["token"]
    data = keys(DATA.replace("payment_account_reference", "card_reference_number"))
    assert set(provider["provider_data"]) == data
    assert token["service_provider_tokens"] == [provider]


def test_what_is_blocked_is_let_go(rzp):
    happened = rzp.trigger("token.cancellation_initiated")
    assert happened["contains"] == list(happened["payload"]) == ["token"]
    token = shown(happened, "token")
    fetched = rzp.token.fetch(rzp.customer.all()["items"][0]["id"], token["id"])
    assert token == {**fetched, "recurring": True}
    assert token["recurring_details"] == {
        "status": "cancellation_initiated",
        "failure_reason": None,
        "amount_blocked": 200000,
        "amount_debited": 0,
    }
    assert set(token) == keys(
        "id entity token bank wallet method vpa recurring recurring_details auth_type mrn used_at created_at"
        " start_time notes error_description entity_id dcc_enabled max_amount expired_at"
    )
    assert set(token["vpa"]) == keys("username handle name status received_at")


@pytest.mark.parametrize("event", SAVED_CARDS)
def test_a_wait_for_the_network_changes_no_event(build, event):
    for delays in ({"tokenisation": None}, {"tokenisation": 30}):
        rzp = build(delays=delays)
        assert rzp.trigger(event)["event"] == event
        rzp.clock.advance(minutes=1)
        assert names(rzp).count(event) == 1


def test_of_two_providers_each_has_its_events_and_the_token_its_own(build):
    rzp = build(account={"dual_tokens": True})
    token = saved_card(rzp, DUAL)
    assert names(rzp) == [
        "token.initiated",
        "token.activated",
        "token.service_provider.activated",
        "token.service_provider.activated",
    ]
    rzp.bank.update_token_expiry(token, 1, 2031)
    assert names(rzp)[4:] == ["token.expiry_updated"]
    rzp.bank.suspend_token(token)
    assert names(rzp)[5:] == [
        "token.service_provider.cancelled",
        "token.suspended",
        "token.service_provider.cancelled",
    ]


def test_deleting_a_token_is_the_merchants_own_doing(rzp):
    token = saved_card(rzp, MASTERCARD)
    before = len(rzp.events)
    rzp.tokens.delete({"id": token})
    assert len(rzp.events) == before
