"""Which calls can answer with which error text: read off the functions themselves, so that no table can forget one.

From an endpoint's handler, its body's shape and its `says`, names are followed through the fake's own functions. What
is reached only through an object (the law, the world) is not found so; the law's refusals are read from its tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

from ..api.endpoint import Endpoint
from ..api.registry import endpoints
from ..errors import GENERAL, Text
from ..lifecycles import Lifecycle

_OURS = "fakerzp."
_FOLLOWED = tuple(_OURS + part for part in ("api", "world", "entities", "errors"))
_ROOM = 400
"""Tables with more entries hold data, no texts."""
ANYWHERE = ("key", "no_url", "bad_json")
"""Conditions that are looked at before any endpoint's own function."""


class Reached(NamedTuple):
    """The texts that an endpoint can answer with by name, and the conditions that every endpoint may have."""

    texts: frozenset[Text]
    conditions: frozenset[str]


@cache
def sayers() -> Mapping[Text, tuple[Endpoint, ...]]:
    """The endpoints that can answer with each text."""
    found: dict[Text, list[Endpoint]] = {}
    for endpoint in endpoints():
        if endpoint.handler is None:
            continue
        for text in _texts_of(endpoint):
            found.setdefault(text, []).append(endpoint)
    return {text: tuple(said) for text, said in found.items()}


def _texts_of(endpoint: Endpoint) -> frozenset[Text]:
    reached = _reach((endpoint.handler, endpoint.body, endpoint.says))
    says = endpoint.says if isinstance(endpoint.says, Mapping) else {}
    conditions = {GENERAL[name] for name in reached.conditions if name not in says}
    return reached.texts | conditions


def _reach(start: tuple[Any, ...]) -> Reached:
    seen: set[int] = set()
    texts: set[Text] = set()
    conditions: set[str] = set()
    waiting = list(start)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Text):
            texts.add(thing)
            continue
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, FunctionType):
            if thing.__module__.startswith(_FOLLOWED):
                conditions |= _conditions(thing.__code__)
                waiting += _named(thing)
        elif isinstance(thing, type):
            if thing.__module__.startswith(_OURS + "api"):
                waiting += vars(thing).values()
        else:
            waiting += _parts(thing)
    return Reached(frozenset(texts), frozenset(conditions))


def _parts(thing: Any) -> Iterator[Any]:
    if isinstance(thing, Mapping):
        yield from thing.values() if thing is not GENERAL and len(thing) < _ROOM else ()
    elif isinstance(thing, (tuple, list, set, frozenset)):
        yield from thing if len(thing) < _ROOM and not isinstance(thing, Lifecycle) else ()
    elif is_dataclass(thing) and not isinstance(thing, type) and type(thing).__module__.startswith(_OURS + "api"):
        yield type(thing)
        yield from (getattr(thing, each.name) for each in fields(thing))


def _named(function: FunctionType) -> Iterator[Any]:
    """What a function names: globals of its module, and attributes of modules among them."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    known = function.__globals__
    for name in sorted(names):
        thing = known.get(name)
        if isinstance(thing, ModuleType):
            if thing.__name__.startswith(_OURS):
                yield from (getattr(thing, other) for other in sorted(names) if hasattr(thing, other))
        elif thing is not None:
            yield thing
    for cell in function.__closure__ or ():
        yield cell.cell_contents


def _conditions(code: CodeType) -> set[str]:
    """The general conditions that a function raises by name: `call.error("minimum", ...)`."""
    found = set()
    for each in _codes(code):
        if "error" in each.co_names:
            found |= {const for const in each.co_consts if isinstance(const, str) and const in GENERAL}
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)
