"""What becomes of a payment as time passes: answered late, captured in time, refunded if it was not.

Sources: payments/payments/late-authorisation.md, payments/payments/capture-settings/api.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ..entities.mandate import Token
from ..entities.payment import NO_FAILURE, Failure, Payment, Refund
from ..ledger.books import Books
from ..ledger.due import Due
from ..ledger.money import fee_of
from .failures import failure
from .instrument import TO_ACCOUNTS
from .strategies import PATIENCE, TIMED_OUT, Outcome
from .working_days import WorkingDays, after

if TYPE_CHECKING:
    from .world import World

# Payments whose mandate is registered with the payment itself; the bank takes days for the others.
AT_ONCE = ("card", "upi")


class Landing(NamedTuple):
    """What becomes of money that came without an order: whether it is kept, and what the payment shows of it.

    What is not kept is given back at once, unless nobody knows to whom (not `returnable`).
    """

    kept: bool = True
    returnable: bool = True
    shown: Mapping[str, Any] = MappingProxyType({})


_KEPT = Landing()


class Windows:
    """Begins payments, and acts when one of their deadlines is reached."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["time_out"] = self._time_out
        world.parts["authorize_late"] = self._authorize_late
        world.parts["auto_refund"] = self._auto_refund
        world.parts["register"] = self._registered
        world.parts["debit"] = self._debited

    def begin(
        self, books: Books, payment: Payment, outcome: Outcome, *, capture: bool, recurring: bool = False
    ) -> Payment:
        """Let a created payment go on as the bank decided."""
        debit = {"nach": self._world.delays.nach_debit, "emandate": self._world.delays.emandate_debit}
        delay = debit.get(payment.method, 0) if recurring else 0
        if delay and outcome.kind in ("succeed", "fail"):
            self._debit(books, payment, outcome, delay)
            return payment
        if outcome.kind == "succeed":
            return self._authorized(books, payment, capture)
        if outcome.kind == "fail":
            return self._failed(books, payment, outcome.reason or TIMED_OUT, recurring=recurring)
        ledger, now = self._world.ledger, self._world.now
        if outcome.kind == "late":
            ledger.schedule(now + outcome.after, "authorize_late", books.account, payment.id)
            if outcome.reason is not None:
                return self._failed(books, payment, outcome.reason)
        if payment.method not in TO_ACCOUNTS:  # which come when they come
            ledger.schedule(now + PATIENCE, "time_out", books.account, payment.id)
        return payment

    def _debit(self, books: Books, payment: Payment, outcome: Outcome, delay: int | WorkingDays) -> None:
        """Put off what the bank says to a debit until it settles it."""
        ledger = self._world.ledger
        at = after(self._world.now, delay)
        ledger.schedule(at, f"debit {outcome.reason or ''}", books.account, payment.id)

    def _debited(self, item: Due) -> None:
        """The bank's word on a debit, as it was decided when the debit was asked for."""
        books = self._world.ledger.books(item.account)
        payment = books.get(item.entity_id)
        reason = item.what.partition(" ")[2]
        if payment is None or payment.status != "created":
            return
        if reason:
            self._failed(books, payment, reason, recurring=True)
            return
        order = books.get(payment.order_id)
        payable = order is not None and self._world.law.allows(order, "pay")
        self._authorized(books, payment, capture=payable and order.capture)

    def _failed(self, books: Books, payment: Payment, reason: str, *, recurring: bool = False) -> Payment:
        told = failure(reason, payment.method, recurring=recurring)
        error = Failure(told.code, told.description, told.source, told.step, told.reason)
        failed: Payment = self._world.law.move(books, payment, "fail", self._world.now, failure=error)
        return failed

    def _authorized(self, books: Books, payment: Payment, capture: bool) -> Payment:
        world = self._world
        landing = self._landing(books, payment)
        saved = world.token_hq.with_payment(books, payment) if payment.card_id is not None else None
        shown = landing.shown if saved is None else {**landing.shown, "token_id": saved.id}
        payment = world.law.move(books, payment, "authorize", world.now, failure=NO_FAILURE, **shown)
        token = books.get(payment.token_id)
        if token is not None and payment.method in AT_ONCE and world.law.allows(token, "confirm"):
            world.law.move(books, token, "confirm", world.now)
        self._register(books, token)
        if capture and landing.kept:
            payment = self.captured(books, payment)
        else:
            self._left_authorized(books, payment, landing)
        world.token_hq.go_on(books, saved)
        return payment

    def _left_authorized(self, books: Books, payment: Payment, landing: Landing) -> None:
        """Give it back when the time to capture it is over, or at once if it is not kept."""
        world = self._world
        order = books.get(payment.order_id)
        window = order.manual_expiry if order is not None else world.account.manual_expiry_period * 60
        if not landing.kept and landing.returnable:
            world.ledger.schedule(world.now, "auto_refund", books.account, payment.id)
        elif landing.kept and payment.amount:  # a mandate may be registered for nothing, and nothing is not given back
            at = max(payment.created_at + window, world.now)
            world.ledger.schedule(at, "auto_refund", books.account, payment.id)

    def _landing(self, books: Books, payment: Payment) -> Landing:
        """What the thing that was paid without an order makes of the money."""
        thing = self._paid_for(books, payment)
        return self._world.landings[thing.KIND](books, thing, payment) if thing is not None else _KEPT

    def _paid_for(self, books: Books, payment: Payment) -> Any:
        by = payment.qr_code_id or payment.virtual_account_id
        return books.get(by) if by is not None else None

    def _register(self, books: Books, token: Token | None) -> None:
        """Let the bank register a mandate by itself, if the fake was told how long that takes."""
        world = self._world
        if token is None or not world.law.allows(token, "confirm"):
            return
        delays = {"nach": world.delays.nach_registration, "emandate": world.delays.emandate_registration}
        delay = delays.get(token.method)
        if delay is not None:
            world.ledger.schedule(after(world.now, delay), "register", books.account, token.id)

    def _registered(self, item: Due) -> None:
        world = self._world
        books = world.ledger.books(item.account)
        token = books.get(item.entity_id)
        if token is not None and world.law.allows(token, "confirm"):
            world.counter.first_payment(books, world.law.move(books, token, "confirm", world.now))

    def captured(self, books: Books, payment: Payment) -> Payment:
        """The payment, captured, with its fee; what it pays for moves along."""
        account = self._world.account
        percent = account.fee_percent
        product = payment.product
        priced_as = product if product is not None and product in percent else payment.method
        fee, tax = fee_of(payment.amount - payment.customer_fee, priced_as, percent, account.tax_percent)
        moved: Payment = self._world.law.move(books, payment, "capture", self._world.now, fee=fee, tax=tax)
        order = books.get(moved.order_id)
        if order is not None and order.transfers:
            self._world.route.captured(books, order)
            moved = books.get(moved.id)
        return moved

    def _time_out(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        payment = books.get(item.entity_id)
        if payment is not None and self._world.law.allows(payment, "fail"):
            self._failed(books, payment, TIMED_OUT)

    def _authorize_late(self, item: Due) -> None:
        """The bank's late yes."""
        world = self._world
        books = world.ledger.books(item.account)
        payment = books.get(item.entity_id)
        if payment is not None and world.law.allows(payment, "authorize"):
            self.agreed(books, payment)

    def agreed(self, books: Books, payment: Payment) -> Payment:
        """The payment after the bank's yes to one that waited for it.

        Captured if that is still wanted and in time, else left for capture or refund. If another payment has paid the
        order, it is refunded at once (payments/payments/late-authorisation/handle.md).
        """
        world, now = self._world, self._world.now
        order = books.get(payment.order_id)
        if order is None:
            return self._authorized(books, payment, capture=self._paid_for(books, payment) is not None)
        owner = books.get(order.owner_id)
        wanted = world.law.allows(owner if owner is not None else order, "pay")
        in_time = now <= payment.created_at + order.automatic_expiry
        was_paid = not world.law.allows(order, "pay")
        authorized = self._authorized(books, payment, capture=order.capture and wanted and in_time)
        if was_paid:
            world.ledger.schedule(now, "auto_refund", books.account, payment.id)
        return authorized

    def _auto_refund(self, item: Due) -> None:
        """Give back what was authorized and not captured in time."""
        world = self._world
        books = world.ledger.books(item.account)
        payment = books.get(item.entity_id)
        if payment is None or not world.law.allows(payment, "release"):
            return
        refund = Refund(
            id=world.ledger.new_id("rfnd_"),
            created_at=world.now,
            status="pending",
            payment_id=payment.id,
            amount=payment.amount,
            currency=payment.currency,
            drawn_on="gateway",
        )
        self.refunded(books, refund)

    def refunded(self, books: Books, refund: Refund) -> Refund:
        """A new refund, processed at once or, if the fake was given a delay, when that is over."""
        world = self._world
        created: Refund = world.law.create(books, refund, world.now)
        world.disputes.refunded(books, created)
        delay = world.delays.instant_refund if refund.speed_processed == "instant" else world.delays.normal_refund
        if delay:
            world.ledger.schedule(after(world.now, delay), "process", books.account, created.id)
            return created
        processed: Refund = world.law.move(books, created, "process", world.now)
        return processed
