"""A call that met a fault: what its caller gets, as the official client's transport would raise or hand it over."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..world.fault_plan import Answer

_HOST = "HTTPSConnectionPool(host='api.razorpay.com', port=443)"
_RESET = (104, "Connection reset by peer")

LATE = Answer("timeout")
"""What a caller gets who would not wait as long as the answer took."""


class Faulted(Exception):
    """An answer that is not the endpoint's; doors turn it into a reply or into what the SDK makes of it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.kind)
        self.answer = answer

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the reply."""
        return {"content-type": self.answer.content_type}

    def read(self) -> Any:
        """The body read as JSON, whatever it says it is: the SDK does. Raises what the SDK raises for other text."""
        try:
            return json.loads(self.answer.text)
        except json.JSONDecodeError as error:
            found = error
        try:
            from requests.exceptions import JSONDecodeError
        except ImportError:
            raise found from None
        raise JSONDecodeError(found.msg, found.doc, found.pos) from None


class Delay:
    """Lets the time of a fake pass; goes with an exception of that fake's, and stays behind when it is pickled."""

    def __init__(self, elapse: Callable[[float], None] | None = None, kind: str = "") -> None:
        self._elapse = elapse
        self.kind = kind
        """What went wrong: "reset" or "timeout"."""

    def __call__(self, seconds: float) -> None:
        """Let so many seconds pass."""
        if self._elapse is not None:
            self._elapse(seconds)

    def __reduce__(self) -> tuple[type[Delay], tuple[()]]:
        return Delay, ()


DELAY = "fake_delay"
"""The attribute under which an exception carries its Delay."""


def fault_of(error: BaseException) -> str | None:
    """Whether an exception stands for no answer at all, and why: `reset` or `timeout`; None for any other one."""
    delay: Delay | None = getattr(error, DELAY, None)
    return delay.kind if delay is not None else None


def in_place_of(answer: Answer, timeout: float | None, elapse: Callable[[float], None]) -> Exception:
    """The exception for an answer that is not the endpoint's; raise it. `timeout` is the caller's, in seconds."""
    if answer.status:
        return Faulted(answer)
    error = _reset() if answer.kind == "reset" else _timed_out(timeout)
    setattr(error, DELAY, Delay(elapse, answer.kind))
    return error


def _reset() -> Exception:
    """A connection that broke, as `requests` reports it, or Python itself where that is not installed."""
    try:
        from requests.exceptions import ConnectionError as Reset
        from urllib3.exceptions import ProtocolError
    except ImportError:
        return ConnectionResetError(*_RESET)
    return Reset(ProtocolError("Connection aborted.", ConnectionResetError(*_RESET)))


def _timed_out(timeout: float | None) -> Exception:
    """An answer that did not come in time, likewise."""
    text = "Read timed out." + (f" (read timeout={timeout})" if timeout is not None else "")
    try:
        from requests.exceptions import ReadTimeout
    except ImportError:
        return TimeoutError(text)
    return ReadTimeout(f"{_HOST}: {text}")


def read_timeout(timeout: Any) -> float | None:
    """How many seconds a caller waits for an answer, from what `requests` takes as `timeout`; None: for ever."""
    if isinstance(timeout, tuple) and len(timeout) == 2:
        timeout = timeout[1]
    return timeout if isinstance(timeout, (int, float)) else None
