"""Sub-merchants, linked accounts, their products, webhooks made by calls, and what OAuth grants.

Sources: partners/aggregators/onboarding-api/workflow.md, product-activation.md beside it, webhooks/partners.md,
webhooks/route.md, api/payments/route/linked-account-apis-beta.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import accounts as texts
from ..errors import route
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row

_ACCOUNT = ("account",)
_PARTNERS = "webhooks/partners.md"
_OPEN = ("created", "needs_clarification", "instantly_activated", "activated_kyc_pending")
_WORKING = (*_OPEN, "under_review", "activated")
_LOCKED = {("*", "edit"): texts.LOCKED}


# -- effects


def _accepts(account: Any, cause: Any, origin: Any) -> Changes:
    """Payments may be taken, and are paid out."""
    return {"live": True, "hold_funds": False}


def _accepts_only(account: Any, cause: Any, origin: Any) -> Changes:
    """Payments may be taken, and are not paid out yet."""
    return {"live": True, "hold_funds": True}


def _takes(account: Any, cause: Any, origin: Any) -> Changes:
    return {"live": True}


def _stopped(account: Any, cause: Any, origin: Any) -> Changes:
    return {"live": False, "hold_funds": True}


def _held(account: Any, cause: Any, origin: Any) -> Changes:
    return {"hold_funds": True}


def _released(account: Any, cause: Any, origin: Any) -> Changes:
    return {"hold_funds": False}


def _verified(account: Any, cause: Any, origin: Any) -> Changes:
    return {"live": True, "bank_error": None}


def _answered(product: Any, cause: Any, origin: Any) -> Changes:
    return {"asked": (), "requirements": ()}


def _granted(product: Any, cause: Any, origin: Any) -> Changes:
    methods = dict(product.methods) | dict(product.requested_methods)
    return {"methods": type(product.methods)(methods.items()), "requested_methods": type(product.methods)()}


def _enabled(webhook: Any, cause: Any, origin: Any) -> Changes:
    return {"disabled_at": None}


SUB_MERCHANT = Lifecycle(
    "account",
    "api/partners/account-onboarding/create.md",
    births=(Birth("created"),),
    rows=(
        Row("edit", _OPEN, SAME),
        Row("review", _OPEN, "under_review", emits="account.under_review", carries=_ACCOUNT),
        Row("clarify", ("under_review",), "needs_clarification", emits="account.needs_clarification", carries=_ACCOUNT),
        Row(
            "activate",
            ("under_review", "activated_kyc_pending"),
            "activated",
            stamp="activated_at",
            emits="account.activated",
            carries=_ACCOUNT,
            effect=_accepts,
        ),
        Row(
            "activate_kyc_pending",
            ("under_review",),
            "activated_kyc_pending",
            stamp="activated_at",
            emits="account.activated_kyc_pending",
            carries=_ACCOUNT,
            effect=_accepts,
        ),
        Row(
            "activate_instantly",
            ("created",),
            "instantly_activated",
            stamp="activated_at",
            emits="account.instantly_activated",
            carries=_ACCOUNT,
            effect=_accepts_only,
        ),
        Row("reject", ("under_review",), "rejected", emits="account.rejected", carries=_ACCOUNT, effect=_held),
        Row("enable_payments", _WORKING, SAME, emits="account.payments_enabled", carries=_ACCOUNT, effect=_takes),
        Row("hold_funds", _WORKING, SAME, emits="account.funds_hold", carries=_ACCOUNT, effect=_held),
        Row("release_funds", _WORKING, SAME, emits="account.funds_unhold", carries=_ACCOUNT, effect=_released),
        Row(
            "suspend",
            (*_WORKING, "rejected"),
            "suspended",
            stamp="suspended_at",
            emits="account.suspended",
            carries=_ACCOUNT,
            effect=_stopped,
        ),
    ),
    refusals=_LOCKED,
)

_BETA = "api/payments/route/linked-account-apis-beta.md"
_OF_ROUTE = ("created", "under_review", "needs_clarification", "activated")
_PENNY = ("verification_pending", "verification_failed")
_UPDATED = ("linked_account",)

LINKED_ACCOUNT = Lifecycle(
    "linked_account",
    "api/payments/route/create-linked-account.md",
    births=(Birth("created"), Birth("activated"), Birth("verification_pending")),
    rows=(
        Row("edit", ("created", "needs_clarification"), SAME),
        Row("review", ("created", "needs_clarification"), "under_review"),
        Row("clarify", ("under_review",), "needs_clarification"),
        Row("activate", ("under_review",), "activated", stamp="activated_at", effect=_accepts),
        # The beta API's bank account: taken as it is, or verified by a transfer of a rupee.
        Row("change_bank", _OF_ROUTE, SAME),
        # By a transfer; not while its bank account is not verified (payments/route/faqs.md).
        Row("receive", _OF_ROUTE, SAME),
        Row("verify_anew", (*_OF_ROUTE, *_PENNY), "verification_pending"),
        Row(
            "verify",
            ("verification_pending",),
            "activated",
            stamp="activated_at",
            emits="account.updated",
            carries=_UPDATED,
            effect=_verified,
        ),
        Row(
            "fail_verification",
            ("verification_pending",),
            "verification_failed",
            emits="account.updated",
            carries=_UPDATED,
        ),
        Row("suspend", (*_OF_ROUTE, *_PENNY), "suspended", stamp="suspended_at", effect=_stopped),
    ),
    refusals={
        **_LOCKED,
        ("*", "receive"): route.RECIPIENT_STATUS,
        ("suspended", "change_bank"): texts.SUSPENDED,
        ("suspended", "verify_anew"): texts.SUSPENDED,
    },
)


def _rows(kind: str, stem: str, *early: str) -> tuple[Row, ...]:
    """What every product goes through, announced under that stem; `early` are the states of a part of it.

    Those are states in which payments are taken before all that is required was told.
    """
    told = (kind,)
    final = ("rejected",) if early else ()
    pending = tuple(status for status in early if status == "activated_kyc_pending")
    return (
        Row("ask", ("requested",), "needs_clarification", basis="inferred"),
        Row(
            "configure",
            ("needs_clarification", *early, "under_review", "activated"),
            SAME,
            basis="inferred",
        ),
        Row(
            "submit",
            ("requested", "needs_clarification", *early),
            "under_review",
            emits=f"{stem}.under_review",
            carries=told,
            effect=_answered,
        ),
        Row("clarify", ("under_review",), "needs_clarification", emits=f"{stem}.needs_clarification", carries=told),
        Row(
            "activate",
            ("under_review", *pending),
            "activated",
            stamp="activated_at",
            emits=f"{stem}.activated",
            carries=told,
        ),
        Row(
            "suspend",
            ("needs_clarification", *early, "under_review", "activated", *final),
            "suspended",
            effect=_answered,
        ),
    )


def _of_partners(kind: str, stem: str) -> tuple[Row, ...]:
    """What only the products of partners go through."""
    event = "activate_kyc_pending"
    emits = f"{stem}.activated_kyc_pending"
    return (
        Row(event, ("under_review",), "activated_kyc_pending", stamp="activated_at", emits=emits, carries=(kind,)),
        Row("grant_methods", ("activated", "activated_kyc_pending"), SAME, effect=_granted, basis="inferred"),
    )


_PAGE = "partners/aggregators/onboarding-api/product-activation.md"
_PG, _PL, _RT = "payment_gateway_product", "payment_links_product", "route_product"
_PG_STEM, _PL_STEM = "product.payment_gateway", "product.payment_links"


def _product(kind: str, rows: tuple[Row, ...]) -> Lifecycle:
    return Lifecycle(kind, _PAGE, births=(Birth("requested"),), rows=rows, refusals={})


_EARLY = ("instantly_activated", "activated_kyc_pending")

ROUTE_PRODUCT = _product(_RT, _rows(_RT, "product.route"))
_OF_PAYMENT_GATEWAY = (
    *_rows(_PG, _PG_STEM, *_EARLY),
    Row("reject", ("under_review",), "rejected", emits=f"{_PG_STEM}.rejected", carries=(_PG,)),
    *_of_partners(_PG, _PG_STEM),
    Row(
        "activate_instantly",
        ("needs_clarification",),
        "instantly_activated",
        stamp="activated_at",
        emits=f"{_PG_STEM}.instantly_activated",
        carries=(_PG,),
    ),
)
PAYMENT_GATEWAY_PRODUCT = _product(_PG, _OF_PAYMENT_GATEWAY)
_OF_PAYMENT_LINKS = (
    *_rows(_PL, _PL_STEM, "activated_kyc_pending"),
    # The page has this one name without the s.
    Row("reject", ("under_review",), "rejected", emits="product.payment_link.rejected", carries=(_PL,)),
    *_of_partners(_PL, _PL_STEM),
)
PAYMENT_LINKS_PRODUCT = _product(_PL, _OF_PAYMENT_LINKS)

WEBHOOK = Lifecycle(
    "webhook",
    "api/partners/webhooks/entity.md",
    births=(Birth("active"),),
    rows=(
        Row("edit", ("active", "disabled"), SAME, stamp="updated_at"),
        Row("disable", ("active",), "disabled", stamp="disabled_at"),
        Row("enable", ("disabled",), "active", effect=_enabled, basis="inferred"),
        Row("delete", ("active", "disabled"), "deleted"),
    ),
    refusals={},
)

_OAUTH = "partners/technology-partners/onboard-businesses/integrate-oauth/integration-steps.md"

AUTHORIZATION_CODE = Lifecycle(
    "authorization_code",
    _OAUTH,
    births=(Birth("issued"),),
    rows=(Row("exchange", ("issued",), "exchanged"), Row("expire", ("issued",), "expired", basis="inferred")),
    refusals={("exchanged", "exchange"): texts.CODE_REVOKED, ("expired", "exchange"): texts.CODE_EXPIRED},
)

OAUTH_TOKEN = Lifecycle(
    "oauth_token",
    _OAUTH,
    births=(Birth("active"),),
    rows=(
        Row("refresh", ("active",), "refreshed"),
        Row("revoke", ("active",), "revoked"),
        # By the sub-merchant, on their Dashboard.
        Row(
            "withdraw",
            ("active",),
            "revoked",
            emits="account.app.authorization_revoked",
            carries=("oauth_token",),
        ),
        Row("expire", ("active",), "expired"),
    ),
    refusals={
        ("expired", "refresh"): texts.TOKEN_NOT_LINKED,
        ("*", "refresh"): texts.TOKEN_REVOKED,
        ("*", "revoke"): texts.TOKEN_INVALID,
    },
)

MACHINES: tuple[Lifecycle, ...] = (
    SUB_MERCHANT,
    LINKED_ACCOUNT,
    ROUTE_PRODUCT,
    PAYMENT_GATEWAY_PRODUCT,
    PAYMENT_LINKS_PRODUCT,
    WEBHOOK,
    AUTHORIZATION_CODE,
    OAUTH_TOKEN,
)


# -- an account goes where the first of its products goes


def _is_in(*states: str) -> Callable[[Any, Any], bool]:
    def holds(account: Any, product: Any) -> bool:
        return account.status in states

    holds.__name__ = f"is_{'_or_'.join(states)}"
    return holds


def _follows(kind: str, moves: str, *pairs: tuple[str, str, tuple[str, ...]]) -> tuple[Coupling, ...]:
    return tuple(Coupling(kind, event, "account_id", moves, then, _is_in(*states)) for event, then, states in pairs)


_SHARED = (
    ("submit", "review", _OPEN),
    ("clarify", "clarify", ("under_review",)),
    ("activate", "activate", ("under_review", "activated_kyc_pending")),
    ("reject", "reject", ("under_review",)),
    ("activate_kyc_pending", "activate_kyc_pending", ("under_review",)),
)

_ROUTES = (
    ("submit", "review", ("created", "needs_clarification")),
    ("clarify", "clarify", ("under_review",)),
    ("activate", "activate", ("under_review",)),
)

COUPLINGS: tuple[Coupling, ...] = (
    *_follows(_PG, "account", *_SHARED, ("activate_instantly", "activate_instantly", ("created",))),
    *_follows(_PL, "account", *_SHARED),
    *(coupling for kind in (_RT, _PG, _PL) for coupling in _follows(kind, "linked_account", *_ROUTES)),
)

EXPIRY: Mapping[str, str] = {"authorization_code": "expires_at", "oauth_token": "expires_at"}
