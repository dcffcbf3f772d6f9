"""The bank: decides payments by script, and confirms or rejects mandates and refunds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..entities.disputes import dispute_json
from ..entities.downtimes import downtime_json
from ..entities.eligibility import checks_json
from ..entities.mandate import token_json
from ..entities.payment import refund_json
from ..entities.route import Transfer, transfer_json
from ..entities.settlement import settlement_json
from ..entities.token_hq import CardToken, TokenError
from ..ledger.books import Books
from . import eligibility, strategies
from .clock import Moment
from .strategies import Attempt, Outcome, Strategy
from .token_hq import DEACTIVATED

if TYPE_CHECKING:
    from .world import World

REJECTED = "Rejected by bank"
Script = Outcome | Iterable[Outcome] | Strategy | Callable[[Attempt], Outcome | str | None] | None


class Bank:
    """`rzp.bank`: what banks do to this merchant's payments, mandates and refunds."""

    def __init__(self, world: World) -> None:
        self._world = world

    # -- scripts

    def script(self, script: Script) -> None:
        """Decide the payments to come: an outcome for all, a list (one each, then as usual), a strategy or a callable.

        None goes back to the usual: every instrument that does not say no by itself pays.
        """
        self._keep("script", (strategies.strategy_of(script), 0))

    def next(self, outcome: Outcome | str) -> None:
        """Decide the next payment only, before any script; a text is a reason to fail."""
        self._keep("next", (*self._kept("next", ()), strategies.outcome_of(outcome)))

    def succeed(self) -> Outcome:
        """The outcome of a bank that says yes."""
        return strategies.SUCCEED

    def fail(self, reason: str) -> Outcome:
        """The outcome of a bank that says no for a documented reason; raises ValueError for any other."""
        return strategies.fails(reason)

    def pending(self) -> Outcome:
        """No answer: the payment stays created, and fails after ten minutes (`payment_timed_out`)."""
        return strategies.PENDING

    def time_out(self) -> Outcome:
        """The customer sees it time out: the payment fails at once."""
        return strategies.fails(strategies.TIMED_OUT)

    def authorize_late(self, *, after: int = 3600, failed_first: bool = False) -> Outcome:
        """Yes, but `after` seconds later; until then created (failed after ten minutes), or failed from the first."""
        return Outcome("late", strategies.TIMED_OUT if failed_first else None, after)

    def sequence(self, *outcomes: Outcome, repeat: bool = False) -> Strategy:
        """One outcome each, in order; then as usual, or from the first again."""
        return strategies.Sequence(outcomes, repeat)

    def always(self, outcome: Outcome) -> Strategy:
        """The same outcome for all."""
        return strategies.Always(outcome)

    def by_method(self, outcomes: Mapping[str, Outcome], otherwise: Outcome | None = None) -> Strategy:
        """An outcome by method (`card`, `upi`, ...)."""
        return strategies.By("method", tuple(outcomes.items()), otherwise)

    def by_amount(self, outcomes: Mapping[int, Outcome], otherwise: Outcome | None = None) -> Strategy:
        """An outcome by amount, in the smallest unit."""
        return strategies.By("amount", tuple(outcomes.items()), otherwise)

    def by_customer(self, outcomes: Mapping[str, Outcome], otherwise: Outcome | None = None) -> Strategy:
        """An outcome by customer id."""
        return strategies.By("customer_id", tuple(outcomes.items()), otherwise)

    def at_random(self, outcomes: Mapping[Outcome, float], seed: int = 0) -> Strategy:
        """Outcomes by their weights, the same ones for the same seed."""
        return strategies.Chance(tuple(outcomes.items()), seed)

    def decision(self, attempt: Attempt) -> Outcome | None:
        """What the script says to this payment; None if it leaves it as usual."""
        waiting = self._kept("next", ())
        if waiting:
            self._keep("next", waiting[1:])
            first: Outcome = waiting[0]
            return first
        strategy: Strategy | None
        strategy, n = self._kept("script", (None, 0))
        if strategy is None:
            return None
        self._keep("script", (strategy, n + 1))
        return strategy.decide(attempt, n)

    def _kept(self, name: str, default: Any) -> Any:
        return self._world.ledger.slots.get(("bank", name), default)

    def _keep(self, name: str, value: object) -> None:
        ledger = self._world.ledger
        ledger.slots = ledger.slots.set(("bank", name), value)

    # -- what the bank says afterwards

    def confirm_token(self, token_id: str) -> dict[str, Any]:
        """Register the mandate of an initiated token (NACH, eMandate); returns the token.

        Raises LookupError for an unknown id, ValueError for a token that is not initiated.
        """
        return self._answer("token", token_id, "confirm", {})

    def reject_token(self, token_id: str, reason: str = REJECTED) -> dict[str, Any]:
        """Refuse the mandate of an initiated token; returns the token, with `reason` as its failure_reason."""
        return self._answer("token", token_id, "reject", {"failure_reason": reason})

    def pause_token(self, token_id: str) -> dict[str, Any]:
        """Let the customer pause a UPI mandate in their UPI app: it can't be charged; returns the token."""
        return self._answer("token", token_id, "pause", {}, method="upi")

    def resume_token(self, token_id: str) -> dict[str, Any]:
        """Let the customer resume a paused UPI mandate; returns the token."""
        return self._answer("token", token_id, "resume", {}, method="upi")

    # -- cards saved as tokens: by the id of a token, or of one provider's token behind it

    def script_tokens(self, answers: str | Iterable[str] | None) -> None:
        """Decide how networks answer to cards that are saved from now on: one answer for all, or one each.

        `active`, `pending` (initiated until `activate_token` or `fail_token`), `failed`, or `timed_out` (the call gets
        the documented error). None, and the end of a sequence, goes back to the usual: `delays={"tokenisation": ...}`.
        """
        self._world.token_hq.script(answers)

    def activate_token(self, token_id: str) -> dict[str, Any]:
        """Let the network make its token of a card, or let a suspended one be used again; returns the token.

        Raises LookupError for an unknown id, ValueError for a token that is neither initiated nor suspended.
        """
        return self._saved_card(lambda: self._world.token_hq.activate(token_id))

    def fail_token(self, token_id: str, description: str | None = None) -> dict[str, Any]:
        """Let the network refuse a card that is to be saved; returns the token. Raises as above."""
        error = TokenError() if description is None else TokenError(description=description)
        return self._saved_card(lambda: self._world.token_hq.settle(token_id, failed=True, error=error))

    def suspend_token(self, token_id: str) -> dict[str, Any]:
        """Let the issuer suspend a token for a while: it can't be used; returns the token. Raises as above."""
        return self._saved_card(lambda: self._world.token_hq.move(token_id, "suspend"))

    def deactivate_token(self, token_id: str, reason: str = DEACTIVATED) -> dict[str, Any]:
        """Let the issuer end a token for good, for a `status_reason`; returns the token. Raises as above."""
        return self._saved_card(lambda: self._world.token_hq.move(token_id, "deactivate", status_reason=reason))

    def update_token_expiry(self, token_id: str, month: int, year: int) -> dict[str, Any]:
        """Let the issuer change when a token expires: at the end of that month, in India; returns the token."""
        return self._saved_card(lambda: self._world.token_hq.prolong(token_id, month, year))

    def _saved_card(self, act: Callable[[], tuple[Books, CardToken]]) -> dict[str, Any]:
        world = self._world
        world.settle()
        with world.acting():
            return world.token_hq.shown(*act())

    # -- lenders

    def script_eligibility(self, answers: eligibility.Script) -> None:
        """Decide what lenders say of customers from now on; None goes back to the usual.

        `eligible`, `pending` or a documented reason: for all, for each in a dict by provider (`lazypay`), bank (`HDFC`)
        or method (`paylater`), or from a callable of contact, amount (paise) and provider, which may return None.
        As usual, the documented test numbers are eligible within the amounts that are lent, and nobody else is.
        """
        self._world.lenders.script(answers)

    def answer_eligibility(
        self, eligibility_id: str, answer: str, provider: str | None = None
    ) -> list[dict[str, Any]]:
        """Let lenders answer that were `pending`, all or this one; returns the `instruments` of the request.

        Raises LookupError for an unknown id, ValueError if none of them is pending, or for what is no answer.
        """
        self._world.settle()
        with self._world.acting():
            return checks_json(eligibility_id, self._world.lenders.answer(eligibility_id, answer, provider))

    def process_refund(self, refund_id: str) -> dict[str, Any]:
        """Let a pending refund reach the customer now; returns the refund."""
        return self._answer("refund", refund_id, "process", {})

    def fail_refund(self, refund_id: str) -> dict[str, Any]:
        """Let a pending refund fail: the money is the merchant's again; returns the refund."""
        return self._answer("refund", refund_id, "fail", {})

    def slow_refund(self, refund_id: str) -> dict[str, Any]:
        """Let a pending instant refund go at normal speed; returns the refund."""
        return self._answer("refund", refund_id, "slow_down", {})

    def process_transfer(self, transfer_id: str) -> dict[str, Any]:
        """Let a pending transfer reach its linked account now, or fail if the balance does not cover it; returns it.

        Raises LookupError for an unknown id, ValueError for a transfer that is not pending.
        """
        return self._end_transfer(transfer_id, self._world.route.process)

    def fail_transfer(self, transfer_id: str) -> dict[str, Any]:
        """Let a pending transfer fail, as for want of balance; one of an order is tried again the day after.

        Returns the transfer; raises as `process_transfer`.
        """
        return self._end_transfer(transfer_id, self._world.route.fail)

    def _end_transfer(self, transfer_id: str, end: Callable[[Books, Transfer], Transfer]) -> dict[str, Any]:
        world = self._world
        world.settle()
        with world.acting():
            found = world.ledger.record(transfer_id)
            if found is None or not isinstance(found[1], Transfer):
                raise LookupError(f"there is no transfer {transfer_id!r}")
            if not world.law.allows(found[1], "process"):
                raise ValueError(f"{transfer_id} is {found[1].status}, not pending")
            return transfer_json(end(found[0], found[1]))

    def settle(self, currency: str = "INR", *, account: str | None = None) -> dict[str, Any] | None:
        """Pay out the whole balance now, the merchant's or a sub-merchant's (`account`, its id).

        Returns the settlement, None if there is nothing to pay out; raises LookupError for an account without books.
        """
        world = self._world
        world.settle()
        books = self._books(account)
        with world.acting():
            paid = world.settlements.pay_out(books, currency)
        return settlement_json(paid) if paid is not None else None

    def dispute(
        self,
        payment_id: str,
        amount: int | None = None,
        phase: str = "chargeback",
        *,
        reason_code: str | None = None,
        reason_description: str | None = None,
        respond_by: Moment | None = None,
        deduct_at_onset: bool = False,
    ) -> dict[str, Any]:
        """Dispute a captured payment, by default all of it; returns the dispute.

        `amount` in the smallest unit; `phase` is one of fraud, retrieval, chargeback, pre_arbitration, arbitration and
        also the reason's code unless that is given; `respond_by` is a moment as `rzp.clock.move_to` takes it, by
        default the midnight that begins the seventh day. With `deduct_at_onset` the amount is taken from the balance
        now, and given back if the dispute is won. Raises LookupError for an unknown payment, ValueError for one that
        was not captured, an amount that is more than the payment's, another phase, and a moment that is past.
        """
        world = self._world
        world.settle()
        with world.acting():
            books, payment = self._found("payment", payment_id)
            said = {"reason_code": reason_code, "reason_description": reason_description}
            opened = world.disputes.open(
                books, payment, amount, phase, respond_by, deduct_at_onset=deduct_at_onset, **said
            )
            return dispute_json(opened)

    def win_dispute(self, dispute_id: str) -> dict[str, Any]:
        """Decide an open dispute, or one under review, for the merchant; returns it.

        Only what he did not contest is taken from the balance. Raises LookupError for an unknown id, ValueError for a
        dispute that is decided.
        """
        return self._decide(dispute_id, "win")

    def lose_dispute(self, dispute_id: str) -> dict[str, Any]:
        """Decide it for the customer, who gets its amount from the balance; returns it. Raises as `win_dispute`."""
        return self._decide(dispute_id, "lose")

    def close_dispute(self, dispute_id: str) -> dict[str, Any]:
        """Drop a suspicion of fraud; returns it. Raises as `win_dispute`, ValueError for one in another phase too."""
        return self._decide(dispute_id, "close")

    def ask_for_evidence(self, dispute_id: str, respond_by: Moment | None = None) -> dict[str, Any]:
        """Send back a dispute under review because its evidence does not do: it is open again, until `respond_by`.

        Returns it. Raises as `win_dispute`, and ValueError for a moment that is past.
        """
        return self._decide(dispute_id, "ask", respond_by)

    def _decide(self, dispute_id: str, event: str, respond_by: Moment | None = None) -> dict[str, Any]:
        world = self._world
        world.settle()
        with world.acting():
            books, dispute = self._found("dispute", dispute_id)
            return dispute_json(world.disputes.decide(books, dispute, event, respond_by))

    def _found(self, kind: str, entity_id: str) -> tuple[Books, Any]:
        """The books and the record of that kind and id, whichever account's they are."""
        found = self._world.ledger.record(entity_id)
        if found is None or found[1].KIND != kind:
            raise LookupError(f"there is no {kind} {entity_id!r}")
        return found

    def process_ondemand(self, ondemand_id: str) -> dict[str, Any]:
        """Let a settlement on demand (`setlod_...`, or one payout of it, `setlodp_...`) reach the bank account now.

        Returns the settlement with its payouts. Raises LookupError for an unknown id, ValueError for what is over.
        """
        return self._end_ondemand(ondemand_id, "process")

    def reverse_ondemand(self, ondemand_id: str) -> dict[str, Any]:
        """Let it, or one payout of it, fail: the money is in the balance again, fee and all. As `process_ondemand`."""
        return self._end_ondemand(ondemand_id, "reverse")

    def _end_ondemand(self, ondemand_id: str, event: str) -> dict[str, Any]:
        world = self._world
        world.settle()
        with world.acting():
            found = world.ledger.record(ondemand_id)
            if found is None or found[1].KIND not in ("ondemand", "ondemand_payout"):
                raise LookupError(f"there is no settlement on demand {ondemand_id!r}")
            books: Books = found[0]
            return world.ondemands.end(books, found[1], event)

    def reserve(self, amount: int, currency: str = "INR", *, account: str | None = None) -> int:
        """Add so much (smallest unit) to the reserve balance, out of the merchant's bank account; negative takes back.

        Returns the reserve balance. How far below nothing refunds may take the available balance is limited by it if
        the account was made with `limit_negative_balance`. Raises ValueError for nothing, for no known currency, and
        for more back than is there and not needed; LookupError for a sub-merchant (`account`) without books.
        """
        return self._deposit("reserves", amount, currency, account)

    def refund_credits(self, amount: int, currency: str = "INR", *, account: str | None = None) -> int:
        """Add so much to the refund credits, or take back a negative amount; returns the credits. Raises as `reserve`.

        Refunds are paid from them, and from nothing else, if the account was made with `refund_source="credits"`.
        """
        return self._deposit("credits", amount, currency, account)

    def _deposit(self, into: str, amount: int, currency: str, account: str | None) -> int:
        if type(amount) is not int:
            raise TypeError(f"an amount is a whole number in the smallest unit, not {type(amount).__name__}")
        world = self._world
        world.settle()
        books = self._books(account)
        with world.acting():
            return world.funds.deposit(books, into, amount, currency)

    def _books(self, account: str | None) -> Books:
        """The merchant's own books, or those of a sub-merchant."""
        ledger = self._world.ledger
        if account is not None and not ledger.is_open(account):
            raise LookupError(f"there are no books of {account!r}")
        return ledger.books(account or ledger.account)

    # -- what is down

    def downtime(
        self,
        method: str,
        *,
        severity: str = "high",
        begin: Moment | None = None,
        end: Moment | None = None,
        declines: bool = False,
        network: str | None = None,
        issuer: str | None = None,
        card_type: str | None = None,
        bank: str | None = None,
        psp: str | None = None,
        vpa_handle: str | None = None,
        flow: str | None = None,
    ) -> dict[str, Any]:
        """Let a payment method (card, netbanking, upi) be down, or what the instrument names of it; the downtime.

        It has begun, or is scheduled to `begin`; it is over at `end`, or when `resolve_downtime` says so. All cards or
        all of UPI are down if nothing is named; netbanking needs its `bank`. With `declines`, payments by what is down
        fail with `bank_technical_error` meanwhile; without it, merchants are told and nothing else happens. Raises
        ValueError for what no page shows down. Source: api/payments/downtime/entity.md.
        """
        named = {"network": network, "issuer": issuer, "card_type": card_type}
        named |= {"bank": bank, "psp": psp, "vpa_handle": vpa_handle, "flow": flow}
        world = self._world
        world.settle()
        with world.acting():
            return downtime_json(world.downtimes.open(method, severity, begin, end, named, declines=declines))

    def update_downtime(self, downtime_id: str, *, severity: str) -> dict[str, Any]:
        """Let the severity of an ongoing downtime change; returns the downtime. Raises LookupError, ValueError."""
        return self._downtime(downtime_id, "update", severity=severity)

    def resolve_downtime(self, downtime_id: str) -> dict[str, Any]:
        """Let an ongoing downtime be over now; returns the downtime. Raises LookupError, ValueError."""
        return self._downtime(downtime_id, "resolve")

    def _downtime(self, downtime_id: str, event: str, **changes: str) -> dict[str, Any]:
        world = self._world
        world.settle()
        with world.acting():
            found = world.downtimes.books.get(downtime_id)
            if found is None or found.KIND != "downtime":
                raise LookupError(f"there is no downtime {downtime_id!r}")
            return downtime_json(world.downtimes.move(found, event, **changes))

    def _answer(
        self, kind: str, entity_id: str, event: str, changes: dict[str, Any], method: str | None = None
    ) -> dict[str, Any]:
        world = self._world
        world.settle()
        with world.acting():
            found = world.ledger.record(entity_id)
            if found is None or found[1].KIND != kind:
                raise LookupError(f"there is no {kind} {entity_id!r}")
            books: Books = found[0]
            record: Any = found[1]
            if method is not None and record.method != method:
                raise ValueError(f"{entity_id} is a mandate by {record.method}: only one by {method} can {event}")
            if not world.law.allows(record, event):
                raise ValueError(f"{entity_id} is {record.status}: it is too late, or too early, to {event} it")
            moved = world.law.move(books, record, event, world.now, **changes)
            if kind == "refund":
                return refund_json(moved)
            if event == "confirm":
                world.counter.first_payment(books, moved)
                moved = books.get(entity_id)
            return token_json(moved, books.get(moved.card_id))
