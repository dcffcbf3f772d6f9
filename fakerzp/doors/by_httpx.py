"""`httpx` under a patch: where a client would send by httpx's own transport, a fake answers.

A transport of the caller's own does its work as ever, and what it hands on to httpx's is served there. So is any other
patch of httpx: in front of it stands only what is Razorpay's.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .desk import Unanswered
from .hosts import is_api
from .in_force import Force, Served

if TYPE_CHECKING:
    import httpx

_RESET = "[Errno 104] Connection reset by peer"
_LATE = "The read operation timed out"


def clients(module: ModuleType, force: Force) -> None:
    """Replace in `httpx` how a client finds the transport for a URL, and what httpx's own transports do."""
    for client in (module.Client, module.AsyncClient):
        if "_transport_for_url" in vars(client):
            force.swap(client, "_transport_for_url", _transport_for_url)
    force.swap(module.HTTPTransport, "handle_request", _handle_request)
    force.swap(module.AsyncHTTPTransport, "handle_async_request", _handle_async_request)


def _transport_for_url(before: Callable[[Any, httpx.URL], Any], force: Force) -> Callable[[Any, httpx.URL], Any]:
    """A client's choice; the fake in place of httpx's own, in front of whatever else is patched below."""

    def _transport_for_url(self: Any, url: httpx.URL) -> Any:
        transport = before(self, url)
        fake = _fake_at(url, force)
        return fake if fake is not None and _is_plain(transport) else transport

    return _transport_for_url


def _handle_request(before: Callable[..., Any], force: Force) -> Callable[..., Any]:
    """What httpx's own transport does with a request that a transport of the caller's hands on to it."""

    def handle_request(self: Any, request: httpx.Request) -> Any:
        fake = _fake_at(request.url, force)
        return before(self, request) if fake is None else fake.handle_request(request)

    return handle_request


def _handle_async_request(before: Callable[..., Any], force: Force) -> Callable[..., Any]:
    async def handle_async_request(self: Any, request: httpx.Request) -> Any:
        fake = _fake_at(request.url, force)
        return await (before(self, request) if fake is None else fake.handle_async_request(request))

    return handle_async_request


def _fake_at(url: httpx.URL, force: Force) -> Transport | None:
    """The fake in force, if it answers for that URL."""
    served = force.served
    if not served or not is_api(url.host, url.port, url.scheme):
        return None
    fake: Transport = served[-1].made("httpx", Transport)
    return fake


def _is_plain(transport: Any) -> bool:
    """Whether a transport would do nothing but send: one of httpx's own."""
    import httpx

    return any(
        isinstance(transport, own) and getattr(type(transport), name) is getattr(own, name)
        for own, name in ((httpx.HTTPTransport, "handle_request"), (httpx.AsyncHTTPTransport, "handle_async_request"))
    )


class Transport:
    """A fake, as httpx's clients take it for a transport: for the sync and for the async one."""

    def __init__(self, served: Served) -> None:
        self._desk = served.desk

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The response to a request; raises NotFaked, or for a fault what httpx raises."""
        return self._answer(request, request.read(), is_async=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The same, without letting anything else run meanwhile."""
        return self._answer(request, await request.aread(), is_async=True)

    def _answer(self, request: httpx.Request, body: bytes, *, is_async: bool) -> httpx.Response:
        import httpx

        timeout = request.extensions.get("timeout", {}).get("read")
        try:
            target = request.url.raw_path.decode("ascii")
            reply = self._desk.answer(request.method, target, request.headers, body, timeout)
        except Unanswered as error:
            # The async client's exceptions come without a text: its network library gives none.
            if error.kind == "reset":
                raise httpx.ReadError("" if is_async else _RESET, request=request) from None
            raise httpx.ReadTimeout("" if is_async else _LATE, request=request) from None
        content = reply.content
        headers = [*reply.headers.items(), ("Content-Length", str(len(content)))]
        # Not `content=`: a response that is read already has no `elapsed`.
        return httpx.Response(
            reply.status,
            headers=headers,
            stream=httpx.ByteStream(content),
            extensions={"http_version": b"HTTP/1.1"},
            request=request,
        )
