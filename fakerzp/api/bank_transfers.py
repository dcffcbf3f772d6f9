"""How money came to a virtual account: by bank, or by UPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import errors
from ..entities.payment import Payment
from ..entities.virtual_accounts import bank_transfer_json, upi_transfer_json, virtual_account_json
from ..errors import virtual_accounts as texts
from ..ledger.log import Link
from .endpoint import Call, Routes, Says

routes = Routes()

_SAYS: Says = {"key": errors.KEY_DOT}
TO_ACCOUNTS = ("virtual_account", "va_transaction_id")
"""Filters of a list of payments: those to virtual accounts, and the one with the reference of its transfer."""


@routes.add(
    "GET",
    "/v1/payments/{id}/bank_transfer",
    "api/payments/smart-collect/fetch-payments-bank-transfer.md",
    python="payment.bank_transfer(payment_id, data={}, **kwargs)",
    node="payments.bankTransfer(paymentId, callback)",
    says=_SAYS,
)
def bank_transfer(call: Call, payment_id: str) -> dict[str, Any]:
    """The bank transfer that a payment came by, with the virtual account as it is now."""
    payment: Payment = call.find("payment", payment_id)
    return _with_account(call, payment, payment.bank_transfer_id, bank_transfer_json)


@routes.add(
    "GET",
    "/v1/payments/{id}/upi_transfer",
    "api/payments/smart-collect-2/fetch-payments-upi.md",
    python="payment.upi_transfer(payment_id, data={}, **kwargs)",
    says=_SAYS,
)
def upi_transfer(call: Call, payment_id: str) -> dict[str, Any]:
    """The UPI transfer that a payment came by, with the virtual account as it is now."""
    payment: Payment = call.find("payment", payment_id)
    return _with_account(call, payment, payment.upi_transfer_id, upi_transfer_json)


def _with_account(call: Call, payment: Payment, transfer_id: str | None, render: Any) -> dict[str, Any]:
    if transfer_id is None:
        raise texts.NO_TRANSFER.error()
    account = call.books.get(payment.virtual_account_id)
    return {**render(call.books.get(transfer_id)), "virtual_account": virtual_account_json(account)}


def to_accounts(call: Call) -> Iterator[Payment]:
    """Payments to virtual accounts, newest first: all, or those of one transfer (its UTR, or reference by UPI)."""
    books, query = call.books, call.query
    if str(query.get("virtual_account", 1)) != "1":
        raise call.error("one_of", field="virtual_account")
    reference = query.get("va_transaction_id")
    if reference is not None:
        for payment_id in reversed(books.claimed(("virtual account transaction", str(reference))) or ()):
            yield books.get(payment_id)
        return
    link: Link | None = books.claimed(("virtual account payments",))
    while link is not None:
        yield books.get(link.entry)
        link = link.before
