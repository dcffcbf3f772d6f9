"""What may be told of an account, a stakeholder and a product, and how each is checked.

Sources: api/partners/account-onboarding/create.md, api/payments/route/create-linked-account.md, api/partners/errors.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..entities.requirements import BUSINESS_TYPES
from ..entities.route import ACCOUNT_CODES
from ..errors import accounts as texts
from .fields import Anything, Email, Flag, NotesField, Shape, String

if TYPE_CHECKING:
    from .endpoint import Call

_URL = re.compile(r"(https?://)?[^\s/?#@]+\.[^\s]+\Z", re.IGNORECASE)
# The pages' own patterns; a PAN of which some are crosses is one that a sample hides.
_PAN = re.compile(r"[A-Za-z]{5}[0-9]{4}[A-Za-z]\Z")
_GSTIN = re.compile(r"[0-3][0-9][a-z]{5}[0-9]{4}[a-z][0-9][a-z0-9][a-z0-9]\Z", re.IGNORECASE)
_CIN = re.compile(r"([a-z]{3}-[0-9]{4}|[ul][0-9]{5}[a-z]{2}[0-9]{4}[a-z]{3}[0-9]{6})\Z", re.IGNORECASE)
_COLOR = re.compile(r"#?[0-9A-Fa-f]{6}\Z")
_CODE = re.compile(r"[0-9A-Za-z._-]+\Z")
_LINKS = re.compile(r"https?://|www\.|<[^>]*>|[^@\s]+@[^@\s]+\.[^@\s]+", re.IGNORECASE)
_NAME = re.compile(r"[0-9A-Za-z ]+\Z")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\U000e0000-\U000e007f]")


@dataclass(frozen=True, slots=True)
class Told:
    """A value told as text or as a number, kept as it was told: phone numbers, postal codes."""

    least: int = 0
    most: int | None = None
    exactly: int | None = None
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> Any:
        """The value; raises the API error of a wrong type or length."""
        text = str(value) if type(value) is int else value
        if not isinstance(text, str):
            raise call.error("string", field=name)
        if self.exactly is not None and len(text) != self.exactly:
            raise texts.DIGITS.error(field=name, limit=self.exactly)
        String(self.most, self.least).read(call, name, text)
        return value


@dataclass(frozen=True, slots=True)
class Url:
    """A URL, whose scheme may be left out."""

    most: int | None = None
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> str:
        """The text; raises the API error of what is no URL."""
        text = String(self.most).read(call, name, value)
        if not _URL.match(text):
            raise texts.URL.error()
        return text


@dataclass(frozen=True, slots=True)
class Links:
    """A list of URLs."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> tuple[str, ...]:
        """The URLs; raises the API error of what is none."""
        if not isinstance(value, list):
            raise call.error("object", field=name)
        return tuple(Url().read(call, f"{name}.{n}", one) for n, one in enumerate(value))


@dataclass(frozen=True, slots=True)
class Stores:
    """A list of apps, each with a url and a name."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> tuple[tuple[tuple[str, Any], ...], ...]:
        """The apps; raises the API error of what is none."""
        if not isinstance(value, list):
            raise call.error("object", field=name)
        shape = Shape({"url": Url(), "name": String()})
        return tuple(tuple(shape.read(call, f"{name}.{n}", one).items()) for n, one in enumerate(value))


_PLACE = Shape(
    {
        "street1": String(most=100),
        "street2": String(most=100),
        "city": String(most=100),
        "state": String(most=100, least=2),
        "postal_code": Told(exactly=6),
        "country": String(most=64, least=2),
    }
)
_CONTACT = Shape({"email": Email(), "phone": Told(least=8, most=10), "policy_url": Url()})
PROFILE = Shape(
    {
        "category": String(),
        "subcategory": String(),
        "description": String(),
        "business_model": String(most=255, least=1),
        "addresses": Shape({"operation": _PLACE, "registered": _PLACE}),
    }
)
LEGAL = Shape({"pan": String(), "gst": String(), "cin": String()})
EDIT = Shape(
    {
        "phone": Told(least=8, most=15),
        "legal_business_name": String(most=200, least=4),
        "customer_facing_business_name": String(most=255),
        "reference_id": String(most=512, least=1),
        "contact_name": String(most=255, least=4),
        "profile": PROFILE,
        "legal_info": LEGAL,
        "brand": Shape({"color": String()}),
        "notes": NotesField(),
        "contact_info": Shape({"chargeback": _CONTACT, "refund": _CONTACT, "support": _CONTACT}),
        "apps": Shape({"websites": Links(), "android": Stores(), "ios": Stores()}),
    }
)
_REQUIRED: tuple[str, ...] = ("email", "phone", "legal_business_name", "business_type", "contact_name", "profile")
CREATE = Shape(
    {
        **EDIT.fields,
        "email": Email(),
        "type": String(),
        "business_type": String(),
        "account_code": String(),
        "no_doc_onboarding": Flag(),
        # In no table of the page, and its list of errors has those of a bank account (inferred).
        "bank_account": Shape(
            {
                "ifsc_code": String(required=True),
                "beneficiary_name": String(required=True),
                "account_number": Told(),
                "account_type": Anything(),
            }
        ),
    }
)


def check_text(call: Call) -> None:
    """Refuse emojis, wherever they are: api/partners/errors.md."""
    if any(_EMOJI.search(text) for text in _texts(call.body)):
        raise texts.EMOJI.error()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def check_present(call: Call) -> None:
    """Refuse a body that leaves out what every account has."""
    sent = call.body
    for name in _REQUIRED:
        if sent.get(name) in (None, ""):
            raise texts.REQUIRED.error(field=name)
    profile = sent["profile"] if isinstance(sent["profile"], dict) else {}
    for name in ("category", "subcategory"):
        if not profile.get(name):
            raise texts.REQUIRED.error(field=f"profile.{name}")
    addresses = profile.get("addresses")
    if not isinstance(addresses, dict) or not addresses.get("registered"):
        raise texts.REQUIRED.error(field="profile.addresses.registered")


def check_values(fields: dict[str, Any]) -> None:
    """Refuse what is no number, name or colour of its sort."""
    legal = fields.get("legal_info", {})
    for name, pattern, text in (("pan", _PAN, texts.PAN), ("gst", _GSTIN, texts.GSTIN), ("cin", _CIN, texts.CIN)):
        if legal.get(name) and not pattern.match(legal[name]):
            raise text.error(field=f"legal_info.{name}")
    color = fields.get("brand", {}).get("color")
    if color and not _COLOR.match(color):
        raise texts.COLOR.error(field="brand.color")
    if fields.get("customer_facing_business_name") == "":
        raise texts.BLANK_DBA.error(field="business_dba")
    for name in ("legal_business_name", "customer_facing_business_name"):
        if _LINKS.search(fields.get(name) or ""):
            raise texts.NAME_LINKS.error(field=name)
    if fields.get("contact_name") and not _NAME.match(fields["contact_name"]):
        raise texts.NAME_CHARACTERS.error(field="contact_name")


def check_business_type(fields: dict[str, Any]) -> None:
    """Refuse a sort of business that the appendix does not have."""
    if fields["business_type"].lower() not in BUSINESS_TYPES:
        raise texts.BUSINESS_TYPE.error(field="business_type", type=fields["business_type"])


def check_code(call: Call, fields: dict[str, Any]) -> None:
    """Refuse a linked account's code where there are none, and one that is none: payments/route/account-code.md."""
    account_code = fields.pop("account_code", None)
    if account_code is not None and not call.world.account.route_code_support:
        raise texts.CODE_NOT_ALLOWED.error(field="account_code", code=account_code)
    code = fields.setdefault("reference_id", account_code)
    if code is None:
        return
    if not call.world.account.route_code_support:
        raise texts.NO_CODES.error(field="reference_id")
    if not _CODE.match(code):
        raise texts.CODE_FORMAT.error(field="reference_id")
    if len(code) < 3:
        raise texts.CODE_SHORT.error(field="reference_id")
    if len(code) > 20:
        raise texts.CODE_LONG.error(field="reference_id")


def check_code_is_free(call: Call, fields: dict[str, Any], account_id: str | None = None) -> None:
    """Refuse a code that is another account's."""
    code = fields.get("reference_id")
    if code is not None and call.books.claimed((ACCOUNT_CODES, code)) not in (None, account_id):
        raise texts.CODE_TAKEN.error(field="reference_id")


def keep_code(call: Call, account_id: str, code: str | None) -> None:
    """Let transfers name a linked account by its code."""
    if code is None:
        return
    books = call.books
    books.release((ACCOUNT_CODES, books.claimed((ACCOUNT_CODES, account_id))))
    books.claim((ACCOUNT_CODES, code), account_id)
    books.claim((ACCOUNT_CODES, account_id), code)


def is_pan(text: str) -> bool:
    """Whether it is a PAN as the page's pattern has it, or one of which all that tells is crossed out."""
    return _PAN.match(text) is not None or re.match(r"[A-Za-z]{5}X{5}\Z", text) is not None


def references(fields: dict[str, Any], prefix: str = "") -> set[str]:
    """The fields that are told, as requirements name them."""
    found: set[str] = set()
    for name, value in fields.items():
        at = f"{prefix}{'address' if name == 'addresses' else name}"
        if isinstance(value, dict) and name != "notes":
            found |= references(value, f"{at}.")
        else:
            found.add(at)
    return found
