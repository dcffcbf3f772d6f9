"""Disputes as banks raise and decide them: payments/disputes.md.

Nobody answers: the dispute is lost a day after the time to answer is over, unless the fake was told otherwise (that it
is lost, and when, is inferred; the pages only say that it can't be answered any more). A merchant who refunds what a
bank suspects of fraud has it closed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..entities.disputes import PHASES, Dispute, Evidence
from ..entities.payment import Payment, Refund
from ..ledger.books import Books
from ..ledger.due import Due
from .clock import Moment, seconds
from .working_days import INDIA, after

if TYPE_CHECKING:
    from .world import World

DAYS_TO_ANSWER = 7
"""Until the midnight (in India) that begins the seventh day, as in all samples that have both times."""


class Disputes:
    """Opens disputes, and acts when nobody answers them."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["unanswered"] = self._unanswered

    def open(
        self,
        books: Books,
        payment: Payment,
        amount: int | None,
        phase: str,
        respond_by: Moment | None,
        *,
        deduct_at_onset: bool,
        **said: str | None,
    ) -> Dispute:
        """A new dispute of a captured payment; raises ValueError for what can't be one."""
        if phase not in PHASES:
            raise ValueError(f"phase={phase!r}: one of {', '.join(PHASES)}")
        if deduct_at_onset and phase == "fraud":
            raise ValueError("deduct_at_onset=True: in phase='fraud' nothing is deducted, the merchant is to refund")
        if not payment.captured:
            raise ValueError(f"{payment.id} is {payment.status}: only what was captured can be disputed")
        if amount is None:
            amount = payment.amount
        if type(amount) is not int or not 0 < amount <= payment.amount:
            raise ValueError(f"amount={amount!r}: a whole number, of {payment.amount} at most")
        world = self._world
        deadline = self.deadline(respond_by)
        card = books.get(payment.card_id)
        dispute = Dispute(
            id=world.ledger.new_id("disp_"),
            created_at=world.now,
            status="open",
            payment_id=payment.id,
            amount=amount,
            currency=payment.currency,
            phase=phase,
            reason_code=said.get("reason_code") or phase,
            reason_description=said.get("reason_description"),
            gateway_dispute_id=world.ledger.digits(10),
            network=card.network if card is not None else None,
            respond_by=deadline,
            evidence=Evidence(amount),
            adjustments=(world.ledger.new_id("adj_"), world.ledger.new_id("adj_")),
            deducted_at_onset=deduct_at_onset,
            amount_deducted=amount if deduct_at_onset else 0,
        )
        created: Dispute = world.law.create(books, dispute, world.now)
        self._wait_for_an_answer(books, created)
        return created

    def deadline(self, respond_by: Moment | None) -> int:
        """When it is too late to answer (Unix seconds); raises ValueError for the past."""
        now = self._world.now
        if respond_by is None:
            day = datetime.fromtimestamp(now, INDIA).replace(hour=0, minute=0, second=0, microsecond=0)
            return int((day + timedelta(days=DAYS_TO_ANSWER)).timestamp())
        at = seconds(respond_by)
        if at <= now:
            raise ValueError(f"respond_by={respond_by!r} is not ahead of {now}, the present")
        return at

    def decide(self, books: Books, dispute: Dispute, event: str, respond_by: Moment | None = None) -> Dispute:
        """What the bank says to it; raises ValueError where it is too late, or can't be said of such a dispute."""
        world = self._world
        if not world.law.allows(dispute, event):
            raise ValueError(f"{dispute.id} is {dispute.status}: it is too late, or too early, to {event} it")
        if event == "close" and dispute.phase != "fraud":
            raise ValueError(f"{dispute.id} is in the phase {dispute.phase}: only suspicions of fraud are closed")
        changes: dict[str, Any] = {}
        if event == "ask":
            changes["respond_by"] = self.deadline(respond_by)
        moved: Dispute = world.law.move(books, dispute, event, world.now, **changes)
        if event == "ask":
            self._wait_for_an_answer(books, moved)
        return moved

    def refunded(self, books: Books, refund: Refund) -> None:
        """A payment was refunded: suspicions of fraud that this covers are closed."""
        for dispute in books.newest("dispute", field="payment_id", value=refund.payment_id):
            payment = books.get(dispute.payment_id)
            covered = payment.amount_refunded >= dispute.amount
            if dispute.phase == "fraud" and covered and self._world.law.allows(dispute, "close"):
                self._world.law.move(books, dispute, "close", self._world.now)

    def _wait_for_an_answer(self, books: Books, dispute: Dispute) -> None:
        delay = self._world.delays.unanswered_dispute
        if delay is not None:
            at = after(dispute.respond_by, delay)
            self._world.ledger.schedule(at, f"unanswered {dispute.respond_by}", books.account, dispute.id)

    def _unanswered(self, item: Due) -> None:
        """It is lost if it is still open, and nobody gave more time."""
        books = self._world.ledger.books(item.account)
        dispute = books.get(item.entity_id)
        in_force = item.what == f"unanswered {dispute.respond_by}"
        if in_force and self._world.law.allows(dispute, "accept"):
            self._world.law.move(books, dispute, "lose", self._world.now)
