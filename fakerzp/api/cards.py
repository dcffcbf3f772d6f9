"""Cards: as they were used or saved, and the references by which networks know them."""

from __future__ import annotations

from typing import Any

from ..entities.mandate import Card, Token, card_json
from ..entities.token_hq import CardToken
from ..errors import token_hq as texts
from ..world import cards
from .endpoint import Call, Routes
from .fields import Flag, Shape, String

routes = Routes()

_PAGES = "api/payments/cards/fingerprints"
# This page alone spells it so.
_SPELLED = {"MasterCard": "Mastercard"}


@routes.add(
    "GET",
    "/v1/cards/{card_id}",
    "razorpay-python/razorpay/resources/card.py",
    python="card.fetch(card_id, data={}, **kwargs)",
    node="cards.fetch(itemId, callback)",
    basis="sdk",
)
def fetch(call: Call, card_id: str) -> dict[str, Any]:
    """A card that was paid with or saved, by the `card_id` of its payment."""
    return card_json(call.find("card", card_id))


@routes.add(
    "POST",
    "/v1/cards/fingerprints",
    f"{_PAGES}/fetch-card-number.md",
    python="card.requestCardReference(data={}, **kwargs)",
    node="cards.requestCardReference(params, callback)",
    body=Shape({"number": String(), "tokenised": Flag(), "token": String()}),
)
def fingerprint(call: Call) -> dict[str, Any]:
    """The reference of a card, which its tokens have too: by its number, a token's number, or a token of Razorpay."""
    fields = call.shaped()
    if fields.get("token"):
        return _reference("provider", *_of_token(call, fields["token"]))
    number = fields.get("number")
    if not number:
        raise texts.REFERENCE_OF.error(field="number")
    if not cards.is_card_number(number):
        raise texts.NUMBER.error(field="number")
    card: Card | None = call.books.get(call.books.claimed(("token number", cards.digits(number))))
    if card is not None and card.network != "RuPay":
        return _reference("network", card.network, card.fingerprint)
    if card is not None or fields.get("tokenised"):
        raise texts.NO_REFERENCE.error()
    return _reference("network", cards.network(number), cards.fingerprint(number))


def _of_token(call: Call, token_id: str) -> tuple[str, str]:
    """The network and the fingerprint of the card behind a token."""
    token: Token | CardToken | None = call.books.get(token_id)
    if not isinstance(token, (Token, CardToken)):
        token = call.find("card_token", token_id)
    card: Card | None = call.books.get(token.card_id)
    if card is None:
        raise texts.NO_REFERENCE.error()
    return card.network, card.fingerprint


def _reference(called: str, network: str, fingerprint: str) -> dict[str, Any]:
    """The answer; the page of Razorpay's tokens calls the network `provider`."""
    reference = cards.card_reference(network, fingerprint)
    if reference is None:
        raise texts.NO_REFERENCE.error()
    of_rupay = network == "RuPay"
    return {
        called: _SPELLED.get(network, network),
        "payment_account_reference": None if of_rupay else reference,
        "network_reference_id": reference if of_rupay else None,
    }
