"""A request as a caller types it, made of one form; what can't be a request says what it should have been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from .wire import KeyPair, Query


def path_of(path: object) -> tuple[str, list[tuple[str, str]]]:
    """The path after the host, and the query that stood in it."""
    if not isinstance(path, str):
        raise TypeError(f"path={path!r}: text, such as '/v1/orders'")
    if "://" in path.partition("?")[0]:
        path = "/" + path.partition("://")[2].partition("/")[2]
    path, _, asked = path.partition("#")[0].partition("?")
    return path, parse_qsl(asked, keep_blank_values=True) if asked else []


def method_of(method: object) -> str:
    """The HTTP method in capitals."""
    if not isinstance(method, str):
        raise TypeError(f"method={method!r}: text, such as 'POST'")
    return method.upper()


def query_of(params: object) -> Query:
    """The query: a mapping, pairs or text."""
    if params is None:
        return ()
    if isinstance(params, str):
        return parse_qsl(params.removeprefix("?"), keep_blank_values=True)
    if isinstance(params, Mapping):
        return params
    pairs = list(params) if isinstance(params, Iterable) else None
    if pairs is None or not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
        raise TypeError(f"params={params!r}: a dict, (name, value) pairs or text")
    return [(str(name), value) for name, value in pairs]


def headers_of(headers: object) -> dict[str, str]:
    """The headers: a mapping or pairs; names and values are made text."""
    if not headers:
        return {}
    pairs: Any = headers.items() if isinstance(headers, Mapping) else headers
    try:
        return {_text(name): _text(value) for name, value in pairs}
    except (TypeError, ValueError):
        raise TypeError(f"headers={headers!r}: a dict, or (name, value) pairs") from None


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def keys_of(auth: object) -> KeyPair | None:
    """The pair of keys, None for the fake's own."""
    if auth is None:
        return None
    if isinstance(auth, (tuple, list)) and len(auth) == 2 and all(isinstance(half, str) for half in auth):
        return auth[0], auth[1]
    raise TypeError("auth is a pair of text, (key_id, key_secret), or None for the fake's own keys")


def body_of(data: object) -> str | bytes | None:
    """The raw body: text, bytes or nothing."""
    if data is None or isinstance(data, (str, bytes)):
        return data
    raise TypeError(f"data is a raw body, text or bytes, not {type(data).__name__}; json= takes values")
