"""Whether figures add up: linked accounts and what they need to be activated."""

from __future__ import annotations

from typing import Any

from ...entities import requirements
from ...entities.accounts import KINDS
from ...entities.onboarding import PRODUCT_KINDS
from ...exceptions import LedgerError
from ..books import Books

# Where a product waits to be told of what it requires; elsewhere nothing is missing.
_WAITING = ("needs_clarification", "instantly_activated")
_LIVE = ("activated", "activated_kyc_pending", "instantly_activated")


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for kind in PRODUCT_KINDS:
        for product in books.all(kind):
            _check_product(books, product)
    for kind in KINDS:
        for account in books.all(kind):
            _check_account(account)
    for kind, owner in (("stakeholder", "account_id"), ("proof", "account_id")):
        for record in books.all(kind):
            _check_owner(books, record, owner)


def _check_owner(books: Books, record: Any, field: str) -> Any:
    account = books.get(getattr(record, field))
    if account is None or account.KIND not in KINDS:
        raise LedgerError(f"{record.id} is of {getattr(record, field)}, which is no account here")
    return account


def _check_product(books: Books, product: Any) -> None:
    """What it says is missing is what is, or what Razorpay asked about."""
    account = _check_owner(books, product, "account_id")
    if product.asked and product.status != "needs_clarification":
        raise LedgerError(f"{product.id} is {product.status} and Razorpay asks about {len(product.asked)} fields")
    if product.asked:
        expected = product.asked
    elif product.status in _WAITING:
        people = books.newest("stakeholder", field="account_id", value=account.id)
        proofs = books.newest("proof", field="account_id", value=account.id)
        expected = requirements.missing(account, product, people[-1] if people else None, proofs)
        if product.status == "instantly_activated" or account.status == "suspended":
            return  # looked at again when something is told
    else:
        return
    if product.requirements != expected:
        found, wanted = ([one.field for one in each] for each in (product.requirements, expected))
        raise LedgerError(f"{product.id} requires {found}, and {wanted} is missing")


def _check_account(account: Any) -> None:
    """It has the times of where it is, and takes payments only where it may."""
    if (account.suspended_at is not None) != (account.status == "suspended"):
        raise LedgerError(f"{account.id} is {account.status} and was suspended at {account.suspended_at}")
    if account.status == "suspended" and (account.live or not account.hold_funds):
        raise LedgerError(f"{account.id} is suspended, and takes payments or is paid out")
    if account.status in _LIVE and account.activated_at is None:
        raise LedgerError(f"{account.id} is {account.status} and was activated at no time")
