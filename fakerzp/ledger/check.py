"""One method that checks everything: postings, derived figures, statuses against sums, lists and indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ..exceptions import LedgerError
from ..lifecycles import LIFECYCLES, entries_of
from .books import Books
from .checks import CHECKS
from .checks.route import check_between
from .checks.settlements import check_settled
from .money import BETWEEN, SET_ASIDE, Posting

Totals = dict[tuple[str, str, str], int]
Moved = dict[tuple[str, str], Posting]


def verify(all_books: Iterable[Books], journal: Sequence[Posting], *, limited: bool) -> None:
    """Raise LedgerError naming the first thing that is wrong.

    `limited`: whether refunds may take the available balance no further below nothing than the reserve balance.
    """
    totals: Totals = defaultdict(int)
    moved: Moved = {}
    for posting in journal:
        if sum(amount for _, amount in posting.entries):
            raise LedgerError(f"the posting {posting.why} of {posting.entity_id} does not balance: {posting.entries}")
        for name, amount in posting.entries:
            totals[posting.account, name, posting.currency] += amount
        moved[posting.entity_id, posting.why] = posting
    _check_between(totals)
    everything = list(all_books)
    for books in everything:
        if not totals and not books.cells:
            continue
        _check_balances(books, totals)
        _check_lists(books)
        _check_states(books)
        _check_payments(books)
        _check_orders(books)
        _check_offers(books)
        for check in CHECKS:
            check(books)
        _check_postings(books, moved)
        check_settled(books)
    for account, name, currency in totals:
        raise LedgerError(f"{account} has postings to {name} ({currency}) and no books")
    for posting in moved.values():
        raise LedgerError(f"the posting {posting.why} of {posting.entity_id} belongs to no step of any entity")
    check_between(everything)
    _check_funds(journal, limited=limited)


def _check_between(totals: Totals) -> None:
    """What leaves the books of one account for another's arrives there."""
    under_way: dict[str, int] = defaultdict(int)
    for (_, name, currency), amount in totals.items():
        if name == BETWEEN:
            under_way[currency] += amount
    for currency, amount in under_way.items():
        if amount:
            raise LedgerError(f"{amount} ({currency}) left the books of an account and did not arrive in another's")


def _check_funds(journal: Sequence[Posting], *, limited: bool) -> None:
    """At no moment was more drawn on reserves or credits than was there, or refunded than the reserves cover."""
    held: Totals = defaultdict(int)
    for posting in journal:
        moved = dict(posting.entries)
        for name, amount in moved.items():
            held[posting.account, name, posting.currency] += amount
        for name in SET_ASIDE:
            left = held[posting.account, name, posting.currency]
            if left < 0:
                raise LedgerError(f"{posting.entity_id} takes the {name} ({posting.currency}) to {left}")
        if moved.get(BETWEEN, 0) > 0 > moved.get("merchant", 0):
            balance, reserves = (held[posting.account, name, posting.currency] for name in ("merchant", "reserves"))
            if balance < -reserves:
                raise LedgerError(f"{posting.entity_id} sends what is not there: the balance is {balance}")
        if limited and moved.get("refunds", 0) > 0 > moved.get("merchant", 0):
            balance, reserves = (held[posting.account, name, posting.currency] for name in ("merchant", "reserves"))
            if balance < -reserves:
                raise LedgerError(f"{posting.entity_id} takes the balance to {balance}, with reserves of {reserves}")


def _check_balances(books: Books, totals: Totals) -> None:
    """Every balance is the sum of its postings; what was compared is taken out of the totals."""
    posted = {(name, currency) for account, name, currency in totals if account == books.account}
    for key, held in books.cells.items():
        if isinstance(key, tuple) and key[0] == "balance" and key[1:] not in posted:
            raise LedgerError(f"the balance {key[1]} ({key[2]}) is {held}, its postings say 0")
    for account, name, currency in list(totals):
        if account == books.account:
            held = books.claimed(("balance", name, currency)) or 0
            said = totals.pop((account, name, currency))
            if held != said:
                raise LedgerError(f"the balance {name} ({currency}) is {held}, its postings say {said}")


def _check_lists(books: Books) -> None:
    listed: dict[str, set[str]] = defaultdict(set)
    indexed: dict[tuple[str, str, object], set[str]] = defaultdict(set)
    for entity_id, record in books.cells.items():
        if not isinstance(entity_id, str):
            continue
        if record.id != entity_id:
            raise LedgerError(f"the record under {entity_id} has the id {record.id}")
        listed[record.KIND].add(entity_id)
        for field in record.INDEXED:
            value = getattr(record, field)
            if value is not None:
                indexed[record.KIND, field, value].add(entity_id)
    for kind, ids in listed.items():
        records = list(books.all(kind))
        if len(records) != len(ids) or {record.id for record in records} != ids:
            raise LedgerError(f"the list of {kind} holds {len(records)} records, the books {len(ids)}")
        ages = [record.created_at for record in records]
        if ages != sorted(ages, reverse=True):
            raise LedgerError(f"the list of {kind} is not in order of creation")
    for (kind, field, value), ids in indexed.items():
        found = {record.id for record in books.newest(kind, field=field, value=value)}
        if found != ids:
            raise LedgerError(f"the index {kind}.{field} = {value!r} holds {found}, the books {ids}")


def _check_states(books: Books) -> None:
    for entity_id, record in books.cells.items():
        if not isinstance(entity_id, str) or record.KIND not in LIFECYCLES:
            continue
        machine = LIFECYCLES[record.KIND]
        known = {birth.status for birth in machine.births} | {row.after for row in machine.rows}
        if record.status not in known:
            raise LedgerError(f"{entity_id} is in no state of the law: {record.status!r}")
        if not record.steps or record.steps[-1].status != record.status:
            raise LedgerError(f"the history of {entity_id} does not end in its status {record.status!r}")


def _check_payments(books: Books) -> None:
    for payment in books.all("payment"):
        refunds = [r for r in books.newest("refund", field="payment_id", value=payment.id) if r.status != "failed"]
        returned = sum(refund.amount for refund in refunds)
        _same(payment, "amount_refunded", payment.amount_refunded, returned)
        if payment.amount_refunded > payment.amount:
            raise LedgerError(f"{payment.id} was refunded {payment.amount_refunded} of {payment.amount}")
        _same(payment, "captured", payment.captured, any(step.status == "captured" for step in payment.steps))
        if payment.captured and payment.status not in ("captured", "refunded"):
            raise LedgerError(f"{payment.id} was captured and is {payment.status}")
        if (payment.status == "refunded") != (0 < payment.amount == payment.amount_refunded):
            raise LedgerError(f"{payment.id} is {payment.status} with {payment.amount_refunded} refunded")
        if (payment.failure.code is not None) != (payment.status == "failed"):
            raise LedgerError(f"{payment.id} is {payment.status} with the error {payment.failure.reason!r}")
        if payment.captured and (
            payment.fee is None or payment.tax is None or not 0 <= payment.tax <= payment.fee
        ):
            raise LedgerError(f"{payment.id} has the fee {payment.fee} and the tax {payment.tax}")


def _check_orders(books: Books) -> None:
    for order in books.all("order"):
        payments = books.newest("payment", field="order_id", value=order.id)
        paid = sum(payment.amount - payment.customer_fee for payment in payments if payment.captured)
        _same(order, "amount_paid", order.amount_paid, paid)
        discount = sum(payment.offer_discount for payment in payments if payment.captured)
        _same(order, "offer_discount", order.offer_discount, discount)
        _same(order, "attempts", order.attempts, len(payments))
        if order.status == "paid" and order.amount_due > 0:
            raise LedgerError(f"{order.id} is paid and {order.amount_due} are due")
        if order.status != "paid" and order.amount_due <= 0 and any(p.captured for p in payments):
            raise LedgerError(f"{order.id} is {order.status} and nothing is due")
        owner = books.get(order.owner_id)
        if owner is not None:
            _check_owner(owner, order)


def _check_offers(books: Books) -> None:
    """Every discount is the offer's, of what the payment settles; an offer was used by as many as it says."""
    for payment in books.all("payment"):
        offer, order = books.get(payment.offer_id), books.get(payment.order_id)
        worth = offer.discount(payment.covers, payment.emi) if offer is not None and order.discount else 0
        _same(payment, "offer_discount", payment.offer_discount, worth)
    for offer in books.all("offer"):
        payments = books.newest("payment", field="offer_id", value=offer.id)
        used = sum(any(step.status == "authorized" for step in payment.steps) for payment in payments)
        _same(offer, "used", offer.used, used)


def _check_owner(owner: Any, order: Any) -> None:
    """An invoice or link follows its order: what was paid, and so whether it is open, paid in part or paid."""
    _same(owner, "amount_paid", owner.amount_paid, order.amount_paid)
    _same(owner, "offer_discount", owner.offer_discount, order.offer_discount)
    if owner.KIND == "payment_link":
        listed = sum(payment.amount for payment in owner.payments)
        if listed != owner.amount_paid:
            raise LedgerError(f"{owner.id} lists payments of {listed} and was paid {owner.amount_paid}")
    if (owner.status == "paid") != (order.status == "paid"):
        raise LedgerError(f"{owner.id} is {owner.status} and its order {order.status}")
    if (owner.status in ("issued", "created") and owner.amount_paid) or (
        owner.status == "partially_paid" and not owner.amount_paid
    ):
        raise LedgerError(f"{owner.id} is {owner.status} and was paid {owner.amount_paid}")


def _check_postings(books: Books, moved: Moved) -> None:
    """Every step that moves money has its posting, with the figures of its record; what fits is taken out."""
    for entity_id, record in books.cells.items():
        if not isinstance(entity_id, str) or record.KIND not in LIFECYCLES:
            continue
        for step in record.steps:
            entries = entries_of(record, step.why)
            if any(amount for _, amount in entries):
                posting = moved.pop((entity_id, step.why), None)
                if posting is None or posting.entries != entries:
                    said = posting.entries if posting else None
                    raise LedgerError(f"{entity_id}: {step.why} was posted as {said}, its figures say {entries}")


def _same(record: Any, field: str, found: object, expected: object) -> None:
    if found != expected:
        raise LedgerError(f"{record.id}: {field} is {found!r}, its sources say {expected!r}")
