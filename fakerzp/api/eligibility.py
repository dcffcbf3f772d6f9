"""Eligibility: whether lenders would lend a customer what is to be paid."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from ..entities.eligibility import Eligibility, checks_json
from ..errors import Text
from ..errors import fund_accounts as texts
from ..world.eligibility import (
    ISSUERS,
    METHODS,
    NOT_APPLICABLE,
    NOT_ENABLED,
    OTHER_ISSUERS,
    OTHER_METHODS,
    PROVIDERS,
    Lender,
    everyone,
)
from .endpoint import Call, Routes
from .ids import is_well_formed

routes = Routes()

_PAGE = "payments/payment-gateway/emi²/eligibility-check.md"
_LEAST = 100
_FIELDS = ("inquiry", "amount", "currency", "customer", "instruments")
_OF_CUSTOMER = ("id", "contact", "ip", "referrer", "user_agent")
_OF_INSTRUMENT = ("method", "providers", "issuers", "types", "networks")


@routes.add(
    "POST",
    "/v1/customers/eligibility",
    _PAGE,
    python="customer.requestEligibilityCheck(data={}, **kwargs)",
    node="customers.requestEligibilityCheck(params, callback)",
)
def create(call: Call) -> dict[str, Any]:
    """Ask lenders, all of them or those of `instruments`, whether they would lend the customer this amount (paise)."""
    body = {name: value for name, value in call.body.items() if value is not None}
    _none_but(call, _FIELDS, body)
    if body.get("inquiry", "affordability") != "affordability":
        raise texts.INQUIRY.error()
    amount = _amount(body)
    if "currency" not in body:
        raise texts.CURRENCY_REQUIRED.error()
    if body["currency"] != "INR":
        raise texts.CURRENCY.error()
    contact, customer_id = _customer(call, body.get("customer", {}))
    lenders = _lenders(call, body["instruments"]) if body.get("instruments") else everyone()
    request, checks = call.world.lenders.ask(call.books, lenders, amount, contact, customer_id)
    who = {} if customer_id is None else {"id": customer_id.removeprefix("cust_")}
    return {
        "amount": str(amount),
        "customer": {**who, "contact": contact},
        "instruments": checks_json(request.id, checks),
    }


# Not `find`, whose texts are of the path's own ids: this page words both cases.
@routes.add(
    "GET",
    "/v1/customers/eligibility/{id}",
    _PAGE,
    python="customer.fetchEligibility(eligibility_id, data={}, **kwargs)",
    node="customers.fetchEligibility(eligibilityId, callback)",
    says={"invalid_id": texts.ELIGIBILITY_ID, "unknown_id": texts.ELIGIBILITY_UNKNOWN},
)
def fetch(call: Call, eligibility_id: str) -> dict[str, Any]:
    """What the lenders of a request say by now."""
    request: Eligibility = call.find("eligibility", eligibility_id)
    return {"instruments": checks_json(request.id, call.world.lenders.checks(call.books, request))}


def _none_but(call: Call, known: tuple[str, ...], sent: Mapping[str, Any], prefix: str = "") -> None:
    extra = [prefix + name for name in sent if name not in known]
    if extra:
        raise call.error("extra", extra=", ".join(extra))


def _amount(body: Mapping[str, Any]) -> int:
    amount = body.get("amount")
    if amount in (None, ""):
        raise texts.AMOUNT_REQUIRED.error()
    if isinstance(amount, str) and amount.isascii() and amount.isdigit() and len(amount) < 19:
        amount = int(amount)
    if type(amount) is not int:
        raise texts.AMOUNT_INTEGER.error()
    if amount < _LEAST:
        raise texts.AMOUNT_SMALL.error()
    return amount


def _customer(call: Call, customer: Any) -> tuple[str, str | None]:
    """Contact and id of the customer."""
    if not isinstance(customer, dict):
        raise call.error("object", field="customer")
    _none_but(call, _OF_CUSTOMER, customer, "customer.")
    contact = customer.get("contact")
    if contact in (None, ""):
        raise texts.CONTACT_REQUIRED.error()
    contact = str(contact)
    digits = contact.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise texts.CONTACT_CHARACTERS.error()
    if len(digits) > 15:
        raise texts.CONTACT_LONG.error()
    if len(digits) < 8:
        raise texts.CONTACT_SHORT.error()
    if customer.get("ip") is not None and not _is_ip(customer["ip"]):
        raise texts.IP.error()
    agent = customer.get("user_agent")
    if agent is not None and not (isinstance(agent, str) and agent.strip()):
        raise texts.USER_AGENT.error()
    customer_id = customer.get("id")
    if customer_id is None:
        return contact, None
    if not isinstance(customer_id, str) or not is_well_formed("customer", customer_id):
        raise texts.CUSTOMER_ID.error()
    known = call.books.get(customer_id)
    if known is None:
        raise texts.CUSTOMER_UNKNOWN.error()
    return contact, customer_id


def _is_ip(text: object) -> bool:
    try:
        ip_address(str(text))
    except ValueError:
        return False
    return True


def _lenders(call: Call, instruments: Any) -> list[Lender]:
    """Those that are asked for, in order; of a method without names, all who lend by it."""
    if not isinstance(instruments, list) or not all(isinstance(one, dict) for one in instruments):
        raise texts.INSTRUMENTS.error()
    return [lender for one in instruments for lender in _of_method(call, one)]


def _of_method(call: Call, asked: dict[str, Any]) -> list[Lender]:
    _none_but(call, _OF_INSTRUMENT, asked, "instruments.")
    method = asked.get("method")
    if method in OTHER_METHODS:
        raise texts.METHOD_NOT_APPLICABLE.error()
    if method not in METHODS:
        raise texts.METHOD.error()
    if len(_names(asked, "networks")) >= 5:
        raise texts.MANY_NETWORKS.error()
    if method == "emi":
        return _banks(asked)
    names = _names(asked, "providers") or list(PROVIDERS[method])
    if len(names) >= 30:
        raise texts.MANY_PROVIDERS.error()
    for name in names:
        if name in NOT_ENABLED[method]:
            raise texts.PROVIDER_NOT_ENABLED.error()
        _judge(name, PROVIDERS[method], NOT_APPLICABLE[method], texts.PROVIDER, texts.PROVIDER_NOT_APPLICABLE)
    return [Lender(method, provider=name) for name in names]


def _banks(asked: dict[str, Any]) -> list[Lender]:
    """The banks whose debit cards are asked for."""
    names, types = _names(asked, "issuers") or list(ISSUERS), _names(asked, "types") or ["debit"]
    if len(names) >= 30:
        raise texts.MANY_ISSUERS.error()
    for name in names:
        _judge(name, ISSUERS, tuple(OTHER_ISSUERS), texts.ISSUER, texts.ISSUER_NOT_APPLICABLE)
    for kind in types:
        _judge(kind, ("debit",), ("credit",), texts.CARD_TYPE, texts.TYPE_NOT_APPLICABLE)
    return [Lender("emi", issuer=name, type=kind) for name in names for kind in types]


def _names(asked: dict[str, Any], name: str) -> list[str]:
    sent = asked.get(name, [])
    if not isinstance(sent, list) or not all(isinstance(one, str) for one in sent):
        raise texts.INSTRUMENTS.error()
    return sent


def _judge(name: str, known: tuple[str, ...], others: tuple[str, ...], wrong: Text, elsewhere: Text) -> None:
    if name in others:
        raise elsewhere.error()
    if name not in known:
        raise wrong.error()
