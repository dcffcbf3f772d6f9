"""Carries events to their targets: as they happen, one at a time, in order, and outside of the world's lock."""

from __future__ import annotations

from ..exceptions import NotFaked
from ..ledger.due import Due
from ..ledger.law import Happening
from ..ledger.log import append
from ..world.events import event_json
from ..world.outbox import Message
from ..world.world import World
from .answers import Answer, WrongAnswer
from .bodies import Headers, body_of, headers_of
from .retries import ANSWER_WITHIN, WINDOW, gives_up, next_attempt
from .state import Entry, Hook, Sent, State, chance, event_id

WHAT = "webhook"
"""The name under which retries stand in the queue of what falls due."""
_NOTHING = State()


class Courier:
    """Delivers for one world. Whatever changes the state holds the world's lock; whatever calls a handler does not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._busy = False
        world.parts[WHAT] = self._fall_due

    # -- state

    @property
    def state(self) -> State:
        """What is known now."""
        found: State = self.world.ledger.slots.get(WHAT, _NOTHING)
        return found

    @state.setter
    def state(self, state: State) -> None:
        ledger = self.world.ledger
        ledger.slots = ledger.slots.set(WHAT, state)

    def listen(self) -> None:
        """Hear of every step of the world while somebody is subscribed, and of none otherwise."""
        self.world.listener = self._announced if self.state.hooks else None

    # -- what happens

    def _announced(self) -> None:
        state, events = self.state, self.world.ledger.events
        if (events.size if events else 0) != state.cursor or state.head != state.tail:
            with self.world.ledger.lock:
                self.collect()
            self.pump()

    def collect(self) -> None:
        """Take the events that are new, each for every subscription that wants it; with the lock held."""
        state, link = self.state, self.world.ledger.events
        size = link.size if link else 0
        found: list[Happening] = []
        while state.hooks and link is not None and link.size > state.cursor:
            assert isinstance(link.entry, Happening)
            found.append(link.entry)
            link = link.before
        for happening in reversed(found):
            for hook in state.hooks:
                if hook.wants(happening):
                    copies = 0 if state.holding else 1
                    entry = Entry(state.counted, happening, hook.id, hook.secret, copies)
                    state = state._replace(counted=state.counted + 1).with_entry(entry)
                    if copies:
                        state = state.queued(entry.number)
        self.state = state._replace(cursor=size)

    def _fall_due(self, item: Due) -> None:
        """A retry's instant has come, or the end of its 24 hours; the lock is held."""
        state = self.state
        entry = state.entries.get(int(item.entity_id))
        if entry is None or entry.due != item.at or entry.first is None:
            return
        hook = state.hook(entry.hook)
        over = item.at >= entry.first + WINDOW
        goes = hook is not None and hook.active and not over and not state.holding
        state = state.with_entry(entry._replace(due=None, copies=1 if goes else 0))
        self.state = state.queued(entry.number) if goes else state
        if hook is not None and over:
            self.disable(hook, "what it was sent was not accepted for 24 hours")

    def disable(self, hook: Hook, why: str | None) -> None:
        """Switch a subscription off, and say so by mail if it is Razorpay that does; with the lock held."""
        if not hook.active:
            return
        world = self.world
        self.state = self.state.with_hook(hook._replace(active=False, disabled_at=world.now))
        self.mirror(hook.id, "disable")
        if why is not None and hook.alert_email is not None:
            text = f"webhook {hook.id} is disabled: {why}"
            message = Message("email", hook.alert_email, text, "", world.now, hook.id, "alert")
            world.ledger.outbox = append(world.ledger.outbox, message)

    def forget(self, hook_id: str) -> None:
        """Take a subscription away, with all that was pending for it; with the lock held."""
        state = self.state
        for entry in state.entries.values():
            if entry.hook == hook_id:
                state = state.without_entry(entry.number)
        self.state = state._replace(hooks=tuple(hook for hook in state.hooks if hook.id != hook_id))
        self.listen()

    def mirror(self, hook_id: str, event: str) -> None:
        """Let a webhook that a call of the API made show what became of its subscription; with the lock held."""
        world = self.world
        found = world.ledger.record(hook_id)
        if found is not None and world.law.allows(found[1], event):
            moved = world.law.move(*found, event, world.now)
            if event == "delete":
                world.bury(found[0], moved)

    # -- the queue

    def pump(self) -> None:
        """Deliver what is queued, to the end; if somebody is delivering, it follows there.

        Raises what a handler raised if its subscription says so; the rest of the queue then follows with the next
        step.
        """
        with self.world.ledger.lock:
            if self._busy:
                return
            self._busy = True
        try:
            while self._next():
                pass
        except BaseException:
            self._busy = False
            raise

    def _next(self) -> bool:
        """Deliver the first of the queue; False if there is none."""
        with self.world.ledger.lock:
            state = self.state
            if state.head == state.tail:
                # Let go under the lock, so that whoever queues something from now on delivers it.
                self._busy = False
                return False
            number = state.queue[state.head]
            state = state._replace(queue=state.queue.delete(state.head), head=state.head + 1)
            entry = state.entries.get(number)
            hook = state.hook(entry.hook) if entry is not None else None
            if entry is not None and (hook is None or not hook.active):
                # Nothing is sent to a webhook that is off; the event is kept.
                state = state.off_queue(entry, entry.copies - 1)
            self.state = state
        if entry is not None and hook is not None and hook.active:
            self._attempt(entry, hook)
        return True

    def _attempt(self, entry: Entry, hook: Hook) -> None:
        world = self.world
        seed = world.ledger.seed
        body = body_of(event_json(entry.happening), hook.styles, chance(seed, entry.number))
        identity = event_id(seed, entry.happening)
        headers = headers_of(body, identity, entry.secret)
        # By how far time has come: while things fall due one by one, now() stands at the instant of each.
        at, started = world.now, world.clock.reach()
        try:
            answer = hook.post(body, Headers(headers), world.clock.reach)
        except BaseException as interrupt:  # while it waited for a server
            if isinstance(interrupt, Exception):
                raise
            answer = Answer(None, world.clock.reach(), interrupt)
        took = answer.at - started
        status, error = _outcome(answer, took)
        with world.ledger.lock:
            attempt = entry.attempts + 1
            sent = Sent(
                entry.happening.event, identity, attempt, at, status, body, tuple(headers.items()), hook.id, error
            )
            self._settle(entry, sent, at + min(max(took, 0), ANSWER_WITHIN))
        if answer.failure is not None and _goes_further(answer.failure, hook):
            raise answer.failure

    def _settle(self, entry: Entry, sent: Sent, failed_at: int) -> None:
        """Keep what an attempt came to, and decide what follows; with the lock held."""
        state = self.state
        current = state.entries.get(entry.number)
        if current is None or current.happening is not entry.happening:
            return  # the handler took the world back to before this event
        state = state._replace(log=append(state.log, sent))
        accepted = current.accepted or (sent.status is not None and 200 <= sent.status <= 299)
        first = sent.at if current.first is None else current.first
        entry = current._replace(
            attempts=sent.attempt, copies=max(current.copies - 1, 0), first=first, accepted=accepted
        )
        if accepted and not entry.copies:
            self.state = state.without_entry(entry.number)
            return
        hook = state.hook(entry.hook)
        if not accepted and not entry.copies and hook is not None:
            due = next_attempt(first, entry.attempts, failed_at, hook.retry_after)
            entry = entry._replace(due=gives_up(first, failed_at) if due is None else due)
            assert entry.due is not None
            self.world.ledger.schedule(entry.due, WHAT, entry.happening.account, str(entry.number))
        self.state = state.with_entry(entry)


def _outcome(answer: Answer, took: int) -> tuple[int | None, str | None]:
    """The status as the sender saw it, and what went wrong."""
    if took > ANSWER_WITHIN:
        return None, f"timeout: answered after {took} seconds, and has {ANSWER_WITHIN}"
    return answer.status, answer.error if answer.failure is None else _told(answer.failure)


def _told(failure: BaseException) -> str:
    """The traceback of a handler's crash, from where the handler begins."""
    from traceback import format_exception

    trace = failure.__traceback__
    while trace is not None and trace.tb_frame.f_globals.get("__name__", "").startswith(__package__):
        trace = trace.tb_next
    return "".join(format_exception(type(failure), failure, trace)).rstrip()


def _goes_further(failure: BaseException, hook: Hook) -> bool:
    """Whether what a handler raised reaches the caller too.

    A crash is Razorpay's 500 and nothing else, unless the subscription asks for it. What is no crash of the handler
    is not swallowed: a call that the fake refuses, a test that fails or is interrupted.
    """
    return hook.raise_errors or not isinstance(failure, Exception) or isinstance(failure, (NotFaked, WrongAnswer))
