"""aiohttp under a patch: a connection to Razorpay's API gets a transport whose other end is a fake.

All above it runs as shipped: sessions, tracing, cookies, parsing, exceptions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .desk import Desk, Unanswered
from .hosts import is_api
from .in_force import Force
from .messages import CONTINUE, Asked, read_request, waits_for_leave, write_reply


def connectors(module: ModuleType, force: Force) -> None:
    """Replace in `aiohttp.connector` how a connector connects, and where it takes one that it has."""
    force.swap(module.BaseConnector, "connect", _connect)
    force.swap(module.TCPConnector, "_create_connection", _create_connection)


def _is_to_api(request: Any) -> bool:
    url = request.url
    return is_api(url.raw_host, url.port, url.scheme)


def _connect(before: Callable[..., Any], force: Force) -> Callable[..., Any]:
    async def connect(self: Any, req: Any, *args: Any, **options: Any) -> Any:
        if force.served and _is_to_api(req):
            for held in getattr(self, "_conns", {}).get(req.connection_key, ()):  # open since before this patch
                held[0].close()
        return await before(self, req, *args, **options)

    return connect


def _create_connection(before: Callable[..., Any], force: Force) -> Callable[..., Any]:
    async def _create_connection(self: Any, req: Any, traces: Any, timeout: Any) -> Any:
        served = force.served
        if not served or not _is_to_api(req):
            return await before(self, req, traces, timeout)
        protocol = self._factory()
        protocol.connection_made(Transport(served[-1].desk, protocol, timeout))
        protocol.force_close()  # not to be kept for a request after this patch
        return protocol

    return _create_connection


class Transport(asyncio.Transport):
    """What a protocol of aiohttp takes for a connection: it reads one request and answers it."""

    def __init__(self, desk: Desk, protocol: Any, timeout: Any) -> None:
        super().__init__()
        self._desk = desk
        self._protocol = protocol
        self._timeout = timeout
        self._loop = asyncio.get_running_loop()
        self._sent = bytearray()
        self._closing = False

    def write(self, data: Any) -> None:
        """Take a part of the request; when it is whole, it is answered."""
        self._sent += data
        sent = bytes(self._sent)
        if waits_for_leave(sent):
            self._protocol.data_received(CONTINUE)
        elif (request := read_request(sent)) is not None:
            self._sent.clear()
            self._loop.call_soon(self._answer, request)

    def _answer(self, request: Asked) -> None:
        if self._closing:
            return
        limits = [limit for limit in (self._timeout.total, self._timeout.sock_read) if limit]
        try:
            reply = self._desk.answer(*request, min(limits, default=None))
        except Unanswered as error:
            self._fail(error.kind)
        except BaseException as error:  # handed to whoever waits for the answer
            self._protocol.set_exception(error)
        else:
            self._protocol.data_received(write_reply(reply, request.method, close=False))

    def _fail(self, kind: str) -> None:
        from aiohttp import ServerTimeoutError

        if kind == "reset":
            self._closing = True
            self._protocol.connection_lost(ConnectionResetError(104, "Connection reset by peer"))
        elif self._timeout.sock_read:
            self._protocol.set_exception(ServerTimeoutError("Timeout on reading data from socket"))
        else:
            self._protocol.set_exception(asyncio.TimeoutError())

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self._closing

    def close(self) -> None:
        """Tell the protocol that it is over."""
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close
