"""One way to ask for each HTTP library, in the words of that library: what a test says of all of them it says once."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json as json_
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

API = "https://api.razorpay.com"
KEYS = ("rzp_test_app", "app-secret")
ORDER = {"amount": 50000, "currency": "INR", "notes": {"shop": "₹"}}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # to read the machine's certificates takes longer than all the rest


class Answer(NamedTuple):
    """What a library gave: the header names in lower case."""

    status: int
    reason: str
    headers: dict[str, str]
    content: bytes

    @property
    def body(self):
        return json_.loads(self.content)


def _answer(status, reason, headers, content):
    return Answer(status, reason, {name.lower(): value for name, value in headers.items()}, content)


def plain(json, form, headers, auth):
    """A body and headers for a library that makes neither."""
    headers = dict(headers or {})
    if auth is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
    if json is not None:
        return json_.dumps(json).encode(), {**JSON, **headers}
    if form is not None:
        return urlencode(form).encode(), {**FORM, **headers}
    return None, headers


def by_requests(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    import requests

    got = requests.request(method, url, json=json, data=form, headers=headers, auth=auth, timeout=timeout)
    return _answer(got.status_code, got.reason, got.headers, got.content)


def by_a_session_that_retries(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    import requests
    from requests.adapters import HTTPAdapter

    with requests.Session() as session:
        session.mount("https://", HTTPAdapter(max_retries=2))
        got = session.request(method, url, json=json, data=form, headers=headers, auth=auth, timeout=timeout)
    return _answer(got.status_code, got.reason, got.headers, got.content)


def by_httpx(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    import httpx

    with httpx.Client(auth=auth, timeout=timeout, verify=CONTEXT) as client:
        got = client.request(method, url, json=json, data=dict(form) if form else None, headers=headers)
    return _answer(got.status_code, got.reason_phrase, got.headers, got.content)


def by_async_httpx(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    import httpx

    async def ask():
        async with httpx.AsyncClient(auth=auth, timeout=timeout, verify=CONTEXT) as client:
            return await client.request(method, url, json=json, data=dict(form) if form else None, headers=headers)

    got = asyncio.run(ask())
    return _answer(got.status_code, got.reason_phrase, got.headers, got.content)


def by_aiohttp(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    import aiohttp

    body, headers = plain(json, form, headers, auth)

    async def ask():
        limit = aiohttp.ClientTimeout(sock_read=timeout)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.request(method, url, data=body, headers=headers) as got,
        ):
            return _answer(got.status, got.reason, got.headers, await got.read())

    return asyncio.run(ask())


def by_urllib3(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    import urllib3

    body, headers = plain(json, form, headers, auth)
    with urllib3.PoolManager(retries=False) as pool:
        got = pool.request(method, url, body=body, headers=headers, timeout=timeout)
    return _answer(got.status, got.reason, got.headers, got.data)


def by_urllib_request(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    body, headers = plain(json, form, headers, auth)
    try:
        asked = urllib.request.Request(url, body, headers, method=method)
        got = urllib.request.urlopen(asked, timeout=timeout, context=CONTEXT)
    except urllib.error.HTTPError as error:
        got = error
    with got:
        return _answer(got.status, got.reason, got.headers, got.read())


def by_http_client(method, url, *, json=None, form=None, headers=None, auth=KEYS, timeout=5):
    body, headers = plain(json, form, headers, auth)
    parts = urlsplit(url)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=timeout, context=CONTEXT)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
    try:
        connection.request(method, f"{parts.path or '/'}?{parts.query}".rstrip("?"), body, headers)
        got = connection.getresponse()
        return _answer(got.status, got.reason, got.headers, got.read())
    finally:
        connection.close()


CALLERS: dict[str, tuple[str, Callable[..., Answer]]] = {
    "requests": ("requests", by_requests),
    "requests with retries": ("requests", by_a_session_that_retries),
    "httpx": ("httpx", by_httpx),
    "async httpx": ("httpx", by_async_httpx),
    "aiohttp": ("aiohttp", by_aiohttp),
    "urllib3": ("urllib3", by_urllib3),
    "urllib.request": ("urllib", by_urllib_request),
    "http.client": ("http", by_http_client),
}


def caller(name: str) -> Callable[..., Answer]:
    """The caller of that name; the test is skipped where the library is not installed."""
    library, ask = CALLERS[name]
    pytest.importorskip(library)
    return ask


class Recorder(BaseHTTPRequestHandler):
    """A server of nobody: it keeps each request as it came, to the byte, and answers it."""

    protocol_version = "HTTP/1.0"

    def handle(self):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.rfile.readline()
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        body = self.rfile.read(int(lengths[0].split(b":")[1])) if lengths else b""
        self.server.came.append(head + body)
        self.wfile.write(b"HTTP/1.1 201 Created\r\nX-Own: yes\r\nContent-Length: 11\r\n")
        self.wfile.write(b'Connection: close\r\n\r\n{"own":[1]}')


@pytest.fixture(scope="module")
def loopback():
    """A real server on this machine; `.url` leads to it, `.came` has the requests."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Recorder) as server:
        server.came = []
        server.url = f"http://127.0.0.1:{server.server_port}/own"
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def replaced() -> dict[str, dict[str, Any]]:
    """All that a patch may replace in libraries that are there: what it is now, by owner."""
    import socket
    import sys

    owners: dict[str, Any] = {
        "http.client": http.client.HTTPConnection,
        "https": http.client.HTTPSConnection,
        "socket": socket,
    }
    for module, *names in (
        ("razorpay.client", "Client"),
        ("requests.sessions", "Session"),
        ("requests.adapters", "HTTPAdapter"),
        ("urllib3.connection", "HTTPConnection", "HTTPSConnection"),
        ("httpx", "Client", "AsyncClient", "HTTPTransport", "AsyncHTTPTransport"),
        ("aiohttp.connector", "BaseConnector", "TCPConnector"),
    ):
        found = sys.modules.get(module)
        owners.update({f"{module}.{name}": getattr(found, name) for name in names if found is not None})
    finders = [finder for finder in sys.meta_path if type(finder).__module__.startswith("fakerzp.")]
    return {name: dict(vars(owner)) for name, owner in owners.items()} | {"finders": dict(enumerate(finders))}
