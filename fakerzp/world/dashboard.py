"""The Dashboard: what a merchant sets up there by hand, because the API has no call for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..entities.invoice import Invoice, invoice_json
from ..entities.mandate import Card
from ..entities.offer import OF_EMI, TYPES, Offer, offer_json
from ..entities.route import ACCOUNT_CODES
from ..ledger.books import Books
from . import instruments
from .clock import Moment, seconds
from .emi_plans import CARDLESS, DURATIONS, EMI_ISSUERS, PAY_LATER
from .rto_reasons import REASONS

if TYPE_CHECKING:
    from .world import World

METHODS = ("card", "netbanking", "wallet", "upi", "emi", "cardless_emi", "paylater")
OFF = "device off"
"""What stands before a device's id in the key under which the books remember that it is not connected."""
_CARDS = ("card", "emi")
_LINKED = re.compile(r"acc_[0-9A-Za-z]{14}\Z")
_CODE = re.compile(r"[A-Za-z0-9._-]{3,20}\Z")
_ISSUERS: Mapping[str, Callable[[str], bool]] = {
    "card": lambda code: len(code) == 4 and code.isalpha() and code.isupper(),
    "netbanking": instruments.is_netbanking_bank,
    "wallet": instruments.is_wallet,
    "emi": lambda code: code in {row.issuer for row in EMI_ISSUERS},
    "cardless_emi": lambda code: code in CARDLESS,
    "paylater": lambda code: code in PAY_LATER,
}
_NETWORKS = tuple(name for name, _ in instruments.NETWORKS)
Wanted = Mapping[str, Any]


def _is_count(value: object, wanted: Wanted) -> bool:
    return type(value) is int and value > 0


def _is_of_a_card(value: object, wanted: Wanted) -> bool:
    return wanted["method"] in _CARDS


def _fits_the_type(value: object, wanted: Wanted) -> bool:
    """An offer is worth a percentage or a flat amount; of low cost EMI the first, of no cost EMI neither."""
    given = [name for name in ("percentage", "flat") if wanted[name] is not None]
    if value in OF_EMI:
        return wanted["method"] == "emi" and given == ["percentage"] * (value == "low_cost_emi")
    return value in TYPES and len(given) == 1


# What must hold of each field that is given, and how that is said ("Create an Offer" in payments/offers/create.md).
_RULES: tuple[tuple[str, Callable[[Any, Wanted], bool], str], ...] = (
    ("method", lambda value, _: value in METHODS, f"one of {', '.join(METHODS)}"),
    (
        "offer_type",
        _fits_the_type,
        f"one of {', '.join(TYPES)}; worth either percentage= or flat=, by method='emi' "
        "low_cost_emi worth a percentage= and no_cost_emi worth the interest, with neither",
    ),
    ("percentage", lambda value, _: type(value) in (int, float) and 0 < value <= 100, "more than 0, at most 100"),
    *((name, _is_count, "a whole number of paise") for name in ("flat", "max_discount", "max_amount")),
    ("min_amount", lambda value, _: type(value) is int and value >= 0, "a whole number of paise"),
    *((name, _is_count, "a whole number of payments") for name in ("max_usage", "max_usage_per_card")),
    ("cycles", _is_count, "a whole number of cycles"),
    *((name, _is_of_a_card, "goes with method='card' or 'emi'") for name in ("network", "card_type", "iins")),
    ("max_usage_per_card", _is_of_a_card, "goes with method='card' or 'emi'"),
    (
        "issuer",
        lambda value, wanted: wanted["method"] in _ISSUERS and _ISSUERS[wanted["method"]](value),
        "none that Razorpay lists for that method",
    ),
    ("network", lambda value, _: value in _NETWORKS, f"one of {', '.join(_NETWORKS)}"),
    ("card_type", lambda value, _: value in ("debit", "credit"), "debit or credit"),
    ("iins", lambda value, _: all(re.fullmatch("[0-9]{6}", iin) for iin in value), "six digits each"),
    (
        "durations",
        lambda value, wanted: wanted["method"] == "emi" and all(one in DURATIONS for one in value),
        f"goes with method='emi': months out of {', '.join(map(str, DURATIONS))}",
    ),
    ("ends_at", lambda value, wanted: value > wanted["starts_at"], "after starts_at"),
    ("name", lambda value, _: isinstance(value, str), "text"),
)


def _check(wanted: Wanted) -> None:
    for name, holds, must in _RULES:
        value = wanted[name]
        if value not in (None, ()) and not holds(value, wanted):
            raise ValueError(f"{name}={value!r}: {must}")


class Dashboard:
    """`rzp.dashboard`: offers, charges of a subscription's invoices, and aliases of linked accounts."""

    def __init__(self, world: World) -> None:
        self._world = world

    def create_offer(
        self,
        method: str,
        offer_type: str = "instant_discount",
        *,
        percentage: float | None = None,
        flat: int | None = None,
        max_discount: int | None = None,
        min_amount: int = 0,
        max_amount: int | None = None,
        issuer: str | None = None,
        network: str | None = None,
        card_type: str | None = None,
        iins: Iterable[str] = (),
        durations: Iterable[int] = (),
        starts_at: Moment | None = None,
        ends_at: Moment | None = None,
        max_usage: int | None = None,
        max_usage_per_card: int | None = None,
        cycles: int | None = None,
        pay_without_offer: bool = False,
        show_on_checkout: bool = True,
        name: str = "Offer",
        account: str | None = None,
    ) -> dict[str, Any]:
        """Make an offer for who pays by `method`; returns it, with its `id`.

        It is worth `percentage` of the order or `flat` paise, of an offer of no cost EMI the interest. Amounts are in
        paise, `durations` in months; `cycles` is for how many invoices of a subscription it holds (None: all of
        them); `account` is a sub-merchant's id. Raises ValueError for what no offer can be.
        """
        world = self._world
        world.settle()
        wanted: dict[str, Any] = {
            "method": method,
            "offer_type": offer_type,
            "percentage": percentage,
            "flat": flat,
            "max_discount": max_discount,
            "min_amount": min_amount,
            "max_amount": max_amount,
            "issuer": issuer,
            "network": network,
            "card_type": card_type,
            "iins": tuple(map(str, iins)),
            "durations": tuple(durations),
            "starts_at": seconds(starts_at) if starts_at is not None else world.now,
            "ends_at": seconds(ends_at) if ends_at is not None else None,
            "max_usage": max_usage,
            "max_usage_per_card": max_usage_per_card,
            "cycles": cycles,
            "pay_without_offer": pay_without_offer,
            "show_on_checkout": show_on_checkout,
            "name": name,
        }
        _check(wanted)
        with world.acting():
            books = world.ledger.books(account or world.ledger.account)
            new = Offer(id=world.ledger.new_id("offer_"), created_at=world.now, status="enabled", **wanted)
            return offer_json(world.law.create(books, new, world.now))

    def account_code(self, linked: str, code: str | None, *, account: str | None = None) -> None:
        """Give a linked account (`acc_`) an alias, by which transfers may name it; None takes it back.

        3 to 20 letters, digits, periods, dashes and underscores, each for one account (payments/route/account-code.md).
        `account` is the sub-merchant whose linked account it is. Raises ValueError for any other alias or account.
        """
        if not _LINKED.match(linked):
            raise ValueError(f"{linked!r} is no id of a linked account")
        if code is not None and not _CODE.match(code):
            raise ValueError(f"{code!r}: 3 to 20 letters, digits, periods, dashes and underscores")
        world = self._world
        world.settle()
        with world.acting():
            books = world.ledger.books(account or world.ledger.account)
            if code is not None and books.claimed((ACCOUNT_CODES, code)) not in (None, linked):
                raise ValueError(f"{code!r} is another account's")
            books.release((ACCOUNT_CODES, books.claimed((ACCOUNT_CODES, linked))))
            books.release((ACCOUNT_CODES, linked))
            if code is not None:
                books.claim((ACCOUNT_CODES, code), linked)
                books.claim((ACCOUNT_CODES, linked), code)

    def rate_order(self, order_id: str, risk_tier: str = "high", reasons: Iterable[str] = ()) -> dict[str, Any]:
        """Say how risky Razorpay's model finds an order (high, medium, low), and its documented reasons, at most five.

        That is what `POST /v1/orders/{id}/rto_review` answers from then on; returns it. Raises LookupError for an
        unknown order, ValueError for what is on no page (payments/magic-checkout/rto-intelligence/appendix.md).
        """
        named = tuple(reasons)
        unknown = [one for one in named if one not in REASONS]
        if unknown or len(named) > 5:
            raise ValueError(f"reasons={named!r}: at most five of {', '.join(REASONS)}")
        if risk_tier not in ("high", "medium", "low"):
            raise ValueError(f"risk_tier={risk_tier!r}: high, medium or low")
        world = self._world
        world.settle()
        with world.acting():
            found = world.ledger.record(order_id)
            if found is None or found[1].KIND != "order":
                raise LookupError(f"there is no order {order_id!r}")
            told = [{"reason": one, "description": REASONS[one][0], "bucket": REASONS[one][1]} for one in named]
            rating = {"risk_tier": risk_tier, "rto_reasons": told}
            found[0].claim(("rto rating", order_id), json.dumps(rating))
            return rating

    def charge_invoice(self, invoice_id: str) -> dict[str, Any]:
        """Attempt to charge a subscription's open invoice once more, to the same card; returns the invoice.

        It counts as no retry; if it is paid, a subscription that was pending or halted is active again. Raises
        LookupError for what is no invoice of a subscription, ValueError where the Dashboard does not offer it:
        for a paid invoice, for UPI, eMandates and domestic cards (payments/subscriptions/manually-charge-card.md).
        """
        world = self._world
        world.settle()
        with world.acting():
            found = world.ledger.record(invoice_id)
            books, invoice = found if found is not None else (None, None)
            if books is None or not isinstance(invoice, Invoice) or invoice.subscription_id is None:
                raise LookupError(f"there is no invoice {invoice_id!r} of a subscription")
            subscription = books.get(invoice.subscription_id)
            token = books.get(subscription.token_id)
            card = books.get(token.card_id) if token is not None else None
            if not world.law.allows(invoice, "pay") or not world.law.allows(subscription, "charge"):
                raise ValueError(f"{invoice_id} is {invoice.status}, its subscription {subscription.status}")
            if not isinstance(card, Card) or not card.international:
                raise ValueError(f"{invoice_id} can't be charged by hand: only international cards can")
            world.subscriptions.charge(books, subscription, invoice, scheduled=False)
            return invoice_json(books.get(invoice_id))

    def disable_offer(self, offer_id: str) -> dict[str, Any]:
        """Take an offer back: nobody gets it any more; returns it.

        Raises LookupError for an unknown id, ValueError for one that is disabled.
        """
        world = self._world
        world.settle()
        with world.acting():
            books, offer = self._found(offer_id)
            if not world.law.allows(offer, "disable"):
                raise ValueError(f"{offer_id} is {offer.status}")
            return offer_json(world.law.move(books, offer, "disable", world.now))

    def fetch_offer(self, offer_id: str) -> dict[str, Any]:
        """An offer as it stands, with how often it was `used`; raises LookupError for an unknown id."""
        self._world.settle()
        return offer_json(self._found(offer_id)[1])

    def disconnect_device(self, device_id: str, *, connected: bool = False) -> None:
        """Take a point-of-sale device off the net: it does nothing that it is told; or connect it again."""
        world = self._world
        world.settle()
        with world.acting():
            books = world.ledger.books(world.ledger.account)
            if connected:
                books.release((OFF, device_id))
            else:
                books.claim((OFF, device_id), True)

    def _found(self, offer_id: str) -> tuple[Books, Offer]:
        found = self._world.ledger.record(offer_id)
        if found is None or not isinstance(found[1], Offer):
            raise LookupError(f"there is no offer {offer_id!r}")
        return found[0], found[1]
