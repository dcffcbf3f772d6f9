"""What the payment link calls take: shapes, the words of their pages, and the rules between fields."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from .. import errors
from ..entities.link_options import transfers_of
from ..errors import ApiError
from . import transfers
from .endpoint import Call, Says
from .fields import SOON, Anything, Email, Flag, Integer, ListOf, NotesField, Shape, String
from .money import check_amount, check_currency
from .products import PRODUCTS

# The filters of the list.
FILTERS = ("payment_id", "reference_id")
VALID_FOR = relativedelta(months=6)
LEAST_FIRST_PART = 100
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+\Z")

_CUSTOMER = Shape({"name": String(), "email": Email(), "contact": String()})
_TRANSFER = Shape(
    {"account": String(required=True), "amount": Integer(required=True), "currency": String(required=True)},
    open=True,
)
_PAYER = Shape(
    {"account_number": String(required=True), "name": String(required=True), "ifsc": String(required=True)},
    open=True,
)
_ORDER = Shape({"bank_account": _PAYER, "transfers": ListOf(_TRANSFER)}, open=True)
_OPTIONS = Shape({"checkout": Anything(), "hosted_page": Anything(), "order": _ORDER}, open=True)

NEW = Shape(
    {
        "amount": Integer(required=True),
        "currency": String(),
        "accept_partial": Flag(),
        "first_min_partial_amount": Integer(least=0),
        "upi_link": Flag(),
        "description": String(most=2048),
        "reference_id": String(most=40),
        "customer": _CUSTOMER,
        "expire_by": Integer(),
        "notify": Shape({"sms": Flag(), "email": Flag()}),
        "notes": NotesField(limit=255),
        "callback_url": String(),
        "callback_method": String(),
        "reminder_enable": Flag(),
        "options": _OPTIONS,
        "products": PRODUCTS,
    }
)
EDITED = Shape(
    {
        "accept_partial": Flag(),
        "reference_id": String(most=40),
        "expire_by": Integer(),
        "reminder_enable": Flag(),
        "notes": NotesField(limit=255),
    }
)

# The links service has an envelope of its own, also for the general conditions; only keys are not its.
SAYS: Says = {
    **{name: text._replace(envelope=errors.LINK) for name, text in errors.GENERAL.items() if name != "key"},
    "required": errors.LINK_REQUIRED,
    "extra": errors.LINK_FIELDS,
    "notes_value": errors.LINK_VALUE_LONG,
    "unknown_id": errors.LINK_UNKNOWN,
    "invalid_id": errors.LINK_UNKNOWN,
}


class Terms(NamedTuple):
    """How a link may be paid. Amounts in the smallest unit of `currency`."""

    amount: int
    currency: str
    accept_partial: bool
    first_min_partial_amount: int


class Validity(NamedTuple):
    """The date that was given (0 for none) and the moment at which the link expires, in Unix seconds."""

    expire_by: int
    expires_at: int


def terms_of(call: Call, fields: dict[str, Any]) -> Terms:
    """The terms of a new link; raises the page's error for amounts, currencies and parts that do not fit."""
    currency = check_currency(call, fields.get("currency", "INR"))
    if fields.get("upi_link") and currency != "INR":
        raise errors.LINK_UPI_CURRENCY.error(field="currency")
    if currency != "INR" and not call.world.account.international:
        raise errors.LINK_NO_INTERNATIONAL.error(field="currency")
    amount = check_amount(call, fields["amount"], currency)
    parts = fields.get("accept_partial", False)
    if fields.get("upi_link") and parts:
        raise errors.LINK_UPI_PARTIAL.error(field="accept_partial")
    first = fields.get("first_min_partial_amount", 0)
    if first and not parts:
        raise errors.LINK_FIRST_PARTIAL.error(field="first_min_partial_amount")
    if first > amount:
        raise errors.LINK_FIRST_PARTIAL_SIZE.error(field="first_min_partial_amount")
    return Terms(amount, currency, parts, first_part(amount, parts, first))


def first_part(amount: int, parts: bool, first: int = 0) -> int:
    """The least first part: what was asked for, else 100 (never more than the whole), and 0 without parts."""
    return (first or min(LEAST_FIRST_PART, amount)) if parts else 0


def notify_of(fields: dict[str, Any]) -> dict[str, bool]:
    """By which media Razorpay is to tell the customer: all that are not turned off.

    No page on links gives the default; api/payments/payment-links/parameters.md says that `notify` took the
    place of `sms_notify` and `email_notify`, which are on unless turned off: inferred.
    """
    return {"sms": True, "email": True, **fields.get("notify", {})}


def six_months_after(moment: int) -> int:
    """The same day and time (UTC) six calendar months on, or the last day of a shorter month."""
    return int((datetime.fromtimestamp(moment, timezone.utc) + VALID_FOR).timestamp())


def validity_of(call: Call, expire_by: int, created_at: int) -> Validity:
    """How long a link created then is valid: until `expire_by`, or for six months where it is 0."""
    latest = six_months_after(created_at)
    if not expire_by:
        return Validity(0, latest)
    if expire_by < call.now + SOON:
        raise errors.LINK_EARLY.error(field="expire_by")
    if expire_by > latest:
        raise errors.LINK_LATE.error(field="expire_by")
    return Validity(expire_by, expire_by)


def check_callback(fields: dict[str, Any]) -> None:
    """A `callback_url` is a URL and comes with `callback_method` get."""
    url, method = fields.get("callback_url", ""), fields.get("callback_method", "")
    if url and not _URL.match(url):
        raise errors.LINK_CALLBACK_URL.error(field="callback_url")
    if (url or method) and method != "get":
        raise errors.LINK_CALLBACK.error(field="callback_method")


def check_account(call: Call, *, upi_link: bool) -> None:
    """Whether the merchant may make links at all, and UPI links in this mode."""
    account = call.world.account
    if account.suspended:
        raise errors.LINK_SUSPENDED.error()
    if not account.test_mode and account.live_mode_disabled:
        raise errors.LINK_LIVE_DISABLED.error()
    if upi_link and account.test_mode:
        raise errors.LINK_UPI_TEST_MODE.error()


def check_transfers(call: Call, terms: Terms, options: dict[str, Any]) -> None:
    """Refuse wrong transfers in the words of those of orders, and the links' envelope (inferred: no page of links)."""
    asked = transfers_of(options)
    if not asked:
        return
    fields = {"amount": terms.amount, "currency": terms.currency, "partial_payment": terms.accept_partial}
    try:
        transfers.check(call, {**fields, "transfers": asked})
    except ApiError as refusal:
        raise ApiError(refusal.description, errors.LINK, refusal.status, None) from None


def claim_reference(call: Call, reference_id: str, link_id: str) -> None:
    """Take a reference id for this link; none is given twice, also not after its link has ended."""
    if not reference_id:
        return
    key = ("payment_link reference", reference_id)
    if call.books.claimed(key) not in (None, link_id):
        raise errors.LINK_REFERENCE.error(field="reference_id")
    call.books.claim(key, link_id)
