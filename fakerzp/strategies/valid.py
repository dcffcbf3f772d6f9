"""Bodies that an endpoint takes, drawn from its declaration; what fields must agree on is in `rules`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ..api import fields as f
from ..api.endpoint import Endpoint
from ..api.registry import endpoints
from . import values
from .rules import DRAWN_APART, LEFT_OUT, OWN, RULES

_DAY = 86400


def bodies(endpoint: str, /, *, now: int | None = None, **fields: Any) -> SearchStrategy[dict[str, Any]]:
    """Bodies that `endpoint` (a name such as "order.create", Python's or Node's) takes.

    `fields` are set as given, or drawn if they are strategies; ids and what else only the caller can know have to be
    among them. `now` (Unix seconds; the fake's clock) is needed for dates: without it none are set. What the fake
    refuses to answer faithfully (`NotFaked`) is left out. Raises LookupError for the name of no such call, TypeError
    for a field that must be given or that the endpoint does not have.
    """
    found = declared(endpoint)
    shape = found.body
    assert shape is not None
    unknown = fields.keys() - shape.fields.keys()
    if unknown:
        raise TypeError(f"{found.name} has no field {min(unknown)!r}; it has {', '.join(shape.fields)}")
    needed = [name for name in DRAWN_APART.get(found.name, ()) if name not in fields]
    if needed:
        raise TypeError(f"{found.name} is about something that exists: give {', '.join(needed)}")
    return _bodies(found, shape, now, fields)


@st.composite
def _bodies(
    draw: DrawFn, endpoint: Endpoint, shape: f.Shape, now: int | None, fields: dict[str, Any]
) -> dict[str, Any]:
    given = {name: draw(one) if isinstance(one, SearchStrategy) else one for name, one in fields.items()}
    body = _object(draw, endpoint.name, "", shape, now, given)
    rule = RULES.get(endpoint.name)
    if rule is not None:
        rule(draw, body, given, now)
    return body


def declared(name: str) -> Endpoint:
    """The faked endpoint of that name which takes a body; LookupError, with names that come close, if none does."""
    known: dict[str, Endpoint] = {}
    for endpoint in endpoints():
        if endpoint.body is not None:
            for signature in (*endpoint.python, *endpoint.node):
                known.setdefault(signature.partition("(")[0], endpoint)
    if name not in known:
        close = get_close_matches(name, known, 3) or sorted(known)
        raise LookupError(f"no call {name!r} takes a body; there is {', '.join(close)}")
    return known[name]


def _object(
    draw: DrawFn, endpoint: str, at: str, shape: f.Shape, now: int | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for name, field in shape.fields.items():
        path = f"{at}{name}"
        if name in given:
            body[name] = given[name]
        elif path not in LEFT_OUT.get(endpoint, ()) and (field.required or draw(st.booleans())):
            value = _value(draw, endpoint, path, field, now)
            if value is not None:
                body[name] = value
    return body


def _value(draw: DrawFn, endpoint: str, path: str, field: f.Field, now: int | None) -> Any:
    """A value for a field, None where only the caller could know one."""
    own = OWN.get(path, OWN.get(path.rpartition(".")[2]))
    if own is not None and isinstance(field, (f.String, f.Integer, f.Email)):
        return draw(own)
    if isinstance(field, f.Shape):
        return _object(draw, endpoint, f"{path}.", field, now, {}) or None
    if isinstance(field, f.ListOf):
        count = draw(st.integers(1, 3))
        return [_object(draw, endpoint, f"{path}.", field.shape, now, {}) for _ in range(count)]
    if isinstance(field, f.Epoch):
        return None if now is None else draw(st.integers(now + f.SOON + 60, now + 150 * _DAY))
    simple = _simple(field)
    return None if simple is None else draw(simple)


def _simple(field: f.Field) -> SearchStrategy[Any] | None:
    if isinstance(field, f.String):
        return values.text(field.least, field.most)
    if isinstance(field, f.Email):
        return values.emails()
    if isinstance(field, f.Integer):
        return st.integers(field.least or 0, field.most if field.most is not None else values.LARGEST)
    if isinstance(field, f.Flag):
        return values.flags()
    if isinstance(field, f.Choice):
        return st.sampled_from(field.values)
    if isinstance(field, f.NotesField):
        return values.notes(field.limit)
    return None
