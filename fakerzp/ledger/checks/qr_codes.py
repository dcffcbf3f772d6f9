"""Whether figures add up: QR codes."""

from __future__ import annotations

from ...exceptions import LedgerError
from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for code in books.all("qr_code"):
        captured = [one for one in books.newest("payment", field="qr_code_id", value=code.id) if one.captured]
        amount = sum(payment.amount for payment in captured)
        if code.payments_amount_received != amount:
            raise LedgerError(
                f"{code.id}: payments_amount_received is {code.payments_amount_received}, its payments say {amount}"
            )
        if code.payments_count_received != len(captured):
            raise LedgerError(
                f"{code.id}: payments_count_received is {code.payments_count_received}, there are {len(captured)}"
            )
        if code.is_single and captured and code.status != "closed":
            raise LedgerError(f"{code.id} is for one payment, was paid and is {code.status}")
        if code.fixed_amount and any(payment.amount != code.payment_amount for payment in captured):
            raise LedgerError(f"{code.id} takes {code.payment_amount} and was paid another amount")
        if (code.status == "closed") != (code.closed_at is not None):
            raise LedgerError(f"{code.id} is {code.status} and was closed at {code.closed_at}")
        if code.close_reason is not None and code.status != "closed":
            raise LedgerError(f"{code.id} is {code.status} with the close reason {code.close_reason!r}")
