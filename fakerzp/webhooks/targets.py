"""Who a webhook is delivered to: a function, a WSGI or ASGI application, or a server on this machine."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .answers import Answer, Post, answered, status_of
from .apps import Asgi, Wsgi
from .bodies import Headers
from .retries import ANSWER_WITHIN

LOOPBACK: Mapping[str, tuple[str, ...]] = {
    "127.0.0.1": ("127.0.0.1",),
    "localhost": ("127.0.0.1", "::1"),
    "::1": ("::1",),
}
"""The hosts that a URL may name, and the addresses that each stands for, whatever the machine's name service says."""

_LATE = f"timeout: no answer within {ANSWER_WITHIN} seconds"
_REFUSED = "connection refused: nobody listens there"


class Function(Post):
    """`target(body: bytes, headers: dict)`, plain or async; returns a status, None for 200, or a response."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, body: bytes, headers: Mapping[str, str], now: Callable[[], int]) -> Answer:
        """Call the function."""
        return answered(lambda: self._ask(body, headers), now)

    def _ask(self, body: bytes, headers: Mapping[str, str]) -> int:
        returned = self.function(body, Headers(headers))
        if inspect.iscoroutine(returned):
            from .loops import run

            returned = run(returned)
        return status_of(returned)


class Loopback(Post):
    """A server on this machine, over plain HTTP. Redirects are answers like others: not 2xx, so failures."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.addresses = LOOPBACK[parts.hostname or ""]
        self.port = parts.port or 80
        self.host = parts.netloc
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def __call__(self, body: bytes, headers: Mapping[str, str], now: Callable[[], int]) -> Answer:
        """Post the body over a connection of its own, for up to 5 seconds of real time."""
        from time import monotonic

        started, error = monotonic(), ""
        for address in self.addresses:
            status, error = self._ask(address, body, headers)
            if status is not None and monotonic() - started > ANSWER_WITHIN:
                status, error = None, _LATE
            if status is not None or error is not _REFUSED:
                break
        return Answer(status, now(), None, error or None)

    def _ask(self, address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str]:
        """The status, or None and why there is none."""
        from http.client import HTTPException

        try:
            return self._post(address, body, headers), ""
        except ConnectionRefusedError:
            return None, _REFUSED
        except TimeoutError:
            return None, _LATE
        except (OSError, HTTPException) as broken:
            return None, f"{type(broken).__name__}: {broken}"

    def _post(self, address: str, body: bytes, headers: Mapping[str, str]) -> int:
        from http.client import HTTPConnection

        connection = HTTPConnection(address, self.port, timeout=ANSWER_WITHIN)
        try:
            connection.request("POST", self.path, body, {"Host": self.host, **headers})
            response = connection.getresponse()
            response.read(1 << 16)
            return response.status
        finally:
            connection.close()


def target_of(target: Any, path: str | None, host: str) -> Post:
    """How to deliver to that target; raises ValueError or TypeError for one that cannot be delivered to."""
    if isinstance(target, str):
        if path is not None:
            raise TypeError("path= is for a WSGI or ASGI application; a URL has its own path")
        return _loopback(target)
    if not callable(target):
        raise TypeError(f"a webhook goes to a callable, a WSGI or ASGI application or a URL, not {target!r}")
    parameters = _parameters(target)
    if path is None:
        if len(parameters) > 2 or parameters == ["environ", "start_response"]:
            raise TypeError("give path=, the path of the webhook view of this application, such as path='/webhook'")
        return Function(target)
    if not path.startswith("/"):
        raise ValueError(f"path is the path of a URL, such as '/webhook', not {path!r}")
    return Asgi(target, path, host) if len(parameters) == 3 else Wsgi(target, path, host)


def is_on_this_machine(url: str) -> bool:
    """Whether a URL leads to a server on this machine that can be delivered to."""
    try:
        _loopback(url)
    except ValueError:
        return False
    return True


def _parameters(target: Callable[..., Any]) -> list[str]:
    """The parameters that a callable cannot do without; none if it does not tell."""
    try:
        found = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return []
    named = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [p.name for p in found if p.kind in named and p.default is p.empty]


def _loopback(url: str) -> Loopback:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no URL such as http://127.0.0.1:8000/webhook; an application goes in as it is")
    if parts.hostname not in LOOPBACK:
        raise ValueError(
            f"webhooks reach nothing but this machine, so that a test tells nobody anything: {parts.hostname} is not"
            " 127.0.0.1, localhost or [::1]"
        )
    if parts.scheme == "https" or parts.username is not None:
        raise ValueError("a server on this machine is reached over plain http, without credentials in the URL")
    return Loopback(url)
