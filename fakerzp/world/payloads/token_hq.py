"""What webhooks show: cards saved as tokens.

payments/payment-methods/cards/token-hq/merchant-requestor (token.*) and merchant-requestor-with-network-tokens
(token.service_provider.*), webhooks.md of each. Where samples of one event differ, as the newest: those are Razorpay's
own, with ids of 2024 and 2025.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.base import notes_json
from ...entities.customer import Customer, customer_json
from ...entities.mandate import Card
from ...entities.token_hq import CardToken, ProviderToken, TokenError, provider_data
from ...ledger.law import Happening

Json = dict[str, Any]

_MADE = ("token.service_provider.activated", "token.service_provider.failed")
_SHARED = "token.service_provider_token.activated"


def _found(happening: Happening, kind: type[Any]) -> Any:
    among = (*happening.records, *happening.beside)
    return next((one for one in among if isinstance(one, kind)), None)


def _error(error: TokenError) -> Json:
    return {**error._asdict(), "metadata": "{}"}


def card_token_event_json(token: CardToken, happening: Happening) -> Json:
    """A token; `last4` are those of the token's number, if its card was tokenised already."""
    card: Card = _found(happening, Card)
    made: ProviderToken | None = _found(happening, ProviderToken)
    of_provider = happening.event.startswith("token.service_provider")
    shown: Json = {
        "last4": token.last4 or card.last4,
        "network": card.network,
        "type": card.type,
        "issuer": card.issuer,
        "international": card.international,
        "emi": card.emi,
        "sub_type": card.sub_type,
    }
    if token.token_iin is not None or token.status == "initiated":
        shown["token_iin"] = token.token_iin
    body: Json = {
        "id": token.id,
        "entity": "token",
        "customer_id": token.customer_id,
        "method": token.method,
        "card": shown,
        "compliant_with_tokenisation_guidelines": True,
    }
    if of_provider and made is not None:
        body["service_provider_tokens"] = [_provider(made, happening)]
    body |= {"expired_at": token.expired_at, "status": token.status, "notes": notes_json(token.notes)}
    if happening.event in _MADE:
        shown["cobranding_partner"] = None
        body |= {"created_at": token.created_at, "source": "business"}
        customer: Customer | None = _found(happening, Customer)
        if customer is not None:
            body["customer"] = customer_json(customer)
        if token.error is not None:
            body["error"] = _error(token.error)
    return body


def _provider(made: ProviderToken, happening: Happening) -> Json:
    """A provider's token, inside of a token; the partner's event calls its reference otherwise."""
    data = provider_data(made)
    if happening.event == _SHARED:
        data["card_reference_number"] = data.pop("payment_account_reference")
    body: Json = {
        "id": made.id,
        "entity": "service_provider_token",
        "provider_type": made.provider_type,
        "provider_name": made.provider_name,
        "interoperable": True,
        "status": made.status,
        "provider_data": data,
    }
    return body if made.error is None else {**body, "error": _error(made.error)}


def provider_token_event_json(made: ProviderToken, happening: Happening) -> Any:
    """A provider's token; in a list, with its terminal, where it was made or refused."""
    body = _provider(made, happening)
    if happening.event not in _MADE:
        return body
    body["provider_data"] = {**body["provider_data"], "card": []}
    return [{**body, "tokenised_terminal_id": made.terminal_id}]


def customer_event_json(customer: Customer, happening: Happening) -> Json:
    """The customer of a token: its id without prefix."""
    return {"id": customer.id.partition("_")[2], "email": customer.email, "contact": customer.contact}


def within(payload: Json, happening: Happening) -> None:
    """The page of the partner's event has the token inside of the provider's; a handler may look in either place."""
    if happening.event == _SHARED:
        payload["service_provider_token"]["token"] = payload["token"]


SHOWN: Mapping[str, Callable[[Any, Happening], Any]] = {
    "card_token": card_token_event_json,
    "service_provider_token": provider_token_event_json,
    "customer": customer_event_json,
}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], Any]]] = {}
