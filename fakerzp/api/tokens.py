"""Tokens: the instruments that a customer saved, as the customer's list shows them."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.mandate import Token, token_json
from ..entities.token_hq import CardToken
from . import token_hq
from .endpoint import Call, Routes, Says

routes = Routes()

_PAGE = "api/payments/recurring-payments/paper-nach/tokens.md"
_SAYS: Says = {"unknown_id": errors.UNKNOWN_DOT, "invalid_id": errors.INVALID_DOT}


def shown(call: Call, token: Token | CardToken) -> dict[str, Any]:
    """A token with its card."""
    if isinstance(token, CardToken):
        return token_hq.listed(call, token)
    return token_json(token, call.books.get(token.card_id))


def _token(call: Call, customer_id: str, token_id: str) -> Token | CardToken:
    customer = call.find("customer", customer_id)
    token: Token | CardToken | None = call.books.get(token_id)
    if not isinstance(token, (Token, CardToken)):
        token = call.find("token", token_id)
    if token.customer_id != customer.id:
        raise call.error("unknown_id")
    return token


@routes.add(
    "GET",
    "/v1/customers/{customer_id}/tokens",
    _PAGE,
    python="token.all(customer_id, data={}, **kwargs)",
    node="customers.fetchTokens(customerId, callback)",
    says=_SAYS,
)
def fetch_all(call: Call, customer_id: str) -> dict[str, Any]:
    """All tokens of a customer, newest first."""
    customer = call.find("customer", customer_id)
    tokens = [
        token
        for kind in ("token", "card_token")
        for token in call.books.newest(kind, field="customer_id", value=customer.id)
    ]
    tokens.sort(key=lambda token: str(token.id), reverse=True)  # ids sort by creation
    return collection([shown(call, token) for token in tokens])


@routes.add(
    "GET",
    "/v1/customers/{customer_id}/tokens/{id}",
    _PAGE,
    python="token.fetch(customer_id, token_id, data={}, **kwargs)",
    node="customers.fetchToken(customerId, tokenId, callback)",
    says=_SAYS,
)
def fetch(call: Call, customer_id: str, token_id: str) -> dict[str, Any]:
    """One token of a customer."""
    return shown(call, _token(call, customer_id, token_id))


@routes.add(
    "DELETE",
    "/v1/customers/{customer_id}/tokens/{id}",
    _PAGE,
    python="token.delete(customer_id, token_id, data={}, **kwargs)",
    node="customers.deleteToken(customerId, tokenId, callback)",
    says=_SAYS,
)
def delete(call: Call, customer_id: str, token_id: str) -> dict[str, Any]:
    """Delete a token: nothing can be charged to it any more."""
    token = _token(call, customer_id, token_id)
    if isinstance(token, CardToken):
        call.world.token_hq.delete(call.books, token)
        return {"deleted": True}
    event = "forget" if token.reserves else "delete"  # what is blocked has to be given back first
    call.world.bury(call.books, call.world.law.move(call.books, token, event, call.now))
    return {"deleted": True}


@routes.add(
    "PUT",
    "/v1/customers/{customer_id}/tokens/{id}/cancel",
    _PAGE,
    python="token.cancel(customer_id, token_id, data={}, **kwargs)",
    says=_SAYS,
)
def cancel(call: Call, customer_id: str, token_id: str) -> dict[str, Any]:
    """Ask the bank to cancel the mandate of a confirmed token."""
    token = _token(call, customer_id, token_id)
    if isinstance(token, CardToken):
        raise call.world.law.refuse(token, "cancel")
    return {"status": call.world.reserve_pay.release(call.books, token).status}
