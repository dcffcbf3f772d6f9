"""A plain HTTP caller, over a socket of its own for each request."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from http.client import HTTPConnection
from typing import Any, NamedTuple

from fakerzp.api.refused import REFUSED

CONTROL = "/__fakerzp__/"
UNFAKED = REFUSED[-1]  # some call that Razorpay has and the fake has not
UNFAKED_PATH = "/".join("x" if part.startswith("{") else part for part in UNFAKED.path.split("/"))


def until(happened) -> None:
    """Wait for what another thread does, as long as even a busy machine may take for it."""
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.001)


class Answer(NamedTuple):
    """What came back: `body` as bytes."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def said(self) -> str:
        """The description of an error."""
        return self.json["error"]["description"]


class Caller:
    """Calls a server on this machine."""

    def __init__(self, port: int, auth: tuple[str, str] | None, host: str = "127.0.0.1") -> None:
        self.address = (host, port)
        self.auth = auth

    def send(self, method, path, body=None, headers=None, *, auth=None) -> Answer:
        """Send the bytes of a request."""
        headers = dict(headers or {})
        pair = auth or self.auth
        if pair is not None:
            headers["Authorization"] = "Basic " + b64encode(":".join(pair).encode()).decode()
        connection = HTTPConnection(*self.address, timeout=30)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def call(self, method, path, fields=None, **options) -> Answer:
        """Call Razorpay's API with JSON."""
        body = None if fields is None else json.dumps(fields)
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        return self.send(method, path, body, headers, **options)

    def control(self, call, /, **fields) -> Answer:
        """Call the control API: `GET events`, `DELETE faults`; without a method it is POST."""
        method, _, path = call.rpartition(" ")
        body = json.dumps(fields) if fields else None
        return self.send(method or "POST", CONTROL + path, body)
