"""Transfers asked for with an order: what is wrong is refused as Razorpay does, the rest needs Route (NotFaked)."""

from __future__ import annotations

import re
from typing import Any

from .. import errors
from ..exceptions import NotFaked
from .endpoint import Call
from .fields import EARLIEST, LATEST

_ACCOUNT = re.compile(r"acc_[0-9A-Za-z]{14}\Z")


def check(call: Call, fields: dict[str, Any]) -> None:
    """Refuse wrong transfers with their page's texts; raises NotFaked for those that Route would make."""
    asked = fields["transfers"]
    if not isinstance(asked, list) or not all(isinstance(one, dict) for one in asked):
        raise call.error("object", field="transfers")
    if fields["currency"] != "INR":
        raise errors.TRANSFER_CURRENCY.error(field="currency")
    if fields["amount"] < 100:
        raise call.error("minimum", field="amount", least="INR 1.00")
    for n, one in enumerate(asked):
        _check_one(f"transfers.{n}", one)
    if sum(one["amount"] for one in asked) > fields["amount"]:
        raise errors.TRANSFER_SUM.error()
    raise NotFaked("orders with transfers need Route, not built yet; leave `transfers` out", endpoint="order.create")


def _check_one(at: str, one: dict[str, Any]) -> None:
    for name in ("account", "amount", "currency"):
        if not one.get(name):
            raise errors.TRANSFER_INPUT.error(field=f"{at}.{name}")
    if not isinstance(one["amount"], int) or isinstance(one["amount"], bool):
        raise errors.CAPTURE_INTEGER.error(field=f"{at}.amount")
    if one["currency"] != "INR":
        raise errors.TRANSFER_CURRENCY.error(field=f"{at}.currency")
    if not isinstance(one["account"], str) or not _ACCOUNT.match(one["account"]):
        raise errors.TRANSFER_ACCOUNT.error(field=f"{at}.account", account=one["account"])
    notes, linked = one.get("notes") or {}, one.get("linked_account_notes") or []
    if not isinstance(notes, dict) or not isinstance(linked, list) or [k for k in linked if k not in list(notes)]:
        raise errors.TRANSFER_NOTES.error(field=f"{at}.linked_account_notes")
    until = one.get("on_hold_until")
    if until is not None and not (isinstance(until, int) and EARLIEST <= until <= LATEST):
        raise errors.TRANSFER_HOLD.error(field=f"{at}.on_hold_until")
