"""http.client and urllib3 under a patch, and with them urllib.request and all that is built on these three.

A connection to Razorpay's API gets a socket that is none: what is written to it a fake reads, and what is read from it
a fake wrote. All above it runs as shipped: retries, proxies, parsing, exceptions. Last comes the look-up of addresses,
where a library that has no door here finds out that it would have left the machine.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from .desk import Desk, Unanswered
from .hosts import HTTPS, is_api, refuse_to_resolve
from .in_force import Force
from .messages import read_request, write_reply

_UNVERIFIED = (0, "CERT_NONE", "NONE")


def connections(module: ModuleType, force: Force) -> None:
    """Replace in `http.client` where a request begins: before that, nothing connects by itself."""
    force.swap(module.HTTPConnection, "putrequest", _putrequest)


def pooled(module: ModuleType, force: Force) -> None:
    """Replace in `urllib3.connection` how a pool connects over HTTPS, which it does ahead of the request."""
    force.swap(module.HTTPSConnection, "connect", _connect)


def addresses(module: ModuleType, force: Force) -> None:
    """Replace in `socket` the look-up of addresses."""
    force.swap(module, "getaddrinfo", _getaddrinfo)


def _putrequest(before: Callable[..., None], force: Force) -> Callable[..., None]:
    def putrequest(self: Any, method: str, url: str, *args: Any, **options: Any) -> None:
        served = force.served
        if served:
            if url[:7].lower() == "http://":  # by way of a proxy
                _check_proxied(url)
            open_now = self.sock
            if _is_to_api(self) and not (isinstance(open_now, Socket) and open_now.desk is served[-1].desk):
                if open_now is not None:  # since before this patch
                    open_now.close()
                self.sock = Socket(served[-1].desk, self.timeout)
        before(self, method, url, *args, **options)

    return putrequest


def _connect(before: Callable[[Any], None], force: Force) -> Callable[[Any], None]:
    def connect(self: Any) -> None:
        served = force.served
        if served and _is_to_api(self):
            self.sock = Socket(served[-1].desk, self.timeout)
            self.is_verified = self.cert_reqs not in _UNVERIFIED
        else:
            before(self)

    return connect


def _getaddrinfo(before: Callable[..., Any], force: Force) -> Callable[..., Any]:
    def getaddrinfo(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if force.served:
            refuse_to_resolve(host)
        return before(host, port, *args, **options)

    return getaddrinfo


def _is_to_api(connection: Any) -> bool:
    """Whether a connection leads to Razorpay's API, itself or through a proxy."""
    tunnel = connection._tunnel_host
    port = connection._tunnel_port if tunnel else connection.port
    return is_api(tunnel or connection.host, port, "https" if connection.default_port == HTTPS else "http")


def _check_proxied(url: str) -> None:
    parts = urlsplit(url)
    is_api(parts.hostname, parts.port, parts.scheme)


class Socket:
    """What a connection takes for a socket: it keeps a request until its answer is read, and asks the fake then."""

    def __init__(self, desk: Desk, timeout: Any) -> None:
        self.desk = desk
        self._timeout = timeout
        self._sent = bytearray()

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Take a part of the request."""
        self._sent += data

    def makefile(self, mode: str = "rb", *_: Any, **__: Any) -> io.BufferedReader:
        """What to read the answer from."""
        return io.BufferedReader(_Answer(self))

    def answer(self) -> bytes:
        """The answer to what was sent; raises what a socket does when there is none, and NotFaked."""
        request = read_request(bytes(self._sent))
        self._sent.clear()
        if request is None:
            return b""
        timeout = self._timeout if isinstance(self._timeout, (int, float)) else None
        try:
            reply = self.desk.answer(*request, timeout)
        except Unanswered as error:
            if error.kind == "reset":
                raise ConnectionResetError(104, "Connection reset by peer") from None
            raise TimeoutError("The read operation timed out") from None
        return write_reply(reply, request.method, close=True)

    def settimeout(self, timeout: float | None) -> None:
        """How many seconds whoever reads the answer waits for it."""
        self._timeout = timeout

    def gettimeout(self) -> float | None:
        """How many seconds that is."""
        return self._timeout if isinstance(self._timeout, (int, float)) else None

    def setsockopt(self, *_: Any) -> None:
        """There is nothing to set."""

    def shutdown(self, how: int) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""


class _Answer(io.RawIOBase):
    """An answer that is asked for when it is read."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket
        self._bytes: io.BytesIO | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._bytes is None:
            self._bytes = io.BytesIO(self._socket.answer())
        return self._bytes.readinto(buffer)
