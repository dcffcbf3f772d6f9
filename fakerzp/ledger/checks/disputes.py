"""Whether figures add up: what disputes took from the balance."""

from __future__ import annotations

from ...exceptions import LedgerError
from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for dispute in books.all("dispute"):
        payment = books.get(dispute.payment_id)
        if payment is None or not payment.captured or dispute.amount > payment.amount:
            raise LedgerError(f"{dispute.id} disputes {dispute.amount} of {dispute.payment_id}, which was not paid so")
        taken = {"won": dispute.conceded, "lost": dispute.liable, "closed": 0}.get(dispute.status, dispute.held)
        if dispute.amount_deducted != taken:
            said = f"amount_deducted is {dispute.amount_deducted}"
            raise LedgerError(f"{dispute.id}: {said}, of a dispute that is {dispute.status} it is {taken}")
        if not 0 <= dispute.evidence.amount <= dispute.amount:
            raise LedgerError(f"{dispute.id} is contested by {dispute.evidence.amount} of {dispute.amount}")
        reviewed = any(step.why == "submit" for step in dispute.steps)
        if (dispute.evidence.submitted_at is not None) > reviewed:
            raise LedgerError(f"{dispute.id} has evidence of {dispute.evidence.submitted_at} and was never reviewed")
