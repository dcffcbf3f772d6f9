"""Linked accounts of Route and sub-merchants of partners: /v2/accounts."""

from __future__ import annotations

from typing import Any

from ..entities.accounts import KINDS, BankAccount, LinkedAccount, Opened, SubMerchant, account_json
from ..errors import accounts as texts
from ..world.banks import is_ifsc
from . import account_fields as checks
from .endpoint import Call, Routes
from .ids import is_well_formed

routes = Routes()

_FETCH = "api/partners/account-onboarding/fetch.md"
_PLAIN = (
    "phone",
    "legal_business_name",
    "customer_facing_business_name",
    "reference_id",
    "contact_name",
    "notes",
)


def found(call: Call, account_id: str) -> Any:
    """The account of that id; raises what the page says of others: an id that is none, or that is another's."""
    account = call.books.get(account_id)
    if account is not None and account.KIND in KINDS:
        return account
    if not is_well_formed("account", account_id) or call.world.ledger.is_open(account_id):
        raise texts.NOT_THEIRS.error()
    raise texts.NO_ACCOUNT.error()


def linked(call: Call, account_id: str) -> Any:
    """The account of that id, where the page has one text for every other id."""
    account = call.books.get(account_id)
    if account is None or account.KIND not in KINDS:
        raise texts.NO_ACCOUNT.error()
    return account


@routes.add(
    "POST",
    "/v2/accounts",
    "api/partners/account-onboarding/create.md",
    python="account.create(data={}, **kwargs)",
    node="accounts.create(params, callback)",
    body=checks.CREATE,
    says=texts.SAYS_CREATE,
)
def create(call: Call) -> dict[str, Any]:
    """Open an account: a linked one if its type is route, else a sub-merchant's."""
    sort = call.body.get("type", "standard")
    if not call.world.account.route and sort == "route":
        raise texts.NO_ROUTE.error()
    checks.check_text(call)
    checks.check_present(call)
    if sort not in ("route", "standard"):
        raise texts.TYPE.error(field="type", type=sort)
    fields = call.shaped()
    checks.check_business_type(fields)
    checks.check_values(fields)
    if sort == "route":
        checks.check_code(call, fields)
    elif "account_code" in fields:
        raise call.error("extra", extra="account_code")
    bank = _bank(call, fields)
    email = fields["email"]
    taken = call.books.newest("account", field="email", value=email) + call.books.newest(
        "linked_account", field="email", value=email
    )
    if taken:
        raise texts.EMAIL_TAKEN.error(field="email", account=taken[0].id.removeprefix("acc_"))
    if sort == "route":
        checks.check_code_is_free(call, fields)
    return account_json(_opened(call, sort, fields, bank))


def _bank(call: Call, fields: dict[str, Any]) -> BankAccount | None:
    told = fields.pop("bank_account", None)
    if told is None:
        return None
    number = str(told.get("account_number") or "")
    if not is_ifsc(told["ifsc_code"]):
        raise texts.IFSC.error(field="ifsc_code")
    if not 5 <= len(number) <= 35:
        raise texts.BANK_ACCOUNT.error(field="account_number")
    name = call.world.ledger.new_id("ba_")
    return BankAccount(name, told["beneficiary_name"], number, told["ifsc_code"], told.get("account_type"))


def _opened(call: Call, sort: str, fields: dict[str, Any], bank: BankAccount | None) -> Opened:
    ledger = call.world.ledger
    told = {
        "id": ledger.new_id("acc_"),
        "created_at": call.now,
        "status": "created",
        "type": sort,
        "email": fields["email"],
        "business_type": fields["business_type"].lower(),
        "no_doc_onboarding": fields.get("no_doc_onboarding", False),
        **changes(None, fields),
    }
    ledger.books(told["id"])
    if sort == "standard":
        made: Opened = call.world.law.create(call.books, SubMerchant(**told), call.now)
        return made
    told.setdefault("customer_facing_business_name", told["legal_business_name"])
    opened: Opened = call.world.law.create(call.books, LinkedAccount(**told, bank=bank), call.now)
    checks.keep_code(call, opened.id, opened.reference_id)
    return opened


def changes(account: Opened | None, fields: dict[str, Any]) -> dict[str, Any]:
    """The account's fields of what is told of it, on top of what was told before."""
    told = {name: fields[name] for name in _PLAIN if fields.get(name) is not None}
    if "phone" in told:
        told["phone"] = str(told["phone"])
    profile = fields.get("profile", {})
    told |= {name: profile[name] for name in ("category", "subcategory") if name in profile}
    model = profile.get("business_model", profile.get("description"))
    if model is not None:
        told["business_model"] = model
    if "addresses" in profile:
        told["addresses"] = _merged(account.addresses if account is not None else (), _places(profile["addresses"]))
    if "contact_info" in fields:
        told["contact_info"] = _merged(account.contact_info if account is not None else (), fields["contact_info"])
    if "legal_info" in fields:
        before = dict(account.legal_info) if account is not None else {}
        told["legal_info"] = tuple({**before, **fields["legal_info"]}.items())
    apps = dict(fields.get("apps", {}))
    if "websites" in apps:
        told["websites"] = apps.pop("websites")
    if apps:
        told["apps"] = tuple({**dict(account.apps if account is not None else ()), **apps}.items())
    color = fields.get("brand", {}).get("color")
    if color:
        told["brand_color"] = color.removeprefix("#").upper()
    return told


def _places(told: dict[str, Any]) -> dict[str, Any]:
    """Addresses, the registered one first, with their state in capitals."""
    places: dict[str, Any] = {name: dict(told[name]) for name in ("registered", "operation") if name in told}
    for place in places.values():
        if place.get("state"):
            place["state"] = place["state"].upper()
    return places


def _merged(before: tuple[tuple[str, Any], ...], told: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Objects by name, with what is told of them on top of what was told before."""
    kept = dict(before)
    for name, value in told.items():
        kept[name] = tuple({**dict(kept.get(name, ())), **value}.items())
    return tuple(kept.items())


@routes.add(
    "GET",
    "/v2/accounts/{id}",
    _FETCH,
    python="account.fetch(account_id, data={}, **kwargs)",
    node="accounts.fetch(accountId, callback)",
)
def fetch(call: Call, account_id: str) -> dict[str, Any]:
    """One account."""
    return account_json(found(call, account_id), whole=True)


@routes.add(
    "PATCH",
    "/v2/accounts/{id}",
    "api/partners/account-onboarding/update.md",
    python="account.edit(account_id, data={}, **kwargs)",
    node="accounts.edit(accountId, params, callback)",
    body=checks.EDIT,
)
def edit(call: Call, account_id: str) -> dict[str, Any]:
    """Tell more of an account, or otherwise, while Razorpay does not look at it."""
    account, world = linked(call, account_id), call.world
    checks.check_text(call)
    fields = call.shaped()
    checks.check_values(fields)
    if account.KIND == "linked_account" and "reference_id" in fields:
        checks.check_code(call, fields)
        checks.check_code_is_free(call, fields, account_id)
    world.onboarding.told(call.books, account, checks.references(fields))
    moved = world.law.move(call.books, account, "edit", call.now, **changes(account, fields))
    if account.KIND == "linked_account":
        checks.keep_code(call, account_id, fields.get("reference_id"))
    world.onboarding.assess(call.books, moved)
    return account_json(call.books.get(account_id))


@routes.add(
    "DELETE",
    "/v2/accounts/{id}",
    "api/partners/account-onboarding/delete.md",
    python="account.delete(account_id, data={}, **kwargs)",
    node="accounts.delete(accountId, callback)",
)
def delete(call: Call, account_id: str) -> dict[str, Any]:
    """Delete an account: it is suspended, with its products."""
    account = found(call, account_id)
    return account_json(call.world.onboarding.moved(call.books, account, "suspend"), whole=True)
