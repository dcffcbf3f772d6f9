"""Bodies and queries as they come over the wire, read into plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from .multipart import read_form
from .wire import Query

_KEY = re.compile(r"\[([^\]]*)\]")


def read_body(body: str | bytes | None, content_type: str) -> dict[str, Any]:
    """The fields of a body: JSON, or a form (nested as `notes[key]`). Raises ValueError for anything else.

    A file in a form is a dict that says what it is, see `multipart.read_form`.
    """
    if body is None or body in ("", b""):
        return {}
    if "multipart/form-data" in content_type.lower():
        texts, files = read_form(body.encode() if isinstance(body, str) else body, content_type)
        return {**nested(texts), **files}
    text = body.decode() if isinstance(body, bytes) else body
    if "x-www-form-urlencoded" in content_type:
        return nested(parse_qsl(text, keep_blank_values=True))
    try:
        fields = json.loads(text, parse_constant=_no_constant)
        if "\\u" in text:
            json.dumps(fields, ensure_ascii=False).encode()  # half a character is none
    except RecursionError:
        raise ValueError("the body is nested too deep") from None
    if fields is None or fields == []:
        return {}
    if not isinstance(fields, dict):
        raise ValueError("the body is not a JSON object")
    return fields


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Form fields with brackets as nested objects and lists."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        stem, *rest = [name.partition("[")[0], *_KEY.findall(name)]
        into = fields
        key = stem
        for deeper in rest:
            into = into.setdefault(key, {})
            if not isinstance(into, dict):
                raise ValueError(f"{name!r} contradicts an earlier field")
            key = deeper or str(len(into))
        into[key] = value
    return {key: _listed(value) for key, value in fields.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(entry) for key, entry in value.items()}
    if inner and all(key == str(n) for n, key in enumerate(inner)):
        return list(inner.values())
    return inner


def read_query(query: Query) -> dict[str, Any]:
    """The query as text by name; of one that comes more than once the last counts, but a list (`expand[]`) has all."""
    if not query:
        return {}
    pairs = query.items() if isinstance(query, Mapping) else query
    read: dict[str, Any] = {}
    for name, value in pairs:
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if one is None:
                continue
            text = one if isinstance(one, str) else str(one)
            if name.endswith("[]") or name == "expand":
                read.setdefault(name, []).append(text)
            else:
                read[name] = text
    return read
