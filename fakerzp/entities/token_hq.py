"""Cards saved as tokens: the token of Razorpay, and the tokens of networks and issuers that stand behind it.

Sources: payments/payment-methods/cards/token-hq/merchant-requestor-with-network-tokens/apis.md (the entity), and
token-lifecycle.md beside it (the states).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record
from .customer import Customer, customer_json
from .mandate import Card, Token


class TokenError(NamedTuple):
    """Why a card could not be tokenised, in the members of the `error` that its token shows."""

    code: str = "BAD_REQUEST_ERROR"
    description: str = "Failed to tokenise the card"
    source: str = "internal"
    step: str = "token_creation"
    reason: str = "token_creation_failed"


@record
class CardToken(Record):
    """A card saved as a token (`token_`). Its status follows from those of its providers' tokens.

    `standing` is the last status of each of those, by its id. `expired_at` (Unix seconds) is the end of the month
    after which it can't be used. `token_iin` and `last4` are those of the network's token, which webhooks show.
    """

    KIND: ClassVar[str] = "card_token"
    INDEXED: ClassVar[tuple[str, ...]] = ("customer_id",)

    token: str
    card_id: str
    expired_at: int
    customer_id: str | None = None
    standing: tuple[tuple[str, str], ...] = ()
    token_iin: str | None = None
    last4: str | None = None
    status_reason: str | None = None
    notes: Notes = ()
    used_at: int | None = None
    error: TokenError | None = None
    payment_id: str | None = None
    """The payment with which it was saved."""

    @property
    def method(self) -> str:
        """What was tokenised: nothing but cards."""
        return "card"


@record
class ProviderToken(Record):
    """What a network or an issuer made of a card (`spt_`): `token_number` stands for the card's own at any acquirer.

    `reference` is the payment account reference of the card (of RuPay its network reference id).
    """

    KIND: ClassVar[str] = "service_provider_token"
    INDEXED: ClassVar[tuple[str, ...]] = ("card_token_id",)

    card_token_id: str
    provider_type: str
    provider_name: str
    network: str
    token_number: str
    token_reference_number: str
    reference: str | None
    token_iin: str | None
    token_expiry_month: int
    token_expiry_year: int
    expired_at: int
    terminal_id: str
    customer_id: str | None = None
    payment_id: str | None = None
    requestor_id: str | None = None
    status_reason: str | None = None
    error: TokenError | None = None


def provider_data(token: ProviderToken) -> dict[str, Any]:
    """What the provider itself says of its token."""
    references = {"payment_account_reference": token.reference}
    if token.network == "RuPay":
        # api/payments/cards/fingerprints.md: RuPay has its own reference, and tells it of a new token.
        references = {"payment_account_reference": None, "network_reference_id": token.reference}
    requestor = {"token_requestor_id": token.requestor_id} if token.requestor_id is not None else {}
    return {
        **requestor,
        "token_reference_number": token.token_reference_number,
        **references,
        "token_iin": token.token_iin,
        "token_expiry_month": token.token_expiry_month,
        "token_expiry_year": token.token_expiry_year,
    }


def provider_token_json(token: ProviderToken) -> dict[str, Any]:
    """A provider's token, as the API answers it."""
    body: dict[str, Any] = {
        "id": token.id,
        "entity": "service_provider_token",
        "provider_type": token.provider_type,
        "provider_name": token.provider_name,
        "interoperable": True,
        "status": token.status,
        "status_reason": token.status_reason,
        "provider_data": provider_data(token),
    }
    if token.error is not None:
        body["error"] = error_json(token.error)
    return body


def error_json(error: TokenError) -> dict[str, Any]:
    """Why a card could not be tokenised, as its token shows it."""
    return {
        "code": error.code,
        "description": error.description,
        "field": None,
        "source": error.source,
        "step": error.step,
        "reason": error.reason,
        "metadata": {},
    }


def tokenised_card_json(card: Card, providers: tuple[ProviderToken, ...]) -> dict[str, Any]:
    """The card of a token; with a `token_iin` if a network made one."""
    body: dict[str, Any] = {
        "last4": card.last4,
        "network": card.network,
        "type": card.type,
        "issuer": card.issuer,
        "international": card.international,
        "emi": card.emi,
        "sub_type": card.sub_type,
    }
    iin = next((one.token_iin for one in providers if one.token_iin is not None), None)
    return body if iin is None else {**body, "token_iin": iin}


def card_token_json(
    token: CardToken,
    card: Card,
    providers: tuple[ProviderToken, ...],
    customer: Customer | None,
    *,
    whole: bool = True,
) -> dict[str, Any]:
    """A token as the API answers it; `whole` says whether the account is shown the providers' tokens."""
    return {
        "id": token.id,
        "entity": "token",
        "customer_id": token.customer_id,
        "method": token.method,
        "card": tokenised_card_json(card, providers),
        **({"customer": customer_json(customer)} if customer is not None else {}),
        "compliant_with_tokenisation_guidelines": True,
        **({"service_provider_tokens": [provider_token_json(one) for one in providers]} if whole else {}),
        "expired_at": token.expired_at,
        "status": token.status,
        "status_reason": token.status_reason,
        "notes": notes_json(token.notes),
    }


def listed_card_token_json(token: CardToken, card: Card, providers: tuple[ProviderToken, ...]) -> dict[str, Any]:
    """A token among those of its customer (payments/payment-gateway/web-integration/custom/features/saved-cards)."""
    return {
        "id": token.id,
        "entity": "token",
        "method": token.method,
        "card": {"entity": "card", **tokenised_card_json(card, providers)},
        "used_at": token.used_at,
        "created_at": token.created_at,
        "expired_at": token.expired_at,
        "status": token.status,
        "compliant_with_tokenisation_guidelines": True,
    }


def mandate_token_properties_json(
    token: Token, card: Card, customer: Customer, *, whole: bool = True
) -> dict[str, Any]:
    """The token of a card's mandate, asked for as one that was saved: no provider is known here to stand behind it."""
    return {
        "id": token.id,
        "entity": "token",
        "customer_id": token.customer_id,
        "method": token.method,
        "card": {**tokenised_card_json(card, ()), "token_iin": None},
        "customer": customer_json(customer),
        "compliant_with_tokenisation_guidelines": False,
        **({"service_provider_tokens": []} if whole else {}),
        "expired_at": token.expired_at,
        "status": None,
        "status_reason": None,
        "notes": notes_json(token.mandate.notes) if token.mandate else [],
    }


def _stored_json(token: CardToken) -> dict[str, Any]:
    """A token alone, without the records that it refers to."""
    return {
        "id": token.id,
        "entity": "token",
        "customer_id": token.customer_id,
        "method": token.method,
        "card_id": token.card_id,
        "expired_at": token.expired_at,
        "used_at": token.used_at,
        "status": token.status,
        "status_reason": token.status_reason,
        "notes": notes_json(token.notes),
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "card_token": _stored_json,
    "service_provider_token": provider_token_json,
}
