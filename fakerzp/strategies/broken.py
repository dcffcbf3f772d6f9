"""Bodies that an endpoint refuses: ones that fit, with a single field put wrong."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from .. import currencies as known
from ..api import fields as f
from .rules import PRICED, WRONG
from .valid import bodies, declared


class Broken(NamedTuple):
    """A body that is refused, the field that is at fault (as the error names it) and what is wrong with it."""

    body: dict[str, Any]
    field: str
    why: str


class _Fault(NamedTuple):
    why: str
    path: tuple[str | int, ...]
    value: Any


_ABSENT = object()


def broken_bodies(endpoint: str, /, *, now: int | None = None, **fields: Any) -> SearchStrategy[Broken]:
    """Bodies that `endpoint` refuses with a 400: each breaks one rule of one field that is sent or missing.

    Arguments and errors are those of `bodies`.
    """
    found = declared(endpoint)
    shape = found.body
    assert shape is not None
    return _broken(found.name, shape, bodies(endpoint, now=now, **fields), now)


@st.composite
def _broken(
    draw: DrawFn, endpoint: str, shape: f.Shape, sound: SearchStrategy[dict[str, Any]], now: int | None
) -> Broken:
    body = deepcopy(draw(sound))
    faults = [*_faults(shape, body, (), now), *_of_meaning(endpoint, body)]
    kind = draw(st.sampled_from(sorted({fault.why for fault in faults})))
    fault = draw(st.sampled_from([fault for fault in faults if fault.why == kind]))
    *way, last = fault.path
    place: Any = body
    for step in way:
        place = place[step]
    if fault.value is _ABSENT:
        del place[last]
    else:
        place[last] = fault.value
    return Broken(body, ".".join(map(str, fault.path)), fault.why)


def _faults(shape: f.Shape, body: dict[str, Any], at: tuple[str | int, ...], now: int | None) -> Iterator[_Fault]:
    """All that could be put wrong in an object."""
    if not shape.open:
        yield _Fault("no such field", (*at, "no_such_field"), "x")
    for name, field in shape.fields.items():
        path = (*at, name)
        if field.required and name in body:
            yield _Fault("missing", path, _ABSENT)
            yield _Fault("null", path, None)
        if name not in body:
            continue
        if isinstance(field, f.Shape):
            yield _Fault("no object", path, "x")
            if isinstance(body[name], dict):
                yield from _faults(field, body[name], path, now)
        elif isinstance(field, f.ListOf):
            yield _Fault("no list", path, "x")
            if field.most is not None:
                yield _Fault("too many", path, body[name] * (field.most + 1))
            for number, one in enumerate(body[name]):
                yield from _faults(field.shape, one, (*path, number), now)
        else:
            for why, value in _wrong(field, now):
                yield _Fault(why, path, value)


def _of_meaning(endpoint: str, body: dict[str, Any]) -> Iterator[_Fault]:
    """Values of the right type that say what cannot be."""
    for name, why, value in WRONG.get(endpoint, ()):
        if name in body:
            yield _Fault(why, (name,), value)
    decimals = known.exponent(body["currency"]) if "amount" in body and "currency" in body else None
    if endpoint in PRICED and decimals is not None:
        yield _Fault("under one unit", ("amount",), 10**decimals - 1)
        if decimals == 3:
            yield _Fault("does not end in 0", ("amount",), 10**decimals + 1)


def _wrong(field: f.Field, now: int | None) -> Iterator[tuple[str, Any]]:
    """Values that a simple field refuses."""
    for kind, why, values in _NOT_OF_THE_TYPE:
        if isinstance(field, kind):
            yield from ((why, value) for value in values)
    if isinstance(field, f.String):
        if field.most is not None:
            yield "too long", "x" * (field.most + 1)
        if field.least > 1:
            yield "too short", "x" * (field.least - 1)
    elif isinstance(field, f.Integer):
        if field.least is not None:
            yield "too small", field.least - 1
        if field.most is not None:
            yield "too large", field.most + 1
    elif isinstance(field, f.Epoch):
        if field.ahead and now is not None:
            yield "too early", now + f.SOON - 1
    elif isinstance(field, f.NotesField):
        yield "too long", {"key": "x" * (field.limit + 1)}


_NOT_OF_THE_TYPE: tuple[tuple[type, str, tuple[Any, ...]], ...] = (
    (f.String, "no text", (["x"], {"x": "y"}, True, 1.5)),
    (f.Email, "no e-mail address", ("nobody", 5, ["a@b.example"])),
    (f.Email, "too long", ("x" * 60 + "@b.example",)),
    (f.Integer, "no whole number", ("x", "1.5", 1.5, True, [1])),
    (f.Epoch, "no moment", ("tomorrow", 1.5, 1, True)),
    (f.Flag, "no switch", ("yes", 2, [True], 0.5)),
    (f.Choice, "none of the values", ("nothing of the kind", 7)),
    (f.NotesField, "no pairs", ("x",)),
    (f.NotesField, "too many", ({f"key {n}": "value" for n in range(16)},)),
    (f.NotesField, "nested", ({"key": {"x": "y"}},)),
)
