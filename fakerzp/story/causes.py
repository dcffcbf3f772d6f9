"""Who did what: each step of each record, traced back to the act that it came of.

A step is coupled to another one by the law, was asked for by a request, or is the doing of a customer, of a bank or of
time. Requests are asked first: what a request made is named in its answer, what it moved in its path.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..doors.exchange import Request
from ..lifecycles import COUPLINGS
from .facts import BANK, CUSTOMER, MERCHANT, RAZORPAY
from .past import COUPLED_STEPS, Past

# Mandates that the bank registers when it sees fit, not with the payment.
SLOW = ("nach", "emandate")
# What the merchant makes on the Dashboard, without a request.
BY_HAND = frozenset({"offer"})
# What has no states of its own and stands for the request that made it: what that made names it.
_REQUESTS = frozenset({"eligibility"})
# The status of a rate limit, which only faults answer with: perhaps after the write.
TOO_MANY = 429
# What only networks, issuers and lenders move, if time does not.
OF_PROVIDERS = frozenset({"card_token", "service_provider_token", "eligibility_check"})
# Steps that a call of another name asks for.
_ASKED = {"submit": "contest"}
# Steps that are the bank's word, where nobody stands at a checkout.
BANKS_WORD = frozenset({"authorize", "fail", "confirm", "reject", "process", "cancelled"})


class Key(NamedTuple):
    """What an act is known by: its instant, the gap between requests, and whose step it began with ("" a request's)."""

    at: int
    gap: int
    kind: str
    id: str


class Causes:
    """Traces steps of the past; `key` is the act that a step belongs to."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._keys: dict[tuple[str, int], Key] = {}
        self._gaps: dict[tuple[str, int], int] = {}

    def key(self, entity_id: str, n: int) -> Key:
        """The act that the nth step of the entity belongs to."""
        found = self._keys.get((entity_id, n))
        if found is None:
            at, kind = self._step(entity_id, n).at, self._past.records[entity_id].KIND
            gap = self.gap(entity_id, n)
            self._keys[entity_id, n] = Key(at, gap, kind, entity_id)  # should it be its own cause
            found = self._keys[entity_id, n] = self._traced(entity_id, n, gap)
        return found

    def gap(self, entity_id: str, n: int) -> int:
        """Which request had not been answered yet when the entity went through its nth step."""
        found = self._gaps.get((entity_id, n))
        if found is None:
            self._gaps[entity_id, n] = self._past.first_gap(self._step(entity_id, n).at)
            found = self._gaps[entity_id, n] = self._gap(entity_id, n)
        return found

    def actor(self, key: Key) -> str:
        """Who acted."""
        if not key.kind or key.kind == "deposit" or key.kind in BY_HAND:
            return MERCHANT
        record = self._past.records[key.id]
        first = next((step.why for step in record.steps if step.at == key.at), "")
        if first == "create" and key.kind == "payment":
            return CUSTOMER
        if key.kind == "dispute" or (key.kind == "token" and first == "create"):
            return BANK
        if key.kind in OF_PROVIDERS and first != "expire":
            return BANK
        return BANK if first in BANKS_WORD else RAZORPAY

    # -- gaps

    def _step(self, entity_id: str, n: int) -> Any:
        return self._past.records[entity_id].steps[n]

    def _gap(self, entity_id: str, n: int) -> int:
        past, step = self._past, self._step(entity_id, n)
        event = past.event_of.get((entity_id, n))
        if event is not None:
            return past.gap_of_event(event)
        if n == 0:
            return past.gap_of_creation(entity_id)
        cause = self._cause(entity_id, n)
        if cause is not None:
            return self.gap(*cause)
        first = past.first_gap(step.at)
        for gap in past.calls_naming[entity_id]:
            call = past.call_at(gap, step.at)
            if call is not None and self._asks(gap, call, entity_id, step.why):
                return gap
        return self.gap(entity_id, n - 1) if self._step(entity_id, n - 1).at == step.at else first

    def _asks(self, gap: int, call: Request, entity_id: str, why: str) -> bool:
        """Whether the request names the entity and asks for this very step of it, and was not refused it."""
        if _is_refused(call):
            return False
        verb = call.endpoint.rpartition(".")[2].lower()
        return verb.startswith(_ASKED.get(why, why.replace("_", ""))) and entity_id in self._past.named[gap]

    # -- causes

    def _cause(self, entity_id: str, n: int) -> tuple[str, int] | None:
        """The step of another record that brought this one about, by the law's couplings."""
        past, record, step = self._past, self._past.records[entity_id], self._step(entity_id, n)
        if (record.KIND, step.why) not in COUPLED_STEPS:
            return None
        event = past.event_of.get((entity_id, n))
        if event is not None:
            for other in past.events[event].records:
                if other.id != entity_id and other.steps and other.steps[-1].at == step.at:
                    return other.id, len(other.steps) - 1
        since = self.gap(entity_id, n - 1) if n else 0
        found = []
        for coupling in COUPLINGS:
            if (coupling.moves, coupling.then) == (record.KIND, step.why):
                found += [
                    (self.gap(*one), one)
                    for one in self._candidates(entity_id, coupling.entity, coupling.by, coupling.event, step.at)
                    if self.gap(*one) >= since
                ]
                # One that moves always does so at the first occasion, one with a condition when that is met: at the
                # last, since the record has left its status by then.
                if found:
                    return min(found)[1] if coupling.when is None else max(found)[1]
        return None

    def _candidates(self, entity_id: str, kind: str, by: str, event: str, at: int) -> list[tuple[str, int]]:
        past = self._past
        return [
            (other.id, n)
            for other in (past.records[one] for one in past.named_by[entity_id])
            if other.KIND == kind and getattr(other, by, None) == entity_id
            for n, step in enumerate(other.steps)
            if (step.why, step.at) == (event, at)
        ]

    # -- acts

    def _traced(self, entity_id: str, n: int, gap: int) -> Key:
        at, kind = self._step(entity_id, n).at, self._past.records[entity_id].KIND
        cause = self._cause(entity_id, n)
        if cause is not None:
            return self.key(*cause)
        call = self._past.call_at(gap, at)
        if call is not None and self._is_asked_for(entity_id, n, gap, call):
            return Key(at, gap, "", "")
        if kind == "payment":
            return self._of_payment(entity_id, at, gap)
        payment = self._payment_of(entity_id, n, at, gap)
        return self.key(payment, 0) if payment is not None else Key(at, gap, kind, entity_id)

    def _is_asked_for(self, entity_id: str, n: int, gap: int, call: Request) -> bool:
        asked = n > 0 and self._asks(gap, call, entity_id, self._step(entity_id, n).why)
        return asked or self._was_made_by(entity_id, gap, call)

    def _was_made_by(self, entity_id: str, gap: int, call: Request) -> bool:
        """Whether the request made the entity: it, or what was made with it, is new in the answer."""
        past = self._past
        if call.method != "POST" or past.gap_of_creation(entity_id) != gap:
            return False
        new = past.answered[gap] - past.named[gap]
        # Where a fault answered in the endpoint's place, after the write, the name of the request tells.
        made = None if new or _is_refused(call) else _made_by(call.endpoint)
        # An order is made with the invoice or link that it names; what names it came later.
        kin = [one for one in past.names[entity_id] if past.gap_of_creation(one) == gap]
        living = [one for one in (entity_id, *kin) if past.records[one].steps or past.records[one].KIND in _REQUESTS]
        return any(one in new or past.records[one].KIND == made for one in living)

    def _of_payment(self, entity_id: str, at: int, gap: int) -> Key:
        """A payment's own act, unless the bank made it of a mandate that it confirmed."""
        past = self._past
        token = past.records.get(past.records[entity_id].token_id or "")
        if token is not None and token.KIND == "token" and self._payments_of(token.id)[0] != entity_id:
            for n, step in enumerate(token.steps):
                if step.why == "confirm" and step.at == at and self.gap(token.id, n) == gap and token.method in SLOW:
                    return self.key(token.id, n)
        return Key(at, gap, "payment", entity_id)

    def _payment_of(self, entity_id: str, n: int, at: int, gap: int) -> str | None:
        """The payment that an order or a token was made with, at the same instant; None if with none."""
        record = self._past.records[entity_id]
        if record.KIND in BY_HAND or (n and record.KIND == "token" and record.method in SLOW):
            return None
        for payment in self._payments_of(entity_id):
            step = self._step(payment, 0)
            if step.at == at and self.gap(payment, 0) == gap and self._step(entity_id, 0).at == at:
                return payment
        return None

    def _payments_of(self, entity_id: str) -> list[str]:
        """The payments that name the entity, oldest first."""
        named_by = self._past.named_by[entity_id]
        return [one for one in named_by if self._past.records[one].KIND == "payment"]


def _is_refused(call: Request) -> bool:
    """Whether Razorpay said no, so that nothing came of it; what a fault answers says nothing about that."""
    return 400 <= call.status < 500 and call.status != TOO_MANY


def _made_by(endpoint: str) -> str:
    """The kind that a request of that name makes: `order.create` an order, `payment.refund` a refund."""
    resource, _, verb = endpoint.partition(".")
    if resource == "registration_link":
        return "invoice"
    return resource if verb.startswith("create") else verb


def first_event(past: Past, steps: list[tuple[str, int]]) -> tuple[int, str]:
    """Where an act stands among others of its gap: by its first event, else by its oldest entity.

    What the merchant makes by hand has no event: it is before the first one of anything that was made after it.
    """
    told = [past.event_of[step] for step in steps if step in past.event_of]
    oldest = min(entity_id[-14:] for entity_id, _ in steps)
    if all(past.records[entity_id].KIND in BY_HAND for entity_id, _ in steps):
        later = (n for n, event in enumerate(past.events) if any(one.id[-14:] > oldest for one in event.records))
        return (next(later, len(past.events)), f" {oldest}")
    return (min(told, default=len(past.events)), oldest)
