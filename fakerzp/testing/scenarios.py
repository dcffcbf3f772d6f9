"""Documented pain, played step by step: what goes wrong in shops that were only tested with payments that succeed.

Each scenario takes a fake, and what it is to happen to (an order, a link, a payment), or makes that itself by a few
calls. Making the scenario plays it up to the first painful moment; its methods play on, and between them the
application under test acts. Steps move the clock, and return the status that they lead to. The pytest plugin has a
fixture for each, named `rzp_` and its name in `SCENARIOS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..exceptions import PaymentFailed, PaymentPending
from ..lifecycles import EXPIRY
from ..world.cards import TEST_CARDS, network_code
from ..world.downtimes import PSP_HANDLES
from ..world.play import DAY, Play
from ..world.settlements import settlement_of
from ..world.strategies import PATIENCE, Outcome, fails
from ..world.working_days import after
from .acted import deciding, reach, record
from .halted import SubscriptionHalted as SubscriptionHalted  # noqa: PLC0414  (it is one of the scenarios)

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from ..webhooks import Delivery

AMOUNT = 50000
"""What is paid where the scenario makes its own order or link, in paise."""
POLLED = 3 * DAY
"""For how many seconds Razorpay asks a bank what became of a payment (payments/payments/late-authorisation.md)."""


class _OfPayment:
    """A payment whose bank has its say later: what the scenarios of one have in common."""

    def __init__(self, rzp: FakeRazorpay, target: str, method: str | None, outcome: Outcome) -> None:
        self._rzp = rzp
        self.payment_id = _paid(rzp, target, method, outcome)
        """The payment, `pay_...`."""
        self.order_id: str = self._payment.order_id
        """The order that it pays."""
        self._at = self._payment.created_at + outcome.after

    @property
    def _payment(self) -> Any:
        return record(self._rzp, self.payment_id, "payment")[1]

    @property
    def status(self) -> str:
        """Where the payment is: created, failed, authorized, captured or refunded."""
        return self._rzp.history(self.payment_id)[-1].status

    def authorize(self) -> str:
        """Let the bank say yes, at its time; "captured" if the order wants that by itself, else "authorized"."""
        reach(self._rzp, self._at)
        return self.status

    def refund(self) -> str:
        """Let the time to capture run out: what is still authorized is refunded to the customer by itself.

        Source: payments/payments/capture-settings/api.md.
        """
        order = record(self._rzp, self.order_id, "order")[1]
        reach(self._rzp, self._payment.created_at + order.manual_expiry)
        return self.status


class LateAuthorization(_OfPayment):
    """The customer paid and the bank says so only after Razorpay had given the payment up.

    `order_id` is what is paid, or a new order over `amount` paise; the bank answers `after` seconds (more than ten
    minutes, at most three days). The payment is created now; after ten minutes it fails with `payment_timed_out`, and
    then it is authorized after all. Raises ValueError for another `after`, and what `rzp.checkout.pay` raises.

    Source: payments/payments/late-authorisation.md; what to do then: payments/payments/late-authorisation/handle.md.
    """

    def __init__(
        self,
        rzp: FakeRazorpay,
        order_id: str | None = None,
        *,
        amount: int = AMOUNT,
        method: str | None = None,
        after: int = 3600,
    ) -> None:
        if not PATIENCE < after <= POLLED:
            raise ValueError(f"after={after!r}: more than {PATIENCE} seconds, and at most {POLLED}, is late")
        super().__init__(rzp, order_id or _order(rzp, amount), method, Outcome("late", None, after))

    def time_out(self) -> str:
        """Let the ten minutes pass after which Razorpay takes the payment for failed."""
        reach(self._rzp, self._payment.created_at + PATIENCE)
        return self.status


class FailedThenCaptured(_OfPayment):
    """A payment fails, the shop hears of it, and the customer tries again in the UPI app: the same payment succeeds.

    `order_id` is what is paid, or a new order over `amount` paise; `reason` is the documented one of the failure, and
    the customer tries again `after` seconds. The payment has failed now and `payment.failed` was sent; `authorize()`
    sends `payment.authorized` and, where the order captures by itself, `payment.captured` for the same payment.
    Raises ValueError for a reason that no page has, and what `rzp.checkout.pay` raises.

    Source: webhooks/payments.md.
    """

    def __init__(
        self,
        rzp: FakeRazorpay,
        order_id: str | None = None,
        *,
        amount: int = AMOUNT,
        method: str | None = "upi",
        reason: str = "incorrect_pin",
        after: int = 60,
    ) -> None:
        if after < 1:
            raise ValueError(f"after={after!r}: the customer takes a second at least")
        outcome = fails(reason)._replace(kind="late", after=after)
        super().__init__(rzp, order_id or _order(rzp, amount), method, outcome)


class PartialRefundRace:
    """Two parts of one payment are refunded by two people at once, and together they are more than there is.

    `payment_id` is a captured payment, or a new one of `amount` paise. `elsewhere()` is the refund that somebody makes
    on the Dashboard just before the application makes its own, which is then refused if it wants more than is left.
    The refund made elsewhere stays pending at the bank until `process()` or `fail()`, after which its money may be
    refunded again. Raises LookupError for an id that is no payment's.

    Source: payments/refunds/issue.md; the texts of the refusals, api/refunds/create-normal.md.
    """

    def __init__(self, rzp: FakeRazorpay, payment_id: str | None = None, *, amount: int = AMOUNT) -> None:
        self._rzp = rzp
        if payment_id is None:
            answer = rzp.checkout.pay(_order(rzp, amount), capture=True)
            payment_id = str(answer["razorpay_payment_id"])
        self.payment_id = payment_id
        """The payment, `pay_...`."""
        self.refund_id: str | None = None
        """The refund made elsewhere, `rfnd_...`, once it is."""
        record(rzp, payment_id, "payment")

    @property
    def left(self) -> int:
        """What of the payment was not refunded yet, in paise."""
        payment = record(self._rzp, self.payment_id, "payment")[1]
        return int(payment.amount_left)

    def elsewhere(self, amount: int | None = None) -> str:
        """Refund so much (paise; by default three fifths of what is left) on the Dashboard; the refund is "pending"."""
        play = Play(self._rzp, self._rzp._world, _owner(self._rzp, self.payment_id))
        with play.slow_bank():
            self.refund_id = play.refund(self.payment_id, amount=amount or self.left * 3 // 5)
        return self._rzp.history(self.refund_id)[-1].status

    def process(self) -> str:
        """Let the refund made elsewhere reach the customer."""
        return str(self._rzp.bank.process_refund(self._pending())["status"])

    def fail(self) -> str:
        """Let the refund made elsewhere fail: its money is the merchant's again."""
        return str(self._rzp.bank.fail_refund(self._pending())["status"])

    def _pending(self) -> str:
        if self.refund_id is None:
            raise ValueError("nothing was refunded elsewhere yet: call elsewhere() first")
        return self.refund_id


class LinkExpiredWhilePaying(_OfPayment):
    """A payment link expires while its customer is at the bank, who then says yes.

    `link_id` is the link that is paid (or an invoice with `expire_by`), or a new one over `amount` paise. The clock is
    moved to five minutes before the link expires, and the payment is created. `expire()` expires the link;
    `authorize()` authorizes the payment a minute later, which no expired link captures by itself (inferred: the pages
    say when links can't be paid any more, and that payments stay authorized until somebody captures them or time runs
    out). Raises ValueError for what does not expire.

    Source: payments/payment-links/glossary.md, payments/payments/late-authorisation.md.
    """

    LEFT: Final = 300
    """How many seconds before the expiry the customer begins to pay."""
    LATE: Final = 60
    """How many seconds after it the bank says yes."""

    def __init__(
        self, rzp: FakeRazorpay, link_id: str | None = None, *, amount: int = AMOUNT, method: str | None = None
    ) -> None:
        if link_id is None:
            play = Play(rzp, rzp._world, {"amount": amount})
            link_id = play.link(expire_by=rzp.clock.now() + 3600)
        self.link_id = link_id
        """The link, `plink_...` or `inv_...`."""
        link = record(rzp, link_id, *EXPIRY)[1]
        expires = getattr(link, EXPIRY[link.KIND])
        if not expires:
            raise ValueError(f"{link_id} never expires: create it with expire_by")
        reach(rzp, expires - self.LEFT)
        self._expires: int = expires
        after = expires + self.LATE - rzp.clock.now()
        super().__init__(rzp, link_id, method, Outcome("late", None, after))

    def expire(self) -> str:
        """Let the link expire; the payment is still created."""
        reach(self._rzp, self._expires)
        return self._rzp.history(self.link_id)[-1].status


class DuplicateWebhook:
    """A webhook arrives more than once, with the same id and the same bytes, though the application accepted it.

    `event` is what is delivered `times` times, by default twice; with `order_id`, which the customer then pays, it is
    one of those that a payment makes, else `rzp.trigger` plays it. All else that happens arrives once. The events are
    delivered at once, in order; what was already held or waits for another try is delivered too. Raises ValueError
    if no webhook is subscribed to the event, or the payment does not make it, and what `trigger` or `pay` raise.

    Source: webhooks/best-practices.md, webhooks/validate-test.md.
    """

    def __init__(
        self,
        rzp: FakeRazorpay,
        order_id: str | None = None,
        *,
        event: str = "payment.captured",
        times: int = 2,
    ) -> None:
        if times < 2:
            raise ValueError(f"times={times!r}: a duplicate comes twice at least")
        if not any(one.active and (one.events is None or event in one.events) for one in rzp.webhooks.subscriptions):
            raise ValueError(f"no webhook is subscribed to {event}: rzp.webhooks.subscribe(application, ...) first")
        with rzp.webhooks.hold():
            if order_id is None:
                rzp.trigger(event)
            else:
                rzp.checkout.pay(order_id)
            came = any(one.event == event for one in rzp.webhooks.pending)
            delivered = rzp.webhooks.deliver(repeat={event: times} if came else 1)
        self.deliveries: list[Delivery] = [one for one in delivered if one.event == event]
        """The deliveries of that event, each with its `status`, `event_id` and `body`."""
        if not self.deliveries:
            raise ValueError(f"{event} did not come of the payment of {order_id}: see rzp.history({order_id!r})")

    @property
    def statuses(self) -> list[int | None]:
        """What the application answered to each; None where it did not in time."""
        return [one.status for one in self.deliveries]


class NachRejected:
    """The customer signed a paper NACH form, and days later the bank rejects the mandate.

    `link_id` is the registration link that the customer completes, or a new one. The token is initiated now.
    `reject()` rejects it, and it can't be charged. Raises what `rzp.checkout.pay` raises.

    Source: api/payments/recurring-payments/paper-nach/tokens.md, api/payments/recurring-payments/webhooks.md.
    """

    def __init__(self, rzp: FakeRazorpay, link_id: str | None = None) -> None:
        self._rzp = rzp
        if link_id is None:
            _, token_id = Play(rzp, rzp._world, {}).token("nach")
        else:
            answer = rzp.checkout.pay(link_id, "nach")
            token_id = record(rzp, answer["razorpay_payment_id"], "payment")[1].token_id
        self.customer_id: str = record(rzp, token_id, "token")[1].customer_id
        """Whose mandate it is, `cust_...`."""
        self.token_id: str = token_id
        """The mandate, `token_...`."""

    @property
    def status(self) -> str:
        """Where the token is: initiated, then rejected."""
        return self._rzp.history(self.token_id)[-1].status

    def reject(self, reason: str | None = None) -> str:
        """Let the bank reject it, for a reason in its own words, which the token then shows."""
        why = {} if reason is None else {"reason": reason}
        self._rzp.bank.reject_token(self.token_id, **why)
        return self.status


class DisputeLostAfterSettlement:
    """A customer's bank takes back what was paid out weeks ago, and the balance has nothing to take it from.

    `payment_id` is a captured payment, or a new one of `amount` paise. The clock is moved until it was paid out, and
    the dispute is created now, over all of the payment, to be answered by `respond_by` (by default a week).
    The application may contest or accept it. `lose()` lets the bank decide for the customer, `ignore()` lets the time
    to answer pass, after which it is lost too (inferred): the balance is below nothing then, unless other payments
    fill it, and the next settlements pay for it. Raises LookupError for an id that is no payment's, ValueError for a
    payment that was not captured, or that nothing pays out by itself.

    Source: payments/disputes.md, payments/settlements.md; the events, webhooks/disputes.md.
    """

    def __init__(
        self,
        rzp: FakeRazorpay,
        payment_id: str | None = None,
        *,
        amount: int = AMOUNT,
        phase: str = "chargeback",
        respond_by: int | None = None,
    ) -> None:
        self._rzp = rzp
        if payment_id is None:
            payment_id = str(rzp.checkout.pay(_order(rzp, amount), capture=True)["razorpay_payment_id"])
        self.payment_id = payment_id
        """The payment, `pay_...`."""
        self.settlement_id: str = self._settled()
        """The settlement that it was paid out with, `setl_...`."""
        self.dispute_id: str = rzp.bank.dispute(payment_id, phase=phase, respond_by=respond_by)["id"]
        """The dispute, `disp_...`."""

    def _settled(self) -> str:
        books, payment = record(self._rzp, self.payment_id, "payment")
        if not payment.captured:
            raise ValueError(f"{self.payment_id} is {payment.status}: only what was captured is paid out and disputed")
        settlements = self._rzp._world.settlements
        if settlement_of(books, self.payment_id, "capture") is None:
            at = settlements.planned(books, payment)
            if at is None:
                raise ValueError(f"nothing pays {self.payment_id} out by itself: rzp.bank.settle() first")
            reach(self._rzp, at)
        found = settlement_of(books, self.payment_id, "capture")
        if found is None:
            raise ValueError(f"{self.payment_id} was not paid out: what was refunded or disputed came to more")
        return found.id

    @property
    def status(self) -> str:
        """Where the dispute is: open, under_review, won or lost."""
        return self._rzp.history(self.dispute_id)[-1].status

    @property
    def balance(self) -> int:
        """What the merchant has with Razorpay, in paise of the payment's currency; below nothing if it owes."""
        books, payment = record(self._rzp, self.payment_id, "payment")
        return self._rzp.ledger.balance("merchant", payment.currency, books.account)

    def lose(self) -> str:
        """Let the bank decide for the customer: the amount is taken from the balance."""
        return str(self._rzp.bank.lose_dispute(self.dispute_id)["status"])

    def win(self) -> str:
        """Let the bank decide for the merchant: only what was not contested is taken."""
        return str(self._rzp.bank.win_dispute(self.dispute_id)["status"])

    def ignore(self) -> str:
        """Let the time to answer pass, and the dispute be lost if nobody has answered."""
        respond_by = record(self._rzp, self.dispute_id, "dispute")[1].respond_by
        delay = self._rzp._world.delays.unanswered_dispute
        reach(self._rzp, respond_by + 1 if delay is None else after(respond_by, delay))
        return self.status


class Downtime:
    """A payment method goes down: Razorpay says so, a payment by it fails, and later it works again.

    `order_id` is what the customer tries to pay, or a new order over `amount` paise. `method` is card, netbanking or
    upi; of these one network (Visa, MasterCard: `network="VISA"`, `"MC"`), `bank`, `vpa_handle` or app (`psp`) is down
    if it is named. The downtime has started now, `payment.downtime.started` was sent, and the customer's payment has
    failed with `bank_technical_error`. `update()` changes the severity, `pay()` lets the customer try again, and
    `resolve()` ends it. Raises ValueError for what no page shows down, and what `rzp.checkout.pay` raises.

    Source: payments/payments/downtime-updates.md; the events, webhooks/payments.md.
    """

    def __init__(
        self,
        rzp: FakeRazorpay,
        order_id: str | None = None,
        *,
        amount: int = AMOUNT,
        method: str = "card",
        severity: str = "high",
        **instrument: str,
    ) -> None:
        self._rzp = rzp
        self._method = method
        self._by = _by(method, instrument)
        opened = rzp.bank.downtime(method, severity=severity, declines=True, **instrument)
        self.downtime_id: str = opened["id"]
        """The downtime, `down_...`."""
        self.order_id = order_id or _order(rzp, amount)
        """The order that the customer wants to pay."""
        self.payment_id = ""
        """The customer's latest payment, `pay_...`."""
        self.pay()

    @property
    def status(self) -> str:
        """Where the downtime is: started, updated or resolved."""
        return self._rzp.history(self.downtime_id)[-1].status

    def pay(self) -> str:
        """Let the customer try, by what is down; the status of the payment."""
        try:
            answer = self._rzp.checkout.pay(self.order_id, self._method, **self._by)
            self.payment_id = answer["razorpay_payment_id"]
        except PaymentFailed as failed:
            self.payment_id = failed.error["error"]["metadata"]["payment_id"]
        return self._rzp.history(self.payment_id)[-1].status

    def update(self, severity: str = "medium") -> str:
        """Let its severity change (high, medium, low); payments by it fail all the same."""
        self._rzp.bank.update_downtime(self.downtime_id, severity=severity)
        return self.status

    def resolve(self) -> str:
        """Let it be over."""
        self._rzp.bank.resolve_downtime(self.downtime_id)
        return self.status


def _by(method: str, instrument: Mapping[str, str]) -> dict[str, Any]:
    """What a customer pays with who is hit by that downtime, as `rzp.checkout.pay` takes it."""
    if method == "netbanking":
        return {"bank": instrument.get("bank")}
    if method == "upi":
        named = instrument.get("vpa_handle") or PSP_HANDLES.get(instrument.get("psp", ""), ("",))[0]
        handle = named.removeprefix("@")
        return {"vpa": f"gaurav.kumar@{handle}"} if handle not in ("", "ALL") else {}
    wanted = instrument.get("network", "ALL")
    for card in TEST_CARDS:
        if card.reason is None and wanted in ("ALL", network_code(card.network)):
            return {"card": card.number}
    return {}


class Scenario(NamedTuple):
    """A scenario: `says` names it in words, `lacks` is what is missing to play it (None: nothing)."""

    play: Callable[..., Any]
    says: str
    page: str
    lacks: str | None = None


SCENARIOS: Final[Mapping[str, Scenario]] = MappingProxyType(
    {
        "late_authorization": Scenario(
            LateAuthorization, "payment authorized after it had timed out", "payments/payments/late-authorisation.md"
        ),
        "failed_then_captured": Scenario(FailedThenCaptured, "payment failed then captured", "webhooks/payments.md"),
        "partial_refund_race": Scenario(
            PartialRefundRace, "refund of more than another refund left", "payments/refunds/issue.md"
        ),
        "link_expired_while_paying": Scenario(
            LinkExpiredWhilePaying, "link expired while being paid", "payments/payment-links/glossary.md"
        ),
        "duplicate_webhook": Scenario(
            DuplicateWebhook, "webhook delivered again though it was accepted", "webhooks/best-practices.md"
        ),
        "nach_rejected": Scenario(
            NachRejected, "NACH mandate rejected", "api/payments/recurring-payments/paper-nach/tokens.md"
        ),
        "subscription_halted": Scenario(
            SubscriptionHalted, "subscription halted", "payments/subscriptions/states.md"
        ),
        "dispute_lost_after_settlement": Scenario(
            DisputeLostAfterSettlement, "dispute lost after settlement", "payments/disputes.md"
        ),
        "downtime": Scenario(Downtime, "payment failed in a downtime", "payments/payments/downtime-updates.md"),
    }
)
"""Every scenario by its name."""


def _order(rzp: FakeRazorpay, amount: int) -> str:
    return str(rzp.order.create({"amount": amount, "currency": "INR"})["id"])


def _paid(rzp: FakeRazorpay, target: str, method: str | None, outcome: Outcome) -> str:
    """Let the customer pay, the bank decide so, and return the payment's id."""
    with deciding(rzp, outcome):
        try:
            rzp.checkout.pay(target, method)
        except PaymentPending as pending:
            return pending.payment_id
        except PaymentFailed as failed:
            found = failed.error["error"].get("metadata", {}).get("payment_id")
            if outcome.reason is None or found is None:
                raise
            return str(found)
    raise AssertionError(f"the bank was not asked to decide the payment of {target}")


def _owner(rzp: FakeRazorpay, entity_id: str) -> dict[str, Any]:
    """The sub-merchant that a payment is of, as `Play` wants it; nothing for the merchant's own."""
    account = record(rzp, entity_id, "payment")[0].account
    return {} if account == rzp.account_id else {"account": account}
