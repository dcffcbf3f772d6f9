"""The plugins of a fake, asked and told: what hooks are called with, and what is made of their answers.

A `Hooks` never changes and knows no fake: another list of plugins is another one, and forks share theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..api.endpoint import Call
from ..api.registry import Router, endpoints, router
from ..errors import ApiError
from ..exceptions import NotFaked
from ..ledger.log import Link
from ..world.fault_plan import Answer, answer, calls_by_name
from ..world.strategies import SUCCEED, Attempt, Outcome, outcome_of
from .added import together
from .defaults import DEFAULTS
from .given import Context, Event
from .manager import Entry, managed

if TYPE_CHECKING:
    from ..doors.exchange import SeenRequest
    from ..doors.surface import Name
    from ..world.instrument import Instrument
    from ..world.world import World

OWN = tuple(Entry(name, plugin) for name, plugin in DEFAULTS.items())
_ANSWERS = "return None to leave it to the fake, a dict or list, text, or a pair of status and one of these"


class Hooks:
    """What a fake's plugins say. Raises as `manager.managed` does, and for endpoints that can't be added."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        relay: Any = managed(entries).hook
        self._relay = relay
        self.asks = bool(relay.fakerzp_request.get_hookimpls())
        """Whether anybody wants to be asked about requests."""
        self.told = bool(relay.fakerzp_answered.get_hookimpls())
        """Whether anybody wants to see what was answered."""
        self.watches = bool(relay.fakerzp_event.get_hookimpls())
        """Whether anybody wants to see events."""
        self.enriches = bool(relay.fakerzp_new_account.get_hookimpls())
        """Whether anybody wants to know of new accounts."""
        self.endpoints, self._added = together(relay.fakerzp_endpoints(), self._of("fakerzp_endpoints"))
        """Every endpoint: the fake's own, and those that were added."""

    # -- endpoints

    @cached_property
    def router(self) -> Router:
        """The way to these endpoints."""
        return router() if self.endpoints is endpoints() else Router(self.endpoints)

    @cached_property
    def calls(self) -> Mapping[str, frozenset[str]]:
        """What each of their names stands for, as faults have it."""
        return calls_by_name(self.endpoints)

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, Name]]:
        """The names of these endpoints."""
        from ..doors.surface import names, names_of

        return names() if self.endpoints is endpoints() else names_of(self.endpoints)

    # -- asked

    def decided(self, world: World, attempt: Attempt, tool: Instrument, *, recurring: bool, account: str) -> Outcome:
        """How a payment ends; raises TypeError or ValueError for an answer that is no outcome."""
        hook = "fakerzp_decide_payment"
        with self._undoing(world):
            said = self._relay.fakerzp_decide_payment(
                attempt=attempt,
                instrument=tool,
                recurring=recurring,
                bank=world.bank,
                context=Context(world, account, hook),
            )
            return SUCCEED if said is None else self._read(hook, outcome_of, said)

    def asked(self, world: World, request: SeenRequest) -> Answer | None:
        """What is answered in place of the fake, None to let it answer; raises TypeError, ValueError for nonsense."""
        hook = "fakerzp_request"
        with self._undoing(world):
            context = Context(world, request.account, hook)
            said = self._relay.fakerzp_request(request=request, context=context)
            return None if said is None else self._read(hook, _answer, said)

    def handled(self, world: World, call: Call, path: tuple[str, ...]) -> Any:
        """What a call's endpoint answers; of one that was added, a copy, and TypeError for what is not JSON."""
        endpoint = call.endpoint
        assert endpoint.handler is not None
        if not any(endpoint is added for added in self._added):
            return endpoint.handler(call, *path)
        with self._undoing(world):
            result = endpoint.handler(call, *path)
            try:
                return json.loads(json.dumps(result))
            except (TypeError, ValueError) as error:
                raise TypeError(f"{endpoint.name}, added by {self._of('fakerzp_endpoints')}: {error}") from None

    # -- told

    def answered(self, world: World, request: SeenRequest) -> None:
        """Show a request with its answer."""
        with self._undoing(world):
            context = Context(world, request.account, "fakerzp_answered")
            self._relay.fakerzp_answered(request=request, context=context)

    def happened(self, world: World, since: Link | None) -> None:
        """Show the events that came after that one, and those that plugins make happen thereby."""
        with self._undoing(world):
            told = since.size if since else 0
            while (newest := world.ledger.events) is not None and newest.size > told:
                for link in _after(newest, told):
                    seen: Any = link.entry
                    context = Context(world, seen.account, "fakerzp_event", link.size)
                    event = Event(seen.event, seen.account, seen.at, seen)
                    self._relay.fakerzp_event(event=event, context=context)
                told = newest.size

    def enriched(self, world: World, account: str) -> None:
        """Let a new account be enriched."""
        with self._undoing(world):
            context = Context(world, account, "fakerzp_new_account")
            self._relay.fakerzp_new_account(rzp=world.fake, account_id=account, context=context)

    # -- within

    @contextmanager
    def _undoing(self, world: World) -> Iterator[None]:
        """Let the step that a plugin broke off be undone to the last: what was remembered, too."""
        try:
            yield
        except (ApiError, NotFaked):  # an endpoint's own refusal
            raise
        except BaseException as error:
            world.broken_by = error
            raise

    def _read(self, hook: str, read: Callable[[Any], Any], said: Any) -> Any:
        """What a hook's answer stands for; the error of one that stands for nothing says whose it may be."""
        try:
            return read(said)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{hook}, answered by {self._of(hook)}: {error}") from None

    def _of(self, hook: str) -> str:
        """The plugins that have a hook, those that are not the fake's own, as text."""
        own = {entry.name for entry in OWN}
        found = [impl.plugin_name for impl in getattr(self._relay, hook).get_hookimpls()]
        return " or ".join(name for name in reversed(found) if name not in own) or "nobody"


def _after(newest: Link, size: int) -> Iterable[Link]:
    """The links after the first `size` ones, oldest first."""
    found = []
    link: Link | None = newest
    while link is not None and link.size > size:
        found.append(link)
        link = link.before
    return reversed(found)


def _answer(said: Any) -> Answer:
    """The answer that a plugin gave; a copy, as it would go over the wire."""
    status, body = said if isinstance(said, tuple) and len(said) == 2 else (200, said)
    if not isinstance(body, (dict, list, str)):
        raise TypeError(f"{said!r} is no answer: {_ANSWERS}")
    try:
        json.dumps(body)
    except TypeError as error:
        raise TypeError(f"the answer is not JSON: {error}") from None
    read = answer(error=None, status=status, code=None, body=body, reset=False, timeout=False, rate_limit=False)
    assert read is not None
    return read
