"""Tokens: the instruments that a customer saved, as the customer's list shows them."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.mandate import Token, token_json
from .endpoint import Call, Routes, Says

routes = Routes()

_PAGE = "api/payments/recurring-payments/paper-nach/tokens.md"
# How long the bank takes to cancel a mandate, in seconds; no page says.
CANCELLATION = 60
_SAYS: Says = {"unknown_id": errors.UNKNOWN_DOT, "invalid_id": errors.INVALID_DOT}


def shown(call: Call, token: Token) -> dict[str, Any]:
    """A token with its card."""
    return token_json(token, call.books.get(token.card_id))


def _token(call: Call, customer_id: str, token_id: str) -> Token:
    customer = call.find("customer", customer_id)
    token: Token = call.find("token", token_id)
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
    tokens = call.books.newest("token", field="customer_id", value=customer.id)
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
    call.world.bury(call.books, call.world.law.move(call.books, token, "delete", call.now))
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
    moved = call.world.law.move(call.books, token, "cancel", call.now)
    call.world.ledger.schedule(call.now + CANCELLATION, "cancelled", call.account, token.id)
    return {"status": moved.status}
