"""Bodies and queries as they come over the wire, read into plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from ..api.endpoint import Body
from ..exceptions import NotFaked
from .forms import nested
from .multipart import read_form
from .wire import Query

_FAR = 10**18
_LISTED = re.compile(r"\[[0-9]*\]\Z")
UNTYPED = "application/octet-stream"
"""What a body is that does not say what it is (RFC 9110, 8.3)."""


def with_type(headers: dict[str, str], body: str | bytes | None) -> dict[str, str]:
    """The headers of a request over HTTP; a body that does not say what it is says so."""
    if not body or any(name.lower() == "content-type" for name in headers):
        return headers
    return {**headers, "Content-Type": UNTYPED}


def read_body(body: str | bytes | None, content_type: str) -> dict[str, Any]:
    """The fields of a body: JSON, or a form (nested as `notes[key]`). Raises ValueError for one that is neither.

    The content type decides (documented: every page's sample sends its JSON with one; sdk: PHP's and Ruby's clients
    send forms unless they set it). Without any, which only the fake's own doors do, the body is JSON. Raises NotFaked
    for a type that no page and no client sends. A file in a form is a dict that says what it is, see
    `multipart.read_form`.
    """
    if body is None or body in ("", b""):
        return {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        texts, files = read_form(body.encode() if isinstance(body, str) else body, content_type)
        return {**nested(texts), **files}
    text = body.decode() if isinstance(body, bytes) else body
    if kind == "application/x-www-form-urlencoded":
        return nested(parse_qsl(text, keep_blank_values=True))
    if kind and not kind.endswith(("/json", "+json")):
        raise NotFaked(
            f"a body of Content-Type {kind}{' (or of none)' if kind == UNTYPED else ''}: no page says what Razorpay "
            "reads in it. Send JSON as application/json (json=... in requests, httpx and aiohttp), or a form."
        )
    return _read_json(text)


def _read_json(text: str) -> dict[str, Any]:
    try:
        fields = _DECODER.decode(text)
        if "\\u" in text:
            json.dumps(fields, ensure_ascii=False).encode()  # half a character is none
    except RecursionError:
        raise ValueError("the body is nested too deep") from None
    if fields is None or fields == []:
        return {}
    if not isinstance(fields, dict):
        raise ValueError("the body is not a JSON object")
    return fields


def sent(fields: dict[str, Any]) -> Body:
    """The fields as they arrive when they are sent as JSON; as JSON text, unless a copy of them is the same.

    Raises what `json.dumps` raises for what is no JSON.
    """
    try:
        copied: dict[str, Any] = _copied(fields)
        return copied
    except (_OtherwiseInJSON, RecursionError):
        return json.dumps(fields)


class _OtherwiseInJSON(Exception):
    """JSON may give this value back as another one, or not at all."""


def _copied(value: Any) -> Any:
    """A copy of a value that is plain JSON: the quick way there and back, for nearly all that is ever sent."""
    kind = type(value)
    if kind is str:
        if value.isascii():
            return value
    elif kind is int:
        if -_FAR <= value <= _FAR:
            return value
    elif kind is bool or value is None:
        return value
    elif kind is list:
        return [_copied(inner) for inner in value]
    elif kind is dict:
        copied = {}
        for key, inner in value.items():
            if type(key) is not str or not key.isascii():
                raise _OtherwiseInJSON
            copied[key] = _copied(inner)
        return copied
    raise _OtherwiseInJSON


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def read_query(query: Query) -> dict[str, Any]:
    """The query as text by name; of one that comes more than once the last counts, but a list (`expand[]`) has all.

    PHP's and Ruby's clients number a list's values: `expand[0]` is one of `expand[]` (sdk).
    """
    if not query:
        return {}
    pairs = query.items() if isinstance(query, Mapping) else query
    read: dict[str, Any] = {}
    for key, value in pairs:
        name = str(key)  # the SDK sends whatever a dict is keyed by
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if one is None:
                continue
            text = one if isinstance(one, str) else str(one)
            if name.endswith("]") and _LISTED.search(name):
                read.setdefault(_LISTED.sub("[]", name), []).append(text)
            elif name == "expand":
                read.setdefault(name, []).append(text)
            else:
                read[name] = text
    return read
