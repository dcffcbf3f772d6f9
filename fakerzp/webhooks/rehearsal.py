"""A world to rehearse in: a fork on which apps and flows may do what they like, at an instant that stands still."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ..world.clock import Clock

if TYPE_CHECKING:
    from ..fake import FakeRazorpay


@contextmanager
def rehearsed(fork: Callable[[], FakeRazorpay], at: int) -> Iterator[FakeRazorpay]:
    """A fork at that instant (Unix seconds), whose webhooks go nowhere.

    Where the official client is installed, every client of the process that is not wired to another fake talks to the
    fork meanwhile: what an app does while it is tried out changes nothing outside.
    """
    fake = fork()
    world = fake.webhooks._world
    # Standing: otherwise two rehearsals of the same thing could differ by a second.
    world.clock = Clock(at, world.settle, world.lock)
    with ExitStack() as stack:
        with suppress(ImportError):
            stack.enter_context(fake.patch())
        yield fake


def called(function: Callable[..., Any], *offered: Any) -> Any:
    """The function's result, called with as many of the arguments offered as it cannot do without."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return function(*offered)
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    wanted = sum(p.kind in kinds and p.default is p.empty for p in parameters)
    return function(*offered[:wanted])
