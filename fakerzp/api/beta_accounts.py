"""Linked accounts by the beta API, as it was before /v2/accounts: named, and with a bank account at once."""

from __future__ import annotations

from typing import Any

from ..entities.accounts import BankAccount, LinkedAccount, beta_json
from ..errors import accounts as texts
from ..world.banks import is_ifsc
from .account_fields import Told
from .endpoint import Call, Routes
from .fields import Email, Flag, NotesField, Shape, String
from .linked_accounts import found
from .lists import page

routes = Routes()

_PAGE = "api/payments/route/linked-account-apis-beta.md"
_TYPES = (
    "llp",
    "ngo",
    "other",
    "individual",
    "partnership",
    "proprietorship",
    "public_limited",
    "private_limited",
    "trust",
    "society",
    "not_yet_registered",
    "educational_institutes",
)
_BANK = Shape(
    {
        "ifsc_code": String(required=True),
        "beneficiary_name": String(required=True),
        "account_type": String(),
        "account_number": Told(required=True),
    },
    required=True,
)
_CREATE = Shape(
    {
        "name": String(required=True),
        "email": Email(required=True),
        "tnc_accepted": Flag(required=True),
        "account_details": Shape(
            {"business_name": String(required=True), "business_type": String(required=True)}, required=True
        ),
        "bank_account": _BANK,
        "notes": NotesField(),
    }
)


def _bank(call: Call, told: dict[str, Any]) -> BankAccount:
    if not is_ifsc(told["ifsc_code"]):
        raise texts.IFSC.error(field="ifsc_code")
    number = str(told["account_number"])
    if not 5 <= len(number) <= 35:
        raise texts.BANK_ACCOUNT.error(field="account_number")
    name = call.world.ledger.new_id("ba_")
    return BankAccount(name, told["beneficiary_name"], number, told["ifsc_code"], told.get("account_type"))


@routes.add("POST", "/v1/beta/accounts", _PAGE, body=_CREATE, says=texts.BETA)
def create(call: Call) -> dict[str, Any]:
    """Open a linked account that is activated at once, or when its bank account is verified (penny testing)."""
    world = call.world
    if not world.account.route:
        raise texts.NO_ROUTE.error()
    fields = call.shaped()
    if not fields["tnc_accepted"]:
        raise texts.TNC.error(field="tnc_accepted")
    details = fields["account_details"]
    if details["business_type"] not in _TYPES:
        raise texts.BUSINESS_TYPE.error(field="business_type", type=details["business_type"])
    bank = _bank(call, fields["bank_account"])
    penny = world.account.penny_testing
    made = LinkedAccount(
        id=world.ledger.new_id("acc_"),
        created_at=call.now,
        status="verification_pending" if penny else "activated",
        type="route",
        email=fields["email"],
        name=fields["name"],
        contact_name=fields["name"],
        legal_business_name=details["business_name"],
        customer_facing_business_name=details["business_name"],
        business_type=details["business_type"],
        notes=fields.get("notes", ()),
        bank=bank,
        of_beta=True,
        live=not world.account.test_mode and not penny,
        activated_at=None if penny else call.now,
    )
    world.ledger.books(made.id)
    world.law.create(call.books, made, call.now)
    if penny:
        world.onboarding.plan_verification(call.books, made)
    return beta_json(made, penny=penny)


@routes.add("GET", "/v1/beta/accounts", _PAGE, says=texts.BETA)
def fetch_all(call: Call) -> dict[str, Any]:
    """The linked accounts, newest first."""
    penny = call.world.account.penny_testing
    return page(call, "linked_account", lambda account: beta_json(account, penny=penny, listed=True))


@routes.add("GET", "/v1/beta/accounts/{id}", _PAGE, says=texts.BETA)
def fetch(call: Call, account_id: str) -> dict[str, Any]:
    """One linked account."""
    return beta_json(_linked(call, account_id), penny=call.world.account.penny_testing, listed=True)


@routes.add("PATCH", "/v1/beta/accounts/{id}/bank_account", _PAGE, body=_BANK, says=texts.BETA)
def change_bank_account(call: Call, account_id: str) -> dict[str, Any]:
    """Pay a linked account out to another bank account, once that is verified if there is penny testing."""
    account = _linked(call, account_id)
    bank = _bank(call, call.shaped())
    moved = call.world.onboarding.bank_told(call.books, account, bank)
    activation = beta_json(moved)["activation_details"]
    return {
        "status": activation["status"],
        "beneficiary_name": bank.beneficiary_name,
        "account_number": bank.account_number,
        "ifsc_code": bank.ifsc_code,
    }


def _linked(call: Call, account_id: str) -> LinkedAccount:
    account = found(call, account_id)
    if not isinstance(account, LinkedAccount):
        raise texts.NOT_THEIRS.error()
    return account
