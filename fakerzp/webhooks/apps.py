"""WSGI and ASGI applications as targets: a webhook reaches them as a request, without a server or a socket."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from .answers import Answer, Post, answered

# One of the addresses that webhooks come from (security/whitelists.md), for apps that let in no others.
SENDER = ("52.66.75.174", 40000)


class Wsgi(Post):
    """A WSGI application (PEP 3333): Flask, Django, or a plain function."""

    def __init__(self, app: Callable[..., Any], path: str, host: str) -> None:
        self.app = app
        self.path, _, self.query = path.partition("?")
        self.host = host

    def __call__(self, body: bytes, headers: Mapping[str, str], now: Callable[[], int]) -> Answer:
        """Call the application once and read its answer to the end."""
        return answered(lambda: self._ask(body, headers), now)

    def _ask(self, body: bytes, headers: Mapping[str, str]) -> int:
        statuses: list[str] = []

        def start_response(status: str, _headers: Any, exc_info: Any = None) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _data: None

        chunks = self.app(self._environ(body, headers), start_response)
        try:
            for _ in chunks:
                pass
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        if not statuses:
            raise RuntimeError("the WSGI application gave no answer: start_response was not called")
        return int(statuses[-1].split(None, 1)[0])

    def _environ(self, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        name, _, port = self.host.partition(":")
        environ = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(self.path).decode("latin-1"),
            "QUERY_STRING": self.query,
            "SERVER_NAME": name,
            "SERVER_PORT": port or "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": SENDER[0],
            "REMOTE_PORT": str(SENDER[1]),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": self.host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for header, value in headers.items():
            key = header.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        return environ


class Asgi(Post):
    """An ASGI application (version 3): FastAPI, Starlette, Django, or a plain coroutine function.

    Each delivery runs it to completion, background tasks included; what counts as its answer, and when, is the end
    of its response. Its lifespan is not started.
    """

    def __init__(self, app: Callable[..., Any], path: str, host: str) -> None:
        self.app = app
        self.path, _, self.query = path.partition("?")
        self.host = host

    def __call__(self, body: bytes, headers: Mapping[str, str], now: Callable[[], int]) -> Answer:
        """Run the application for one request."""
        from .loops import run

        response = _Response(body, now)

        async def main() -> None:
            await self.app(self._scope(body, headers), response.receive, response.send)

        failure: BaseException | None = None
        try:
            run(main())
        except BaseException as error:  # kept with the delivery; the courier decides whether it goes further
            failure = error
        if response.at is not None:
            return Answer(response.status, response.at, failure)
        return Answer(500, now(), failure or RuntimeError("the ASGI application gave no answer"))

    def _scope(self, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        name, _, port = self.host.partition(":")
        sent = {"host": self.host, "content-length": str(len(body)), **headers}
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "https",
            "path": unquote_to_bytes(self.path).decode("utf-8", "replace"),
            "raw_path": self.path.encode(),
            "query_string": self.query.encode(),
            "root_path": "",
            "headers": [(key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in sent.items()],
            "client": SENDER,
            "server": (name, int(port or 443)),
        }


class _Response:
    """Both ends of one request to an ASGI application."""

    def __init__(self, body: bytes, now: Callable[[], int]) -> None:
        import asyncio

        self.status: int | None = None
        self.at: int | None = None
        self._now = now
        self._body: bytes | None = body
        # Made for the loop that it is first waited on, which is why no loop is needed here.
        self._over = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        """The request, whole; then, once it was answered, that the sender has gone."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._over.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Mapping[str, Any]) -> None:
        """What the application answers."""
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
        elif message["type"] == "http.response.body" and not message.get("more_body") and self.at is None:
            self.at = self._now()
            self._over.set()
