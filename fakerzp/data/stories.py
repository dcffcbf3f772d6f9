"""What becomes of one customer, order, invoice, link or mandate: stories that `populate` plays.

A story is a generator that makes its calls, and yields how many seconds pass until it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ..exceptions import PaymentFailed, PaymentPending
from . import bodies, instruments, people

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

Story = Iterator[int]
MADE = ("customers", "items", "orders", "invoices", "payment_links", "tokens", "refunds")
MINUTE, HOUR, DAY = 60, 3600, 86400

Teller = Callable[["Shop", Random], Story]
"""What begins a story."""

# Why payments fail, by method, and how often; documented reasons, a guess at their shares.
REASONS: Final[Mapping[str, tuple[tuple[str, int], ...]]] = MappingProxyType(
    {
        "upi": (
            ("payment_cancelled", 35),
            ("payment_timed_out", 30),
            ("transaction_limit_exceeded", 10),
            ("payment_failed", 15),
            ("psp_not_available", 10),
        ),
        "card": (
            ("incorrect_otp", 25),
            ("payment_cancelled", 20),
            ("insufficient_funds", 20),
            ("card_declined", 20),
            ("payment_timed_out", 15),
        ),
        "netbanking": (
            ("payment_failed", 50),
            ("payment_session_expired", 30),
            ("transaction_daily_limit_exceeded", 20),
        ),
        "wallet": (("payment_failed", 60), ("otp_expired", 20), ("payment_session_expired", 20)),
    }
)

ORDERS: Final = (("paid", 78), ("retried", 8), ("failed", 6), ("open", 5), ("held", 3))
INVOICES: Final = (("paid", 62), ("partly", 8), ("expired", 14), ("cancelled", 6), ("draft", 4), ("open", 6))
LINKS: Final = (("paid", 60), ("partly", 8), ("expired", 16), ("cancelled", 8), ("open", 8))
TOKENS: Final = (("charged", 75), ("cancelled", 15), ("rejected", 10))
"""How entities end, and the share of each ending in a hundred."""


class Shop:
    """The merchant that is being made: its fake, what it has so far, and when its story ends (Unix seconds)."""

    def __init__(self, rzp: FakeRazorpay, end: int) -> None:
        self.rzp = rzp
        self.end = end
        self.customers: list[dict[str, Any]] = []
        self.made: dict[str, list[str]] = {kind: [] for kind in MADE}
        """The ids of what was made, in order."""

    @property
    def left(self) -> int:
        """Seconds until the end."""
        return self.end - self.rzp.clock.now()

    def note(self, kind: str, entity: Mapping[str, Any]) -> str:
        """Remember what was made; returns its id."""
        self.made[kind].append(entity["id"])
        return str(entity["id"])

    def buyer(self, luck: Random, number: int | None) -> dict[str, Any]:
        """Who buys, as arguments of `checkout.pay`: a customer, or somebody who is none."""
        if number is None:
            called = people.name(luck)
            return {"email": people.email(luck, called), "contact": people.mobile(luck)}
        known = self.customers[number]
        return {"customer_id": known["id"], "email": known["email"], "contact": known["contact"]}

    def pay(self, target: str, tool: Mapping[str, Any], **how: Any) -> str | None:
        """The id of the payment; None if a script or a plugin of the user's does not let it through."""
        try:
            answer = self.rzp.checkout.pay(target, **tool, **how)
        except (PaymentFailed, PaymentPending):
            return None
        return str(answer["razorpay_payment_id"])

    def fail(self, luck: Random, target: str, tool: Mapping[str, Any], **how: Any) -> None:
        """An attempt that comes to nothing, for one of the reasons of its method."""
        reasons, weights = zip(*REASONS[tool["method"]], strict=True)
        self.rzp.checkout.fail(target, reason=luck.choices(reasons, weights)[0], **tool, **how)


def _captured(shop: Shop, payment_id: str, wait: int) -> Story:
    """Capture a payment by hand if it was only authorized."""
    payment = shop.rzp.payment.fetch(payment_id)
    if payment["status"] == "authorized":
        yield wait
        shop.rzp.payment.capture(payment_id, payment["amount"], {"currency": payment["currency"]})


def item(shop: Shop, luck: Random) -> Story:
    """Something to sell."""
    shop.note("items", shop.rzp.item.create(bodies.item(luck)))
    yield from ()


def customer(shop: Shop, luck: Random) -> Story:
    """Somebody new."""
    taken = {(known["email"], known["contact"]) for known in shop.customers}
    who = people.customer(luck)
    while (who["email"], who["contact"]) in taken:
        who = people.customer(luck)
    shop.customers.append(shop.rzp.customer.create(who))
    shop.note("customers", shop.customers[-1])
    yield from ()


def order(shop: Shop, luck: Random, fate: str, buyer: int | None, *, refunded: bool) -> Story:
    """An order: paid, paid after a failure, not paid, or captured by hand; and given back, if it is to be."""
    order_id = shop.note("orders", shop.rzp.order.create(bodies.order(luck)))
    who, tool = shop.buyer(luck, buyer), instruments.instrument(luck)
    yield luck.randrange(20, 5 * MINUTE)
    if fate in ("retried", "failed"):
        for _ in range(luck.choice((1, 1, 2))):
            shop.fail(luck, order_id, tool, **who)
            yield luck.randrange(30, 10 * MINUTE)
        tool = instruments.instrument(luck)
    if fate in ("open", "failed"):
        return
    payment = shop.pay(order_id, tool, capture=False if fate == "held" else None, **who)
    if payment is None:
        return
    yield from _captured(shop, payment, luck.randrange(5 * MINUTE, HOUR if refunded else 20 * HOUR))
    if refunded:
        yield luck.randrange(1, max(2, min(10 * DAY, shop.left)))
        amount = shop.rzp.payment.fetch(payment)["amount"]
        shop.note("refunds", shop.rzp.payment.refund(payment, bodies.refund(luck, amount)))


def _expiry(shop: Shop, luck: Random, fate: str) -> int:
    """When an invoice or link expires, in Unix seconds: in time for what is to become of it."""
    now = shop.rzp.clock.now()
    if fate == "expired":
        return now + max(16 * MINUTE, int(min(7 * DAY, shop.left) * luck.uniform(0.4, 0.9)))
    return now + max(shop.left, 0) + luck.randrange(5, 30) * DAY


def _paid_later(shop: Shop, luck: Random, target: str, amount: int, fate: str) -> Story:
    """What comes of an invoice or a link that was sent: paid, in part, cancelled, or nothing."""
    if fate in ("paid", "partly", "cancelled"):
        yield luck.randrange(MINUTE, max(2 * MINUTE, min(5 * DAY, shop.left // 2)))
    if fate in ("paid", "partly"):
        tool = instruments.instrument(luck)
        if luck.random() < 0.1:
            shop.fail(luck, target, tool)
            yield luck.randrange(30, 5 * MINUTE)
        part = amount // 200 * 100 if fate == "partly" else None
        payment = shop.pay(target, tool, amount=part)
        if payment is not None:
            yield from _captured(shop, payment, luck.randrange(5 * MINUTE, HOUR))


def invoice(shop: Shop, luck: Random, fate: str, buyer: int) -> Story:
    """An invoice of one to four positions."""
    lines = [
        {"item_id": luck.choice(shop.made["items"]), "quantity": luck.choice((1, 1, 2, 3))}
        for _ in range(luck.randint(1, 4))
    ]
    body = bodies.invoice(luck, customer_id=shop.customers[buyer]["id"], line_items=lines)
    body |= {"draft": "1"} if fate == "draft" else {"expire_by": _expiry(shop, luck, fate)}
    made = shop.rzp.invoice.create({**body, "partial_payment": fate == "partly"})
    shop.note("invoices", made)
    yield from _paid_later(shop, luck, made["id"], made["amount"], fate)
    if fate == "cancelled":
        shop.rzp.invoice.cancel(made["id"])


def payment_link(shop: Shop, luck: Random, fate: str, buyer: int | None) -> Story:
    """A payment link, sent to a customer or to somebody else."""
    body = bodies.payment_link(luck)
    if buyer is not None:
        body["customer"] = {name: shop.customers[buyer][name] for name in ("name", "email", "contact")}
    if fate == "expired":
        body["expire_by"] = _expiry(shop, luck, fate)
    made = shop.rzp.payment_link.create({**body, "accept_partial": fate == "partly"})
    shop.note("payment_links", made)
    yield from _paid_later(shop, luck, made["id"], made["amount"], fate)
    if fate == "cancelled":
        shop.rzp.payment_link.cancel(made["id"])


def token(shop: Shop, luck: Random, fate: str, buyer: int) -> Story:
    """A mandate: registered by a link, charged every month, cancelled or refused by the bank."""
    rzp, who = shop.rzp, shop.customers[buyer]
    method = luck.choices(("upi", "card", "emandate", "nach"), (45, 25, 20, 10))[0]
    if fate == "rejected":
        method = luck.choice(("emandate", "nach"))
    details = {name: who[name] for name in ("name", "email", "contact")}
    body = bodies.registration_link(luck, method, customer=details)
    link = rzp.registration_link.create(body)
    yield luck.randrange(MINUTE, HOUR)
    tool = {"method": method} if method in ("emandate", "nach") else instruments.instrument(luck, method)
    payment = shop.pay(link["id"], tool)
    if payment is None:
        return
    token_id = shop.note("tokens", {"id": rzp.payment.fetch(payment)["token_id"]})
    yield from _captured(shop, payment, luck.randrange(5 * MINUTE, HOUR))
    if fate == "rejected":
        yield luck.randrange(HOUR, 20 * HOUR)
        rzp.bank.reject_token(token_id)
        return
    amount = body["subscription_registration"]["max_amount"] // luck.choice((1, 2, 4))
    for month in range(36):
        yield luck.randrange(8 * DAY, 12 * DAY) if month == 0 else 30 * DAY
        if _status(rzp, who["id"], token_id) != "confirmed":
            return
        if fate == "cancelled" and month == 1:
            rzp.token.cancel(who["id"], token_id)
            return
        _charge(rzp, luck, who, token_id, amount)


def _status(rzp: FakeRazorpay, customer_id: str, token_id: str) -> str:
    return str(rzp.token.fetch(customer_id, token_id)["recurring_details"]["status"])


def _charge(rzp: FakeRazorpay, luck: Random, who: Mapping[str, Any], token_id: str, amount: int) -> None:
    terms = {"amount": amount, "currency": "INR", "receipt": bodies.receipt(luck, "month"), "payment_capture": True}
    order_id = rzp.order.create(terms)["id"]
    rzp.payment.createRecurring(
        {
            "email": who["email"],
            "contact": who["contact"],
            "amount": amount,
            "currency": "INR",
            "order_id": order_id,
            "customer_id": who["id"],
            "token": token_id,
            "recurring": "1",
        }
    )
