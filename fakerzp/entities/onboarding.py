"""What an account needs to be activated: stakeholders, products and their requirements, documents of proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record

Pairs = tuple[tuple[str, Any], ...]


class FrozenObject(tuple[Any, ...]):
    """A JSON object as pairs, told apart from a list."""

    __slots__ = ()


class Requirement(NamedTuple):
    """One thing that is missing, or that Razorpay asks about; `at` is where it is to be sent."""

    field: str
    at: str
    reason: str
    status: str = "required"
    description: str | None = None


@record
class Stakeholder(Record):
    """A stakeholder (`sth_`) of an account. Source: api/partners/stakeholder."""

    KIND: ClassVar[str] = "stakeholder"
    INDEXED: ClassVar[tuple[str, ...]] = ("account_id",)

    account_id: str
    name: str
    email: str
    percentage_ownership: Any = None
    relationship: Pairs = ()
    phone: Pairs = ()
    residential: Pairs = ()
    kyc: Pairs = ()
    notes: Notes = ()


@record
class Proof(Record):
    """A document of proof (`doc_`) of an account or, with `stakeholder_id`, of a stakeholder.

    `type` is what it is, `proves` what it is for. Source: partners/aggregators/onboarding-api/appendix.md.
    """

    KIND: ClassVar[str] = "proof"
    INDEXED: ClassVar[tuple[str, ...]] = ("account_id", "stakeholder_id")

    account_id: str
    stakeholder_id: str | None
    type: str
    proves: str
    url: str
    name: str


@record
class Product(Record):
    """A product (`acc_prd_`) that an account is to have. Source: api/partners/product-configuration.

    `requirements` is what is missing now; `asked` what Razorpay asks about after it looked. `theme_color` and the rest
    are the active configuration; `requested_methods` waits to become part of it, as `methods` of it did.
    """

    INDEXED: ClassVar[tuple[str, ...]] = ("account_id",)
    ABOUT: ClassVar[str] = "account_id"

    account_id: str
    product_name: str
    tnc_id: str
    tnc_accepted_at: int | None
    requested_at: int
    ip: str | None = None
    requirements: tuple[Requirement, ...] = ()
    asked: tuple[Requirement, ...] = ()
    settlements: Pairs = ()
    theme_color: str = "#FFFFFF"
    logo: str | None = None
    flash_checkout: bool = True
    refund_speed: str = "normal"
    emails: tuple[str, ...] = ()
    whatsapp: bool = True
    sms: bool = False
    otp: Pairs = ()
    requested_methods: FrozenObject = FrozenObject()
    methods: FrozenObject = FrozenObject()
    activated_at: int | None = None


@record
class RouteProduct(Product):
    """Route, of a linked account."""

    KIND: ClassVar[str] = "route_product"


@record
class PaymentGatewayProduct(Product):
    """The payment gateway, of a sub-merchant."""

    KIND: ClassVar[str] = "payment_gateway_product"


@record
class PaymentLinksProduct(Product):
    """Payment links, of a sub-merchant."""

    KIND: ClassVar[str] = "payment_links_product"


PRODUCTS: Mapping[str, type[Product]] = {
    "payment_gateway": PaymentGatewayProduct,
    "payment_links": PaymentLinksProduct,
    "route": RouteProduct,
}
PRODUCT_KINDS = tuple(made.KIND for made in PRODUCTS.values())
SETTLEMENTS = ("account_number", "ifsc_code", "beneficiary_name")
# What every new account can be paid by (api/partners/product-configuration/request.md).
_METHODS: Mapping[str, Any] = {
    "netbanking": {
        "enabled": True,
        "instrument": [{"type": "retail", "bank": ["hdfc", "sbin", "utib", "icic", "scbl", "yesb"]}],
    },
    "wallet": {
        "enabled": True,
        "instrument": ["airtelmoney", "jiomoney", "olamoney", "payzapp", "mobikwik"],
    },
    "upi": {"enabled": True, "instrument": ["upi"]},
}


def stakeholder_json(stakeholder: Stakeholder) -> dict[str, Any]:
    """A stakeholder as the API answers it: of what it was told, the relations that hold."""
    told = dict(stakeholder.relationship)
    holds: dict[str, Any] = {name: True for name, value in told.items() if value}
    return {
        "entity": "stakeholder",
        "relationship": holds if told else dict.fromkeys(("director", "executive")),
        "phone": {**dict.fromkeys(("primary", "secondary")), **dict(stakeholder.phone)},
        "notes": notes_json(stakeholder.notes),
        "kyc": {"pan": None, **dict(stakeholder.kyc)},
        "id": stakeholder.id,
        "name": stakeholder.name,
        "email": stakeholder.email,
        "percentage_ownership": stakeholder.percentage_ownership,
        "addresses": {
            "residential": {
                **dict.fromkeys(("street", "city", "state", "postal_code", "country")),
                **dict(stakeholder.residential),
            }
        },
    }


def proof_json(proof: Proof) -> dict[str, Any]:
    """A document of proof, with all that is known of it; no call answers with one like this."""
    return {name: value for name, value in proof.__dict__.items() if name not in ("steps", "status")}


def requirement_json(requirement: Requirement) -> dict[str, Any]:
    """One requirement as the API shows it."""
    shown: dict[str, Any] = {
        "field_reference": requirement.field,
        "resolution_url": requirement.at,
        "status": requirement.status,
        "reason_code": requirement.reason,
    }
    if requirement.description is not None:
        shown["description"] = requirement.description
    return shown


def product_json(product: Product) -> dict[str, Any]:
    """A product's configuration as the API answers it."""
    settlements = {**dict.fromkeys(SETTLEMENTS), **dict(product.settlements)}
    requested: Any = []
    active: dict[str, Any] = {"settlements": settlements}
    if product.product_name != "route":
        requested = {"payment_methods": thawed(product.requested_methods) or []}
        active = _active(product, settlements)
    return {
        "requested_configuration": requested,
        "active_configuration": active,
        "requirements": [requirement_json(one) for one in product.requirements],
        "tnc": {
            "id": product.tnc_id,
            "accepted": product.tnc_accepted_at is not None,
            "accepted_at": product.tnc_accepted_at,
        },
        "id": product.id,
        "product_name": product.product_name,
        "activation_status": product.status,
        "account_id": product.account_id,
        "requested_at": product.requested_at,
    }


def _active(product: Product, settlements: dict[str, Any]) -> dict[str, Any]:
    checkout: dict[str, Any] = {"theme_color": product.theme_color, "flash_checkout": product.flash_checkout}
    checkout["logo"] = product.logo
    otp = {"otp": dict(product.otp)} if product.otp else {}
    methods = {name: dict(method) for name, method in _METHODS.items()}
    return {
        **otp,
        "payment_capture": {"mode": "automatic", "refund_speed": "normal", "automatic_expiry_period": 7200},
        "settlements": settlements,
        "checkout": checkout,
        "refund": {"default_refund_speed": product.refund_speed},
        "notifications": {"whatsapp": product.whatsapp, "sms": product.sms, "email": list(product.emails)},
        "payment_methods": _copied(methods) | thawed(product.methods),
    }


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(inner) for name, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def frozen(value: Any) -> Any:
    """A JSON value that nobody can change: objects are pairs, lists tuples."""
    if isinstance(value, dict):
        return FrozenObject((name, frozen(inner)) for name, inner in value.items())
    return tuple(frozen(inner) for inner in value) if isinstance(value, list) else value


def thawed(value: Any) -> Any:
    """A fresh copy of a frozen JSON value."""
    if isinstance(value, FrozenObject):
        return {name: thawed(inner) for name, inner in value}
    return [thawed(inner) for inner in value] if isinstance(value, tuple) else value


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "stakeholder": stakeholder_json,
    "proof": proof_json,
    **dict.fromkeys(PRODUCT_KINDS, product_json),
}
