"""Cards saved as tokens (TokenHQ): created, looked up, deleted, and used at other gateways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..entities.customer import customer_json
from ..entities.mandate import Card, Token
from ..entities.token_hq import (
    CardToken,
    ProviderToken,
    listed_card_token_json,
    mandate_token_properties_json,
)
from ..errors import token_hq as texts
from ..world.cards import is_card_number, network
from ..world.token_hq import IST, NewCard
from .endpoint import Call, Routes, Says
from .fields import Choice, Field, NotesField, Shape, String

routes = Routes()

_HQ = "payments/payment-methods/cards/token-hq/merchant-requestor-with-network-tokens/apis.md"
_SHARED = "partners/aggregators/partner-auth/token-sharing.md"
# Where the card was authenticated. The page lists all but the first, which its own sample has; one page misspells the
# last but one.
_PROVIDERS = (
    "razorpay amex axis_migs cashfree ccavenue cybersource first_data fss hdfc mpgs paysecure paytm payu zakpay zaakpay"
)
_SAYS: Says = {
    "required": texts.REQUIRED,
    "string": texts.INVALID,
    "object": texts.INVALID,
    "one_of": texts.INVALID,
    "too_long": texts.INVALID,
    "too_short": texts.INVALID,
}
_OF_IDS: Says = {"required": texts.REQUIRED}


@dataclass(frozen=True, slots=True)
class Named:
    """An object whose fields are called by their own names alone when they are wrong (`number`, not `card.number`)."""

    shape: Shape
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> dict[str, Any]:
        """The object's fields; raises the API error of the first that does not fit."""
        if not isinstance(value, dict):
            raise call.error("object", field=name)
        return self.shape.read(call, "", value)


_CARD: dict[str, Field] = {
    "number": String(required=True),
    "name": String(),
    "expiry_month": String(least=1, most=2, required=True),
    "expiry_year": String(least=2, most=4, required=True),
    "cvv": String(),
}
_AUTHENTICATION: dict[str, Field] = {
    "provider": Choice(tuple(_PROVIDERS.split())),
    "provider_reference_id": String(),
    "authentication_reference_number": String(),
}
_METHOD = Choice(("card",), required=True)
_NEW = Shape(
    {
        "customer_id": String(),
        "method": _METHOD,
        "card": Named(Shape(_CARD), required=True),
        "authentication": Named(Shape(_AUTHENTICATION), required=True),
        "notes": NotesField(),
    }
)
_OF_CUSTOMER = Shape({"method": _METHOD, "card": Named(Shape(_CARD), required=True)})


def new_card(call: Call, fields: dict[str, Any]) -> NewCard:
    """The card of a request; raises the API error of a number that is none, or of a month that is over."""
    if not is_card_number(fields["number"]):
        raise texts.NUMBER.error(field="number")
    today = datetime.fromtimestamp(call.now, IST)
    month, year = fields["expiry_month"], fields["expiry_year"]
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        raise texts.INVALID.error(field="expiry_month")
    if not year.isdecimal() or len(year) == 3:
        raise texts.INVALID.error(field="expiry_year")
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if (whole, int(month)) < (today.year, today.month):
        raise texts.INVALID.error(field="expiry_year")
    if whole > today.year + 50:
        raise texts.INVALID.error(field="expiry_year")
    return NewCard(fields["number"], fields.get("name", ""), int(month), whole)


def shown(call: Call, token: CardToken) -> dict[str, Any]:
    """A token with all that belongs to it."""
    return call.world.token_hq.shown(call.books, token)


def listed(call: Call, token: CardToken) -> dict[str, Any]:
    """A token as its customer's list shows it."""
    providers = call.world.token_hq.providers(call.books, token)
    return listed_card_token_json(token, call.books.get(token.card_id), providers)


@routes.add(
    "POST",
    "/v1/tokens",
    _HQ,
    python="token.create(data={}, **kwargs)",
    node="tokens.create(params, callback)",
    body=_NEW,
    says=_SAYS,
)
def create(call: Call) -> dict[str, Any]:
    """Save a card as a token, for a customer or for nobody in particular."""
    fields = call.shaped()
    customer_id = fields.get("customer_id")
    if customer_id is not None:
        call.find("customer", customer_id)
    card = new_card(call, fields["card"])
    proof = fields["authentication"].get("authentication_reference_number")
    if network(card.number) == "American Express" and not proof:
        raise call.error("required", field="authentication_reference_number")
    return shown(call, call.world.token_hq.save(call.books, card, customer_id, fields.get("notes", ())))


def _token(call: Call) -> CardToken | Token:
    """The token that the body names: of a saved card, or of a mandate that a card pays."""
    token_id = String().read(call, "id", call.shaped()["id"])
    found = call.books.get(token_id)
    if isinstance(found, CardToken) or (isinstance(found, Token) and found.method == "card"):
        return found
    call.find("card_token", token_id)
    raise call.error("unknown_id")


_BY_ID = Shape({"id": String(required=True)})


@routes.add(
    "POST",
    "/v1/tokens/fetch",
    _HQ,
    python="token.fetchToken(data={}, **kwargs)",
    node="tokens.fetch(params, callback)",
    body=_BY_ID,
    says=_OF_IDS,
)
def fetch(call: Call) -> dict[str, Any]:
    """A token, with the properties of its card."""
    token = _token(call)
    if isinstance(token, CardToken):
        return shown(call, token)
    whole = call.world.account.service_provider_tokens
    books = call.books
    return mandate_token_properties_json(token, books.get(token.card_id), books.get(token.customer_id), whole=whole)


@routes.add(
    "POST",
    "/v1/tokens/delete",
    _HQ,
    python="token.deleteToken(data={}, **kwargs)",
    node="tokens.delete(params, callback)",
    body=_BY_ID,
    says=_OF_IDS,
)
def delete(call: Call) -> list[Any]:
    """Delete a token, and what networks and issuers made of its card."""
    token = _token(call)
    if isinstance(token, CardToken):
        call.world.token_hq.delete(call.books, token)
    else:
        call.world.bury(call.books, call.world.law.move(call.books, token, "delete", call.now))
    return []


@routes.add(
    "POST",
    "/v1/tokens/service_provider_tokens/token_transactional_data",
    _HQ,
    python="token.processPaymentOnAlternatePAorPG(data={}, **kwargs)",
    node="tokens.processPaymentOnAlternatePAorPG(params, callback)",
    body=Shape({"id": String(), "token_id": String()}),
    says=_SAYS,
)
def transactional_data(call: Call) -> dict[str, Any]:
    """What another gateway needs to charge a saved card once: by the id of a provider's token, or of a token."""
    fields = call.shaped()
    if not fields:
        raise call.error("required", field="id")
    made = call.books.get(fields.get("id"))
    if "id" not in fields:
        made = _usable(call, call.books.get(fields["token_id"]))
    if not isinstance(made, ProviderToken):
        raise texts.INVALID_TOKEN.error()
    return call.world.token_hq.transactional_data(call.books, made)


def _usable(call: Call, token: Any) -> ProviderToken | None:
    """The first of a token's providers whose own is active."""
    if not isinstance(token, CardToken):
        return None
    providers = call.world.token_hq.providers(call.books, token)
    return next((one for one in providers if one.status == "active"), None)


def _saved_for(call: Call, customer_id: str) -> tuple[CardToken, dict[str, Any]]:
    """The token of the card in the body, and that card as these two calls show it."""
    customer = call.find("customer", customer_id)
    card = new_card(call, call.shaped()["card"])
    token = call.world.token_hq.save(call.books, card, customer.id)
    saved: Card = call.books.get(token.card_id)
    return token, {
        "entity": "card",
        "name": saved.name,
        "last4": saved.last4,
        "network": saved.network,
        "type": saved.type,
        "issuer": saved.issuer,
        "international": saved.international,
        "emi": saved.emi,
        "expiry_month": saved.expiry_month,
        "expiry_year": saved.expiry_year,
    }


@routes.add(
    "POST",
    "/v1/customers/{id}/tokens",
    "payments/payment-methods/cards/token-private.md",
    body=_OF_CUSTOMER,
    says=_SAYS,
)
def create_for_customer(call: Call, customer_id: str) -> dict[str, Any]:
    """Save a customer's card that was kept elsewhere until now."""
    token, card = _saved_for(call, customer_id)
    return {
        "id": token.id,
        "entity": "token",
        "bank": None,
        "wallet": None,
        "method": token.method,
        "card": card,
        "recurring": False,
        "used_at": token.used_at,
        "created_at": token.created_at,
    }


@routes.add(
    "POST",
    "/v1/customers/{id}/tokens/public",
    "payments/payment-methods/cards/token-public.md",
    body=_OF_CUSTOMER,
    says=_SAYS,
    key_only=True,
)
def create_in_public(call: Call, customer_id: str) -> dict[str, Any]:
    """The same from a browser or an app, for which the key id is enough."""
    token, card = _saved_for(call, customer_id)
    return {
        "id": token.id,
        "entity": "token",
        "token": token.token,
        "bank": None,
        "wallet": None,
        "method": token.method,
        "card": {**card, "flows": {"recurring": True, "iframe": False}},
        "recurring": False,
        "auth_type": None,
        "mrn": None,
        "used_at": token.used_at,
        "created_at": token.created_at,
        "customer": customer_json(call.books.get(customer_id)),
        "expired_at": token.expired_at,
        "dcc_enabled": False,
    }
