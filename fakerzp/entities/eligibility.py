"""Checks of what lenders would lend a customer. Source: payments/payment-gateway/emi²/eligibility-check.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ..errors.fund_accounts import LENDERS
from .base import Record, record


@record
class Eligibility(Record):
    """A request (`elig_`): what a customer with this contact would pay, and the checks that it made.

    `amount` in paise; `checks` are the ids of one check for each lender.
    """

    KIND: ClassVar[str] = "eligibility"

    amount: int
    contact: str
    customer_id: str | None = None
    checks: tuple[str, ...] = ()


@record
class Check(Record):
    """What one lender says: its status, and the reason if it does not lend.

    Lenders are named by `provider`, banks whose cards pay in instalments by `issuer` and the cards' `type`.
    """

    KIND: ClassVar[str] = "eligibility_check"

    eligibility_id: str
    method: str
    provider: str | None = None
    issuer: str | None = None
    type: str | None = None
    reason: str | None = None


def checks_json(eligibility_id: str, checks: list[Check]) -> list[dict[str, Any]]:
    """The `instruments` of an answer."""
    return [{**_instrument(one), "eligibility_req_id": eligibility_id, "eligibility": _said(one)} for one in checks]


def _instrument(check: Check) -> dict[str, Any]:
    if check.provider is not None:
        return {"method": check.method, "provider": check.provider}
    return {"method": check.method, "issuer": check.issuer, "type": check.type}


def _said(check: Check) -> dict[str, Any]:
    if check.reason is None:
        return {"status": check.status}
    error = {
        "code": "GATEWAY_ERROR",
        "description": LENDERS[check.reason],
        "source": "gateway",
        "step": "inquiry",
        "reason": check.reason,
    }
    return {"status": check.status, "error": error}


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "eligibility": lambda one: {"id": one.id, "amount": one.amount, "contact": one.contact},
    "eligibility_check": lambda one: {**_instrument(one), "eligibility": _said(one)},
}
