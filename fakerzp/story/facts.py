"""What a story is made of: plain facts, which every picture draws and `story.json()` prints.

Amounts are integers in the smallest unit of their currency, times are whole Unix seconds.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MERCHANT, CUSTOMER, BANK, RAZORPAY, WEBHOOK = "merchant", "customer", "bank", "razorpay", "webhook"


class Call(NamedTuple):
    """A request to the API and how it ended; `account` is the sub-merchant that it was made for, else None.

    `status` is None if no answer came; `code` and `error`, the description, are None for a request that was answered.
    """

    method: str
    path: str
    endpoint: str
    account: str | None
    status: int | None
    code: str | None
    error: str | None


class Move(NamedTuple):
    """What an entity went through: `before` is the status that it had, None at its beginning; then each it reached."""

    entity: str
    id: str
    before: str | None
    statuses: tuple[str, ...]
    whys: tuple[str, ...]


class Money(NamedTuple):
    """A movement of money; `entries` are (account of the books, amount) and sum to nothing."""

    entity_id: str
    why: str
    currency: str
    entries: tuple[tuple[str, int], ...]


class Event(NamedTuple):
    """An event that Razorpay told of; `ids` are the entities of its payload."""

    event: str
    ids: tuple[str, ...]


class Letter(NamedTuple):
    """An SMS or e-mail to the customer; `kind` is notification or reminder."""

    medium: str
    to: str
    kind: str
    text: str
    entity_id: str


class Delivery(NamedTuple):
    """An attempt to deliver a webhook; `status` is None if no answer came, `attempt` counts from 1."""

    event: str
    target: str
    status: int | None
    attempt: int
    error: str | None


class Error(NamedTuple):
    """A refusal: of a request, or of a payment; `page` is where it is documented, None if no page has it."""

    at: int
    what: str
    code: str
    text: str
    reason: str | None
    page: str | None


class Act(NamedTuple):
    """Somebody did one thing, at one instant, and this came of it.

    `actor` is merchant, customer, bank, webhook, or razorpay for what fell due by itself. `does` says what was done,
    where that is no call and no move by itself.
    """

    at: int
    actor: str
    does: str
    call: Call | None = None
    moves: tuple[Move, ...] = ()
    money: tuple[Money, ...] = ()
    events: tuple[Event, ...] = ()
    letters: tuple[Letter, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    failure: Error | None = None


class Life(NamedTuple):
    """An entity and its whole path. `amount` is None for what has none; `steps` are (status, at, why)."""

    entity: str
    id: str
    account: str
    amount: int | None
    currency: str | None
    description: str | None
    notes: tuple[tuple[str, Any], ...]
    steps: tuple[tuple[str, int, str], ...]
