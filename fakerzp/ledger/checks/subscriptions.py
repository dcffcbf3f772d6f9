"""Whether figures add up: plans, subscriptions and what is added to them."""

from __future__ import annotations

from typing import Any

from ...errors import LedgerError
from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for subscription in books.all("subscription"):
        invoices = books.newest("invoice", field="subscription_id", value=subscription.id)[::-1]
        _check_counts(subscription, [one for one in invoices if one.cycle is not None])
        _check_retries(books, subscription)
        for invoice in invoices:
            _check_invoice(books, subscription, invoice)
        for addon_id in subscription.addons:
            addon = books.get(addon_id)
            if addon is None or addon.invoice_id is not None:
                raise LedgerError(f"{subscription.id} waits to bill {addon_id}, which is billed or deleted")
    for addon in books.all("addon"):
        _check_addon(books, addon)


def _check_counts(subscription: Any, cycles: list[Any]) -> None:
    """What was issued and paid is what the invoices of its cycles say; the first may wait for its first payment."""
    numbers = [one.cycle for one in cycles]
    waits = subscription.issued == 0 and numbers == [1] and cycles[0].status != "paid"
    if numbers != list(range(1, subscription.issued + 1)) and not waits:
        raise LedgerError(f"{subscription.id} has issued {subscription.issued}, its invoices are of cycles {numbers}")
    paid = sum(one.status == "paid" for one in cycles)
    if subscription.paid_count != paid:
        raise LedgerError(f"{subscription.id}: paid_count is {subscription.paid_count}, {paid} invoices are paid")
    left = subscription.remaining_count
    if left < 0 or (left and subscription.status == "completed"):
        raise LedgerError(f"{subscription.id} is {subscription.status} with {left} cycles left")
    starts = [one.billing_start for one in cycles if one.billing_start is not None]
    if starts != sorted(set(starts)):
        raise LedgerError(f"{subscription.id}: its cycles begin at {starts}")


def _check_retries(books: Books, subscription: Any) -> None:
    """While it is pending, as many charges of its invoice have failed as it says."""
    if subscription.status != "pending":
        return
    invoice = books.get(subscription.invoice_id)
    tries = books.newest("payment", field="order_id", value=invoice.order_id)
    failed = sum(one.scheduled and any(step.status == "failed" for step in one.steps) for one in tries)
    if failed != subscription.auth_attempts:
        raise LedgerError(f"{subscription.id}: auth_attempts is {subscription.auth_attempts}, {failed} charges failed")


def _check_invoice(books: Books, subscription: Any, invoice: Any) -> None:
    total = sum(line.amount * line.quantity for line in invoice.line_items)
    if invoice.amount != total:
        raise LedgerError(f"{invoice.id} is over {invoice.amount}, its lines come to {total}")
    if invoice.status != "paid":
        return
    payment = books.get(invoice.payment_id)
    if payment is None or not payment.captured or payment.subscription_id != subscription.id:
        raise LedgerError(f"{invoice.id} of {subscription.id} was paid by {invoice.payment_id}")


def _check_addon(books: Books, addon: Any) -> None:
    subscription = books.get(addon.subscription_id)
    invoice = books.get(addon.invoice_id)
    if subscription is None:
        raise LedgerError(f"{addon.id} is of no subscription")
    if (addon.id in subscription.addons) == (addon.invoice_id is not None):
        raise LedgerError(f"{addon.id} is billed with {addon.invoice_id} and waits all the same, or neither")
    if addon.invoice_id is None:
        return
    lines = [(line.name, line.amount, line.quantity) for line in invoice.line_items] if invoice is not None else []
    if (addon.item.name, addon.item.amount, addon.quantity) not in lines:
        raise LedgerError(f"{addon.id} is no line of {addon.invoice_id}")
