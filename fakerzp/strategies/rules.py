"""What the fields of a body must agree on, by endpoint: what a shape of single fields cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ..api import order_details
from ..api.payment_link_fields import six_months_after
from ..api.registration_links import MAXIMUM
from ..api.server_payment_fields import FIELDS as PAID_WITH
from . import values

Body = dict[str, Any]
Rule = Callable[[DrawFn, Body, Body, "int | None"], None]
"""Puts right the drawn body; it leaves alone what the caller gave. The last argument is the present."""

_TAXES = ("tax_rate", "tax_id", "tax_group_id")

# Fields that need something which exists already: the caller has to give them.
DRAWN_APART: Mapping[str, tuple[str, ...]] = {
    "payment.capture": ("amount", "currency"),
    "payment.createRecurring": ("amount", "currency", "order_id", "customer_id", "token"),
    "refund.create": ("payment_id",),
}

# Fields that are not drawn: other ids, what goes with another account or another call, and what is not faked.
_LINES = tuple(f"line_items.{name}" for name in ("id", "item_id", "unit_amount", "currency", "expire_by", *_TAXES))
_MANDATE = ("method", "customer_id", "token", "bank_account", "notification")
_ABROAD = tuple(order_details.FIELDS)
_PAYMENT = tuple(f"payment.{name}" for name in PAID_WITH)
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "item.create": ("unit_amount", *_TAXES),
    "item.edit": ("unit_amount", "currency", *_TAXES),
    "order.create": (*_MANDATE, "products", "offer_id", "discount", *_ABROAD, *_PAYMENT),
    "invoice.create": ("customer_id", "customer.id", *_LINES),
    "invoice.edit": ("customer_id", "customer", "line_items", "currency", "amount", "draft"),
    "payment.refund": ("amount", "reverse_all"),
    "refund.create": ("amount", "reverse_all"),
    "payment.edit": ("on_hold_until",),
    "payment_link.create": ("upi_link", "options", "callback_method", "products"),
    "registration_link.create": (
        "subscription_registration.bank_account",
        "subscription_registration.nach",
        "subscription_registration.recurring_value",
        "subscription_registration.recurring_type",
        "subscription_registration.first_payment_amount",
    ),
}

# Fields that mean more than their type says, by name or path.
OWN: Mapping[str, SearchStrategy[Any]] = {
    "name": values.names(),
    "contact": values.contacts(),
    "currency": values.currencies(),
    "gstin": st.sampled_from(["29ABCDE1234L1Z1", "27AAPFU0939F1ZV"]),
    "callback_url": st.sampled_from(["https://shop.example/paid", "https://shop.example/r?id=7"]),
    "ifsc_code": st.sampled_from(["HDFC0001233", "ICIC0001207"]),
    "hsn_code": st.sampled_from(["4901", "49011010"]),
    "sac_code": st.sampled_from(["9985", "998599"]),
    "line_items.quantity": st.integers(1, 20),
    "line_items.unit": st.sampled_from(["piece", "kg"]),
    "frequency": st.sampled_from(["daily", "weekly", "monthly", "yearly", "as_presented"]),
}

_NO_CURRENCY = ("currency", "no currency", "XYZ")
_NO_CONTACT = ("contact", "under 8 digits", "1234567")

# What is wrong though its type is right: the field, why, and a value.
WRONG: Mapping[str, tuple[tuple[str, str, Any], ...]] = {
    "customer.create": (_NO_CONTACT,),
    "customer.edit": (_NO_CONTACT,),
    "customer.addBankAccount": (("ifsc_code", "no IFSC", "HDFC1"),),
    "item.create": (_NO_CURRENCY,),
    "order.create": (_NO_CURRENCY,),
    "payment_link.create": (_NO_CURRENCY, ("callback_url", "no URL", "shop"), ("callback_method", "not get", "post")),
}

# Calls whose `amount` has to be at least one unit of their `currency`.
PRICED = ("item.create", "order.create", "payment_link.create")

_BANK_ACCOUNT = {
    "beneficiary_name": "Gaurav Kumar",
    "account_number": "11214311215411",
    "account_type": "savings",
    "ifsc_code": "HDFC0001233",
}


def _priced(draw: DrawFn, body: Body, given: Body, most: int = values.LARGEST) -> None:
    """An amount that the currency allows."""
    if "amount" not in given:
        body["amount"] = draw(values.amounts(body.get("currency", "INR"), most=most))


def _within(draw: DrawFn, body: Body, given: Body, name: str, most: int, least: int = 0) -> None:
    """A part of an amount, where one was drawn."""
    if name in body and name not in given:
        body[name] = draw(st.integers(least, most))


def _item(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    _priced(draw, body, given)


def _edited_item(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    if "amount" in body and "amount" not in given:
        body["amount"] = draw(values.amounts())
    if not body:
        body["name"] = "Book"


def _order(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    _priced(draw, body, given)
    _within(draw, body, given, "first_payment_min_amount", body["amount"])
    options = body.get("payment", {}).get("capture_options", {})
    if "payment" not in given and "manual_expiry_period" in options:
        shortest = options.get("automatic_expiry_period", 12)
        options["manual_expiry_period"] = max(shortest, options["manual_expiry_period"])


def _invoice(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    currency = body.setdefault("currency", "INR")
    if body["type"] == "invoice":
        if "amount" not in given:
            body.pop("amount", None)
        if not given.keys() & {"customer", "customer_id"}:
            body.setdefault("customer", {"name": "Gaurav Kumar"})
        lines = body.setdefault("line_items", [{"name": "Book", "amount": 0}])
        if "line_items" not in given:
            for line in lines:
                line.update(name=line.get("name", "Book"), currency=currency)
                line["amount"] = draw(values.amounts(currency, most=10**7))
        whole = sum(line.get("amount", 0) * line.get("quantity", 1) for line in lines)
    else:
        if "line_items" not in given:
            body.pop("line_items", None)
        _priced(draw, body, given)
        body.setdefault("description", "A book")
        whole = body["amount"]
    _within(draw, body, given, "first_payment_min_amount", whole)


def _edited_invoice(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    for name in ("type", "first_payment_min_amount"):
        if name not in given:
            body.pop(name, None)
    if not body:
        body["notes"] = {"edited": "yes"}


def _link(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    body.setdefault("currency", "INR")
    _priced(draw, body, given)
    parts = body.get("accept_partial") in (True, 1, "1")
    if not parts and "first_min_partial_amount" not in given:
        body.pop("first_min_partial_amount", None)
    _within(draw, body, given, "first_min_partial_amount", body["amount"], least=1)
    if body.get("callback_url"):
        body.setdefault("callback_method", "get")
    _expires(draw, body, given, now)


def _edited_link(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    _expires(draw, body, given, now)


def _expires(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    """A link ends between a quarter of an hour and six months from now, or is not said to."""
    if "expire_by" not in body or "expire_by" in given:
        return
    if now is None:
        del body["expire_by"]
    else:
        body["expire_by"] = draw(st.one_of(st.just(0), st.integers(now + 960, six_months_after(now) - 86400)))


def _registration(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    asked = body["subscription_registration"]
    method = asked["method"]
    if "subscription_registration" not in given:
        least, most = MAXIMUM[method]
        if "max_amount" in asked:
            asked["max_amount"] = draw(st.integers(least, most))
        asked.pop("auth_type", None)
        if method in ("nach", "emandate"):
            asked["auth_type"] = "physical" if method == "nach" else "netbanking"
            asked["bank_account"] = dict(_BANK_ACCOUNT)
    if "amount" not in given:
        body["amount"] = 0 if method in ("nach", "emandate") else draw(values.amounts(most=10**6))


def _something(draw: DrawFn, body: Body, given: Body, now: int | None) -> None:
    body.setdefault("notes", {"edited": "yes"})


RULES: Mapping[str, Rule] = {
    "customer.create": lambda draw, body, given, now: None,
    "item.create": _item,
    "item.edit": _edited_item,
    "order.create": _order,
    "invoice.create": _invoice,
    "invoice.edit": _edited_invoice,
    "payment_link.create": _link,
    "payment_link.edit": _edited_link,
    "payment.edit": _something,
    "registration_link.create": _registration,
}
