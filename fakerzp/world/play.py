"""The steps that lead to an event: each is a call that a merchant, a customer or a bank would make."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ..exceptions import NotFaked

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from .world import World

CUSTOMER: Final[Mapping[str, str]] = MappingProxyType(
    {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9000090000"}
)
AMOUNT = 100000
CALLBACK: Final[Mapping[str, str]] = MappingProxyType(
    {"callback_url": "https://example-callback-url.com/", "callback_method": "get"}
)
DAY = 86400
_BANK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "beneficiary_name": "Gaurav Kumar",
        "account_number": "11214311215411",
        "account_type": "savings",
        "ifsc_code": "HDFC0000001",
    }
)


class Play:
    """The steps from which recipes are made: each is a call that a merchant, a customer or a bank would make."""

    def __init__(self, rzp: FakeRazorpay, world: World, wanted: Mapping[str, Any]) -> None:
        self.rzp = rzp
        self.world = world
        self.wanted = wanted
        account = wanted.get("account")
        self.options = {"headers": {"X-Razorpay-Account": account}} if account else {}

    @property
    def customer(self) -> dict[str, Any]:
        """Name, email and contact: those of the customer that was named by id, or the given ones."""
        given = self.wanted.get("customer")
        if isinstance(given, str):
            found = self.rzp.customer.fetch(given, **self.options)
            given = {name: found[name] for name in CUSTOMER if found[name] is not None}
        return {**CUSTOMER, **(given or {})}

    @property
    def customer_id(self) -> str:
        """The customer that was named by id, or one with the given details."""
        given = self.wanted.get("customer")
        if isinstance(given, str):
            return given
        return str(self.rzp.customer.create({**self.customer, "fail_existing": "0"}, **self.options)["id"])

    @property
    def terms(self) -> dict[str, Any]:
        """Amount (smallest unit), currency and notes."""
        notes = {"notes": self.wanted["notes"]} if "notes" in self.wanted else {}
        return {"amount": self.wanted.get("amount", AMOUNT), "currency": self.wanted.get("currency", "INR"), **notes}

    @property
    def part(self) -> int:
        """Half of the amount."""
        amount: int = self.terms["amount"]
        return amount // 2

    @property
    def at_hand(self) -> str:
        """How a link is paid unless told otherwise: by UPI, which pays in rupees only, else by card."""
        return "upi" if self.terms["currency"] == "INR" else "card"

    def order(self, **more: Any) -> str:
        """Create an order."""
        return str(self.rzp.order.create({**self.terms, **more}, **self.options)["id"])

    def invoice(self, **more: Any) -> str:
        """Issue an invoice of one line."""
        terms = self.terms
        line = {"name": "Book", "amount": terms.pop("amount"), "currency": terms["currency"], "quantity": 1}
        body = {"type": "invoice", "customer": self.customer, "line_items": [line], **terms, **more}
        return str(self.rzp.invoice.create(body, **self.options)["id"])

    def link(self, **more: Any) -> str:
        """Create a payment link."""
        body = {**self.terms, "customer": self.customer, **CALLBACK, **more}
        link = self.rzp.payment_link.create(body, **self.options)
        if not str(link["id"]).startswith("plink_"):
            raise NotFaked(
                "this account has the older payment links API, where a link is an invoice: trigger an event of invoices"
            )
        return str(link["id"])

    def pay(self, target: str, method: str = "card", amount: int | None = None, *, capture: bool = True) -> str:
        """Let the customer pay, by the method that was asked for or else this one; the payment's id."""
        who, notes = self.customer, self.wanted.get("notes")
        method = self.wanted.get("method", method)
        how = {"email": who["email"], "contact": who["contact"], "notes": notes, "capture": capture}
        return str(self.rzp.checkout.pay(target, method, amount, **how)["razorpay_payment_id"])

    def token(self, method: str) -> tuple[str, str]:
        """Register a mandate by link: (customer's id, token's id), the token as the payment leaves it."""
        amount = self.wanted.get("amount", 100 if method in ("card", "upi") else 0)
        registration: dict[str, Any] = {"method": method, "max_amount": max(50000, amount)}
        if method in ("nach", "emandate"):
            registration |= {"auth_type": "physical" if method == "nach" else "netbanking", "bank_account": dict(_BANK)}
        body = {
            **self.terms,
            "amount": amount,
            "type": "link",
            "customer": self.customer,
            "description": "Registration",
            "subscription_registration": {**registration, "expire_at": self.rzp.clock.now() + 365 * DAY},
        }
        link = self.rzp.registration_link.create(body, **self.options)
        payment = self.rzp.payment.fetch(self.pay(link["id"], method), **self.options)
        return str(link["customer_id"]), str(payment["token_id"])

    def refund(self, payment: str, **more: Any) -> str:
        """Refund all of a payment."""
        notes = {"notes": self.wanted["notes"]} if "notes" in self.wanted else {}
        return str(self.rzp.payment.refund(payment, {**notes, **more}, **self.options)["id"])

    @contextmanager
    def slow_bank(self) -> Iterator[None]:
        """A bank that leaves refunds and transfers pending, for as long as they take on this fake or else for a day."""
        world = self.world
        world.settle()
        with world.acting():
            usual = world.delays
            delay = usual.normal_refund or DAY
            transfer = usual.transfer or DAY
            world.delays = dataclasses.replace(usual, normal_refund=delay, instant_refund=delay, transfer=transfer)
            try:
                yield
            finally:
                world.delays = usual

    @contextmanager
    def delayed(self, **delays: Any) -> Iterator[None]:
        """A fake whose team takes as long as this, named as `FakeRazorpay(delays={...})` takes it."""
        world = self.world
        world.settle()
        with world.acting():
            usual = world.delays
            world.delays = dataclasses.replace(usual, **delays)
            try:
                yield
            finally:
                world.delays = usual

    @contextmanager
    def set_to(self, **settings: Any) -> Iterator[None]:
        """A merchant for whom Razorpay has set this, named as `FakeRazorpay(account={...})` takes it."""
        world = self.world
        world.settle()
        with world.acting():
            usual = world.account
            world.account = dataclasses.replace(usual, **settings)
            try:
                yield
            finally:
                world.account = usual
