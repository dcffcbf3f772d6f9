"""Puts the past together as acts: requests, payments, a bank's word, what fell due; each with what came of it."""

from __future__ import annotations

from typing import Any

from ..doors.exchange import Request
from ..entities.payment import Payment
from ..ledger.tables import money
from .causes import BY_HAND, Causes, Key, first_event
from .deliveries import Sent
from .facts import BANK, CUSTOMER, RAZORPAY, WEBHOOK, Act, Call, Delivery, Error, Event, Letter, Life, Money, Move
from .pages import page_of, page_of_failure
from .past import Past
from .wording import listed

_AFTER = 1 << 62
_VERBS = {
    "process": "processes",
    "cancelled": "cancels",
    "win": "decides for the merchant:",
    "lose": "decides for the customer:",
    "ask": "asks for better evidence:",
}
_BY_HAND = {"create": "makes"}


class Telling:
    """Collects what came of each act. `only` limits it to these entities."""

    def __init__(self, past: Past, only: frozenset[str] | None = None) -> None:
        self._past = past
        self._only = only
        self._causes = Causes(past)
        self._steps: dict[Key, list[tuple[str, int]]] = {}
        self._money: dict[Key, list[Money]] = {}
        self._events: dict[Key, list[Event]] = {}
        self._letters: dict[Key, list[Letter]] = {}
        self._read()

    def _tells(self, *ids: str) -> bool:
        return self._only is None or not self._only.isdisjoint(ids)

    # -- what came of what

    def _read(self) -> None:
        past = self._past
        for entity_id, n, _ in past.steps():
            if self._tells(entity_id):
                self._steps.setdefault(self._causes.key(entity_id, n), []).append((entity_id, n))
        for n, posting in enumerate(past.postings):
            if self._tells(posting.entity_id):
                key = self._of(posting.entity_id, posting.at, past.gap_of_posting(n), posting.why)
                told = Money(posting.entity_id, posting.why, posting.currency, posting.entries)
                self._money.setdefault(key, []).append(told)
        for n, event in enumerate(past.events):
            ids = tuple(record.id for record in event.records)
            if self._tells(*ids):
                known = past.step_of.get(n)
                key = self._causes.key(*known) if known else self._of_any(ids, event.at, past.gap_of_event(n))
                self._events.setdefault(key, []).append(Event(event.event, ids))
        for n, message in enumerate(past.messages):
            if self._tells(message.entity_id):
                key = self._of_message(message.entity_id, message.at, past.gap_of_message(n), message.kind)
                letter = Letter(message.medium, message.to, message.kind, message.text, message.entity_id)
                self._letters.setdefault(key, []).append(letter)

    def _of(self, entity_id: str, at: int, gap: int, why: str = "") -> Key:
        """The act by which the entity took that step, or did anything else, at that instant."""
        taken = self._past.records[entity_id].steps if entity_id in self._past.records else ()
        steps = [n for n, step in enumerate(taken) if step.at == at]
        steps = [n for n in steps if taken[n].why == why] or steps
        keys = [self._causes.key(entity_id, n) for n in steps]
        return next((key for key in keys if key.gap == gap), keys[-1] if keys else Key(at, gap, "thing", entity_id))

    def _of_any(self, ids: tuple[str, ...], at: int, gap: int) -> Key:
        """The act that moved any of the entities; else one of its own, or of the request that was made."""
        keys = [self._of(entity_id, at, gap) for entity_id in ids]
        found = next((key for key in keys if key.kind != "thing" and key.gap == gap), None)
        if found is not None or not ids:
            return found or Key(at, gap, "thing", "")
        call = self._past.call_at(gap, at)
        return Key(at, gap, "", "") if call is not None and self._past.named[gap] & set(ids) else keys[0]

    def _of_message(self, entity_id: str, at: int, gap: int, kind: str) -> Key:
        """A reminder falls due by itself; any other message was asked for by the request that it came before."""
        if kind != "reminder" and self._past.call_at(gap, at) is not None:
            return Key(at, gap, "", "")
        return self._of(entity_id, at, gap)

    # -- acts in order

    def acts(self, sent: list[Sent]) -> list[Act]:
        """Every act, oldest first."""
        keys = {*self._steps, *self._money, *self._events, *self._letters}
        keys |= {Key(c.at, n, "", "") for n, c in enumerate(self._past.calls) if self._concerns(n, c)}
        placed: list[tuple[Any, Act]] = [(self._place(key), self._act(key)) for key in keys]
        last: tuple[Any, ...] = ()
        for number, one in enumerate(sent):
            # In the order in which they went out, and none before its event.
            last = max(last, (one.at, *self._place_of_event(one), number + 1))
            if self._tells(*one.ids):
                told = Delivery(one.event, one.target, one.status, one.attempt, one.error)
                placed.append((last, Act(one.at, WEBHOOK, "", deliveries=(told,))))
        return [act for _, act in sorted(placed, key=lambda one: one[0])]

    def _concerns(self, n: int, call: Request) -> bool:
        """Whether a request is part of the story: it names one of the entities, or is answered with one."""
        if self._only is None:
            return True
        answer = call.answer if isinstance(call.answer, dict) else {}
        top = {value for value in answer.values() if isinstance(value, str)}
        return self._tells(*self._past.named[n], *top)

    def _place(self, key: Key) -> tuple[Any, ...]:
        """By instant, then by the gap, what nobody asked for before the request that ends it, then as events tell."""
        first = first_event(self._past, self._steps[key]) if key in self._steps else (_AFTER, key.id)
        return (key.at, key.gap, 0 if key.kind else 1, *(first if key.kind else (0, "")), key.kind + key.id, 0)

    def _place_of_event(self, one: Sent) -> tuple[Any, ...]:
        """After the act that the event came of, if that was at the same instant; else before all other things."""
        if one.number is None or self._past.events[one.number].at != one.at:
            return (-1, 0, 0, "", "")
        known = self._past.step_of.get(one.number)
        ids = tuple(record.id for record in self._past.events[one.number].records)
        gap = self._past.gap_of_event(one.number)
        key = self._causes.key(*known) if known else self._of_any(ids, one.at, gap)
        return self._place(key)[1:-1]

    def _act(self, key: Key) -> Act:
        moves = self._moves(key)
        call = None if key.kind else self._call(key.gap)
        actor = RAZORPAY if key.kind == "thing" else self._causes.actor(key)
        return Act(
            key.at,
            actor,
            self._does(key, actor, moves),
            call,
            moves,
            tuple(self._money.get(key, ())),
            tuple(self._events.get(key, ())),
            tuple(self._letters.get(key, ())),
            failure=self._failure(key.at, moves),
        )

    def _call(self, n: int) -> Call:
        call = self._past.calls[n]
        code, error = refusal_of(call)
        account = call.account if call.account != self._past.account else None
        return Call(call.method, call.path, call.endpoint, account, call.status or None, code, error)

    def _moves(self, key: Key) -> tuple[Move, ...]:
        moves = []
        steps: dict[str, list[int]] = {}
        for entity_id, n in self._steps.get(key, ()):
            steps.setdefault(entity_id, []).append(n)
        for entity_id, numbers in sorted(steps.items(), key=lambda one: self._order(one[0])):
            record = self._past.records[entity_id]
            before = record.steps[numbers[0] - 1].status if numbers[0] else None
            taken = [record.steps[n] for n in numbers]
            statuses, whys = tuple(step.status for step in taken), tuple(step.why for step in taken)
            moves.append(Move(record.KIND, entity_id, before, statuses, whys))
        return tuple(moves)

    def _order(self, entity_id: str) -> tuple[bool, str]:
        """Payments and refunds first, since they move the others; otherwise by age."""
        return (self._past.records[entity_id].KIND not in ("payment", "refund"), entity_id[-14:])

    def _does(self, key: Key, actor: str, moves: tuple[Move, ...]) -> str:
        for move in moves:
            record = self._past.records[move.id]
            if actor == CUSTOMER and move.entity == "payment" and move.before is None:
                paid = f"{money(record.currency, record.amount)} by {record.method}"
                if record.offer_discount:
                    paid += f", {money(record.currency, record.offer_discount)} off with {record.offer_id}"
                return f"tries to pay {paid}" if move.statuses[-1] in ("failed", "created") else f"pays {paid}"
            if move.entity == "deposit":
                amount = money(record.currency, abs(record.amount))
                into = f"{'out of' if record.amount < 0 else 'into'} {record.into}"
                return f"{'takes' if record.amount < 0 else 'puts'} {amount} {into}"
            if key.kind in BY_HAND and move.id == key.id:
                return f"{listed([_BY_HAND.get(why, why + 's') for why in move.whys])} {move.id} on the Dashboard"
            if actor == BANK and move.id == key.id:
                why = next((why for why in move.whys if why != "create"), move.whys[0])
                return f"{_VERBS.get(why, why + 's')} {move.id}"
        return ""

    # -- refusals

    def _failure(self, at: int, moves: tuple[Move, ...]) -> Error | None:
        """Why a payment failed, if one did by this act."""
        for move in moves:
            record = self._past.records[move.id]
            if isinstance(record, Payment) and "failed" in move.statuses:
                return self._failed(at, record)
        return None

    def _failed(self, at: int, payment: Payment) -> Error | None:
        """The error that the payment failed with; it is gone from one that was authorized after all."""
        known = self._past.failed.get(payment.id, payment)
        failure = known.failure
        if failure.code is None:
            return None
        page = page_of_failure(known)
        return Error(at, f"payment {payment.id}", failure.code, failure.description, failure.reason, page)

    def last_error(self, acts: list[Act]) -> Error | None:
        """The last refusal among the acts, of a request or a payment."""
        for act in reversed(acts):
            if act.failure is not None:
                return act.failure
            call = act.call
            if call is not None and call.error is not None:
                page = page_of(call.endpoint, call.error)
                return Error(act.at, f"{call.method} {call.path}", call.code or "", call.error, None, page)
        return None

    def lives(self) -> list[Life]:
        """Every entity of the story that has states, in order of creation."""
        return [
            Life(
                record.KIND,
                record.id,
                self._past.account_of[record.id],
                getattr(record, "amount", None),
                getattr(record, "currency", None),
                getattr(record, "description", None) or None,
                tuple(getattr(record, "notes", ())),
                tuple((step.status, step.at, step.why) for step in record.steps),
            )
            for record in self._past.records.values()
            if record.steps and self._tells(record.id)
        ]


def refusal_of(call: Request) -> tuple[str | None, str | None]:
    """The code and the text of the refusal that a request was answered with; (None, None) if it was answered."""
    if not call.status:
        return None, "no answer came"
    if call.status < 400:
        return None, None
    error = call.answer.get("error") if isinstance(call.answer, dict) else None
    if not isinstance(error, dict):
        return None, "not an answer of the API"
    return error.get("code"), str(error.get("description"))
