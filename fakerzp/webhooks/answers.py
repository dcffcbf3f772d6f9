"""What comes back from whoever a webhook is delivered to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """An HTTP status (None if none came), when it came (Unix seconds, the fake's clock) and what went wrong."""

    status: int | None
    at: int
    failure: BaseException | None = None
    error: str | None = None


class WrongAnswer(TypeError):
    """A handler returned something that is no status: a mistake in the test, so it is raised and not retried away."""


class Post:
    """One way to hand a webhook over; targets derive from it."""

    def __call__(self, body: bytes, headers: Mapping[str, str], now: Callable[[], int]) -> Answer:
        """Deliver once; `now` tells the fake's time. Raises nothing that a handler may raise: that is in the answer."""
        raise NotImplementedError


def answered(ask: Callable[[], int], now: Callable[[], int]) -> Answer:
    """The answer of a handler that returns a status or crashes, which a server answers with 500."""
    try:
        status = ask()
    except BaseException as error:  # kept with the delivery; the courier decides whether it goes further
        return Answer(500, now(), error)
    return Answer(status, now())


def status_of(returned: Any) -> int:
    """A handler's return value as an HTTP status: an int, None for 200, or a response with a `status_code`."""
    status = 200 if returned is None else getattr(returned, "status_code", returned)
    if isinstance(status, bool) or not isinstance(status, int) or not 100 <= status <= 599:
        raise WrongAnswer(f"a webhook handler returns an HTTP status or None for 200, not {returned!r}")
    return int(status)
