"""Where a scene is played: everything is done to a real fake, and what came of it is read from its own records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..api.ids import is_well_formed
from ..exceptions import LedgerError, NotPayable, raised_as
from ..fake import FakeRazorpay
from .facts import Beat, Call, Entry, Event, Life, Message, Posting, State, Step, Totals

# Whose steps are told first: the payment moves the order, and the order what it was made for.
PAYING = ("payment", "order", "invoice", "payment_link", "token", "refund", "customer")
MAKING = ("customer", "invoice", "payment_link", "order", "token", "payment", "refund")


class OffScript(AssertionError):
    """The fake answered otherwise than the scene says; nothing of such a tour may be shown."""


class Stage:
    """A fake under watch. Each method does one thing to it and keeps a Beat of all that happened."""

    def __init__(self, rzp: FakeRazorpay) -> None:
        self.rzp = rzp
        self.beats: list[Beat] = []
        self.began = rzp.clock.now()
        self._known: dict[str, int] = {}
        self._seen = (0, 0, 0, 0)

    # -- the merchant

    def sdk(self, says: str, name: str, *args: Any, refused: bool = False) -> Any:
        """Call `name` ("invoice.create", "invoices.create") with an SDK's arguments; returns the answer, None if refused."""
        resource, _, method = name.partition(".")
        began, answer, refusal = self.rzp.clock.now(), None, None
        try:
            answer = getattr(getattr(self.rzp, resource), method)(*args)
        except raised_as("BadRequestError") as error:
            refusal = str(error)
        self._expect(refused, refusal, name)
        self._beat("merchant", name, says, began, answer, refusal)
        return answer

    def rest(
        self,
        says: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        account: str | None = None,
        refused: bool = False,
    ) -> Any:
        """Send a REST request, for the sub-merchant `account` if one is named; returns the answer's body."""
        began = self.rzp.clock.now()
        headers = {"X-Razorpay-Account": account} if account else None
        reply = self.rzp.request(method, path, json=body, params=params, headers=headers)
        refusal = None if reply.status == 200 else reply.body["error"]["description"]
        self._expect(refused, refusal, f"{method} {path}")
        self._beat("merchant", "request", says, began, reply.body, refusal, account=account)
        return reply.body

    # -- the customer

    def pays(self, says: str, target: str, **how: Any) -> dict[str, Any]:
        """The customer pays at Checkout, and the merchant verifies the signature of what comes back."""
        began = self.rzp.clock.now()
        answer = self.rzp.checkout.pay(target, **how)
        verified = self._verify(answer)
        self._beat("customer", "checkout.pay", says, began, answer, None, means=how.get("method"), verified=verified)
        return answer

    def fails(self, says: str, target: str, reason: str, **how: Any) -> dict[str, Any]:
        """The customer tries to pay, and the bank or the instrument says no."""
        began = self.rzp.clock.now()
        answer = self.rzp.checkout.fail(target, reason=reason, **how)
        refusal = answer["error"]["description"]
        self._beat("customer", "checkout.fail", says, began, answer, refusal, means=how.get("method"))
        return answer

    def is_turned_away(self, says: str, target: str, **how: Any) -> None:
        """The customer comes to pay what nobody can pay any more."""
        began, refusal = self.rzp.clock.now(), None
        try:
            self.rzp.checkout.pay(target, **how)
        except NotPayable as error:
            refusal = str(error)
        self._expect(True, refusal, f"checkout.pay({target})")
        self._beat("customer", "checkout.pay", says, began, None, refusal, means=how.get("method"))

    # -- the rest of the world

    def bank_confirms(self, says: str, token_id: str) -> None:
        """The bank registers the mandate of a token."""
        began = self.rzp.clock.now()
        answer = self.rzp.bank.confirm_token(token_id)
        self._beat("bank", "bank.confirm_token", says, began, answer, None)

    def wait(self, says: str, *, until: int | None = None, **delta: float) -> None:
        """Time passes: by days, hours, minutes and seconds, or until a moment in Unix seconds."""
        began = self.rzp.clock.now()
        if until is not None:
            self.rzp.clock.move_to(until)
        else:
            self.rzp.clock.advance(**delta)
        self._beat("clock", "clock.move_to" if until is not None else "clock.advance", says, began, None, None)

    # -- what was seen

    def lives(self) -> tuple[Life, ...]:
        """Every entity that the scene met, in order of appearance."""
        return tuple(
            Life(kind_of(entity_id), entity_id, tuple(State(*step) for step in self.rzp.history(entity_id)))
            for entity_id in self._known
        )

    def totals(self) -> Totals:
        """The scene in numbers, from the beats that were kept."""
        beats = self.beats
        entries = [entry for beat in beats for posting in beat.postings for entry in posting.entries]
        held = {name: sum(e.amount for e in entries if e.account == name) for name in {e.account for e in entries}}
        return Totals(
            calls=sum(beat.call is not None for beat in beats),
            refused=sum(beat.call is not None and beat.refused is not None for beat in beats),
            transitions=sum(step.before is not None for beat in beats for step in beat.steps),
            events=sum(len(beat.events) for beat in beats),
            messages=sum(len(beat.messages) for beat in beats),
            postings=sum(len(beat.postings) for beat in beats),
            moved=sum(posting.amount for beat in beats for posting in beat.postings),
            paid=-held.get("customer", 0),
            kept=held.get("merchant", 0),
            fees=held.get("fees", 0),
            tax=held.get("tax", 0),
        )

    def balanced(self) -> bool:
        """Whether the fake's own check finds nothing wrong with the books."""
        try:
            self.rzp.ledger.check()
        except LedgerError:
            return False
        return True

    def _expect(self, refused: bool, refusal: str | None, what: str) -> None:
        if refused != (refusal is not None):
            raise OffScript(f"{what} was {'refused: ' + refusal if refusal else 'not refused'}")

    def _verify(self, answer: dict[str, Any]) -> bool:
        """Check a signature as the merchant's code does, with the utility of the SDK; raises if it is wrong."""
        if "razorpay_payment_link_id" not in answer:
            return bool(self.rzp.utility.verify_payment_signature(answer))
        signed = {
            name.removeprefix("razorpay_") if "_link_" in name else name: value for name, value in answer.items()
        }
        return bool(self.rzp.utility.verify_payment_link_signature(signed))

    def _beat(
        self,
        actor: str,
        action: str,
        says: str,
        began: int,
        answer: Any,
        refused: str | None,
        *,
        account: str | None = None,
        means: str | None = None,
        verified: bool | None = None,
    ) -> None:
        """Keep what happened since the last beat, as the fake's records have it."""
        rzp = self.rzp
        logs = rzp.calls, rzp.events, rzp.outbox, rzp.ledger.journal
        calls, events, messages, postings = (log[seen:] for log, seen in zip(logs, self._seen, strict=True))
        self._seen = (len(logs[0]), len(logs[1]), len(logs[2]), len(logs[3]))
        if len(calls) != (actor == "merchant"):
            raise OffScript(f"{action} made {len(calls)} calls")
        call = None
        if calls:
            (sent,) = calls
            call = Call(sent.method, sent.path, sent.endpoint, account, sent.status)
        met = dict.fromkeys(_ids_in([answer, [event["payload"] for event in events], [p.entity_id for p in postings]]))
        self.beats.append(
            Beat(
                actor,
                action,
                means,
                says,
                began,
                rzp.clock.now(),
                call,
                refused,
                verified,
                self._new_steps(list(met), began),
                tuple(Event(event["event"], event["created_at"]) for event in events),
                tuple(Message(m.medium, m.to, m.kind, m.at, m.entity_id, m.text) for m in messages),
                tuple(
                    Posting(p.at, p.entity_id, p.why, p.currency, p.amount, tuple(Entry(*e) for e in p.entries))
                    for p in postings
                ),
            )
        )

    def _new_steps(self, met: list[str], began: int) -> tuple[Step, ...]:
        """What the entities known so far, and those met just now, went through since the last look.

        An entity may have been there for long when it is met first (the order behind a payment link); what it went
        through before `began` belongs to no beat.
        """
        found: list[Step] = []
        newborn = {kind_of(entity_id) for entity_id in met if entity_id not in self._known}
        order = PAYING if "payment" in newborn else MAKING
        for entity_id in sorted({**self._known, **dict.fromkeys(met)}, key=lambda i: order.index(kind_of(i))):
            try:
                history = self.rzp.history(entity_id)
            except LookupError:
                continue  # an id of other books, which the caller named himself
            seen = self._known.get(entity_id, sum(step.at < began for step in history))
            for n in range(seen, len(history)):
                before, step = history[n - 1].status if n else None, history[n]
                found.append(Step(kind_of(entity_id), entity_id, before, step.status, step.at, step.why))
            self._known[entity_id] = len(history)
        return tuple(sorted(found, key=lambda step: step.at))


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
