"""Faults: what goes wrong on Razorpay's side or on the way there, planned by the name of the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from . import fault_plan
from .fault_plan import ONCE, Met, Plan, Where

if TYPE_CHECKING:
    from .world import World

_SLOT = "faults"
_MICRO = 1_000_000


class _State(NamedTuple):
    """What a snapshot keeps: the plans, oldest first, and the microseconds that did not make up a second yet."""

    plans: tuple[Plan, ...] = ()
    carried: int = 0


_NOTHING = _State()


class Injected:
    """A fault as it was planned: `remove()` it, or let a `with` block do so at its end."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def remove(self) -> None:
        """Take it back; nothing happens if no call is left to meet it."""
        self._faults.remove(self)

    def __enter__(self) -> Injected:
        return self

    def __exit__(self, *error: object) -> None:
        self.remove()


class Faults:
    """`rzp.faults`: what goes wrong on Razorpay's side. The plans are part of what snapshots and forks hold."""

    def __init__(self, world: World) -> None:
        self._world = world

    def inject(
        self,
        endpoint: str,
        *,
        error: str | None = None,
        status: int | None = None,
        code: str | None = None,
        body: str | dict[str, Any] | list[Any] | None = None,
        reset: bool = False,
        timeout: bool = False,
        rate_limit: bool = False,
        latency: float | None = None,
        times: int | None = ONCE,
        every: int | None = None,
        after: bool = False,
        where: Where | None = None,
    ) -> Injected:
        """Let calls of an endpoint go wrong: before they reach Razorpay, or `after` they have taken effect.

        `endpoint` is a name of Python's or Node's, such as `order.create`, or `POST /v1/orders`, or a pattern
        (`order.*`, `*`). What the caller gets is one of: `error`, a description in Razorpay's envelope (from
        `status` 500 on with the code SERVER_ERROR, below BAD_REQUEST_ERROR, unless there is a `code`); `status`
        with the HTML page of a gateway; `body`, text (as HTML) or JSON, by default with status 200; `reset`, a
        connection that breaks; `timeout`, an answer that does not come in time; `rate_limit`, the documented 429.
        `latency` is how many seconds of the fake's clock pass, with or without one of these.

        `times` calls meet it, None without end; with `every` each such call does (3: the third, the sixth, ...),
        without end unless `times` is given. `where` is asked about each call (a request as in `rzp.calls`) and
        picks those that count. Returns a handle to take it back, also as a context manager. Raises LookupError for
        a name or pattern of no endpoint; TypeError or ValueError for what does not go together.
        """
        answer = fault_plan.answer(
            error=error, status=status, code=code, body=body, reset=reset, timeout=timeout, rate_limit=rate_limit
        )
        if answer is None and latency is None:
            raise TypeError("inject needs one of error, status, body, reset, timeout, rate_limit and latency")
        left, each = fault_plan.counts(times, every)
        handle = Injected(self)
        calls, seconds = fault_plan.calls(endpoint, self._world.hooks), fault_plan.latency_of(latency)
        plan = Plan(endpoint, answer, seconds, left, each, after, where, 0, calls, handle)
        with self._world.ledger.lock:
            self._keep((*self._state.plans, plan))
        return handle

    def clear(self) -> None:
        """Take back all that is planned."""
        with self._world.ledger.lock:
            self._keep(())

    @property
    def active(self) -> list[Plan]:
        """The planned faults that calls can still meet, in the order in which they do."""
        return list(self._state.plans)

    # -- for the doors

    @property
    def planned(self) -> bool:
        """Whether there is any."""
        state: _State | None = self._world.ledger.slots.get(_SLOT)
        return state is not None and bool(state.plans)

    def meet(self, call: str, request: Callable[[], Any]) -> Met | None:
        """What a call (see `fault_plan.call_of`) meets now, None if nothing; it then counts as met.

        A call goes through the plans in order, up to the first that answers it. `request` makes what `where` sees.
        """
        with self._world.ledger.lock:
            kept: list[Plan] = []
            found: list[Plan] = []
            seen: Any = None
            for plan in self._state.plans:
                is_over = bool(found) and found[-1].answer is not None
                if is_over or call not in plan.calls:
                    kept.append(plan)
                    continue
                if plan.where is not None:
                    seen = request() if seen is None else seen
                    if not plan.where(seen):
                        kept.append(plan)
                        continue
                count = plan.met + 1
                left = plan.times
                if count % plan.every == 0:
                    found.append(plan)
                    left = None if left is None else left - 1
                if left != 0:
                    kept.append(plan._replace(met=count, times=left))
            self._keep(tuple(kept))
        return fault_plan.met(found) if found else None

    def remove(self, handle: object) -> None:
        """Take back what was planned under that handle."""
        with self._world.ledger.lock:
            self._keep(tuple(plan for plan in self._state.plans if plan.handle is not handle))

    def elapse(self, seconds: float) -> None:
        """Let time pass on the fake's clock, and happen what falls due; parts of a second add up to whole ones."""
        with self._world.ledger.lock:
            state = self._state
            whole, carried = divmod(state.carried + round(seconds * _MICRO), _MICRO)
            self._keep(state.plans, carried)
        # Without the lock: what falls due is announced, and a handler may call back from a thread of its own.
        self._world.clock.advance(seconds=whole)

    @property
    def _state(self) -> _State:
        state: _State = self._world.ledger.slots.get(_SLOT, _NOTHING)
        return state

    def _keep(self, plans: tuple[Plan, ...], carried: int | None = None) -> None:
        ledger = self._world.ledger
        state = _State(plans, self._state.carried if carried is None else carried)
        if state != _NOTHING or _SLOT in ledger.slots:
            ledger.slots = ledger.slots.set(_SLOT, state)
