"""The ways to events: linked accounts and what they need to be activated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from ...exceptions import NotFaked
from ..play import DAY, Play
from .recipe import Recipe

_PLACE: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "street1": "507, Koramangala 1st block",
        "street2": "MG Road",
        "city": "Bengaluru",
        "state": "KARNATAKA",
        "postal_code": 560034,
        "country": "IN",
    }
)
_BANK: Final[Mapping[str, str]] = MappingProxyType(
    {"account_number": "1234567890", "ifsc_code": "HDFC0000317", "beneficiary_name": "Gaurav Kumar"}
)
_FILE: Final = ("proof.pdf", b"%PDF-1.4")
_PAPERS: Final = ("business_proof_url", "business_pan_url")
# The account that an event is about is made by it, so it takes none; nor a customer.
_TAKES: Final = ("notes",)


def _opened(play: Play, sort: str, **more: Any) -> str:
    """An account that was told all that one tells at its creation."""
    who, notes = play.customer, {"notes": play.wanted["notes"]} if "notes" in play.wanted else {}
    serial = play.world.ledger.drawn
    body = {
        "email": f"account.{serial}@example.com",
        "phone": who["contact"],
        "type": sort,
        "legal_business_name": "Acme Corp",
        "customer_facing_business_name": "Acme",
        "business_type": "partnership",
        "contact_name": who["name"],
        "profile": {
            "category": "healthcare",
            "subcategory": "clinic",
            "addresses": {"registered": dict(_PLACE), "operation": dict(_PLACE)},
        },
        "legal_info": {"pan": "AAACL1234C", "gst": "18AABCU9603R1ZM"},
        **notes,
        **more,
    }
    return str(play.rzp.account.create(body)["id"])


def _requested(play: Play, account: str, name: str) -> str:
    body = {"product_name": name, "tnc_accepted": True, "ip": "233.233.233.234"}
    return str(play.rzp.product.requestProductConfiguration(account, body)["id"])


def _told(play: Play, account: str, product: str, *, papers: bool = True) -> None:
    """Tell and upload all that a sub-merchant's product requires."""
    rzp, who = play.rzp, play.customer
    body = {"name": who["name"], "email": who["email"], "kyc": {"pan": "AVOPB1111K"}}
    stakeholder = rzp.stakeholder.create(account, body)["id"]
    if papers:
        for sort in _PAPERS:
            rzp.account.uploadAccountDoc(account, {"file": _FILE, "document_type": sort})
        poa = {"file": _FILE, "document_type": "aadhar_front"}
        rzp.stakeholder.uploadStakeholderDoc(account, stakeholder, poa)
    rzp.product.edit(account, product, {"settlements": dict(_BANK)})


def _reviewed(play: Play, name: str, *, account: str | None = None) -> tuple[str, str]:
    """The account and the product, which is under review."""
    account = account or _opened(play, "standard")
    product = _requested(play, account, name)
    _told(play, account, product)
    return account, product


def _review(name: str, of_account: bool) -> Callable[[Play], str]:
    def play(play: Play) -> str:
        with play.delayed(product_activation=None):
            account, product = _reviewed(play, name)
        return account if of_account else product

    return play


def _then(verb: str, name: str, of_account: bool, **how: Any) -> Callable[[Play], str]:
    """What Razorpay's team does with a product under review."""

    def play(play: Play) -> str:
        with play.delayed(product_activation=None):
            account, product = _reviewed(play, name)
        getattr(play.rzp.onboarding, verb)(product, **how)
        return account if of_account else product

    return play


def _kyc_pending(name: str, of_account: bool) -> Callable[[Play], str]:
    """Somebody who is onboarded without documents."""

    def play(play: Play) -> str:
        account = _opened(play, "standard", no_doc_onboarding=True)
        product = _requested(play, account, name)
        with play.delayed(product_activation=None):
            play.rzp.product.edit(account, product, {"otp": {"contact_mobile": "9820202020"}})
            _told(play, account, product, papers=False)
        play.rzp.onboarding.activate(product, kyc_pending=True)
        return account if of_account else product

    return play


def _instantly(of_account: bool) -> Callable[[Play], str]:
    def play(play: Play) -> str:
        account = _opened(play, "standard")
        product = _requested(play, account, "payment_gateway")
        play.rzp.onboarding.activate_instantly(product)
        return account if of_account else product

    return play


def _payments_enabled(play: Play) -> str:
    account = _instantly(True)(play)
    play.rzp.onboarding.enable_payments(account)
    return account


def _held(play: Play) -> str:
    account = _instantly(True)(play)
    play.rzp.onboarding.hold_funds(account)
    return account


def _unheld(play: Play) -> str:
    account = _then("activate", "payment_gateway", True)(play)
    play.rzp.onboarding.hold_funds(account)
    play.rzp.onboarding.release_funds(account)
    return account


def _suspended(play: Play) -> str:
    account = _opened(play, "standard")
    play.rzp.account.delete(account)
    return account


def _route(play: Play, delay: int | None) -> str:
    if not play.world.account.route:
        raise NotFaked("this account was made without Route: there are no linked accounts")
    account = _opened(play, "route")
    product = _requested(play, account, "route")
    with play.delayed(route_activation=delay):
        play.rzp.product.edit(account, product, {"settlements": dict(_BANK)})
    return product


def _route_review(play: Play) -> str:
    return _route(play, None)


def _route_asked(play: Play) -> str:
    product = _route(play, None)
    play.rzp.onboarding.clarify(product, description="Max retry exceeded for bank account details.")
    return product


def _route_activated(play: Play) -> str:
    return _route(play, 0)


def _updated(play: Play) -> str:
    """A linked account of the beta API, whose bank account is verified by a rupee whatever the merchant has."""
    with play.set_to(penny_testing=True, route=True):
        body = {
            "name": play.customer["name"],
            "email": f"account.{play.world.ledger.drawn}@example.com",
            "tnc_accepted": True,
            "account_details": {"business_name": "Acme Corporation", "business_type": "individual"},
            "bank_account": {**_BANK, "account_type": "current"},
        }
        account = str(play.rzp.request("POST", "/v1/beta/accounts", json=body).body["id"])
    if play.world.delays.bank_verification is None:
        play.rzp.onboarding.verify_bank_account(account)
    else:
        play.rzp.clock.advance(seconds=7 * DAY)
    return account


def _access_revoked(play: Play) -> str:
    onboarding, account = play.rzp.onboarding, _opened(play, "standard")
    callback = "https://example.com/razorpay_callback"
    client = onboarding.create_application("Application", [callback])["development"]
    at = onboarding.authorize(client["client_id"], callback, account=account, state="NOBYtv8r6c75ex6WZ")
    code = at.partition("code=")[2].partition("&")[0]
    body = {
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "grant_type": "authorization_code",
        "redirect_uri": callback,
        "code": code,
        "mode": "test",
    }
    play.rzp.request("POST", "/token", json=body)
    onboarding.revoke_access(account)
    return account


_PG, _PL = "payment_gateway", "payment_links"
_PLAYS: Final[Mapping[str, Callable[[Play], str]]] = {
    "product.route.under_review": _route_review,
    "product.route.needs_clarification": _route_asked,
    "product.route.activated": _route_activated,
    "account.app.authorization_revoked": _access_revoked,
    "account.updated": _updated,
    "account.under_review": _review(_PG, True),
    "account.needs_clarification": _then("clarify", _PG, True),
    "account.activated": _then("activate", _PG, True),
    "account.activated_kyc_pending": _kyc_pending(_PG, True),
    "account.instantly_activated": _instantly(True),
    "account.rejected": _then("reject", _PG, True),
    "account.payments_enabled": _payments_enabled,
    "account.funds_hold": _held,
    "account.funds_unhold": _unheld,
    "account.suspended": _suspended,
    **{f"product.{name}.under_review": _review(name, False) for name in (_PG, _PL)},
    **{f"product.{name}.needs_clarification": _then("clarify", name, False) for name in (_PG, _PL)},
    **{f"product.{name}.activated": _then("activate", name, False) for name in (_PG, _PL)},
    **{f"product.{name}.activated_kyc_pending": _kyc_pending(name, False) for name in (_PG, _PL)},
    "product.payment_gateway.instantly_activated": _instantly(False),
    "product.payment_gateway.rejected": _then("reject", _PG, False),
    "product.payment_link.rejected": _then("reject", _PL, False),
}
RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {event: Recipe(play, _TAKES, always=()) for event, play in _PLAYS.items()}
)
