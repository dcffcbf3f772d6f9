"""FakeRazorpay: puts the parts together, and holds no rules."""

from __future__ import annotations

import functools
import json as _json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .doors import arguments
from .doors.exchange import Exchange, Request, as_request
from .doors.surface import Resource
from .doors.wire import KeyPair, Query, Reply
from .entities.base import Step
from .extending.plugins import NONE, Plugins, hooks_for
from .ledger.ids import tail
from .ledger.law import Happening
from .ledger.log import View
from .ledger.store import Ledger
from .ledger.tables import History
from .utility import Utility
from .world.bank import Bank
from .world.checkout import Checkout
from .world.clock import Clock, Moment
from .world.dashboard import Dashboard
from .world.events import event_json
from .world.faults import Faults
from .world.onboarding import Onboarding
from .world.outbox import Message
from .world.snapshots import Diff, Snapshot, diff
from .world.world import Account, Delays, World

if TYPE_CHECKING:
    from .catalogue.explanation import Explanation
    from .data.summary import Populated
    from .extending.hooks import Hooks
    from .server import Server
    from .story import Story
    from .webhooks import Webhooks


class FakeRazorpay:
    """One merchant's Razorpay, in memory.

    `seed` decides every id; `key_id` and `key_secret` are the merchant's keys (made from the seed if not given);
    `at` (int, datetime or ISO text) makes the clock stand there, else it follows `time.time()`; `account` is what
    Razorpay has set for the merchant (see `Account`), `delays` how long the bank takes (see `Delays`);
    `legacy_payment_links` answers payment links as invoice entities, as accounts on the older API get them;
    `plugins` are this fake's alone, beside those that installed packages name (see `hookspecs`).
    """

    def __init__(
        self,
        seed: int = 0,
        key_id: str | None = None,
        key_secret: str | None = None,
        *,
        at: Moment | None = None,
        account: Mapping[str, Any] | None = None,
        delays: Mapping[str, Any] | None = None,
        legacy_payment_links: bool = False,
        plugins: Iterable[object] = (),
    ) -> None:
        if type(seed) is not int:
            raise TypeError(f"seed is a whole number, not {type(seed).__name__}")
        options = {"at": at, "account": account, "delays": delays, "legacy_payment_links": legacy_payment_links}
        self._made_with: dict[str, Any] = {"seed": seed, "key_id": key_id, "key_secret": key_secret, **options}
        settings = dict(account or {})
        for name, key in (("key_id", key_id), ("key_secret", key_secret)):
            if key is not None and not isinstance(key, str):
                raise TypeError(f"{name} is text, not {type(key).__name__}")
        live = key_id is not None and key_id.startswith("rzp_live_")
        settings.setdefault("test_mode", not live)
        unknown = set(settings) - set(Account.__dataclass_fields__)
        if unknown:
            raise TypeError(
                f"account has no setting {min(unknown)!r}; it has {', '.join(Account.__dataclass_fields__)}"
            )
        self.keys_given = key_id is not None or key_secret is not None
        """Whether the caller chose the keys, so that under a patch no others are let in."""
        mode = "test" if settings["test_mode"] else "live"
        key, secret, account_tail = _identity(seed)
        self.key_id = key_id if key_id is not None else f"rzp_{mode}_{key}"
        """The merchant's key id."""
        self.key_secret = key_secret if key_secret is not None else secret
        """The merchant's key secret."""
        account_id = f"acc_{account_tail}"
        known = Account(**settings), Delays(**dict(delays or {}))
        self._world = World(seed, at, account_id, *known, legacy_links=legacy_payment_links)
        self._exchange = Exchange(self._world, (self.key_id, self.key_secret))
        self.utility = Utility(self.key_secret)
        """The official client's signature checks, with this merchant's secret."""
        self.checkout = Checkout(self._world)
        """The customer: pay, fail, abandon."""
        self._webhooks: Webhooks | None = None
        hooks = hooks_for(plugins)
        if hooks is not None:
            self._plug(hooks)
            if hooks.enriches:
                with self._world.acting():
                    hooks.enriched(self._world, self.account_id)
        self._new = self.snapshot()

    # -- doors

    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        params: Query | str | None = None,
        headers: Mapping[str, str] | None = None,
        auth: KeyPair | None = None,
        data: str | bytes | None = None,
    ) -> Reply:
        """Send a REST request; `auth=None` is the fake's own keys, `data` a raw body in place of `json`.

        Returns the reply, whatever its status; raises NotFaked for a call that exists and is not faked, TypeError
        for what can't be sent.
        """
        raw = arguments.body_of(data)
        body = raw if raw is not None or json is None else _json.dumps(json)
        query, keys = arguments.query_of(params), arguments.keys_of(auth)
        return self.exchange(method, path, body=body, query=query, headers=arguments.headers_of(headers), auth=keys)

    def exchange(
        self,
        method: str,
        path: str,
        *,
        body: str | bytes | None = None,
        query: Query = (),
        headers: Mapping[str, str] | None = None,
        auth: KeyPair | None = None,
        any_key: bool = False,
        timeout: float | None = None,
    ) -> Reply:
        """Answer one request as it comes over the wire: what every door ends in.

        `timeout` is how many seconds the caller waits; only a fault's latency takes any.
        """
        path, asked = arguments.path_of(path)
        if asked:
            query = [*asked, *(query.items() if isinstance(query, Mapping) else query)]
        verb = arguments.method_of(method)
        return self._exchange.answer(verb, path, body, query, headers or {}, auth, any_key, timeout)

    def client(self, **options: Any) -> Any:
        """A real `razorpay.Client` wired to this fake, nothing patched; `options` are the client's own."""
        from .doors.official import make_client

        return make_client(self, **options)

    def patch(self) -> Any:
        """Answer all that the process sends to Razorpay by this fake: a context manager and decorator."""
        from .doors.patching import Patch

        return Patch(self)

    def serve(self, port: int = 0, *, host: str = "127.0.0.1", hold: float = 10) -> Server:
        """Answer over HTTP, for other languages: `with rzp.serve() as server: server.url`; nothing is left after it.

        `port` 0 is any that is free; `host` is what it listens on, by default this machine alone; `hold` is how many
        seconds of real time a call is left without an answer that meets a `timeout` of `rzp.faults`, if its caller
        waits as long. Raises ImportError without the extra `server`, OSError, on entering, for a port that is taken.
        """
        from .server import Server

        return Server(self, port, host, hold)

    def __getattr__(self, name: str) -> Resource:
        if not name.startswith("_") and name in self._exchange.names():
            resource = Resource(name, self._exchange)
            self.__dict__[name] = resource
            return resource
        raise AttributeError(f"FakeRazorpay has no {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._exchange.names()})

    # -- the world

    @property
    def clock(self) -> Clock:
        """Time: now, advance, move_to."""
        return self._world.clock

    @property
    def bank(self) -> Bank:
        """The bank: scripts, confirm_token, reject_token."""
        return self._world.bank

    @property
    def dashboard(self) -> Dashboard:
        """What the merchant sets up by hand: offers."""
        return self._world.dashboard

    @property
    def onboarding(self) -> Onboarding:
        """What Razorpay's team and sub-merchants do to the accounts that the merchant opened."""
        return self._world.onboarding

    @property
    def faults(self) -> Faults:
        """What goes wrong on Razorpay's side."""
        return self._world.faults

    @property
    def webhooks(self) -> Webhooks:
        """Who is told of what happens: subscribe, deliveries, hold, deliver. Node's resource of that name too."""
        with self._world.ledger.lock:
            if self._webhooks is None:
                from .webhooks import Webhooks

                self._webhooks = Webhooks(self._world, self._exchange, self.fork)
            return self._webhooks

    @property
    def ledger(self) -> Ledger:
        """The books: journal, balance, check."""
        self._world.settle()
        return self._world.ledger

    @property
    def account_id(self) -> str:
        """The merchant's own account, `acc_...`."""
        return self._world.ledger.account

    @property
    def plugins(self) -> Plugins:
        """Which plugins this fake has: register, unregister."""
        return Plugins(self._world, self._plug)

    def _plug(self, hooks: Hooks | None) -> None:
        """Have these plugins, and forget the resources that were looked up: plugins may add some."""
        self._world.hooks = hooks
        self._world.fake = self if hooks is not None else None
        if self._webhooks is not None:
            self._webhooks._resource._forget()
        for name in [name for name, part in self.__dict__.items() if isinstance(part, Resource)]:
            self.__dict__.pop(name)._forget()

    # -- what happened

    @property
    def events(self) -> Sequence[dict[str, Any]]:
        """Every event, oldest first, as Razorpay would send it."""
        self._world.settle()
        return View(lambda: self._world.ledger.events, _as_event)

    @property
    def outbox(self) -> Sequence[Message]:
        """Every SMS and e-mail that Razorpay would have sent, oldest first."""
        self._world.settle()
        return View(lambda: self._world.ledger.outbox, _as_message)

    @property
    def calls(self) -> Sequence[Request]:
        """Every request with its answer, oldest first."""
        return View(lambda: self._world.ledger.calls, as_request)

    def history(self, entity_id: str) -> tuple[Step, ...]:
        """Each step that an entity went through, deleted ones too; prints as a table.

        Raises LookupError for an unknown id.
        """
        self._world.settle()
        steps = self._world.steps(entity_id)
        if steps is None:
            raise LookupError(f"there is no {entity_id!r}, and there was none")
        return History(steps)

    def story(self, entity_id: str | None = None) -> Story:
        """The whole run, or that of one entity and what is coupled to it, drawn from what happened.

        Prints as text; `.mermaid()`, `.mermaid("state")` and `.json()` draw it otherwise, and a notebook shows it as
        HTML. Raises LookupError for an id that never was.
        """
        from .story import tell

        return tell(self, entity_id)

    def explain(self, error: Any) -> Explanation:
        """What raises an error, what to do about it, and the page; prints as text, and is false if nothing is known.

        `error` is an exception, the dict that Checkout hands over, a failed payment, a reply, or text: a description,
        a reason, a code, a test card's number. Raises TypeError for anything else.
        """
        from .catalogue.explaining import explain

        return explain(error)

    def trigger(self, event: str, **overrides: Any) -> dict[str, Any]:
        """Play the calls that lead to an event, on this very fake, and return the event as it was sent.

        What expires moves the clock. `overrides`: customer (a dict of name, email, contact, or the id of one),
        notes and account (`acc_...`, a sub-merchant), and, where they apply, amount (smallest unit), currency,
        method and reason. Raises ValueError for an event that no page has, NotFaked for one whose resource is not
        built yet, TypeError for an override that the event does not take, and what the calls themselves raise.
        """
        from .world.trigger import trigger

        return trigger(self, self._world, event, overrides)

    def populate(
        self,
        *,
        customers: int = 50,
        orders: int = 200,
        invoices: int | None = None,
        payment_links: int | None = None,
        refunds: int | None = None,
        tokens: int | None = None,
        items: int | None = None,
        days: int = 90,
        progress: bool = True,
    ) -> Populated:
        """Make a believable merchant of so many customers, orders and so on, from the seed, by the fake's own calls.

        On a fake to which nothing has happened yet, the story fills the `days` up to now; else it begins now, and the
        clock is `days` further when it is over. Numbers that are not given follow from the orders and customers. What
        takes longer than a second shows a bar on a terminal, unless `progress` is false. Returns what was made, which
        prints as a table.

        Raises TypeError or ValueError for numbers that do not go together, and what a call of its raises; then nothing
        has changed.
        """
        from .data.populate import populate

        given = {
            "customers": customers,
            "orders": orders,
            "invoices": invoices,
            "payment_links": payment_links,
            "refunds": refunds,
            "tokens": tokens,
            "items": items,
            "days": days,
        }
        return populate(self, self._world, given, progress=progress)

    # -- worlds

    def snapshot(self) -> Snapshot:
        """The present state, to come back to; costs the same however much there is."""
        world = self._world
        with world.ledger.lock:
            of = (self._made_with["seed"], world.ledger.account)
            return Snapshot(world.ledger.mark(), world.clock.state, world.clock.reach(), of)

    def restore(self, snapshot: Snapshot) -> None:
        """Be as at the snapshot, clock and all; what is called then answers as it did then, to the byte."""
        world = self._world
        if not isinstance(snapshot, Snapshot):
            raise TypeError(f"restore() takes what snapshot() gave, not {type(snapshot).__name__}")
        if snapshot.of != (self._made_with["seed"], world.ledger.account):
            raise ValueError("this snapshot is of a fake with another seed")
        with world.ledger.lock:
            world.ledger.restore(snapshot.mark)
            world.clock.state = snapshot.clock
            if self._webhooks is not None or "webhook" in world.ledger.slots:
                self.webhooks._restored()

    def reset(self) -> None:
        """Be as when it was made."""
        self.restore(self._new)

    def fork(self, *, webhooks: bool = False) -> FakeRazorpay:
        """Another fake that begins as this one is and goes its own way; also `with rzp.fork() as other:`.

        Nothing is copied. Its webhooks go nowhere, or with `webhooks=True` to the same targets as this one's.
        """
        other = FakeRazorpay(**self._made_with, plugins=NONE)
        other._plug(self._world.hooks)
        other._new = self._new
        other.key_id, other.key_secret = self.key_id, self.key_secret
        other.restore(self.snapshot())
        if not webhooks and other._webhooks is not None:
            other.webhooks._silence()
        return other

    def diff(self, a: Snapshot, b: Snapshot | None = None) -> Diff:
        """What changed from snapshot `a` to `b` (the present, if not given): a mapping by id that prints as a table."""
        return diff(a, b if b is not None else self.snapshot())

    def __enter__(self) -> FakeRazorpay:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is held, so nothing is let go."""

    def __repr__(self) -> str:
        return f"<FakeRazorpay {self.key_id}>"


@functools.lru_cache(maxsize=16)  # a suite makes a fake for each test, mostly of the same seed
def _identity(seed: int) -> tuple[str, str, str]:
    """What a merchant's key id ends with, the key secret, and what the account's id ends with."""
    return tail(seed, 0), tail(seed, -1) + tail(seed, -2)[4:], tail(seed, -3)


def _as_event(entry: object) -> dict[str, Any]:
    assert isinstance(entry, Happening)
    return event_json(entry)


def _as_message(entry: object) -> Message:
    assert isinstance(entry, Message)
    return entry
