"""The ways to events of orders, payments, refunds, invoices, links, settlements and mandates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..play import DAY, Play
from ..reserve_pay import CANCELLATION
from .recipe import PAID, Recipe

HOUR = 3600


def _authorized(play: Play) -> str:
    return play.pay(play.order(), capture=False)


def _captured(play: Play) -> str:
    return play.pay(play.order())


def _failed(play: Play) -> str:
    who = play.customer
    how = {name: play.wanted.get(name) for name in ("method", "notes")}
    how |= {"email": who["email"], "contact": who["contact"]}
    told = play.rzp.checkout.fail(play.order(), play.wanted.get("reason"), **how)
    return str(told["error"]["metadata"]["payment_id"])


def _order_paid(play: Play) -> str:
    order = play.order()
    play.pay(order)
    return order


def _notified(play: Play) -> str:
    _, token = play.token("upi")
    return _debit_announced(play, token)


def _not_notified(play: Play) -> str:
    _, token = play.token("upi")
    play.rzp.bank.pause_token(token)
    return _debit_announced(play, token)


def _debit_announced(play: Play, token: str) -> str:
    return play.order(notification={"token_id": token, "payment_after": play.rzp.clock.now() + DAY})


def _invoice_paid(play: Play) -> str:
    invoice = play.invoice()
    play.pay(invoice)
    return invoice


def _invoice_partly(play: Play) -> str:
    invoice = play.invoice(partial_payment=True)
    play.pay(invoice, amount=play.part)
    return invoice


def _invoice_expired(play: Play) -> str:
    at = play.rzp.clock.now() + HOUR
    invoice = play.invoice(expire_by=at)
    play.rzp.clock.move_to(at)
    return invoice


def _link_paid(play: Play) -> str:
    link = play.link()
    play.pay(link, play.at_hand)
    return link


def _link_partly(play: Play) -> str:
    link = play.link(accept_partial=True)
    play.pay(link, play.at_hand, play.part)
    return link


def _link_cancelled(play: Play) -> str:
    link = play.link()
    play.rzp.payment_link.cancel(link, **play.options)
    return link


def _link_expired(play: Play) -> str:
    at = play.rzp.clock.now() + HOUR
    link = play.link(expire_by=at)
    play.rzp.clock.move_to(at)
    return link


def _refund_made(play: Play) -> str:
    return play.refund(_captured(play))


def _refunded(play: Play) -> str:
    refund = _refund_made(play)
    if play.rzp.refund.fetch(refund, **play.options)["status"] == "pending":
        play.rzp.bank.process_refund(refund)
    return refund


def _refund_failed(play: Play) -> str:
    payment = _captured(play)
    with play.slow_bank():
        refund = play.refund(payment)
    play.rzp.bank.fail_refund(refund)
    return refund


def _refund_slowed(play: Play) -> str:
    payment = _captured(play)
    with play.slow_bank():
        refund = play.refund(payment, speed="optimum")
    play.rzp.bank.slow_refund(refund)
    if not play.world.delays.normal_refund:
        play.rzp.bank.process_refund(refund)
    return refund


def _token_confirmed(play: Play) -> str:
    method = play.wanted.get("method", "emandate")
    _, token = play.token(method)
    if method in ("nach", "emandate"):
        play.rzp.bank.confirm_token(token)
    return token


def _token_rejected(play: Play) -> str:
    _, token = play.token(play.wanted.get("method", "emandate"))
    reason = {"reason": play.wanted["reason"]} if "reason" in play.wanted else {}
    play.rzp.bank.reject_token(token, **reason)
    return token


def _token_cancelled(play: Play) -> str:
    method = play.wanted.get("method", "upi")
    customer, token = play.token(method)
    if method in ("nach", "emandate"):
        play.rzp.bank.confirm_token(token)
    play.rzp.token.cancel(customer, token, **play.options)
    play.rzp.clock.advance(seconds=CANCELLATION)
    return token


def _settled(play: Play) -> str:
    """What was paid is settled when its day has come, or at once on a fake that never settles by itself."""
    payment = _captured(play)
    world = play.world
    books = world.ledger.books(play.wanted.get("account") or world.ledger.account)
    paid = books.get(payment)
    day = world.settlements.day_of(paid)
    if day is None:
        play.rzp.bank.settle(paid.currency, account=books.account)
    else:
        play.rzp.clock.move_to(day)
    settled = books.newest("settlement", count=1, keep=lambda one: one.currency == paid.currency)
    return str(settled[0].id) if settled else payment


def _token_paused(play: Play) -> str:
    _, token = play.token("upi")
    play.rzp.bank.pause_token(token)
    return token


def _token_resumed(play: Play) -> str:
    token = _token_paused(play)
    play.rzp.bank.resume_token(token)
    return token


RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        "payment.authorized": Recipe(_authorized, PAID),
        "payment.captured": Recipe(_captured, PAID),
        "payment.failed": Recipe(_failed, (*PAID, "reason")),
        "order.paid": Recipe(_order_paid, PAID),
        "order.notification.delivered": Recipe(_notified, ("amount",)),
        "order.notification.failed": Recipe(_not_notified, ("amount",)),
        "invoice.paid": Recipe(_invoice_paid, PAID),
        "invoice.partially_paid": Recipe(_invoice_partly, PAID),
        "invoice.expired": Recipe(_invoice_expired, ("amount", "currency")),
        "payment_link.paid": Recipe(_link_paid, PAID),
        "payment_link.partially_paid": Recipe(_link_partly, PAID),
        "payment_link.cancelled": Recipe(_link_cancelled, ("amount", "currency")),
        "payment_link.expired": Recipe(_link_expired, ("amount", "currency")),
        "refund.created": Recipe(_refund_made, PAID),
        "refund.processed": Recipe(_refunded, PAID),
        "refund.failed": Recipe(_refund_failed, PAID),
        "refund.speed_changed": Recipe(_refund_slowed, PAID),
        "settlement.processed": Recipe(_settled, PAID),
        "token.confirmed": Recipe(_token_confirmed, ("amount", "method")),
        "token.rejected": Recipe(_token_rejected, ("method", "reason")),
        "token.cancelled": Recipe(_token_cancelled, ("amount", "method")),
        "token.paused": Recipe(_token_paused, ("amount",)),
        "token.resumed": Recipe(_token_resumed, ("amount",)),
    }
)
