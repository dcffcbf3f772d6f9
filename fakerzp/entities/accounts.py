"""Accounts that a merchant opens for others: sub-merchants of a partner, and linked accounts of Route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from . import device_activity, oauth, onboarding, partner_webhooks
from .base import Notes, Record, notes_json, record

Pairs = tuple[tuple[str, Any], ...]
CONTACTS = ("chargeback", "refund", "support")
STORES = ("android", "ios")
_CONTACT = ("email", "phone", "policy_url")
_APP = ("url", "name")


class BankAccount(NamedTuple):
    """Where a linked account's money is paid out to (`ba_`)."""

    id: str
    beneficiary_name: str
    account_number: str
    ifsc_code: str
    account_type: str | None = None


@record
class Opened(Record):
    """What both sorts of account have (`acc_`). Sources: api/partners/account-onboarding, api/payments/route.

    Times in Unix seconds. `addresses`, `legal_info`, `contact_info` and `apps` hold what was told, in its order.
    """

    INDEXED: ClassVar[tuple[str, ...]] = ("email",)
    ABOUT: ClassVar[str] = "id"

    type: str
    email: str
    phone: str | None = None
    reference_id: str | None = None
    legal_business_name: str | None = None
    customer_facing_business_name: str | None = None
    business_type: str | None = None
    contact_name: str | None = None
    category: str | None = None
    subcategory: str | None = None
    business_model: str | None = None
    addresses: tuple[tuple[str, Pairs], ...] = ()
    legal_info: Pairs = ()
    contact_info: tuple[tuple[str, Pairs], ...] = ()
    websites: tuple[str, ...] | None = None
    apps: tuple[tuple[str, tuple[Pairs, ...]], ...] = ()
    brand_color: str | None = None
    no_doc_onboarding: bool = False
    notes: Notes = ()
    live: bool = False
    hold_funds: bool = False
    activated_at: int | None = None
    suspended_at: int | None = None


@record
class SubMerchant(Opened):
    """A sub-merchant whom a partner brings (`type: standard`)."""

    KIND: ClassVar[str] = "account"
    BESIDE: ClassVar[tuple[tuple[str, str], ...]] = (
        ("stakeholder", "account_id"),
        ("payment_gateway_product", "account_id"),
        ("payment_links_product", "account_id"),
    )


@record
class LinkedAccount(Opened):
    """A linked account of Route (`type: route`).

    Also as the beta API makes it, with a name and a bank account; `bank_error` is why that could not be verified.
    """

    KIND: ClassVar[str] = "linked_account"
    INDEXED: ClassVar[tuple[str, ...]] = ("email", "reference_id")

    name: str | None = None
    bank: BankAccount | None = None
    bank_error: str | None = None
    of_beta: bool = False
    dashboard_access: bool = False
    allow_reversals: bool = False
    account_type: str | None = None


KINDS = (SubMerchant.KIND, LinkedAccount.KIND)


def account_json(account: Opened, *, whole: bool = False) -> dict[str, Any]:
    """An account as /v2/accounts answers it; `whole` with nulls for the details that were not told."""
    profile: dict[str, Any] = {"category": account.category, "subcategory": account.subcategory}
    profile["addresses"] = {name: dict(pairs) for name, pairs in account.addresses}
    if whole or account.business_model is not None:
        profile["business_model"] = account.business_model
    status = account.status
    if isinstance(account, LinkedAccount) and status != "suspended":
        status = "created"  # what became of its verification shows in its product
    shown: dict[str, Any] = {
        "id": account.id,
        "type": account.type,
        "status": status,
        "email": account.email,
        "profile": profile,
        "notes": notes_json(account.notes),
        "created_at": account.created_at,
    }
    if account.suspended_at is not None:
        shown["suspended_at"] = account.suspended_at
    shown |= {"phone": account.phone, "contact_name": account.contact_name}
    if account.reference_id is not None:
        shown["reference_id"] = account.reference_id
    shown |= {"business_type": account.business_type, "legal_business_name": account.legal_business_name}
    if account.customer_facing_business_name is not None:
        shown["customer_facing_business_name"] = account.customer_facing_business_name
    return shown | _details(account, whole=whole)


def _details(account: Opened, *, whole: bool) -> dict[str, Any]:
    """The parts of an account that few are told of."""
    shown: dict[str, Any] = {}
    if account.legal_info or whole:
        shown["legal_info"] = dict(account.legal_info)
    if account.websites is not None or account.apps or whole:
        apps: dict[str, Any] = {"websites": list(account.websites or ())}
        told = dict(account.apps)
        for store in STORES:
            entries = told.get(store) or (((),) if whole or account.apps else ())
            if entries:
                apps[store] = [{**dict.fromkeys(_APP), **dict(entry)} for entry in entries]
        shown["apps"] = apps
    if account.brand_color is not None or whole:
        shown["brand"] = {"color": f"#{account.brand_color}" if account.brand_color else None}
    if account.contact_info or whole:
        contacts = dict(account.contact_info)
        names = CONTACTS if whole else tuple(contacts)
        shown["contact_info"] = {name: {**dict.fromkeys(_CONTACT), **dict(contacts.get(name, ()))} for name in names}
    return shown


_KYC = (
    "cin",
    "gstin",
    "p_gstin",
    "pan",
    "pan_name",
    "promoter_pan",
    "promoter_pan_name",
    "business_proof_file",
    "address_proof_file",
)
_PLACE = ("address", "city", "state", "pin")
_BETA_STATUS = ("activated", "verification_pending", "verification_failed")


def beta_json(account: LinkedAccount, *, penny: bool = False, listed: bool = False) -> dict[str, Any]:
    """A linked account as /v1/beta/accounts answers it.

    `penny`: whether bank accounts are verified by a transfer of a rupee; `listed`: as it is fetched.
    """
    legal = dict(account.legal_info)
    activation: dict[str, Any] = {
        "status": account.status if account.status in _BETA_STATUS else "not_activated",
        "activated_at": account.activated_at,
        "can_submit": True,
        "fields_pending": [],
    }
    if penny:
        activation["bank_details_verification_error"] = account.bank_error
    details: dict[str, Any] = {
        "mobile": account.phone if not account.of_beta else None,
        "landline": None,
        "business_name": account.legal_business_name,
        "business_type": account.business_type,
    }
    if listed:
        details["paymentdetails"] = None
    places = {name: dict(pairs) for name, pairs in account.addresses}
    return {
        "id": account.id,
        "entity": "account",
        "name": account.name or account.contact_name,
        "email": account.email,
        "live": account.live,
        "managed": True,
        "tnc_accepted": True,
        "activation_details": activation,
        "secondary_emails": {"transaction_report_email": [account.email] if penny and listed else []},
        "account_details": {
            **details,
            "business_model": None,
            "registered_address": _place(places.get("registered")),
            "operational_address": _place(places.get("operation")),
            "date_established": None,
            "transaction_volume": None,
            "average_transaction_size": None,
            "kyc_details": {
                **dict.fromkeys(_KYC),
                "cin": legal.get("cin"),
                "gstin": legal.get("gst"),
                "pan": legal.get("pan"),
            },
        },
        "notes": dict(account.notes),
        "fund_transfer": {"destination": account.bank.id if account.bank is not None else None},
    }


def _place(address: Mapping[str, Any] | None) -> dict[str, Any]:
    """An address as the beta API shows it."""
    if address is None:
        return dict.fromkeys(_PLACE)
    street = ", ".join(str(address[name]) for name in ("street1", "street2") if address.get(name))
    return {
        "address": street or None,
        "city": address.get("city"),
        "state": address.get("state"),
        "pin": address.get("postal_code"),
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "account": lambda account: account_json(account, whole=True),
    "linked_account": lambda account: account_json(account, whole=True),
    **onboarding.RENDER,
    **partner_webhooks.RENDER,
    **oauth.RENDER,
    **device_activity.RENDER,
}
