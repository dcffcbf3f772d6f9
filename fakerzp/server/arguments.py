"""What a call of the control API takes: the fields of its JSON, and what is wrong with those that came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """What a field holds: in words, and as Python reads it. Of a field that `keeps_null`, null says something."""

    words: str
    types: tuple[type, ...]
    keeps_null: bool = False


TEXT = Kind("text", (str,))
WHOLE = Kind("a whole number", (int,))
NUMBER = Kind("a number", (int, float))
FLAG = Kind("true or false", (bool,))
OBJECT = Kind("an object", (dict,))
LIST = Kind("a list", (list,))
TEXTS = Kind("text or a list of texts", (str, list))
TEXT_OR_OBJECT = Kind("text or an object", (str, dict))
WHOLE_OR_OBJECT = Kind("a whole number or an object", (int, dict))
MOMENT = Kind("Unix seconds or ISO 8601 text", (int, float, str))
BODY = Kind("text, an object or a list", (str, dict, list))
COUNT = Kind("a whole number, or null for no end", (int,), keeps_null=True)
ANYTHING = Kind("anything", (object,), keeps_null=True)

Takes = Mapping[str, Kind]


class Misused(Exception):
    """A call of the control API that is wrong in itself; the text says what it should be."""


def fields_of(body: bytes, example: str) -> dict[str, Any]:
    """The fields of a body of JSON; nothing is no fields. Raises Misused for anything but an object."""
    if not body.strip():
        return {}
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise Misused(f"the body is no JSON object; send one such as {example}")
    return fields


def checked(call: str, takes: Takes, needs: tuple[str, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that were given, each of its kind; null is as good as not given. Raises Misused."""
    found = {}
    for name, value in given.items():
        kind = takes.get(name)
        if kind is None:
            close = get_close_matches(name, takes, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise Misused(f"{call} takes {', '.join(takes) or 'no fields'}, not {name!r}{hint}")
        if value is None and not kind.keeps_null:
            continue
        is_flag_for_number = isinstance(value, bool) and kind.types[0] is int
        if (value is not None and not isinstance(value, kind.types)) or is_flag_for_number:
            raise Misused(f"{call}: {name} is {kind.words}, not {json.dumps(value)}")
        found[name] = value
    for name in needs:
        if name not in found:
            raise Misused(f"{call} needs {name}: {takes[name].words}")
    return found


def example_of(takes: Takes, needs: tuple[str, ...]) -> str:
    """A body of the shape that a call takes."""
    samples = {TEXT: "...", WHOLE: 1, NUMBER: 1, FLAG: True, OBJECT: {}, LIST: []}
    shown = needs or tuple(takes)[:1]
    return json.dumps({name: samples.get(takes[name], "...") for name in shown})
