"""What webhooks show: linked accounts and what they need to be activated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.accounts import LinkedAccount, beta_json
from ...entities.oauth import OAuthToken, oauth_token_json
from ...entities.onboarding import PRODUCT_KINDS, Product, requirement_json
from ...ledger.law import Happening
from ..banks import bank_name
from .merchant import merchant_json

Json = dict[str, Any]


def product_event_json(product: Product, happening: Happening) -> Json:
    """A product: whose it is, and how far (webhooks/route.md, webhooks/partners)."""
    return {"id": product.id, "merchant_id": product.account_id, "activation_status": product.status}


def linked_account_event_json(account: LinkedAccount, happening: Happening) -> Json:
    """A linked account whose bank account was verified, or not (api/payments/route/linked-account-apis-beta.md)."""
    shown = beta_json(account, penny=True, listed=True)
    if account.status == "activated":
        shown["activation_details"]["bank_details_verification_error"] = ""
    return {**shown, "dashboard_access": account.dashboard_access, "allow_reversals": account.allow_reversals}


def token_of_app_event_json(token: OAuthToken, happening: Happening) -> Json:
    """What was granted; the event shows nothing of it."""
    return oauth_token_json(token)


def _product_event(happening: Happening) -> Json:
    """The event of a product: beside it, what is asked about."""
    (product,) = happening.records
    assert isinstance(product, Product)
    data: Any = []
    if happening.event.endswith((".needs_clarification", ".rejected")):
        data = {"requirements": [requirement_json(one) for one in product.requirements]}
    return _event(
        happening, {"merchant_product": {"entity": product_event_json(product, happening), "data": data}}
    )


def _updated_event(happening: Happening) -> Json:
    """The event of a linked account, and of its bank account."""
    (account,) = happening.records
    assert isinstance(account, LinkedAccount)
    bank = account.bank
    assert bank is not None
    shown: Json = {
        "id": bank.id,
        "entity": "bank_account",
        "ifsc": bank.ifsc_code,
        "bank_name": bank_name(bank.ifsc_code),
        "name": bank.beneficiary_name,
        "notes": [],
        "account_number": bank.account_number,
    }
    return _event(
        happening,
        {"account": {"entity": linked_account_event_json(account, happening)}, "bank_account": {"entity": shown}},
    )


def _revoked_event(happening: Happening) -> Json:
    """The event of access that was taken back, which has no payload: webhooks/partners/oauth.md."""
    return {
        "event": happening.event,
        "account_id": happening.account,
        "contains": [],
        "created_at": happening.at,
    }


def _event(happening: Happening, payload: Json) -> Json:
    return {
        "entity": "event",
        "account_id": happening.account,
        "event": happening.event,
        "contains": list(payload),
        "payload": payload,
        "created_at": happening.at,
    }


SHOWN: Mapping[str, Callable[[Any, Happening], Json]] = {
    "account": merchant_json,
    "linked_account": linked_account_event_json,
    "oauth_token": token_of_app_event_json,
    **dict.fromkeys(PRODUCT_KINDS, product_event_json),
}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], Json]]] = {}
WHOLE: Mapping[str, Callable[[Happening], Json]] = {
    **{
        f"product.{name}.{status}": _product_event
        for name in ("route", "payment_gateway", "payment_links")
        for status in (
            "under_review",
            "needs_clarification",
            "activated",
            "activated_kyc_pending",
            "instantly_activated",
            "rejected",
        )
    },
    "product.payment_link.rejected": _product_event,
    "account.updated": _updated_event,
    "account.app.authorization_revoked": _revoked_event,
}
"""Events whose body is not made of entities alone."""
