"""Smart Collect: virtual accounts, their receivers, and who may pay them."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.payment import payment_json
from ..entities.virtual_accounts import BankReceiver, VirtualAccount, VpaReceiver, virtual_account_json
from ..errors import virtual_accounts as texts
from .closing import CloseBy
from .endpoint import Call, Routes, Says
from .fields import Field, Integer, ListOf, NotesField, Shape, String
from .lists import page
from .virtual_account_fields import ADDED, KINDS, NEW, PAYER, RECEIVERS, Types, allowed, made, payer_of

routes = Routes()

_CREATE = "api/payments/smart-collect/create-cust-id-bank-account.md"
_SAYS: Says = {"key": errors.KEY_DOT}
_CLOSE_BY = CloseBy(15 * 60, texts.CLOSE_BY_EARLY, texts.CLOSE_BY_LATE)
_DETAILS: dict[str, Field] = {"description": String(), "close_by": _CLOSE_BY, "notes": NotesField()}
_NEW = Shape(
    {
        "receivers": Shape(RECEIVERS),
        "receiver_types": Types(required=False),
        "allowed_payers": ListOf(PAYER),
        "customer_id": String(),
        "amount_expected": Integer(least=1),
        **_DETAILS,
    }
)


def _says_new(call: Call) -> Says:
    """The page on third-party validation has a full stop in its text on keys, those without have none."""
    key = errors.KEY_DOT if "allowed_payers" in call.body else texts.KEY_OF_CREATE
    return {"key": key, "required": texts.REQUIRED, "invalid_id": texts.UNKNOWN}


@routes.add(
    "POST",
    "/v1/virtual_accounts",
    _CREATE,
    python="virtual_account.create(data={}, **kwargs)",
    node="virtualAccounts.create(params={}, callback)",
    body=_NEW,
    says=_says_new,
)
def create(call: Call) -> dict[str, Any]:
    """A virtual account with a bank account, a UPI ID or a QR code as its receivers.

    `amount_expected` is in paise, `close_by` in Unix seconds; `allowed_payers` are at most ten bank accounts.
    """
    if not call.body.get("receivers") and not call.body.get("receiver_types"):
        raise texts.RECEIVERS_REQUIRED.error(field="receivers")
    fields = call.shaped()
    types = fields.pop("receiver_types", None)  # the format that payments/smart-collect/receiver-types.md has for old
    asked = fields.pop("receivers", None) or {"types": types}
    if fields.get("customer_id") is not None:
        call.find("customer", fields["customer_id"])
    world = call.world
    account_id = world.ledger.new_id("va_")
    receivers = made(call, account_id, asked)
    payers = tuple(payer_of(call, NEW, one) for one in fields.pop("allowed_payers", ()))
    if payers:
        allowed(NEW, receivers, payers)
    account = VirtualAccount(
        id=account_id,
        created_at=call.now,
        status="active",
        name=world.account.billing_label,
        receivers=receivers,
        allowed_payers=payers,
        **fields,
    )
    created = world.law.create(call.books, account, call.now)
    world.virtual_accounts.watch(call.account, created)
    return virtual_account_json(created)


@routes.add(
    "GET",
    "/v1/virtual_accounts",
    "api/payments/smart-collect/fetch-all.md",
    python="virtual_account.all(data={}, **kwargs)",
    node="virtualAccounts.all(params = {}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of virtual accounts, newest first."""
    return page(call, "virtual_account", virtual_account_json)


@routes.add(
    "GET",
    "/v1/virtual_accounts/{id}",
    "api/payments/smart-collect/fetch-with-id.md",
    python="virtual_account.fetch(virtual_account_id, data={}, **kwargs)",
    node="virtualAccounts.fetch(virtualAccountId, callback)",
    says=_SAYS,
)
def fetch(call: Call, account_id: str) -> dict[str, Any]:
    """One virtual account."""
    return virtual_account_json(call.find("virtual_account", account_id))


@routes.add(
    "PATCH",
    "/v1/virtual_accounts/{id}",
    "api/payments/smart-collect/update.md",
    body=Shape({**_DETAILS, "receivers": Shape(RECEIVERS)}),
    says=_SAYS,
)
def edit(call: Call, account_id: str) -> dict[str, Any]:
    """Change when a virtual account closes, its description or its notes; not one that has a UPI ID only."""
    account: VirtualAccount = call.find("virtual_account", account_id)
    fields = call.shaped()
    if all(isinstance(receiver, VpaReceiver) for receiver in account.receivers):
        raise texts.NOT_UPDATABLE.error()
    if "receivers" in fields:
        if account.receiver(BankReceiver) is not None and "bank_account" in fields["receivers"]["types"]:
            raise texts.BANK_ACCOUNT_EXISTS.error(field="receivers")
        raise call.error("extra", extra="receivers")
    if not call.body:
        raise texts.NOTHING_TO_UPDATE.error()
    world = call.world
    if "close_by" in call.body:
        fields["close_by"] = fields.get("close_by")
        edited = world.law.move(call.books, account, "edit_expiry", call.now, **fields)
        world.schedule_expiry(call.account, edited)
    else:
        edited = world.law.move(call.books, account, "edit", call.now, **fields)
    return virtual_account_json(edited)


@routes.add(
    "POST",
    "/v1/virtual_accounts/{id}/close",
    "api/payments/smart-collect/close.md",
    python="virtual_account.close(virtual_account_id, data={}, **kwargs)",
    node="virtualAccounts.close(virtualAccountId, callback)",
    says=_SAYS,
)
def close(call: Call, account_id: str) -> dict[str, Any]:
    """Close a virtual account: what is paid into it from now on is given back."""
    account: VirtualAccount = call.find("virtual_account", account_id)
    return virtual_account_json(call.world.law.move(call.books, account, "close", call.now))


@routes.add(
    "POST",
    "/v1/virtual_accounts/{id}/receivers",
    "api/payments/smart-collect-2/add-receiver-vpa.md",
    python="virtual_account.add_receiver(virtual_account_id, data={}, **kwargs)",
    node="virtualAccounts.addReceiver(virtualAccountId, params={}, callback)",
    body=Shape(RECEIVERS),
    says=_SAYS,
)
def add_receiver(call: Call, account_id: str) -> dict[str, Any]:
    """Add a bank account, a UPI ID or a QR code to a virtual account that has none of that type."""
    account: VirtualAccount = call.find("virtual_account", account_id)
    asked = call.shaped()
    if not call.world.law.allows(account, "add_receiver"):
        raise call.world.law.refuse(account, "add_receiver")
    added = made(call, account.id, asked)
    for receiver in added:
        if account.receiver(type(receiver)) is not None:
            twice = texts.BANK_ACCOUNT_EXISTS if isinstance(receiver, BankReceiver) else texts.NOT_UPDATABLE
            raise twice.error(field="types")
    receivers = (*account.receivers, *added)
    in_order = tuple(receiver for kind in KINDS.values() for receiver in receivers if isinstance(receiver, kind))
    moved = call.world.law.move(call.books, account, "add_receiver", call.now, receivers=in_order)
    return virtual_account_json(moved)


@routes.add(
    "POST",
    "/v1/virtual_accounts/{id}/allowed_payers",
    "api/payments/smart-collect-tpv/add-allowed-payer.md",
    python="virtual_account.add_allowed_player(virtual_account_id, data={}, **kwargs)",
    node="virtualAccounts.allowedPayer(virtualAccountId, params={}, callback)",
    body=PAYER,
    says=_SAYS,
)
def add_allowed_payer(call: Call, account_id: str) -> dict[str, Any]:
    """Let one more bank account pay a virtual account; from the first on, no others can."""
    account: VirtualAccount = call.find("virtual_account", account_id)
    payers = (*account.allowed_payers, payer_of(call, ADDED, call.shaped()))
    allowed(ADDED, account.receivers, payers)
    moved = call.world.law.move(call.books, account, "edit_payers", call.now, allowed_payers=payers)
    return virtual_account_json(moved)


@routes.add(
    "DELETE",
    "/v1/virtual_accounts/{id}/allowed_payers/{allowed_payer_id}",
    "api/payments/smart-collect-tpv/delete-allowed-payer.md",
    python="virtual_account.delete_allowed_player(virtual_account_id, allowed_player_id, data={}, **kwargs)",
    node="virtualAccounts.deleteAllowedPayer(virtualAccountId, allowedPayerId, callback)",
    says=_SAYS,
)
def delete_allowed_payer(call: Call, account_id: str, payer_id: str) -> None:
    """Let a bank account pay no more; without any left, all can."""
    account: VirtualAccount = call.find("virtual_account", account_id)
    payers = tuple(payer for payer in account.allowed_payers if payer.id != payer_id)
    if payers == account.allowed_payers:
        raise call.error("unknown_id")
    call.world.law.move(call.books, account, "edit_payers", call.now, allowed_payers=payers)


@routes.add(
    "GET",
    "/v1/virtual_accounts/{id}/payments",
    "api/payments/smart-collect/fetch-payments-cust-id.md",
    python="virtual_account.payments(virtual_account_id, data={}, **kwargs)",
    node="virtualAccounts.fetchPayments(virtualAccountId, callback)",
    says=_SAYS,
)
def payments_of(call: Call, account_id: str) -> dict[str, Any]:
    """A page of the payments to a virtual account, newest first; also of those that were given back."""
    account: VirtualAccount = call.find("virtual_account", account_id)
    return page(call, "payment", payment_json, by={"virtual_account_id": account.id})
