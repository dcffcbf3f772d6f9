"""`rzp.webhooks`: events reach the app under test, signed and byte-exact, in process and on the fake's clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..doors.exchange import Exchange
from ..doors.surface import Resource
from ..ledger.log import View
from ..utility import sign
from ..world.world import World
from .bodies import secret_of, styles_of
from .by_api import courier_of
from .delivery import Delivery, delivery_of
from .filters import chosen
from .retries import FIRST_GAP
from .schedules import Item, Order, Pending, Repeat, plan
from .state import LIMIT, Entry, Hook, State, chance, event_id, hook_id
from .subscription import Subscription
from .targets import target_of

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from .exploration import Exploration
    from .probing import Probe

__all__ = ["Delivery", "Hold", "Pending", "Subscription", "Webhooks"]

_ACCOUNT = re.compile(r"acc_[0-9A-Za-z]{14}\Z")


class Webhooks:
    """Subscriptions and deliveries of one fake, and the Node SDK's resource `webhooks` beside them."""

    def __init__(self, world: World, exchange: Exchange, fork: Callable[[], FakeRazorpay]) -> None:
        self._world = world
        self._fork = fork
        self._courier = courier_of(world)
        self._resource = Resource("webhooks", exchange)

    def subscribe(
        self,
        target: Callable[..., Any] | str,
        secret: str | None = None,
        events: Iterable[str] | None = None,
        path: str | None = None,
        *,
        account: str | None = None,
        style: str | Iterable[str] = "compact",
        host: str = "testserver",
        retry_after: int = FIRST_GAP,
        alert_email: str | None = None,
        raise_errors: bool = False,
    ) -> Subscription:
        """Deliver events to `target` from now on, each as it happens; returns the subscription.

        `target` is a callable `(body: bytes, headers: dict)` that returns a status, None for 200 (or a response with
        `status_code`); a WSGI or ASGI application, with the `path` of its webhook view and the `host` that it is asked
        for; or the URL of a server on this machine. A handler that raises has answered 500; `raise_errors` lets it
        raise to the caller too.

        `secret` signs the bodies (none: not signed); `events` are exact names (none: all); `account` (`acc_...`) is
        the one sub-merchant to hear of (none: the merchant and all of them); `style` spells the JSON in another way
        (see `bodies.STYLES`); `retry_after` is the first gap between attempts in seconds; `alert_email` is told when
        the webhook is disabled. Source: webhooks/setup-edit-payments.md.

        Raises ValueError for an unknown event or style, a host that is not this machine or a 31st webhook, TypeError
        for a target that cannot be delivered to.
        """
        post, wanted, styles = target_of(target, path, host), chosen(events), styles_of(style)
        secret = secret_of(secret)
        if account is not None and not _ACCOUNT.match(account):
            raise ValueError(f"account is the id of an account, acc_ and 14 letters or digits, not {account!r}")
        if type(retry_after) is not int or retry_after < 1:
            raise ValueError(f"retry_after is a whole number of seconds, at least one, not {retry_after!r}")
        self._world.settle()
        courier = self._courier
        with self._world.ledger.lock:
            courier.collect()
            state = courier.state
            if sum(hook.account == account for hook in state.hooks) >= LIMIT:
                raise ValueError(f"an account may have {LIMIT} webhooks; delete one that is no longer needed")
            made = state.made + 1
            name = hook_id(self._world.ledger.seed, made)
            hook = Hook(
                name, target, post, secret, wanted, account, styles, retry_after, alert_email, raise_errors
            )
            courier.state = state._replace(hooks=(*state.hooks, hook), made=made)
            courier.listen()
        return Subscription(courier, name)

    @property
    def subscriptions(self) -> list[Subscription]:
        """The subscriptions, in order of their making."""
        return [Subscription(self._courier, hook.id) for hook in self._courier.state.hooks]

    @staticmethod
    def sign(body: str | bytes, secret: str) -> str:
        """The signature of a body under a secret: hex HMAC-SHA256 (webhooks/validate-test.md)."""
        return sign(body, secret)

    @property
    def deliveries(self) -> Sequence[Delivery]:
        """Every attempt, oldest first."""
        self._world.settle()
        return View(lambda: self._courier.state.log, lambda entry: delivery_of(self._courier, entry))

    @property
    def pending(self) -> list[Pending]:
        """What was not accepted yet, in the order of the events: held, waiting for a retry, or given up on."""
        self._world.settle()
        return [self._pending(entry) for entry in self._courier.state.pending()]

    # -- schedules by hand

    def hold(self) -> Hold:
        """Deliver nothing by itself any more, retries neither; it all becomes `pending`.

        In a `with` statement, delivery resumes at the end of it, and what is still held is delivered then.
        """
        self._world.settle()
        with self._world.ledger.lock:
            state = self._courier.state
            was = state.holding
            for number in state.queue.values():
                entry = state.entries.get(number)
                if entry is not None:
                    state = state.off_queue(entry, 0)
            self._courier.state = state._replace(queue=State().queue, head=0, tail=0, holding=True)
        return Hold(self, was)

    def resume(self) -> list[Delivery]:
        """End a hold: deliver what is held, in the order of the events, and what happens from now on as it happens."""
        self._world.settle()
        with self._world.ledger.lock:
            self._let_go()
            held = [place for place, entry in enumerate(self._courier.state.pending()) if entry.due is None]
            before = self._queue(held, 1, ())
        return self._carry_out(before)

    def deliver(self, order: Order = "fifo", *, repeat: Repeat = 1, drop: Iterable[Item] = ()) -> list[Delivery]:
        """Deliver what is pending now, by this schedule; returns the deliveries.

        `order` is fifo, lifo, random (the seed decides), a list of places in `pending` or of event names, or a callable
        that takes the pending items and returns such a list; what a list leaves out stays pending. `repeat` is how
        often each is delivered, or how often by event name; `drop` are places or names that are lost for good. A
        delivery that fails is pending again. A hold stays on.

        Within a handler it returns nothing, and what is asked for follows when the handler is done. Raises LookupError
        for what is not pending, ValueError for an order that is none.
        """
        self._world.settle()
        with self._world.ledger.lock:
            before = self._queue(order, repeat, drop)
        return self._carry_out(before)

    def _queue(self, order: Order, repeat: Repeat, drop: Iterable[Item]) -> int:
        """Queue what is pending by a schedule; returns how many deliveries there were before. The lock is held."""
        state = self._courier.state
        entries = state.pending()
        luck = chance(self._world.ledger.seed, -1 - state.draws)
        places, dropped = plan([self._pending(entry) for entry in entries], order, repeat, drop, luck)
        state = state._replace(draws=state.draws + 1)
        for place in dropped:
            state = state.without_entry(entries[place].number)
        for place in places:
            entry = state.entries[entries[place].number]
            state = state.with_entry(entry._replace(copies=entry.copies + 1, due=None)).queued(entry.number)
        self._courier.state = state
        return state.log.size if state.log else 0

    def _carry_out(self, before: int) -> list[Delivery]:
        self._courier.pump()
        return list(self.deliveries[before:])

    def _let_go(self) -> None:
        self._courier.state = self._courier.state._replace(holding=False)

    def _pending(self, entry: Entry) -> Pending:
        happening = entry.happening
        return Pending(
            happening.event,
            event_id(self._world.ledger.seed, happening),
            Subscription(self._courier, entry.hook),
            entry.attempts,
            happening.at,
            entry.due,
        )

    # -- trying out

    def explore(
        self,
        handler_factory: Callable[..., Any],
        flow: Callable[..., object],
        *,
        state: Callable[..., Any],
        bound: int = 5,
        samples: int = 100,
        seed: int = 0,
        path: str | None = None,
        secret: str | None = None,
        events: Iterable[str] | None = None,
        host: str = "testserver",
    ) -> Exploration:
        """Run a handler under every legal delivery of a flow's events, and say which leave another state behind.

        `handler_factory()`, `(fake)` or `(fake, checkpoint)` makes the target anew, with nothing in it; `flow(fake)` or
        `(fake, target)` plays what makes the events; `state(target)` is what the target then knows, as plain values.
        Each delivery is played on a fork of its own, its clock standing, and compared with in order and once each, the
        money in the fork's books too: all orders of up to `bound` events (of more, each event moved to each place, and
        `samples` orders by `seed`), each event repeated, and each retried after its effect, at each later place; and a
        crash before and after each call to the fake, and at each `checkpoint(name)`, that the handler passes in order
        (of more than `samples` such points, so many by `seed`), tried again after the rest and at once. What the
        handler refuses is tried again after the rest. `path`, `secret`, `events` and `host` are as for `subscribe`.

        Raises ValueError if the flow makes no event, the handler refuses one in order, or nothing is the same twice.
        Source: webhooks/best-practices.md.
        """
        from .exploring import Setting, explore, names_of

        names, now = names_of(events), self._world.clock.reach()
        setting = Setting(self._fork, now, handler_factory, flow, state, path, host, secret, names)
        return explore(setting, bound, samples, seed)

    def probe(
        self,
        app: Any,
        *,
        secret: str,
        path: str | None = None,
        accepted: Callable[[int], bool] = lambda status: status < 400,
        old_secret: str | None = None,
        event: str = "payment.captured",
        flow: Callable[..., object] | None = None,
        state: Callable[..., Any] | None = None,
        host: str = "testserver",
    ) -> Probe:
        """Send the app events that are forged, altered, repeated or of others, and good ones; report what it accepts.

        `accepted` says which statuses mean that it did; `old_secret` is one that it had before (else one that nobody
        knows); `event` is what it is sent, out of `flow(fake)` or `(fake, app)` where it must know the order, played on
        a fork; with `state(app)` it must also leave no trace of what it refuses and act once on what is repeated.

        Raises ValueError without a secret, or if the flow does not make the event.
        Source: webhooks/validate-test.md.
        """
        from .probing import Probed, probe

        now = self._world.clock.reach()
        return probe(Probed(self._fork, now, app, secret, old_secret, path, host, accepted, event, flow, state))

    # -- worlds

    def _restored(self) -> None:
        """The world was taken to another moment: listen if somebody was subscribed there."""
        self._courier.listen()

    def _silence(self) -> None:
        """Go nowhere: the world is a fork. What was delivered stays on record."""
        state = self._courier.state
        self._courier.state = State(made=state.made, counted=state.counted, draws=state.draws, log=state.log)
        self._courier.listen()

    # -- the SDK's resource

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in dir(self._resource):
            raise AttributeError(f"rzp.webhooks has no {name!r}")
        return getattr(self._resource, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self._resource)})

    def __repr__(self) -> str:
        state = self._courier.state
        return f"<{len(state.hooks)} webhooks, {state.log.size if state.log else 0} deliveries>"


class Hold:
    """What `hold` returns: `with rzp.webhooks.hold():` ends the hold at the end of the block."""

    def __init__(self, webhooks: Webhooks, was: bool) -> None:
        self._webhooks = webhooks
        self._was = was

    def __enter__(self) -> Webhooks:
        return self._webhooks

    def __exit__(self, kind: object, *error: object) -> None:
        """Resume, unless a hold was on before; if the block failed, what is held stays pending."""
        if self._was:
            return
        if kind is None:
            self._webhooks.resume()
        else:
            self._webhooks._let_go()
