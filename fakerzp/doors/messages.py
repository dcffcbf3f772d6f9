"""Requests and replies as bytes of HTTP/1.1, for libraries that are served where their connections begin."""

from __future__ import annotations

from typing import NamedTuple

from .wire import Reply

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_END = b"\r\n\r\n"


class Asked(NamedTuple):
    """A request: `target` is the path with its query, without the host."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def read_request(sent: bytes) -> Asked | None:
    """The request that was sent; None while some of it is to come."""
    head, end, rest = sent.partition(_END)
    if not end:
        return None
    line, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = line.split(" ", 2)
    headers = {name: value.strip() for name, _, value in (each.partition(":") for each in lines)}
    named = {name.lower(): value for name, value in headers.items()}
    if "chunked" in named.get("transfer-encoding", "").lower():
        body = _unchunked(rest)
    else:
        length = int(named.get("content-length") or 0)
        body = rest[:length] if len(rest) >= length else None
    return None if body is None else Asked(method, target, headers, body)


def waits_for_leave(sent: bytes) -> bool:
    """Whether only the head of a request has come, and its sender wants to be told before it sends the rest."""
    head, end, rest = sent.partition(_END)
    return bool(end) and not rest and b"expect: 100-continue" in head.lower()


def _unchunked(rest: bytes) -> bytes | None:
    """The body that came in chunks; None while some are to come."""
    body = b""
    while True:
        size, end, rest = rest.partition(b"\r\n")
        length = int(size.partition(b";")[0] or b"0", 16) if end else -1
        if length < 0 or len(rest) < length + 2:
            return None
        if not length:
            return body
        body, rest = body + rest[:length], rest[length + 2 :]


def write_reply(reply: Reply, method: str, *, close: bool) -> bytes:
    """The reply as it is sent; with `close`, the connection ends with it."""
    from http.client import responses  # not above: this module is loaded while that one is being imported

    content = reply.content
    lines = [f"HTTP/1.1 {reply.status} {responses.get(reply.status, '')}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    lines += [f"Content-Length: {len(content)}"] * (reply.status != 204) + ["Connection: close"] * close
    return "\r\n".join(lines).encode("latin-1") + _END + (b"" if method == "HEAD" else content)
