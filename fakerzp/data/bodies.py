"""Requests: what a merchant sends, by entity, and the ids that Razorpay answers with."""

from __future__ import annotations

from random import Random
from typing import Any

from ..api.ids import PREFIXES
from ..ledger.ids import ALPHABET as BASE62
from ..ledger.ids import LENGTH
from . import instruments, people
from .tables import GOODS, SERVICES, Good

KINDS = (*PREFIXES, "account")


def entity_id(luck: Random, kind: str) -> str:
    """An id of that kind, and nobody's: its prefix and 14 base-62 characters. Raises ValueError for no kind."""
    prefix = {**PREFIXES, "account": "acc_"}.get(kind)
    if prefix is None:
        raise ValueError(f"kind={kind!r} is none of {', '.join(KINDS)}")
    return prefix + "".join(luck.choices(BASE62, k=LENGTH))


def receipt(luck: Random, of: str = "rcpt") -> str:
    """A receipt number, at most 40 characters."""
    return f"{of}-{people.digits(luck, 10)}"


def amount(luck: Random, least: int = 10000, most: int = 500000) -> int:
    """A price in paise, in whole rupees, small ones more often. Raises ValueError for less than 100 paise."""
    if not 100 <= least <= most:
        raise ValueError(f"least={least}, most={most}: in paise, at least 100, and not more than most")
    drawn = least + (most - least) * luck.random() ** 2
    return max(least, int(drawn) // 100 * 100)


def notes(luck: Random) -> dict[str, str]:
    """Notes as shops keep them."""
    return {
        "channel": luck.choice(("web", "android", "ios", "store")),
        "cart_id": people.digits(luck, 8),
        "city": people.city(luck).name,
    }


def good(luck: Random) -> Good:
    """Something to sell."""
    return luck.choice(GOODS)


def item(luck: Random, **fields: Any) -> dict[str, Any]:
    """An item for `item.create`."""
    sold = good(luck)
    return {"name": sold.name, "amount": sold.price, "currency": "INR", "hsn_code": sold.hsn, **fields}


def order(luck: Random, **fields: Any) -> dict[str, Any]:
    """An order for `order.create`: amount, currency, receipt, notes."""
    made = {"amount": amount(luck), "currency": "INR", "receipt": receipt(luck, "order"), "notes": notes(luck)}
    return {**made, **fields}


def line(luck: Random) -> dict[str, Any]:
    """A line of an invoice."""
    return {**item(luck), "quantity": luck.choices((1, 2, 3, 5), (60, 25, 10, 5))[0]}


def invoice(luck: Random, **fields: Any) -> dict[str, Any]:
    """An invoice for `invoice.create`: one to four lines; a customer with an address unless `customer_id` is given."""
    made: dict[str, Any] = {
        "type": "invoice",
        "receipt": receipt(luck, "inv"),
        "currency": "INR",
        "line_items": [line(luck) for _ in range(luck.randint(1, 4))],
        "notes": notes(luck),
    }
    made["description"] = f"{made['line_items'][0]['name']}, {len(made['line_items'])} positions"
    if "customer_id" not in fields:
        made["customer"] = people.customer(luck, billing_address=people.address(luck))
    return {**made, **fields}


def payment_link(luck: Random, **fields: Any) -> dict[str, Any]:
    """A payment link for `payment_link.create`, to be sent to its customer."""
    who = people.customer(luck)
    made = {
        "amount": amount(luck),
        "currency": "INR",
        "description": luck.choice(SERVICES),
        "reference_id": receipt(luck, "link"),
        "customer": {name: who[name] for name in ("name", "email", "contact")},
        "notify": {"sms": True, "email": True},
        "notes": notes(luck),
    }
    return {**made, **fields}


def registration_link(luck: Random, method: str | None = None, **fields: Any) -> dict[str, Any]:
    """A link for `registration_link.create` by which a customer registers a mandate, by card, upi, emandate or nach.

    Raises ValueError for another method.
    """
    methods = ("card", "upi", "emandate", "nach")
    method = method or luck.choice(methods)
    if method not in methods:
        raise ValueError(f"method={method!r} is none of {', '.join(methods)}")
    who = people.customer(luck)
    registration: dict[str, Any] = {"method": method, "max_amount": 100 * luck.choice((2000, 5000, 10000, 15000))}
    if method in ("card", "upi"):
        registration["frequency"] = "as_presented"
    else:
        registration["auth_type"] = "physical" if method == "nach" else "netbanking"
        registration["bank_account"] = instruments.bank_account(luck, who["name"])
    made = {
        "type": "link",
        "amount": 100 if method in ("card", "upi") else 0,
        "currency": "INR",
        "description": f"{luck.choice(SERVICES)}, every month",
        "customer": {name: who[name] for name in ("name", "email", "contact")},
        "subscription_registration": registration,
        "receipt": receipt(luck, "mandate"),
        "notes": notes(luck),
    }
    return {**made, **fields}


def refund(luck: Random, most: int, **fields: Any) -> dict[str, Any]:
    """A refund for `payment.refund` of a payment of which `most` paise are left: all of it, or a part.

    Raises ValueError for less than 100 paise.
    """
    why = luck.choice(("returned", "damaged", "late", "duplicate", "cancelled by customer"))
    whole = most < 200 or luck.random() < 0.6
    made = {
        "amount": most if whole else amount(luck, 100, most),
        "speed": luck.choices(("normal", "optimum"), (80, 20))[0],
        "receipt": receipt(luck, "refund"),
        "notes": {"reason": why},
    }
    return {**made, **fields}
