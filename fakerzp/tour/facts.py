"""What a tour shows, as plain facts: every painter draws these, and `--json` prints them as they are.

Amounts are integers in paise, times are whole Unix seconds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API, as the fake logged it. `account` is the sub-merchant that it was made for."""

    method: str
    path: str
    query: dict[str, str]
    endpoint: str
    account: str | None
    status: int


@dataclass(frozen=True, slots=True)
class Step:
    """An entity reached `after`; `before` is None where its life began. `why` is the event of the law."""

    entity: str
    id: str
    before: str | None
    after: str
    at: int
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """An entity in the answer to a call that only reads, and its status there; None for what has no status."""

    entity: str
    id: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook event, and when it happened."""

    event: str
    at: int


@dataclass(frozen=True, slots=True)
class Message:
    """An SMS or e-mail to the customer. `kind` is notification or reminder."""

    medium: str
    to: str
    kind: str
    at: int
    entity_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One account's part in a posting: positive if it received."""

    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement of money; its entries sum to nothing, `amount` is what was received."""

    at: int
    entity_id: str
    why: str
    currency: str
    amount: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that somebody did, and all that came of it.

    `actor` is merchant, customer, bank or clock; `action` what was typed, without its arguments, and `means` the method
    by which a customer pays. From `at` to `until` is one instant, unless the clock was pushed. `refused` is the no
    that came back, as an answer or at Checkout; `verified` says that the signature of a payment's answer is right.
    `customers` are the ids of those met first; they have no status, so no steps.
    """

    actor: str
    action: str
    means: str | None
    says: str
    at: int
    until: int
    call: Call | None
    refused: str | None
    verified: bool | None
    customers: tuple[str, ...]
    found: tuple[Found, ...]
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    messages: tuple[Message, ...]
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A status that an entity had, from when, and why."""

    status: str
    at: int
    why: str


@dataclass(frozen=True, slots=True)
class Life:
    """An entity from its beginning to the end of the scene. A customer has no status, so no states."""

    entity: str
    id: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """A scene, or the whole tour, in numbers.

    `calls` of which `refused`; `transitions` from one status to another; `moved` is the sum of all postings,
    `paid` what customers gave, and `kept` (the merchant's), `fees` and `tax` what became of it, all in paise. Of what
    was kept, `settled` has reached the merchant's bank.
    """

    calls: int = 0
    refused: int = 0
    transitions: int = 0
    events: int = 0
    messages: int = 0
    postings: int = 0
    moved: int = 0
    paid: int = 0
    kept: int = 0
    settled: int = 0
    fees: int = 0
    tax: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, name) + getattr(other, name) for name in Totals.__slots__))


@dataclass(frozen=True, slots=True)
class Scene:
    """One life cycle, played. `balanced` says that `ledger.check()` had nothing to say at its end."""

    number: int
    name: str
    title: str
    door: str
    document: str
    story: str
    seed: int
    began: int
    ended: int
    beats: tuple[Beat, ...]
    lives: tuple[Life, ...]
    totals: Totals
    balanced: bool


@dataclass(frozen=True, slots=True)
class Tour:
    """The scenes that were played, and their sum."""

    schema: int
    fakerzp: str
    scenes: tuple[Scene, ...]
    totals: Totals
    balanced: bool
