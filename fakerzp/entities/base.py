"""What every record is: frozen, with an id, a moment of creation and the steps that it went through."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**options: Any) -> Callable[[Any], Any]:
        """What tells type checkers that a decorator makes dataclasses; Python 3.10 lacks it, and it does nothing."""
        return lambda decorator: decorator


Notes = tuple[tuple[str, Any], ...]


class Step(NamedTuple):
    """One step of an entity: the status it reached, when (Unix seconds), and why (the law's event)."""

    status: str
    at: int
    why: str


C = TypeVar("C")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[C]) -> type[C]:
    """Make a class of records: a frozen, keyword-only dataclass that takes its fields by one copy of a dict.

    What `dataclass` writes for a frozen class is a call for each field.
    """
    made: Any = dataclass(frozen=True, kw_only=True)(cls)
    one_by_one = made.__init__
    needed = frozenset(one.name for one in fields(made) if one.default is MISSING)
    blank = made(**dict.fromkeys(needed)).__dict__

    @functools.wraps(one_by_one)
    def init(self: Any, **given: Any) -> None:
        values = blank.copy()
        values.update(given)
        if len(values) > len(blank) or not needed <= given.keys():
            one_by_one(self, **given)  # says what is wrong
        object.__setattr__(self, "__dict__", values)

    made.__init__ = init
    return cls


@record
class Record:
    """The common part. `KIND` names the lifecycle; `INDEXED` names the fields that lists can be asked by.

    `ABOUT` names the field that says whose account an event of it is about, if that is not whose books it is in;
    `BESIDE` the kinds of which an event shows the newest that names this record, and by which field.
    """

    KIND: ClassVar[str] = ""
    INDEXED: ClassVar[tuple[str, ...]] = ()
    ABOUT: ClassVar[str] = ""
    BESIDE: ClassVar[tuple[tuple[str, str], ...]] = ()

    id: str
    created_at: int
    status: str | None = None
    steps: tuple[Step, ...] = field(default=(), repr=False)


R = TypeVar("R", bound=Record)


def evolve(record: R, **changes: Any) -> R:
    """The record with these fields changed: `dataclasses.replace` for the hot path.

    Records keep their fields in a plain dict, so the next version is one copy of it instead of a call per field.
    """
    before = record.__dict__
    values = before.copy()
    values.update(changes)
    if len(values) > len(before):
        raise TypeError(f"{type(record).__name__} has no field {min(changes.keys() - before.keys())!r}")
    evolved: R = object.__new__(type(record))
    object.__setattr__(evolved, "__dict__", values)
    return evolved


def notes_json(notes: Notes) -> Any:
    """Notes as Razorpay answers them: an object, or an empty list when there are none."""
    return dict(notes) if notes else []


def collection(items: list[Any]) -> dict[str, Any]:
    """A list as Razorpay wraps it: {entity, count, items}."""
    return {"entity": "collection", "count": len(items), "items": items}
