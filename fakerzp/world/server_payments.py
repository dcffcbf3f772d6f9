"""Payments that the merchant's server made: they wait for the customer, on the bank's page or in an app, and time out.

Sources: payments/payment-gateway/s2s-integration, payments/payment-methods/cards/authentication/native-otp.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..entities.base import evolve
from ..entities.mandate import Mandate
from ..entities.payment import Payment
from ..entities.server_payments import Authentication
from ..exceptions import NotPayable
from ..ledger.books import Books
from ..ledger.due import Due
from .counter import Purchase
from .instrument import Instrument
from .instruments import SUCCESS_VPA, acquirer_data, is_vpa, vpa_outcome
from .strategies import PATIENCE, TIMED_OUT, Attempt, fails

if TYPE_CHECKING:
    from .world import World

WRONG_OTP: Final = "incorrect_otp"
TRIES: Final = 3
"""How many wrong one-time passwords a bank takes: it is the bank's choice (native-otp.md), so inferred."""
COLLECT_EXPIRED: Final = "payment_collect_request_expired"


class ServerPayments:
    """Begins payments of the merchant's server, and hears what their customers say."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["give_up"] = self._give_up

    def begin(
        self,
        books: Books,
        purchase: Purchase,
        tool: Instrument,
        *,
        takes_otp: bool = False,
        patience: int = PATIENCE,
        mandate: Mandate | None = None,
        card_id: str | None = None,
        saves: bool = False,
    ) -> Authentication:
        """A created payment, and what it waits for, at most so many seconds."""
        world = self._world
        payment = world.counter.open(books, purchase, tool, mandate=mandate, card_id=card_id, saves=saves)
        awaited = Authentication(
            id=payment.id.removeprefix("pay_"),
            created_at=world.now,
            status="awaited",
            payment_id=payment.id,
            tool=tool,
            expires_at=world.now + patience,
            takes_otp=takes_otp,
        )
        created: Authentication = world.law.create(books, awaited, world.now)
        world.ledger.schedule(awaited.expires_at, "give_up", books.account, created.id)
        return created

    def of(self, books: Books, payment_id: str) -> Authentication | None:
        """What the payment with that id waits for, or waited for; None if it never did."""
        found = books.get(payment_id.removeprefix("pay_"))
        return found if isinstance(found, Authentication) else None

    def confirm(self, books: Books, awaited: Authentication, *, vpa: str | None = None) -> Payment:
        """The customer said yes, by that UPI id if it was not known before: what the bank says then.

        Raises the law's ApiError if the payment waits no more.
        """
        world = self._world
        world.law.move(books, awaited, "confirm", world.now)
        tool = self._named(awaited.tool, vpa)
        payment = evolve(books.get(awaited.payment_id), vpa=tool.vpa)
        attempt = Attempt(payment.amount, payment.currency, tool.method, payment.customer_id, payment.order_id)
        outcome = world.decide(books, attempt, tool)
        if outcome.kind == "succeed":
            told = tuple(acquirer_data(tool.method, world.ledger.digits).items())
            return world.counter.windows.agreed(books, evolve(payment, acquirer_data=told))
        books.put(payment)
        return world.counter.windows.begin(books, payment, outcome, capture=False)

    def decline(self, books: Books, awaited: Authentication, reason: str) -> Payment:
        """The customer said no, or nothing in time; raises as `confirm` does."""
        world = self._world
        world.law.move(books, awaited, "decline", world.now)
        payment = books.get(awaited.payment_id)
        return world.counter.windows.begin(books, payment, fails(reason), capture=False)

    def guess(self, books: Books, awaited: Authentication) -> Payment | None:
        """A wrong one-time password; the payment if that was one too many, and it has failed."""
        world = self._world
        guessed: Authentication = world.law.move(books, awaited, "guess_otp", world.now)
        return self.decline(books, guessed, "otp_attempts_exceeded") if guessed.wrong >= TRIES else None

    def waiting(self, payment_id: str) -> tuple[Books, Authentication]:
        """The payment's books and what it waits for; LookupError if there is none, NotPayable if it does not wait."""
        found = self._world.ledger.record(payment_id)
        if found is None or found[1].KIND != "payment":
            raise LookupError(f"there is no payment {payment_id!r}")
        books, payment = found
        awaited = self.of(books, payment_id)
        if awaited is None or not self._world.law.allows(awaited, "confirm"):
            raise NotPayable(
                f"{payment_id} is {payment.status}: it does not wait for its customer",
                target=payment_id,
                status=payment.status,
            )
        return books, awaited

    def _named(self, tool: Instrument, vpa: str | None) -> Instrument:
        """What is paid with, once the customer chose a UPI app."""
        if tool.method != "upi" or tool.vpa is not None:
            if vpa is not None:
                raise ValueError("vpa= says who pays by UPI intent: this payment knows already")
            return tool
        name = vpa or SUCCESS_VPA
        if not is_vpa(name):
            raise ValueError(f"vpa={name!r} is no UPI id")
        return tool._replace(vpa=name, refuses=vpa_outcome(name))

    def _give_up(self, item: Due) -> None:
        """Time is up: a collect request expires by its own reason, everything else times out."""
        books = self._world.ledger.books(item.account)
        awaited: Any = books.get(item.entity_id)
        if awaited is None or not self._world.law.allows(awaited, "decline"):
            return
        tool = awaited.tool
        asked = tool.method == "upi" and tool.flow != "intent"
        self.decline(books, awaited, COLLECT_EXPIRED if asked else TIMED_OUT)
