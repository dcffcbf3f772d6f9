"""Whether figures add up: payments that the merchant makes from his server."""

from __future__ import annotations

from ...exceptions import LedgerError
from ..books import Books

_OPEN = ("awaited", "otp_sent")


def check(books: Books) -> None:
    """A payment is created as long as its customer is awaited, and has failed if they said no."""
    for awaited in books.all("authentication"):
        payment = books.get(awaited.payment_id)
        if payment is None:
            raise LedgerError(f"{awaited.id} authenticates {awaited.payment_id}, which is not there")
        if awaited.status in _OPEN and payment.status != "created":
            raise LedgerError(f"{payment.id} is {payment.status} and its customer is still awaited")
        if awaited.status == "declined" and payment.status != "failed":
            raise LedgerError(f"{payment.id} is {payment.status} and its customer said no")
    for payment in books.all("payment"):
        if payment.customer_fee and payment.captured and payment.fee != payment.customer_fee:
            raise LedgerError(f"{payment.id}: its customer bears {payment.customer_fee} of a fee of {payment.fee}")
