"""What is asked of a transfer: its fields, the words of their pages, and the transfer that they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.order import Order
from ..entities.route import ACCOUNT_CODES, Transfer, asked_json, transfer_json
from ..errors import ApiError
from ..errors import route as texts
from .endpoint import Call
from .fields import EARLIEST, LATEST, Flag, Integer, NotesField

LEAST = 100
MOST_DIGITS = 18
_ACCOUNT = re.compile(r"acc_[0-9A-Za-z]{14}\Z")
_FIELDS = (
    "account",
    "account_code",
    "amount",
    "currency",
    "notes",
    "linked_account_notes",
    "on_hold",
    "on_hold_until",
)
_STATUSES = ("created", "pending", "processed", "failed", "reversed", "partially_reversed")
# The page asks for the first and is answered with transfers that nothing has moved: inferred.
_UNDER_WAY = {"processing": ("created", "pending")}
_NOTES, _FLAG, _NUMBER = NotesField(), Flag(), Integer()
TooSmall = Callable[[str], ApiError]


@dataclass(frozen=True, slots=True)
class Asked:
    """The transfers of a request. Digits are a number, as everywhere; all else is judged with the texts of its page."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> Any:
        """What was sent, with whole numbers for amounts."""
        return [numbered(one) for one in value] if isinstance(value, list) else value


def numbered(one: Any) -> Any:
    """A transfer as it was sent, with a number for an amount of digits."""
    amount = one.get("amount") if isinstance(one, dict) else None
    if isinstance(amount, str) and amount.isascii() and amount.isdigit() and len(amount) <= MOST_DIGITS:
        return {**one, "amount": int(amount)}
    return one


def check(call: Call, fields: dict[str, Any]) -> None:
    """Refuse wrong transfers of an order with their page's texts, before anything else of it is looked at."""
    asked = listed(call, fields["transfers"])
    if fields["currency"] != "INR":
        raise errors.TRANSFER_CURRENCY.error(field="currency")
    if fields["amount"] < LEAST:
        raise call.error("minimum", field="amount", least="INR 1.00")
    if fields.get("partial_payment"):
        raise errors.TRANSFER_PARTS.error(field="partial_payment")
    for n, one in enumerate(asked):
        check_one(call, f"transfers.{n}.", one, lambda at: call.error("minimum", field=at, least="INR 1.00"))
    if sum(one["amount"] for one in asked) > fields["amount"]:
        raise errors.TRANSFER_SUM.error()


def listed(call: Call, asked: Any) -> list[dict[str, Any]]:
    """The transfers of a request, if they are a list of some."""
    if not isinstance(asked, list) or not all(isinstance(one, dict) for one in asked):
        raise call.error("object", field="transfers")
    if not asked:
        raise errors.TRANSFER_INPUT.error(field="transfers")
    return asked


def check_one(call: Call, at: str, one: Mapping[str, Any], too_small: TooSmall) -> None:
    """Refuse a wrong transfer; `at` is where its fields are, `too_small` the error of an amount under 100."""
    extra = [at + name for name in one if name not in _FIELDS]
    if extra:
        raise call.error("extra", extra=", ".join(extra))
    if one.get("account") and one.get("account_code"):
        raise texts.TRANSFER_TWO_NAMES.error(field=at + "account_code")
    for name in ("account", "amount", "currency"):
        if not one.get(name) and not (name == "account" and one.get("account_code")):
            raise errors.TRANSFER_INPUT.error(field=at + name)
    if type(one["amount"]) is not int:
        raise errors.CAPTURE_INTEGER.error(field=at + "amount")
    if one["amount"] < LEAST:
        raise too_small(at + "amount")
    if one["currency"] != "INR":
        raise errors.TRANSFER_CURRENCY.error(field=at + "currency")
    recipient_of(call, at, one)
    notes, linked = one.get("notes") or {}, one.get("linked_account_notes") or []
    if not isinstance(notes, dict) or not isinstance(linked, list) or [k for k in linked if k not in list(notes)]:
        raise errors.TRANSFER_NOTES.error(field=at + "linked_account_notes")
    _NOTES.read(call, at + "notes", notes)
    _FLAG.read(call, at + "on_hold", one.get("on_hold") or False)
    until_of(call, at, one)


def until_of(call: Call, at: str, one: Mapping[str, Any]) -> int | None:
    """The `on_hold_until` of a request (Unix seconds), also if it was sent as digits."""
    until = one.get("on_hold_until")
    if until is None:
        return None
    try:
        moment = _NUMBER.read(call, at + "on_hold_until", until)
    except ApiError:
        raise errors.TRANSFER_HOLD.error(field=at + "on_hold_until") from None
    if not EARLIEST <= moment <= LATEST:
        raise errors.TRANSFER_HOLD.error(field=at + "on_hold_until")
    return moment


def recipient_of(call: Call, at: str, one: Mapping[str, Any]) -> tuple[str, str | None]:
    """The linked account that a transfer goes to, and its alias if it has one."""
    name = "account_code" if one.get("account_code") else "account"
    asked = one[name]
    code: str | None
    account, code = asked, None
    if name == "account_code":
        account, code = _named(call, asked), asked
    known = isinstance(account, str) and _ACCOUNT.match(account)
    if not known or account == call.account:
        raise errors.TRANSFER_ACCOUNT.error(field=at + name, account=asked)
    return account, code or _alias(call, account)


def _named(call: Call, code: Any) -> str | None:
    """The linked account of that alias: one of the Dashboard's, or the `reference_id` that it was made with."""
    if not isinstance(code, str):
        return None
    account: str | None = call.books.claimed((ACCOUNT_CODES, code))
    if account is None and call.world.account.route_code_support:
        found = call.books.newest("linked_account", count=1, field="reference_id", value=code)
        account = found[0].id if found else None
    return account


def _alias(call: Call, account: str) -> str | None:
    code: str | None = call.books.claimed((ACCOUNT_CODES, account))
    opened = call.books.get(account)
    if code is None and opened is not None and call.world.account.route_code_support:
        code = getattr(opened, "reference_id", None)
    return code


def make(call: Call, one: Mapping[str, Any], source: str, **more: Any) -> Transfer:
    """The transfer of these (checked) fields, from an order, a payment or the account itself."""
    recipient, code = recipient_of(call, "", one)
    transfer = Transfer(
        created_at=call.now,
        source=source,
        recipient=recipient,
        account_code=code,
        amount=one["amount"],
        currency=one["currency"],
        notes=_NOTES.read(call, "notes", one.get("notes") or {}),
        linked_account_notes=tuple(one.get("linked_account_notes") or ()),
        on_hold=_FLAG.read(call, "on_hold", one.get("on_hold") or False),
        on_hold_until=until_of(call, "", one),
        **more,
    )
    made: Transfer = call.world.law.create(call.books, transfer, call.now)
    call.world.route.held(call.books, made)
    return made


def of_order(call: Call, asked: list[dict[str, Any]], order: Order) -> None:
    """Make the (checked) transfers of an order that was just made, which has their ids."""
    for transfer_id, one in zip(order.transfers, asked, strict=True):
        make(call, one, order.id, id=transfer_id, status="created")


def shown_with(call: Call, body: dict[str, Any], order: Order) -> dict[str, Any]:
    """The answer to an order that was made with transfers: it shows them, and offers, of which there are none."""
    shown: dict[str, Any] = {}
    for name, value in body.items():
        shown[name] = value
        if name == "offer_id":
            shown["offers"] = collection([])
    return {**shown, "transfers": [asked_json(call.books.get(transfer_id)) for transfer_id in order.transfers]}


def expansion(call: Call, order: Order) -> dict[str, Any]:
    """The transfers of an order, those in the query's `status` if there is one: fetch-transfer-order.md."""
    status = call.query.get("status")
    if status and status not in _STATUSES and status not in _UNDER_WAY:
        raise call.error("one_of", field="status")
    wanted = _UNDER_WAY.get(status, (status,)) if status else _STATUSES
    transfers = [call.books.get(transfer_id) for transfer_id in order.transfers]
    return collection([transfer_json(transfer) for transfer in transfers if transfer.status in wanted])
