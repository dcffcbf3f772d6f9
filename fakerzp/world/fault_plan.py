"""What a planned fault consists of: what the caller gets in place of an answer, which calls meet it, how often."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import NA, RATE_LIMIT, SERVER, ApiError

if TYPE_CHECKING:
    from ..api.endpoint import Endpoint
    from ..extending.hooks import Hooks

JSON = "application/json"
HTML = "text/html"

_STATUS_OF = {"BAD_REQUEST_ERROR": 400, "GATEWAY_ERROR": 502, "SERVER_ERROR": 500}
_EMPTY = (204, 304)

Where = Callable[[Any], object]


class _Once(int):
    """A default that is told from the same number given by the caller."""


ONCE = _Once(1)
"""How many calls meet a fault if nothing is said: one, or every nth without end."""


class Answer(NamedTuple):
    """What a caller gets in place of Razorpay's answer; `status` 0 is no answer at all (`reset`, `timeout`)."""

    kind: str
    status: int = 0
    content_type: str = ""
    text: str = ""

    @property
    def body(self) -> Any:
        """The body as a reply has it: JSON as values, anything else as text, None for no answer. A fresh copy."""
        if not self.status:
            return None
        return json.loads(self.text) if self.content_type == JSON else self.text


class Plan(NamedTuple):
    """A planned fault: `endpoint`, `latency` (seconds), `every`, `after` and `where` as they were given.

    `times` is how many more calls meet it (None: no end), `answer` None if only time passes, `met` how many calls
    were counted so far, `calls` the endpoints that the name stands for.
    """

    endpoint: str
    answer: Answer | None
    latency: float
    times: int | None
    every: int
    after: bool
    where: Where | None
    met: int
    calls: frozenset[str]
    handle: object

    def __repr__(self) -> str:
        """On one line, as in `<order.create: status 503, 2 more times>`."""
        what = []
        if self.answer is not None:
            status = f" {self.answer.status}" if self.answer.status else ""
            what.append(self.answer.kind.replace("_", " ") + status)
        if self.latency or not what:
            what.append(f"latency {self.latency:g} s")
        what += ["after the write"] * self.after + [f"every {self.every} calls"] * (self.every > 1)
        left = "until removed" if self.times is None else f"{self.times} more time{'s' * (self.times != 1)}"
        return f"<{self.endpoint}: {', '.join(what)}, {left}>"


class Met(NamedTuple):
    """All that one call met: seconds before and after the write, and what is answered instead, if anything."""

    before: float
    after: float
    answer: Answer | None
    is_written: bool


def met(plans: list[Plan]) -> Met:
    """The faults that one call meets, put together; only the last of them may have an answer."""
    last = plans[-1]
    before = sum(plan.latency for plan in plans if not plan.after)
    after = sum(plan.latency for plan in plans if plan.after)
    return Met(before, after, last.answer, last.after or last.answer is None)


def call_of(method: str, path: str) -> str:
    """How plans know an endpoint."""
    return f"{method} {path}"


@cache
def _own_calls() -> Mapping[str, frozenset[str]]:
    from ..api.registry import endpoints

    return calls_by_name(endpoints())


def calls_by_name(endpoints: Iterable[Endpoint]) -> Mapping[str, frozenset[str]]:
    """Every name of an endpoint (Python's, Node's, method and path) and the endpoints that carry it."""
    found: dict[str, frozenset[str]] = {}
    for endpoint in endpoints:
        call = call_of(endpoint.method, endpoint.path)
        signatures = (*endpoint.python, *endpoint.node)
        for name in (call, *(signature.partition("(")[0] for signature in signatures)):
            found[name] = found.get(name, frozenset()) | {call}
    return found


def calls(endpoint: str, hooks: Hooks | None = None) -> frozenset[str]:
    """The endpoints of a name or glob pattern, those that plugins added too.

    Raises LookupError, with names that come close, if there are none.
    """
    known = _own_calls() if hooks is None else hooks.calls
    if endpoint in known:
        return known[endpoint]
    found = frozenset[str]().union(*(known[name] for name in known if fnmatchcase(name, endpoint)))
    if not found:
        close = difflib.get_close_matches(endpoint, known, n=3)
        hint = f"; did you mean {' or '.join(close)}?" if close else "; take one such as order.create or order.*"
        raise LookupError(f"{endpoint!r} is no endpoint's name, and no pattern of any{hint}")
    return found


def answer(
    *,
    error: str | None,
    status: int | None,
    code: str | None,
    body: str | dict[str, Any] | list[Any] | None,
    reset: bool,
    timeout: bool,
    rate_limit: bool,
) -> Answer | None:
    """What the arguments of `inject` ask for; None if they ask for no other answer. Raises TypeError, ValueError."""
    asked = {"error": error is not None, "body": body is not None}
    asked |= {"reset": reset, "timeout": timeout, "rate_limit": rate_limit}
    kinds = [kind for kind, is_asked in asked.items() if is_asked]
    kind = kinds[0] if kinds else "status"
    if len(kinds) > 1:
        raise TypeError(f"{kind} and {kinds[1]} are two faults: inject them one after the other")
    if status is not None and kind in ("reset", "timeout", "rate_limit"):
        raise TypeError(f"{kind} goes without a status")
    if code is not None and kind != "error":
        raise TypeError("code goes with error, the description")
    if kind in ("reset", "timeout"):
        return Answer(kind)
    if kind == "rate_limit":
        return _error(kind, RATE_LIMIT.error())
    if error is not None:
        return _error(kind, _api_error(error, status, code))
    if body is not None:
        return _reply(kind, 200 if status is None else _checked(status, 200), body)
    return None if status is None else _reply(kind, _checked(status, 400), _page(status))


def _checked(status: int, least: int) -> int:
    if isinstance(status, bool) or not isinstance(status, int):
        raise TypeError(f"status is a whole number, not {type(status).__name__}")
    if not least <= status <= 599 or status in _EMPTY:
        hint = "; below that it needs body" if least == 400 else f", other than {_EMPTY[0]} and {_EMPTY[1]}"
        raise ValueError(f"status is from {least} to 599{hint}, not {status}")
    return status


def _api_error(description: str, status: int | None, code: str | None) -> ApiError:
    if code is not None and code not in _STATUS_OF:
        raise ValueError(f"code is {', '.join(_STATUS_OF)}, not {code!r}")
    if status is None:
        status = _STATUS_OF[code or "SERVER_ERROR"]
    envelope = SERVER if _checked(status, 400) >= 500 else NA
    return ApiError(description, envelope._replace(code=code or envelope.code), status, None)


def _error(kind: str, error: ApiError) -> Answer:
    return _reply(kind, error.status, error.body)


def _reply(kind: str, status: int, body: str | dict[str, Any] | list[Any]) -> Answer:
    if isinstance(body, str):
        return Answer(kind, status, HTML, body)
    if isinstance(body, (dict, list)):
        return Answer(kind, status, JSON, json.dumps(body))
    raise TypeError(f"body is text, a dict or a list, not {type(body).__name__}")


def _page(status: int) -> str:
    """What a gateway in front of the API shows when it answers by itself."""
    from http import HTTPStatus

    try:
        title = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        title = str(status)
    return f"<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n</body>\n</html>\n"


def latency_of(latency: float | None) -> float:
    """Seconds, checked; raises TypeError or ValueError for what is no length of time."""
    if latency is None:
        return 0
    if isinstance(latency, bool) or not isinstance(latency, (int, float)):
        raise TypeError(f"latency is a number of seconds, not {type(latency).__name__}")
    if not 0 <= latency < math.inf:
        raise ValueError(f"latency is a number of seconds from 0 on, not {latency}")
    return latency


def counts(times: int | None, every: int | None) -> tuple[int | None, int]:
    """How often a fault is met (None: no end), and at each which call. Raises TypeError or ValueError."""
    for name, number in (("times", times), ("every", every)):
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"{name} is a whole number, not {type(number).__name__}")
        if number < 1:
            raise ValueError(f"{name} is at least 1, not {number}")
    if times is ONCE:
        return (1, 1) if every is None else (None, every)
    return times, every or 1
