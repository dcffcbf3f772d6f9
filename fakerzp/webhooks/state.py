"""What the webhooks know between calls. All of it is immutable and lies in the ledger, so that a snapshot holds it."""

from __future__ import annotations

from typing import NamedTuple

from immutables import Map

from ..ledger import ids
from ..ledger.law import Happening
from ..ledger.log import Link
from .answers import Post

LIMIT = 30
"""How many webhooks an account may have (webhooks/setup-edit-payments.md)."""

_EVENTS, _HOOKS, _CHANCE = 0x3C6EF372, 0x510E527F, 0x1F83D9AB


class Hook(NamedTuple):
    """One subscription."""

    id: str
    target: object
    post: Post
    secret: str | None
    events: tuple[str, ...] | None
    account: str | None
    styles: frozenset[str]
    retry_after: int
    alert_email: str | None
    raise_errors: bool
    active: bool = True
    disabled_at: int | None = None

    def wants(self, happening: Happening) -> bool:
        """Whether the event goes to this subscription."""
        return (
            self.active
            and (self.events is None or happening.event in self.events)
            and (self.account is None or happening.account == self.account)
        )


class Entry(NamedTuple):
    """One event on its way to one subscription, until it is accepted or dropped.

    `secret` is that of the time of the event, `copies` how many attempts are queued, `due` when the next retry is
    (Unix seconds; None while it is held), `first` when the first attempt was.
    """

    number: int
    happening: Happening
    hook: str
    secret: str | None
    copies: int = 0
    attempts: int = 0
    first: int | None = None
    due: int | None = None
    accepted: bool = False


class Sent(NamedTuple):
    """One attempt, as the log keeps it."""

    event: str
    event_id: str
    attempt: int
    at: int
    status: int | None
    body: bytes
    headers: tuple[tuple[str, str], ...]
    hook: str
    error: str | None


class State(NamedTuple):
    """The whole: subscriptions, what is on its way, and what was sent.

    `cursor` is how many of the ledger's events were seen; the queue holds numbers of entries at the places `head` to
    `tail`.
    """

    hooks: tuple[Hook, ...] = ()
    made: int = 0
    cursor: int = 0
    entries: Map[int, Entry] = Map()
    counted: int = 0
    queue: Map[int, int] = Map()
    head: int = 0
    tail: int = 0
    holding: bool = False
    draws: int = 0
    log: Link | None = None

    def hook(self, hook_id: str) -> Hook | None:
        """The subscription with that id; None if it was deleted, or is not made yet."""
        return next((hook for hook in self.hooks if hook.id == hook_id), None)

    def with_hook(self, changed: Hook) -> State:
        """The state with that subscription changed."""
        return self._replace(hooks=tuple(changed if hook.id == changed.id else hook for hook in self.hooks))

    def with_entry(self, entry: Entry) -> State:
        """The state with that entry, new or changed."""
        return self._replace(entries=self.entries.set(entry.number, entry))

    def off_queue(self, entry: Entry, copies: int) -> State:
        """The state with only so many attempts of that entry queued; one that was accepted is then over and done."""
        if entry.accepted and not copies:
            return self.without_entry(entry.number)
        return self.with_entry(entry._replace(copies=copies))

    def without_entry(self, number: int) -> State:
        """The state without that entry."""
        return self._replace(entries=self.entries.delete(number)) if number in self.entries else self

    def queued(self, number: int) -> State:
        """The state with one more attempt of that entry at the end of the queue."""
        return self._replace(queue=self.queue.set(self.tail, number), tail=self.tail + 1)

    def pending(self) -> list[Entry]:
        """What is held or waits for a retry, in the order of the events."""
        return [self.entries[number] for number in sorted(self.entries) if not self.entries[number].copies]


def event_id(seed: int, happening: Happening) -> str:
    """The id of an event: the same for each subscription and each attempt, and for the same seed."""
    return ids.tail(seed ^ _EVENTS, happening.serial + 1)


def hook_id(seed: int, number: int) -> str:
    """The id of a subscription, from its number."""
    return ids.tail(seed ^ _HOOKS, number)


def chance(seed: int, number: int) -> int:
    """64 bits for whatever of an entry is left to chance."""
    return ids.mix(seed ^ _CHANCE, number)
