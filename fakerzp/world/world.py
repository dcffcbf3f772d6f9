"""One merchant's world: the ledger, the law, the clock and what the account is set to. Endpoints act on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ..entities.base import Step
from ..ledger.books import Books
from ..ledger.due import Due
from ..ledger.law import Law
from ..ledger.log import append
from ..ledger.money import DEFAULT_FEES
from ..ledger.store import Ledger, Mark
from ..lifecycles import EXPIRY
from .bank import Bank
from .clock import Clock, Moment
from .counter import Counter
from .dashboard import Dashboard
from .disputes import Disputes
from .downtimes import Downtimes
from .eligibility import Lenders
from .faults import Faults
from .funds import Funds
from .onboarding import Onboarding
from .ondemand import Ondemands
from .outbox import Message
from .qr_codes import QrCodes
from .reminders import reminder_moments
from .reserve_pay import ReservePay
from .route import Route
from .server_payments import ServerPayments
from .settlements import Settlements
from .strategies import SUCCEED, Attempt, Outcome, fails
from .subscriptions import Subscriptions
from .token_hq import TokenHQ
from .virtual_accounts import VirtualAccounts
from .working_days import FIVE_DAYS, SEVEN_DAYS, TWO_DAYS, Delay, WorkingDays

if TYPE_CHECKING:
    from ..api.endpoint import Endpoint
    from ..entities.payment import Payment
    from ..extending.hooks import Hooks
    from ..fake import FakeRazorpay
    from .checkout import Target
    from .instrument import Instrument
    from .windows import Landing


@dataclass(frozen=True, slots=True)
class Account:
    """What Razorpay has set for the merchant, each named as `FakeRazorpay(account={...})` takes it.

    `capture` is automatic or manual; the periods are in minutes (12 minutes to 5 days). `fee_percent` is Razorpay's
    fee by method ("*" for the others), `instant_settlement_percent` that of a settlement on demand (as the samples of
    api/settlements/instant have it), `tax_percent` the GST on them. With `limit_negative_balance` a refund is refused
    that would take the available balance further below nothing than the reserve balance; without it, none is.
    `refund_source` is balance or credits: what refunds are paid from. `transfer_fee_percent` is the fee of a transfer
    to a linked account. With `service_provider_tokens` answers show
    what networks made of a saved card; with `dual_tokens` the issuer makes a token of its own as well.
    `billing_label` is the name on virtual accounts and QR codes. Features that Razorpay turns on for an account:
    `qr_image_content` (QR codes show what is in them), `bharat_qr` (QR codes that cards pay too).
    Without `route` there are no linked accounts; `route_code_support` lets them have a `reference_id`, `penny_testing`
    verifies their bank accounts by a transfer. Without `subscriptions` none can be created.
    """

    international: bool = True
    test_mode: bool = True
    live_mode_disabled: bool = False
    suspended: bool = False
    reminders: bool = True
    amount_check: bool = False
    capture: str = "automatic"
    fee_percent: Mapping[str, float] = field(default_factory=lambda: DEFAULT_FEES)
    instant_settlement_percent: float = 0.25
    tax_percent: float = 18
    automatic_expiry_period: int = 4320
    manual_expiry_period: int = 7200
    limit_negative_balance: bool = False
    refund_source: str = "balance"
    transfer_fee_percent: float = 0.25
    service_provider_tokens: bool = True
    dual_tokens: bool = False
    billing_label: str = "Acme Corp"
    qr_image_content: bool = True
    bharat_qr: bool = True
    route: bool = True
    route_code_support: bool = True
    penny_testing: bool = False
    subscriptions: bool = True

    def __post_init__(self) -> None:
        """Refuse settings that Razorpay does not have."""
        if self.capture not in ("automatic", "manual"):
            raise ValueError(f"account: capture={self.capture!r}: automatic or manual")
        if self.refund_source not in ("balance", "credits"):
            raise ValueError(f"account: refund_source={self.refund_source!r}: balance or credits")
        for name in ("automatic_expiry_period", "manual_expiry_period"):
            if not 12 <= getattr(self, name) <= 7200:
                raise ValueError(f"account: {name}={getattr(self, name)!r}: from 12 to 7200 minutes")
        if "*" not in self.fee_percent:
            raise ValueError('account: fee_percent needs "*", for the methods that it does not name')


@dataclass(frozen=True, slots=True)
class Delays:
    """How long the bank takes, each named as `FakeRazorpay(delays={...})` takes it: seconds, or `WorkingDays`.

    Mandates are registered when the pages say so (five working days for paper NACH, two for eMandate), or only by
    `rzp.bank` if the delay is None. Captured money is paid out two working days later, that of international payments
    seven days later, at nine in the morning (a number of seconds is just that), or only by `rzp.bank` if the delay is
    None. Refunds, debits and transfers are processed at once unless told otherwise, as in the samples of the API.
    A settlement on demand takes the twelve seconds of one of its samples, and a dispute that nobody answers is lost a
    day after the time to answer is over (inferred); None leaves both to `rzp.bank`.
    So do networks answer to cards that are to be saved (`tokenisation`, in seconds); None: only by `rzp.bank`.
    Route of a linked account whose details are complete is activated at once, as the sample shows; a partner's products
    (`product_activation`) and bank accounts with penny testing (`bank_verification`) wait for `rzp.onboarding` unless
    told otherwise.
    """

    normal_refund: int | WorkingDays = 0
    instant_refund: int | WorkingDays = 0
    nach_registration: Delay = FIVE_DAYS
    emandate_registration: Delay = TWO_DAYS
    nach_debit: int | WorkingDays = 0
    emandate_debit: int | WorkingDays = 0
    tokenisation: int | None = 0
    transfer: int | WorkingDays = 0
    settlement: Delay = TWO_DAYS
    international_settlement: Delay = SEVEN_DAYS
    instant_settlement: Delay = 12
    unanswered_dispute: Delay = 86400
    route_activation: Delay = 0
    product_activation: Delay = None
    bank_verification: Delay = None


class Watcher(Protocol):
    """Hears of the calls that reach a world. What it raises ends the caller; what was written stays written."""

    def before(self, endpoint: Endpoint) -> None:
        """The call is about to be looked at."""

    def after(self, endpoint: Endpoint) -> None:
        """The call succeeded, and its answer is on its way."""


class Acting:
    """The context of one step: alone, whole or not at all, and announced at the end of the outermost step."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ledger = world.ledger
        self._marks: list[Mark] = []

    @property
    def is_over(self) -> bool:
        """Whether no step is under way; asked with the lock held."""
        return not self._marks

    def __enter__(self) -> None:
        self._ledger.lock.acquire()
        if not self._marks:
            self._world.clock.stop()
        self._marks.append(self._ledger.mark())

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        world = self._world
        if world.hooks is not None:
            self._heed(world.hooks, error[0])
        mark = self._marks.pop()
        if kind is not None:
            self._ledger.go_back(mark)
        outermost = not self._marks
        if outermost:
            world.clock.go_on()
        self._ledger.lock.release()
        listener = world.listener
        if listener is not None and outermost and kind is None:
            listener()

    def _heed(self, hooks: Hooks, error: object) -> None:
        """Let plugins see the events of a complete step. What one of them breaks off is undone to the last slot.

        Slots stay otherwise: a fault that struck has struck.
        """
        world, outermost = self._world, len(self._marks) == 1
        if error is not None and error is world.broken_by:
            self._ledger.slots = self._marks[-1].slots
        if error is None and outermost and hooks.watches:
            try:
                hooks.happened(world, self._marks[0].events)
            except BaseException:
                self._ledger.restore(self._marks.pop())
                world.clock.go_on()
                self._ledger.lock.release()
                raise
            finally:
                world.broken_by = None
        elif outermost:
            world.broken_by = None


class World:
    """The parts that the endpoints, Checkout and the bank share."""

    def __init__(
        self,
        seed: int,
        at: Moment | None,
        account_id: str,
        account: Account,
        delays: Delays | None = None,
        *,
        legacy_links: bool,
    ) -> None:
        self.ledger = Ledger(seed, account_id)
        self.ledger.limited = account.limit_negative_balance
        self.law = Law(self.ledger)
        self.clock = Clock(at, self.settle, self.ledger.lock)
        self.account = account
        self.delays = delays or Delays()
        self.legacy_links = legacy_links
        self.parts: dict[str, Callable[[Due], None]] = {}
        """Who acts when something falls due that is no step of a record, by its name."""
        self.payables: dict[str, Callable[[Books, Any], Target]] = {}
        """What stands in front of a customer who pays a record of that kind; raises NotPayable if nobody can."""
        self.landings: dict[str, Callable[[Books, Any, Payment], Landing]] = {}
        """What a record of that kind makes of money that came for it without an order."""
        self.listener: Callable[[], None] | None = None
        """Called after each step, to deliver the events that it made."""
        self.courier: Any = None
        """Who carries events to webhooks, as soon as there was one (see `webhooks.by_api`)."""
        self.watcher: Watcher | None = None
        """Told of each call that reaches this world, before it and after its effect."""
        self.hooks: Hooks | None = None
        """The plugins; None as long as there are none but the fake's own, which need no asking."""
        self.fake: FakeRazorpay | None = None
        """Whose world this is, where there are plugins: they are given it with a new account."""
        self.broken_by: BaseException | None = None
        """What a plugin raised in the step that is being taken."""
        self.bank = Bank(self)
        self.counter = Counter(self)
        self.downtimes = Downtimes(self)
        self.server_payments = ServerPayments(self)
        self.dashboard = Dashboard(self)
        self.onboarding = Onboarding(self)
        self.settlements = Settlements(self)
        self.ondemands = Ondemands(self)
        self.disputes = Disputes(self)
        self.funds = Funds(self)
        self.route = Route(self)
        self.subscriptions = Subscriptions(self)
        self.faults = Faults(self)
        self.token_hq = TokenHQ(self)
        self.qr_codes = QrCodes(self)
        self.virtual_accounts = VirtualAccounts(self)
        self.lenders = Lenders(self)
        self.reserve_pay = ReservePay(self)
        self._acting = Acting(self)

    @property
    def lock(self) -> Any:
        """Held by whoever acts on this world, so that threads see one step at a time."""
        return self.ledger.lock

    @property
    def now(self) -> int:
        """The instant at which things happen now, in Unix seconds."""
        return self.clock.now()

    def acting(self) -> Acting:
        """`with world.acting():` one step of this world, alone; what it made happen is announced when it is over."""
        return self._acting

    def settle(self) -> None:
        """Let everything happen that fell due by now, in order, each at its exact instant.

        Item by item, and announced outside of the lock: a handler may call back from a thread of its own, and then
        acts at that instant too.
        """
        clock = self.clock
        with self.ledger.lock:
            present = clock.observe()
            if clock.held is not None:
                return
            is_quiet, is_over = not self.ledger.is_due(present), self._acting.is_over
            if not is_quiet:
                clock.held = present
        if is_quiet:  # as nearly always; what was left to deliver goes out all the same
            if is_over and self.listener is not None:
                self.listener()
            return
        try:
            while self._next():
                pass
        finally:
            clock.held = None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """`with world.paused():` look at what happened, while nothing more falls due."""
        with self.ledger.lock:
            before = self.clock.held
            self.clock.held = self.clock.reach() if before is None else before
            try:
                yield
            finally:
                self.clock.held = before

    def _next(self) -> bool:
        """Fire the earliest thing that is due; False if there is none."""
        with self.acting():
            item = self.ledger.take_due(self.clock.reach())
            if item is not None:
                self.clock.held = item.at
                self._fire(item)
            return item is not None

    def _fire(self, item: Due) -> None:
        """Let one thing happen: a part's own doing, or a step of the record that it is about."""
        part = self.parts.get(item.what.partition(" ")[0])
        if part is not None:
            part(item)
            return
        books = self.ledger.books(item.account)
        record = books.get(item.entity_id)
        if record is None or self._is_off(books, record, item):
            return
        self.law.move(books, record, item.what, item.at)
        if item.what == "remind":
            self.notify(record, "reminder")

    def decide(self, books: Books, attempt: Attempt, tool: Instrument, *, recurring: bool = False) -> Outcome:
        """How a payment ends: as plugins say, else for what it is paid with, else by the bank's script."""
        refuses = tool.refuses or self.downtimes.reason(tool)
        if self.hooks is not None:
            tool = tool if refuses == tool.refuses else tool._replace(refuses=refuses)
            return self.hooks.decided(self, attempt, tool, recurring=recurring, account=books.account)
        if refuses is not None:
            return fails(refuses)
        return self.bank.decision(attempt) or SUCCEED

    def schedule_expiry(self, account: str, record: Any) -> None:
        """Let the record expire when its field says so."""
        at = getattr(record, EXPIRY[record.KIND])
        if at:
            self.ledger.schedule(at, "expire", account, record.id)

    def bury(self, books: Books, record: Any) -> None:
        """Take a deleted record out of its tables; its history stays."""
        books.drop(record.id)
        books.claim(("buried", record.id), record)

    def steps(self, entity_id: str) -> tuple[Step, ...] | None:
        """The history of an entity, also of one that was deleted; None for an id that never was."""
        found = self.ledger.record(entity_id)
        if found is not None:
            return found[1].steps
        for account in self.ledger.accounts:
            buried = self.ledger.books(account).claimed(("buried", entity_id))
            if buried is not None:
                return tuple(buried.steps)
        return None

    def schedule_reminders(self, account: str, record: Any, expire_by: int | None) -> None:
        """Let an open link remind its customer, before its own expiry or after its issue; earlier plans are dropped."""
        planned = tuple(at for at in reminder_moments(record.created_at, expire_by) if at > self.now)
        self.ledger.books(account).claim(("reminders", record.id), planned)
        for at in planned:
            self.ledger.schedule(at, "remind", account, record.id)

    def _is_off(self, books: Books, record: Any, item: Due) -> bool:
        """Whether what falls due was called off or moved after it was put into the queue."""
        if not self.law.allows(record, item.what):
            return True
        if item.what == "expire":
            return bool(getattr(record, EXPIRY[record.KIND]) != item.at)
        if item.what != "remind":
            return False
        planned = books.claimed(("reminders", record.id)) or ()
        if item.at in planned:
            books.claim(("reminders", record.id), tuple(at for at in planned if at != item.at))
        return item.at not in planned

    def notify(self, record: Any, kind: str, media: tuple[str, ...] = ("sms", "email")) -> tuple[str, ...]:
        """Send what is due by these media to whoever has an address there; returns the media that were used."""
        if kind == "reminder" and not record.reminder_enable:
            return ()
        used = []
        for medium, to in record.reachable_by():
            if medium in media:
                text = f"{kind}: {record.currency} {record.amount} due, pay at {record.short_url}"
                message = Message(medium, to, text, record.short_url, self.now, record.id, kind)
                self.ledger.outbox = append(self.ledger.outbox, message)
                used.append(medium)
        return tuple(used)
