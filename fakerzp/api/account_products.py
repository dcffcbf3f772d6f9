"""Products of accounts: requested, told of what they require, configured; and the terms to accept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..entities.accounts import LinkedAccount, Opened
from ..entities.onboarding import PRODUCT_KINDS, PRODUCTS, SETTLEMENTS, FrozenObject, Product, frozen, product_json
from ..errors import accounts as texts
from ..world.banks import is_ifsc
from . import account_fields as checks
from .account_fields import Told, Url
from .endpoint import Call, Routes
from .fields import Anything, Choice, Flag, Shape, String
from .linked_accounts import linked

routes = Routes()

_ROUTE = "api/payments/route/request-product-config.md"
TERMS_PUBLISHED = 1640589653
_METHODS = ("netbanking", "cards", "card", "wallet", "upi", "paylater", "emi")


@dataclass(frozen=True, slots=True)
class Emails:
    """A list of addresses, or one."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> tuple[str, ...]:
        """The addresses; raises the API error of what is none."""
        sent = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and "@" in one for one in sent):
            raise call.error("email", field=name)
        return tuple(sent)


@dataclass(frozen=True, slots=True)
class Accepted:
    """That the terms are accepted: there is no way to say otherwise."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> bool:
        """True; raises the page's error of anything else."""
        if value not in (True, "1", "true") or isinstance(value, float):
            raise texts.TNC.error(field=name)
        return True


_METHOD = Shape({"enabled": Flag(), "instrument": Anything()})
_SETTLEMENTS = Shape({"account_number": Told(), "ifsc_code": String(), "beneficiary_name": String()})
_OTP = Shape(
    {
        "contact_mobile": Told(),
        "external_reference_number": String(),
        "otp_submission_timestamp": Told(),
        "otp_verification_timestamp": Told(),
    }
)
_REQUEST = Shape({"product_name": String(), "tnc_accepted": Accepted(), "ip": String()})
_EDIT = Shape(
    {
        "notifications": Shape({"email": Emails(), "whatsapp": Flag(), "sms": Flag()}),
        "checkout": Shape({"theme_color": String(), "logo": Url(), "flash_checkout": Flag()}),
        "refund": Shape({"default_refund_speed": Choice(("normal", "optimum"))}),
        "settlements": _SETTLEMENTS,
        "payment_methods": Shape(dict.fromkeys(_METHODS, _METHOD)),
        "otp": _OTP,
        "tnc_accepted": Accepted(),
        "ip": String(),
    }
)


@routes.add(
    "POST",
    "/v2/accounts/{id}/products",
    "api/partners/product-configuration/request.md",
    python="product.requestProductConfiguration(account_id, data={}, **kwargs)",
    node="products.requestProductConfiguration(accountId, params, callback)",
    body=_REQUEST,
)
def request(call: Call, account_id: str) -> dict[str, Any]:
    """Request a product for an account; it is told of what that requires."""
    account = linked(call, account_id)
    fields = call.shaped()
    name = fields.get("product_name", "")
    is_linked = isinstance(account, LinkedAccount)
    if name not in PRODUCTS or (name == "route" and not is_linked):
        raise texts.PRODUCT.error(field="product_name")
    if call.books.newest(PRODUCTS[name].KIND, field="account_id", value=account_id):
        raise texts.PRODUCT_TWICE.error(field="product_name")
    if account.status == "suspended":
        raise texts.SUSPENDED.error()
    ledger = call.world.ledger
    made = PRODUCTS[name](
        id=ledger.new_id("acc_prd_"),
        created_at=call.now,
        status="requested",
        account_id=account_id,
        product_name=name,
        tnc_id=ledger.new_id("tnc_"),
        tnc_accepted_at=call.now if "tnc_accepted" in fields else None,
        requested_at=call.now,
        ip=fields.get("ip"),
        emails=(account.email,),
        whatsapp=not account.no_doc_onboarding,
        settlements=_known_bank(call, account),
    )
    call.world.law.create(call.books, made, call.now)
    call.world.onboarding.assess(call.books, account)
    return product_json(call.books.get(made.id))


def _known_bank(call: Call, account: Opened) -> tuple[tuple[str, Any], ...]:
    """The bank account that was told already: with the account, or for another product of its (inferred)."""
    bank = account.bank if isinstance(account, LinkedAccount) else None
    if bank is not None:
        return tuple(zip(SETTLEMENTS, (bank.account_number, bank.ifsc_code, bank.beneficiary_name), strict=True))
    others = call.world.onboarding.products(call.books, account.id)
    return next((product.settlements for product in others if product.settlements), ())


def _of(call: Call, account_id: str, product_id: str) -> Product:
    product = call.books.get(product_id)
    if product is None or product.KIND not in PRODUCT_KINDS or product.account_id != account_id:
        raise texts.NO_PRODUCT.error()
    found: Product = product
    return found


@routes.add(
    "GET",
    "/v2/accounts/{id}/products/{product_id}",
    "api/partners/product-configuration/fetch.md",
    python="product.fetch(account_id, product_id, data={}, **kwargs)",
    node="products.fetch(accountId, productId, callback)",
)
def fetch(call: Call, account_id: str, product_id: str) -> dict[str, Any]:
    """One product, with what it requires now."""
    return product_json(_of(call, account_id, product_id))


@routes.add(
    "PATCH",
    "/v2/accounts/{id}/products/{product_id}",
    "api/partners/product-configuration/update-settlement-account-details.md",
    python="product.edit(account_id, product_id, data={}, **kwargs)",
    node="products.edit(accountId, productId, params, callback)",
    body=_EDIT,
)
def edit(call: Call, account_id: str, product_id: str) -> dict[str, Any]:
    """Configure a product, and tell what it requires: a bank account, the one-time password of Xpress onboarding.

    What Razorpay looks at is locked while it does, the rest of the configuration is not.
    """
    account, world = linked(call, account_id), call.world
    product = _of(call, account_id, product_id)
    checks.check_text(call)
    fields = call.shaped()
    _check(fields)
    kyc = {name: fields[name] for name in ("settlements", "otp") if fields.get(name)}
    if kyc:
        world.onboarding.told(call.books, account, checks.references(kyc))
    product = call.books.get(product_id)
    if not world.law.allows(product, "configure"):
        raise world.law.refuse(product, "configure")
    world.law.move(call.books, product, "configure", call.now, **_changes(product, fields, call.now))
    world.onboarding.assess(call.books, account)
    return product_json(call.books.get(product_id))


def _check(fields: dict[str, Any]) -> None:
    settlements = fields.get("settlements", {})
    ifsc, number = settlements.get("ifsc_code"), settlements.get("account_number")
    if ifsc is not None and not is_ifsc(ifsc):
        raise texts.PRODUCT_IFSC.error(field="settlements.ifsc_code")
    if number is not None and not 5 <= len(str(number)) <= 20:
        raise texts.PRODUCT_ACCOUNT.error(field="settlements.account_number")


def _changes(product: Product, fields: dict[str, Any], now: int) -> dict[str, Any]:
    """The product's fields of what is told of it, on top of what was told before."""
    told: dict[str, Any] = {}
    for name in ("settlements", "otp"):
        if name in fields:
            told[name] = tuple({**dict(getattr(product, name)), **fields[name]}.items())
    notifications, checkout = fields.get("notifications", {}), fields.get("checkout", {})
    for name, at in (("email", "emails"), ("whatsapp", "whatsapp"), ("sms", "sms")):
        if name in notifications:
            told[at] = notifications[name]
    told |= {name: checkout[name] for name in ("theme_color", "logo", "flash_checkout") if name in checkout}
    if "default_refund_speed" in fields.get("refund", {}):
        told["refund_speed"] = fields["refund"]["default_refund_speed"]
    if fields.get("payment_methods"):
        wanted = {name: _method(method) for name, method in fields["payment_methods"].items()}
        told["requested_methods"] = FrozenObject({**dict(product.requested_methods), **wanted}.items())
    if fields.get("tnc_accepted") and product.tnc_accepted_at is None:
        told["tnc_accepted_at"] = now
    if "ip" in fields:
        told["ip"] = fields["ip"]
    return told


def _method(method: dict[str, Any]) -> Any:
    """A method as it is asked for, shown as the samples do: its instruments in a list, and theirs in lists too."""
    asked = method.get("instrument")
    shown: dict[str, Any] = {"enabled": method.get("enabled", True)}
    if isinstance(asked, dict) and "partner" not in asked:
        inner = {
            name: [value] if name == "bank" or (name == "type" and "issuer" in asked) else value
            for name, value in asked.items()
        }
        shown["instrument"] = [inner]
    elif isinstance(asked, str):
        shown["instrument"] = [asked]
    elif asked is not None:
        shown["instrument"] = asked
    return frozen(shown)


@routes.add(
    "GET",
    "/v2/products/{product_name}/tnc",
    "api/partners/terms-conditions/fetch.md",
    python="product.fetchTnc(product_name, data={}, **kwargs)",
    node="products.fetchTnc(productName, callback)",
)
def terms(call: Call, product_name: str) -> dict[str, Any]:
    """The terms that a sub-merchant accepts; the page has those of `payments` only."""
    if product_name != "payments":
        raise texts.PRODUCT.error()
    return {
        "entity": "tnc_map",
        "product_name": product_name,
        "id": "tnc_map_HjOVhIdpVDZ0FB",
        "tnc": {
            "terms": "https://razorpay.com/terms",
            "privacy": "https://razorpay.com/privacy",
            "agreement": "https://razorpay.com/agreement",
        },
        "last_published_at": TERMS_PUBLISHED,
    }
