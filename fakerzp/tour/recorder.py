"""Writes down what happened, from what any user can see: `calls`, `history`, `events`, `outbox`, `ledger.journal`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..api.ids import is_well_formed
from ..exceptions import LedgerError
from ..fake import FakeRazorpay
from .facts import Beat, Call, Entry, Event, Found, Life, Message, Posting, State, Step, Totals

# In which order entities are told of: a payment moves its order, and the order what it was made for.
PAYING = ("payment", "order", "invoice", "payment_link", "token", "refund", "customer", "settlement")
MAKING = ("customer", "invoice", "payment_link", "order", "token", "payment", "refund", "settlement")


class Deed(NamedTuple):
    """What somebody did, before anybody looked at what came of it; the names are those of `Beat`."""

    actor: str
    action: str
    says: str
    at: int
    refused: str | None = None
    means: str | None = None
    account: str | None = None


class Recorder:
    """Follows one fake's records and remembers how far each was read."""

    def __init__(self, rzp: FakeRazorpay) -> None:
        self._rzp = rzp
        self._known: dict[str, int] = {}
        self._calls = self._events = self._messages = self._postings = 0

    def beat(self, deed: Deed, answer: Any) -> Beat:
        """The deed with all that happened since the last one."""
        call = self._new_call(deed.account)
        payloads, events = self._new_events()
        postings = self._new_postings()
        named = dict.fromkeys(_ids_in([answer, payloads, [posting.entity_id for posting in postings]]))
        met = [entity_id for entity_id in named if self._history(entity_id) is not None]
        customers = tuple(i for i in met if kind_of(i) == "customer" and i not in self._known)
        return Beat(
            actor=deed.actor,
            action=deed.action,
            means=deed.means,
            says=deed.says,
            at=deed.at,
            until=self._rzp.clock.now(),
            call=call,
            refused=deed.refused,
            verified=self._verified(answer),
            customers=customers,
            found=tuple(_found_in(answer)) if call is not None and call.method == "GET" else (),
            steps=self._new_steps(met, deed.at),
            events=events,
            messages=self._new_messages(),
            postings=postings,
        )

    def lives(self) -> tuple[Life, ...]:
        """Every entity that was met, in order of appearance."""
        return tuple(
            Life(kind_of(entity_id), entity_id, tuple(State(*step) for step in self._rzp.history(entity_id)))
            for entity_id in self._known
        )

    def balanced(self) -> bool:
        """Whether the fake's own check finds nothing wrong with the books."""
        try:
            self._rzp.ledger.check()
        except LedgerError:
            return False
        return True

    # -- what is new in each record

    def _new_call(self, account: str | None) -> Call | None:
        """The request that the deed was, if it was one."""
        made = self._rzp.calls[self._calls :]
        self._calls += len(made)
        if not made:
            return None
        (sent,) = made
        return Call(sent.method, sent.path, dict(sent.query), sent.endpoint, account, sent.status)

    def _new_events(self) -> tuple[list[Any], tuple[Event, ...]]:
        """The events' payloads, and what is shown of them."""
        new = self._rzp.events[self._events :]
        self._events += len(new)
        shown = tuple(Event(event["event"], event["created_at"]) for event in new)
        return [event["payload"] for event in new], shown

    def _new_messages(self) -> tuple[Message, ...]:
        new = self._rzp.outbox[self._messages :]
        self._messages += len(new)
        return tuple(Message(m.medium, m.to, m.kind, m.at, m.entity_id, m.text) for m in new)

    def _new_postings(self) -> tuple[Posting, ...]:
        new = self._rzp.ledger.journal[self._postings :]
        self._postings += len(new)
        return tuple(
            Posting(p.at, p.entity_id, p.why, p.currency, p.amount, tuple(Entry(*entry) for entry in p.entries))
            for p in new
        )

    def _new_steps(self, met: Sequence[str], began: int) -> tuple[Step, ...]:
        """What the entities known so far, and those met just now, went through since the last look.

        An entity may have been there for long when it is met first (the order behind a payment link); what it went
        through before `began` belongs to no beat.
        """
        found: list[Step] = []
        newborn = {kind_of(entity_id) for entity_id in met if entity_id not in self._known}
        order = PAYING if "payment" in newborn else MAKING
        for entity_id in sorted({**self._known, **dict.fromkeys(met)}, key=lambda i: order.index(kind_of(i))):
            history = self._rzp.history(entity_id)
            seen = self._known.get(entity_id, sum(step.at < began for step in history))
            for n in range(seen, len(history)):
                before, step = history[n - 1].status if n else None, history[n]
                found.append(Step(kind_of(entity_id), entity_id, before, step.status, step.at, step.why))
            self._known[entity_id] = len(history)
        return tuple(sorted(found, key=lambda step: step.at))

    def _history(self, entity_id: str) -> Sequence[Any] | None:
        """What an entity went through; None if there is none of that id."""
        try:
            return self._rzp.history(entity_id)
        except LookupError:
            return None

    def _verified(self, answer: Any) -> bool | None:
        """Check a signature as the merchant's code does, with the SDK's utility, which raises if it is wrong."""
        if not isinstance(answer, dict) or "razorpay_signature" not in answer:
            return None
        if "razorpay_payment_link_id" not in answer:
            return bool(self._rzp.utility.verify_payment_signature(answer))
        signed = {name.removeprefix("razorpay_") if "_link_" in name else name: value for name, value in answer.items()}
        return bool(self._rzp.utility.verify_payment_link_signature(signed))


def totals_of(beats: Sequence[Beat]) -> Totals:
    """Beats in numbers."""
    postings = [posting for beat in beats for posting in beat.postings]
    held = dict.fromkeys(("customer", "merchant", "bank", "fees", "tax"), 0)
    for entry in (entry for posting in postings for entry in posting.entries):
        held[entry.account] = held.get(entry.account, 0) + entry.amount
    return Totals(
        calls=sum(beat.call is not None for beat in beats),
        refused=sum(beat.call is not None and beat.refused is not None for beat in beats),
        transitions=sum(step.before is not None for beat in beats for step in beat.steps),
        events=sum(len(beat.events) for beat in beats),
        messages=sum(len(beat.messages) for beat in beats),
        postings=len(postings),
        moved=sum(posting.amount for posting in postings),
        paid=-held["customer"],
        kept=held["merchant"] + held["bank"],
        settled=held["bank"],
        fees=held["fees"],
        tax=held["tax"],
    )


def kind_of(entity_id: str) -> str:
    """The kind of entity that has an id of this form, or ""."""
    return next((kind for kind in MAKING if is_well_formed(kind, entity_id)), "")


def _ids_in(value: Any) -> Iterator[str]:
    """The ids in an answer, wherever they stand."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _ids_in(inner)
    elif isinstance(value, str) and kind_of(value):
        yield value


def _found_in(answer: Any) -> Iterator[Found]:
    """The entities that an answer is, or is a list of, each with its status."""
    for entity in answer.get("items", [answer]) if isinstance(answer, dict) else ():
        entity_id = entity.get("id", "")
        if kind_of(entity_id):
            status = entity.get("status") or entity.get("recurring_details", {}).get("status")
            yield Found(kind_of(entity_id), entity_id, status)
