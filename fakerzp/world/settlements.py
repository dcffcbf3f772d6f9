"""What moves the merchant's balance is paid out to his bank at nine in the morning (payments/settlements.md).

Two working days after capture, seven days for international payments. What takes from the balance (refunds, disputes,
settlements asked for) goes with whatever is paid out next, as the sample of api/settlements/fetch-recon.md has it, so
a settlement is the sum of whole transactions; where they come to nothing or less, they wait for the next one. What is
given back (a refund that failed) is paid out on the next working day (inferred).

The page says that every settlement is in rupees; nobody here knows the rate, so each is in its payments' currency
("paise for INR, cents for USD": webhooks/settlements.md). A settlement that Razorpay makes by itself has no fee.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from immutables import Map

from ..entities.base import evolve
from ..entities.payment import Payment
from ..entities.settlement import Settlement
from ..ledger.books import Books
from ..ledger.due import Due
from .working_days import INDIA, ONE_DAY, Delay, after, is_working_day

if TYPE_CHECKING:
    from .world import World

HOUR = 9
"""The time of day in India, as in the page's example."""
AT_ONCE, NEVER = 0, 1 << 62
"""The days of what is paid out with whatever comes next, and of what is paid out by the bank's word only."""


class Moved(NamedTuple):
    """A step of an entity that moved the balance, by `amount` (smallest unit), `at` a moment (Unix seconds).

    `nth` is its place among all movements of money.
    """

    at: int
    nth: int
    entity_id: str
    why: str
    amount: int


class Day(NamedTuple):
    """What is to be paid out at one moment: its sum, and what it is made of by entity and step."""

    amount: int
    moved: Map[tuple[str, str], Moved]


_NOTHING: Map[tuple[str, str], Moved] = Map()
Plan = Map[int, Day]
"""What is to be paid out, by when (Unix seconds)."""
Held = Map[str, tuple[int, Moved]]
"""What is on hold, by its entity's id: when it would be paid out otherwise, and how it moved the balance."""


class Settlements:
    """Plans what is paid out, and pays it when its day has come."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.days: dict[str, Callable[[Books, Any], int | None]] = {}
        """When what brings money in is paid out, by the kind of its record; None for never, else the next day."""
        self.days["payment"] = lambda books, payment: self.day_of(payment)
        world.law.moves_balance = self._moved
        world.parts["settle"] = self._settle
        world.parts["unhold"] = self._unhold

    def pay_out(self, books: Books, currency: str, until: int = NEVER) -> Settlement | None:
        """Pay out what is planned up to then; None if it comes to nothing, and waits for the next settlement.

        Without `until` all of the balance goes that is not on hold.
        """
        world = self._world
        plan = self._plan(books, currency)
        due = [day for day in sorted(plan) if day <= until]
        amount = sum(plan[day].amount for day in due)
        if amount <= 0:
            return None
        settlement = Settlement(
            id=world.ledger.new_id("setl_"),
            created_at=world.now,
            status="created",
            amount=amount,
            currency=currency,
            utr=world.ledger.digits(16),
        )
        created = world.law.create(books, settlement, world.now)
        moved = sorted((one for day in due for one in plan[day].moved.values()), key=lambda one: one.nth)
        for day in due:
            plan = plan.delete(day)
        books.claim_all(
            {
                ("to settle", currency): plan,
                ("settled", created.id): tuple(moved),
                **{("settlement of", one.entity_id, one.why): created.id for one in moved},
            }
        )
        paid: Settlement = world.law.move(books, created, "process", world.now)
        world.route.settled(books, paid, (one.entity_id for one in moved if one.why == "create"))
        return paid

    def available(self, books: Books, currency: str) -> int:
        """How much of the balance could be paid out now: all that is not on hold."""
        return sum(day.amount for day in self._plan(books, currency).values())

    def planned(self, books: Books, record: Any) -> int | None:
        """When what the record brought is paid out (Unix seconds); None if it was, is on hold or never will be."""
        found = self._brought(books, record)
        return None if found is None or found[0] == NEVER else found[0]

    def _brought(self, books: Books, record: Any) -> tuple[int, Moved] | None:
        """What the record brought in and when that is planned to be paid out; None if it is not planned."""
        for at, day in self._plan(books, record.currency).items():
            for step in record.steps:
                moved = day.moved.get((record.id, step.why))
                if moved is not None and moved.amount > 0:
                    return at, moved
        return None

    # -- days

    def day(self, delay: Delay) -> int | None:
        """When it is paid out (Unix seconds) if that takes as long from now; None for never.

        So many seconds are just that; all else is at nine o'clock, of a day on which banks work.
        """
        now = self._world.now
        if delay is None or isinstance(delay, int):
            return None if delay is None else now + delay
        day = datetime.fromtimestamp(after(now, delay), INDIA).replace(hour=HOUR, minute=0, second=0)
        while day.timestamp() < now or not is_working_day(day):
            day += timedelta(days=1)
        return int(day.timestamp())

    def day_of(self, payment: Payment) -> int | None:
        """When what a payment brings is paid out if it is captured now; None for never."""
        return self.day(self._delay(payment))

    def _delay(self, payment: Payment | None) -> Delay:
        """A payment in another currency is international, whatever it was paid with."""
        delays = self._world.delays
        abroad = payment is not None and (payment.international or payment.currency != "INR")
        return delays.international_settlement if abroad else delays.settlement

    def _next_day(self, books: Books, record: Any) -> int | None:
        """When what is given back is paid out: on the next working day, unless its payment is never paid out."""
        delay = self._delay(books.get(getattr(record, "payment_id", None)))
        return self.day(delay if delay is None or isinstance(delay, int) else ONE_DAY)

    # -- what is planned

    def _moved(self, books: Books, record: Any, why: str, amount: int) -> None:
        """The balance was moved: plan to pay that out, or to take it off what is paid out next."""
        if record.KIND == "settlement":
            return
        moved = Moved(self._world.now, self._world.ledger.posted, record.id, why, amount)
        if amount < 0:
            self._add(books, record.currency, AT_ONCE, moved)
            return
        day = self.days.get(record.KIND, self._next_day)(books, record)
        at = NEVER if day is None else day
        if getattr(record, "on_hold", None):
            self._keep_held(books, record.currency, self._held(books, record.currency).set(record.id, (at, moved)))
        else:
            self._add(books, record.currency, at, moved)

    def _add(self, books: Books, currency: str, at: int, moved: Moved) -> None:
        plan = self._plan(books, currency)
        day = plan.get(at)
        if day is None and at not in (AT_ONCE, NEVER):
            self._world.ledger.schedule(at, f"settle {currency}", books.account, str(at))
        amount, others = day or (0, _NOTHING)
        there = others.set((moved.entity_id, moved.why), moved)
        self._keep(books, currency, plan.set(at, Day(amount + moved.amount, there)))

    def _settle(self, item: Due) -> None:
        """Pay out what was planned up to this moment; nothing if it was paid out before it, or funds are held."""
        books, currency, at = self._world.ledger.books(item.account), item.what.partition(" ")[2], int(item.entity_id)
        if not self._world.onboarding.holds(books, currency, at):
            self.pay_out(books, currency, at)

    # -- what is on hold: api/payment-settlement-control-api.md

    def hold(self, books: Books, record: Any) -> None:
        """What the record brought, and was not paid out yet, is not paid out until it is released."""
        found = self._brought(books, record)
        if found is not None:
            self._keep(books, record.currency, _without(self._plan(books, record.currency), *found))
            self._keep_held(books, record.currency, self._held(books, record.currency).set(record.id, found))

    def hold_until(self, account: str, entity_id: str, at: int) -> None:
        """Let the hold end at that moment, if `on_hold_until` of the record still says so."""
        self._world.ledger.schedule(at, "unhold", account, entity_id)

    def release(self, books: Books, record: Any) -> None:
        """Pay out what was on hold: on its own day, or if that has passed on the next working day."""
        held = self._held(books, record.currency)
        found = held.get(record.id)
        if found is None:
            return
        at, moved = found
        self._keep_held(books, record.currency, held.delete(record.id))
        soon = self._next_day(books, record)
        self._add(books, record.currency, at if at == NEVER or soon is None else max(at, soon), moved)

    def _unhold(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        record = books.get(item.entity_id)
        if record is not None and record.on_hold and record.on_hold_until == item.at:
            released = evolve(record, on_hold=False)
            books.put(released)
            self.release(books, released)

    # -- where it is kept

    def _plan(self, books: Books, currency: str) -> Plan:
        plan: Plan = books.claimed(("to settle", currency)) or Map()
        return plan

    def _keep(self, books: Books, currency: str, plan: Plan) -> None:
        books.claim(("to settle", currency), plan)

    def _held(self, books: Books, currency: str) -> Held:
        held: Held = books.claimed(("on hold", currency)) or Map()
        return held

    def _keep_held(self, books: Books, currency: str, held: Held) -> None:
        books.claim(("on hold", currency), held)


def settled_by(books: Books, settlement_id: str) -> tuple[Moved, ...]:
    """What a settlement is made of, oldest first."""
    moved: tuple[Moved, ...] = books.claimed(("settled", settlement_id)) or ()
    return moved


def settlement_of(books: Books, entity_id: str, why: str) -> Settlement | None:
    """The settlement that what a step moved was paid out with; None if it was not yet."""
    found: Settlement | None = books.get(books.claimed(("settlement of", entity_id, why)))
    return found


def _without(plan: Plan, at: int, moved: Moved) -> Plan:
    day = plan[at]
    rest = day.moved.delete((moved.entity_id, moved.why))
    return plan.set(at, Day(day.amount - moved.amount, rest)) if rest else plan.delete(at)
