"""A Hypothesis state machine of the world around an application: customers, banks, time, webhooks.

An application's owner adds the rules that drive it, and says what must always hold:

    from fakerzp.stateful import RazorpayMachine

    class Shop(RazorpayMachine):
        def begin(self):
            self.shop = make_shop()
            self.rzp.webhooks.subscribe(self.shop, path="/webhook", secret="s")

        @rule()
        def somebody_orders(self):
            self.shop.order("a book")

        def at_rest(self):  # every webhook has arrived
            assert self.shop.fulfilled == self.shop.paid_for

    TestShop = Shop.TestCase

Needs Hypothesis.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from .exceptions import NotPayable, PaymentFailed, PaymentPending
from .fake import FakeRazorpay

_METHODS = ("card", "upi", "netbanking", "wallet")
_REASONS = ("payment_failed", "insufficient_funds", "payment_timed_out")
_TROUBLE = "We are facing some trouble completing your request at the moment. Please try again shortly."
_PAYABLE = ("order", "invoice", "payment_link")
_RECENT = 5
_RETRIES = 5


class RazorpayMachine(RuleBasedStateMachine):
    """The world around an application under test, on `self.rzp`, with the official client patched.

    Its rules do what the application has no say in: customers pay, fail and walk away, banks answer late, time passes,
    webhooks arrive late, twice and out of order, Razorpay is down (only with `outages`). Subclasses add rules that
    drive the application, and say in `at_rest` and in invariants of their own what must hold. Webhooks are held until
    a rule delivers them. After each step the books are checked.
    """

    options: ClassVar[Mapping[str, Any]] = {"at": "2026-01-05T10:00:00Z"}
    """What `FakeRazorpay` is made with."""
    outages: ClassVar[bool] = False
    """Whether calls of the application may time out, break or meet an error 500, before they take effect or after."""
    pushes: ClassVar[tuple[int, ...]] = (1, 600, 86400, 6 * 86400)
    """By how many seconds time passes in one step."""

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self.rzp = FakeRazorpay(**self.options)
        """The fake of this run."""
        self._open.enter_context(self.rzp.patch())
        try:
            self.rzp.webhooks.hold()
            self.begin()
        except BaseException:
            self._open.close()
            raise

    # -- what subclasses say

    def begin(self) -> None:
        """Make the application, and subscribe its webhooks."""

    def came_back(self, answer: dict[str, Any]) -> None:
        """The browser hands the application what `checkout.pay` answered: ids and a signature."""

    def told_of_failure(self, error: dict[str, Any]) -> None:
        """The browser hands the application what Checkout says of a failed payment: {"error": {...}}."""

    def at_rest(self) -> None:
        """What must hold when every webhook has arrived."""

    # -- what the world does

    def payable(self) -> list[str]:
        """The newest orders, invoices and links by id, the newest last; some may be past paying."""
        world = self.rzp._world
        books = world.ledger.books(self.rzp.account_id)
        found = [record for kind in _PAYABLE for record in books.newest(kind, count=_RECENT)]
        wanted = [record for record in found if getattr(record, "owner_id", None) is None]
        return [record.id for record in sorted(wanted, key=lambda record: (record.created_at, record.id))]

    def _somebody_can_pay(self) -> bool:
        return bool(self.payable())

    def _target(self, which: int) -> str:
        known = self.payable()
        return known[-1 - which % len(known)]

    @precondition(_somebody_can_pay)
    @rule(
        which=st.integers(0, 4),
        method=st.sampled_from(_METHODS),
        capture=st.none() | st.just(False),
        back=st.booleans(),
    )
    def a_customer_pays(self, which: int, method: str, capture: bool | None, back: bool) -> None:
        """Somebody pays; the browser comes back to the application or is closed before."""
        try:
            answer = self.rzp.checkout.pay(self._target(which), method, capture=capture)
        except PaymentFailed as failed:
            if back:
                self.told_of_failure(failed.error)
        except (NotPayable, PaymentPending):
            pass
        else:
            if back:
                self.came_back(answer)

    @precondition(_somebody_can_pay)
    @rule(which=st.integers(0, 4), reason=st.sampled_from(_REASONS), back=st.booleans())
    def a_payment_fails(self, which: int, reason: str, back: bool) -> None:
        """Somebody tries to pay, and can't."""
        try:
            error = self.rzp.checkout.fail(self._target(which), reason)
        except NotPayable:
            return
        if back:
            self.told_of_failure(error)

    @precondition(_somebody_can_pay)
    @rule(which=st.integers(0, 4))
    def a_customer_walks_away(self, which: int) -> None:
        """Somebody opens the page and closes it."""
        try:
            self.rzp.checkout.abandon(self._target(which))
        except NotPayable:
            return

    @rule(failed_first=st.booleans())
    def the_bank_answers_late(self, failed_first: bool) -> None:
        """The next payment is authorized an hour after the customer was told that it is open, or has failed."""
        self.rzp.bank.next(self.rzp.bank.authorize_late(after=3600, failed_first=failed_first))

    @rule(step=st.integers(0, 3))
    def time_passes(self, step: int) -> None:
        """By one of `pushes`."""
        self.rzp.clock.advance(seconds=self.pushes[step % len(self.pushes)])

    @precondition(lambda self: bool(self.rzp.webhooks.pending))
    @rule(order=st.sampled_from(["fifo", "lifo", "random"]), repeat=st.sampled_from([1, 2]))
    def webhooks_arrive(self, order: Any, repeat: int) -> None:
        """What is pending arrives, in some order, once or twice."""
        self.rzp.webhooks.deliver(order, repeat=repeat)

    @precondition(lambda self: self.outages)
    @rule(how=st.sampled_from(["timeout", "reset", "error"]), after=st.booleans())
    def razorpay_is_down(self, how: str, after: bool) -> None:
        """The application's next call gets no answer, or an error 500; with `after`, it had its effect all the same."""
        broken: dict[str, Any] = {"error": _TROUBLE, "status": 500} if how == "error" else {how: True}
        self.rzp.faults.inject("*", after=after, **broken)

    @rule(order=st.sampled_from(["fifo", "lifo"]), repeat=st.sampled_from([1, 2]))
    def all_comes_to_rest(self, order: Any, repeat: int) -> None:
        """Razorpay is up and every webhook has arrived, if need be after a retry; then `at_rest` must hold."""
        self.rzp.faults.clear()
        self.rzp.webhooks.deliver(order, repeat=repeat)
        for _ in range(_RETRIES):
            self.rzp.webhooks.deliver()
        refused = [pending.event for pending in self.rzp.webhooks.pending]
        assert not refused, f"the application still refuses {', '.join(refused)}"
        self.at_rest()

    @invariant()
    def the_books_balance(self) -> None:
        """The fake's own books: `ledger.check()`."""
        self.rzp.ledger.check()

    def teardown(self) -> None:
        """Undo the patch; a run that failed is told as a story."""
        self._open.close()
        if sys.exc_info()[0] is not None:
            note(str(self.rzp.story()))
