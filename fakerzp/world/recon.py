"""What settlements are made of, as the reconciliation report shows it: api/settlements/fetch-recon.md.

A row is a step that moved the merchant's balance. `debit` and `credit` are by how much, whole paise: those of a
settlement come to its amount.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ..entities.settlement import Settlement, settlement_json
from ..ledger.books import Books
from ..lifecycles import entries_of
from .settlements import Moved, settled_by, settlement_of

Json = dict[str, Any]


def rows(books: Books, start: int, end: int) -> Iterator[Json]:
    """The rows of all settlements made in [start, end] (Unix seconds), oldest first."""
    for settlement in reversed(books.newest("settlement", start=start, end=end)):
        for moved in settled_by(books, settlement.id):
            yield row(books, settlement, moved)


def row(books: Books, settlement: Settlement | None, moved: Moved) -> Json:
    """One row: the entity that moved the balance, and the settlement that it was paid out with, if it was."""
    record = books.get(moved.entity_id)
    shown = _AS.get(record.KIND, _adjustment)(books, record, moved)
    body: Json = {
        "entity_id": shown.pop("entity_id", record.id),
        "type": shown.pop("type"),
        "debit": max(0, -moved.amount),
        "credit": max(0, moved.amount),
        "amount": shown.pop("amount", abs(moved.amount)),
        "currency": record.currency,
        "fee": shown.pop("fee", 0),
        "tax": shown.pop("tax", 0),
        "on_hold": False,
        "settled": settlement is not None,
        "created_at": moved.at,
        "settled_at": settlement.created_at if settlement is not None else None,
        "settlement_id": settlement.id if settlement is not None else None,
        "posted_at": None,
        "credit_type": "default",
        "description": None,
        "notes": None,
        "payment_id": None,
        "settlement_utr": settlement.utr if settlement is not None else None,
        "order_id": None,
        "order_receipt": None,
        "method": None,
        "card_network": None,
        "card_issuer": None,
        "card_type": None,
        "dispute_id": None,
        **shown,
    }
    if body["type"] == "adjustment":  # the sample of one has no such key
        del body["credit_type"]
    return body


# What of a row tells of the money itself.
_OF_A_TRANSACTION: Final = (
    *("entity_id", "type", "debit", "credit", "amount", "currency", "fee", "tax"),
    *("settled", "created_at", "settled_at", "settlement_id", "posted_at", "credit_type"),
)


def transaction(books: Books, record: Any, *whys: str, settlement: bool) -> Json | None:
    """`transaction` of a payment or dispute: how the first of these steps moved the balance; None if none of them did.

    With `settlement`, that which it was paid out with, None until there is one. Inferred, no page shows a transaction
    that is there: it has what a row of the report says of the money.
    """
    for step in record.steps:
        amount = sum(amount for name, amount in entries_of(record, step.why) if name == "merchant")
        if step.why not in whys or not amount:
            continue
        paid_by = settlement_of(books, record.id, step.why)
        shown = row(books, paid_by, Moved(step.at, 0, record.id, step.why, amount))
        body: Json = {"entity": "transaction", **{name: shown[name] for name in _OF_A_TRANSACTION if name in shown}}
        if settlement:
            body["settlement"] = settlement_json(paid_by) if paid_by is not None else None
        return body
    return None


# -- what each kind of record shows


def _payment(books: Books, payment: Any, moved: Moved) -> Json:
    disputes = books.newest("dispute", count=1, field="payment_id", value=payment.id)
    return {
        **_of_payment(books, payment),
        "type": "payment",
        "amount": payment.amount,
        "fee": payment.fee,
        "tax": payment.tax,
        "created_at": payment.created_at,
        "description": payment.description,
        "notes": _text(payment.notes),
        "dispute_id": disputes[0].id if disputes else None,
    }


def _refund(books: Books, refund: Any, moved: Moved) -> Json:
    payment = books.get(refund.payment_id)
    return {
        **_of_payment(books, payment),
        "type": "refund",
        "notes": _text(refund.notes),
        "payment_id": payment.id,
    }


def _transfer(books: Books, transfer: Any, moved: Moved) -> Json:
    return {
        "type": "transfer",
        "amount": transfer.amount,
        "fee": transfer.fees,
        "tax": transfer.tax or 0,
        "notes": _text(transfer.notes),
        "payment_id": transfer.payment_id,
    }


def _reversal(books: Books, reversal: Any, moved: Moved) -> Json:
    return {
        "type": "adjustment",
        "description": f"reversal of {reversal.transfer_id}",
        "notes": _text(reversal.notes),
        "payment_id": books.get(reversal.transfer_id).payment_id,
    }


def _dispute(books: Books, dispute: Any, moved: Moved) -> Json:
    said = "taken for" if moved.amount < 0 else "returned after"
    return {
        "entity_id": dispute.adjustments[moved.why == "create"],
        "type": "adjustment",
        "description": f"{said} the dispute of {dispute.payment_id}",
        "payment_id": dispute.payment_id,
        "dispute_id": dispute.id,
    }


def _ondemand_payout(books: Books, payout: Any, moved: Moved) -> Json:
    return {
        "entity_id": payout.adjustments[moved.why == "create"],
        "type": "adjustment",
        "amount": payout.amount - payout.fees,
        "fee": payout.fees,
        "tax": payout.tax,
        "description": f"instant settlement {payout.ondemand_id}",
    }


def _adjustment(books: Books, record: Any, moved: Moved) -> Json:
    payment_id = getattr(record, "payment_id", None)
    return {"type": "adjustment", "payment_id": payment_id}


_AS: Final[Mapping[str, Callable[[Books, Any, Moved], Json]]] = {
    "payment": _payment,
    "refund": _refund,
    "transfer": _transfer,
    "reversal": _reversal,
    "dispute": _dispute,
    "ondemand_payout": _ondemand_payout,
}


def _of_payment(books: Books, payment: Any) -> Json:
    """How a payment was made, and what for."""
    order, card = books.get(payment.order_id), books.get(payment.card_id)
    return {
        "order_id": payment.order_id,
        "order_receipt": order.receipt if order is not None else None,
        "method": payment.method,
        "card_network": card.network if card is not None else None,
        "card_issuer": card.issuer if card is not None else None,
        "card_type": card.type if card is not None else None,
    }


def _text(notes: tuple[tuple[str, Any], ...]) -> str | None:
    """Notes as a text, as in the sample, though its table says that they are an object: as JSON (inferred)."""
    return json.dumps(dict(notes), ensure_ascii=False) if notes else None
