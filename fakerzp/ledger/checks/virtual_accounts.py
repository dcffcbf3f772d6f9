"""Whether figures add up: Smart Collect."""

from __future__ import annotations

from collections.abc import Mapping

from ...exceptions import LedgerError
from ..books import Books

# Each kind of transfer, and the field of a payment that names its own.
_TRANSFERS: Mapping[str, str] = {"bank_transfer": "bank_transfer_id", "upi_transfer": "upi_transfer_id"}


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for account in books.all("virtual_account"):
        payments = books.newest("payment", field="virtual_account_id", value=account.id)
        paid = sum(payment.amount for payment in payments if payment.captured)
        if account.amount_paid != paid:
            raise LedgerError(f"{account.id}: amount_paid is {account.amount_paid}, its payments say {paid}")
        if (account.status == "closed") != (account.closed_at is not None):
            raise LedgerError(f"{account.id} is {account.status} and was closed at {account.closed_at}")
        if len(account.allowed_payers) > 10:
            raise LedgerError(f"{account.id} has {len(account.allowed_payers)} allowed payers")
    for kind, field in _TRANSFERS.items():
        for transfer in books.all(kind):
            payment = books.get(transfer.payment_id)
            if payment is None or getattr(payment, field) != transfer.id:
                raise LedgerError(f"{transfer.id} is of {transfer.payment_id}, which does not know it")
            if (payment.amount, payment.virtual_account_id) != (transfer.amount, transfer.virtual_account_id):
                raise LedgerError(f"{transfer.id} and {payment.id} differ")
