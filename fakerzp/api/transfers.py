"""Transfers asked for with an order. They are made and shown; paying the order would move them, which needs Route."""

from __future__ import annotations

import re
from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.order import Order
from ..entities.transfer import Transfer, transfer_json, transfers_json
from ..exceptions import NotFaked
from .endpoint import Call
from .fields import EARLIEST, LATEST, Flag, NotesField

_ACCOUNT = re.compile(r"acc_[0-9A-Za-z]{14}\Z")
_FIELDS = ("account", "amount", "currency", "notes", "linked_account_notes", "on_hold", "on_hold_until")
_STATUSES = ("created", "pending", "processed", "failed", "reversed", "partially_reversed")
# The page asks for the first and is answered with transfers that nothing has moved: inferred.
_UNDER_WAY = {"processing": ("created", "pending")}
_NOTES, _FLAG = NotesField(), Flag()


def check(call: Call, fields: dict[str, Any]) -> None:
    """Refuse wrong transfers with their page's texts, before anything else of the order is looked at."""
    asked = fields["transfers"]
    if not isinstance(asked, list) or not all(isinstance(one, dict) for one in asked):
        raise call.error("object", field="transfers")
    if not asked:
        raise errors.TRANSFER_INPUT.error(field="transfers")
    if fields["currency"] != "INR":
        raise errors.TRANSFER_CURRENCY.error(field="currency")
    if fields["amount"] < 100:
        raise call.error("minimum", field="amount", least="INR 1.00")
    if fields.get("partial_payment"):
        raise errors.TRANSFER_PARTS.error(field="partial_payment")
    for n, one in enumerate(asked):
        _check_one(call, f"transfers.{n}", one)
    if sum(one["amount"] for one in asked) > fields["amount"]:
        raise errors.TRANSFER_SUM.error()


def _check_one(call: Call, at: str, one: dict[str, Any]) -> None:
    if "account_code" in one:
        raise NotFaked("transfers by account_code need Route, not built yet; name the account", endpoint="order.create")
    extra = [f"{at}.{name}" for name in one if name not in _FIELDS]
    if extra:
        raise call.error("extra", extra=", ".join(extra))
    for name in ("account", "amount", "currency"):
        if not one.get(name):
            raise errors.TRANSFER_INPUT.error(field=f"{at}.{name}")
    if not isinstance(one["amount"], int) or isinstance(one["amount"], bool):
        raise errors.CAPTURE_INTEGER.error(field=f"{at}.amount")
    if one["amount"] < 100:
        raise call.error("minimum", field=f"{at}.amount", least="INR 1.00")
    if one["currency"] != "INR":
        raise errors.TRANSFER_CURRENCY.error(field=f"{at}.currency")
    if not isinstance(one["account"], str) or not _ACCOUNT.match(one["account"]):
        raise errors.TRANSFER_ACCOUNT.error(field=f"{at}.account", account=one["account"])
    notes, linked = one.get("notes") or {}, one.get("linked_account_notes") or []
    if not isinstance(notes, dict) or not isinstance(linked, list) or [k for k in linked if k not in list(notes)]:
        raise errors.TRANSFER_NOTES.error(field=f"{at}.linked_account_notes")
    _NOTES.read(call, f"{at}.notes", notes)
    _FLAG.read(call, f"{at}.on_hold", one.get("on_hold") or False)
    until = one.get("on_hold_until")
    if until is not None and not (isinstance(until, int) and EARLIEST <= until <= LATEST):
        raise errors.TRANSFER_HOLD.error(field=f"{at}.on_hold_until")


def asked_for(call: Call, asked: list[dict[str, Any]]) -> tuple[Transfer, ...]:
    """The transfers of these (checked) fields."""
    return tuple(
        Transfer(
            id=call.world.ledger.new_id("trf_"),
            created_at=call.now,
            recipient=one["account"],
            amount=one["amount"],
            currency=one["currency"],
            notes=_NOTES.read(call, "notes", one.get("notes") or {}),
            linked_account_notes=tuple(one.get("linked_account_notes") or ()),
            on_hold=_FLAG.read(call, "on_hold", one.get("on_hold") or False),
            on_hold_until=one.get("on_hold_until"),
        )
        for one in asked
    )


def shown_with(body: dict[str, Any], order: Order) -> dict[str, Any]:
    """The answer to an order that was made with transfers: it shows them, and offers, of which there are none."""
    shown: dict[str, Any] = {}
    for name, value in body.items():
        shown[name] = value
        if name == "offer_id":
            shown["offers"] = collection([])
    return {**shown, "transfers": [transfer_json(transfer, order.id) for transfer in order.transfers]}


def expansion(call: Call, order: Order) -> dict[str, Any]:
    """The transfers of an order, those in the query's `status` if there is one: fetch-transfer-order.md."""
    status = call.query.get("status")
    if status is None:
        return transfers_json(order.transfers, order.id)
    if status not in _STATUSES and status not in _UNDER_WAY:
        raise call.error("one_of", field="status")
    wanted = _UNDER_WAY.get(status, (status,))
    return transfers_json(tuple(transfer for transfer in order.transfers if transfer.status in wanted), order.id)
