"""What every record is: frozen, with an id, a moment of creation and the steps that it went through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, TypeVar

Notes = tuple[tuple[str, Any], ...]


class Step(NamedTuple):
    """One step of an entity: the status it reached, when (Unix seconds), and why (the law's event)."""

    status: str
    at: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """The common part. `KIND` names the lifecycle; `INDEXED` names the fields that lists can be asked by."""

    KIND: ClassVar[str] = ""
    INDEXED: ClassVar[tuple[str, ...]] = ()

    id: str
    created_at: int
    status: str | None = None
    steps: tuple[Step, ...] = field(default=(), repr=False)


R = TypeVar("R", bound=Record)


def evolve(record: R, **changes: Any) -> R:
    """The record with these fields changed: `dataclasses.replace` for the hot path.

    Records keep their fields in a plain dict, so the next version is one copy of it instead of a call per field.
    """
    if not changes.keys() <= record.__dict__.keys():
        raise TypeError(f"{type(record).__name__} has no field {min(changes.keys() - record.__dict__.keys())!r}")
    evolved: R = object.__new__(type(record))
    evolved.__dict__.update(record.__dict__)
    evolved.__dict__.update(changes)
    return evolved


def notes_json(notes: Notes) -> Any:
    """Notes as Razorpay answers them: an object, or an empty list when there are none."""
    return dict(notes) if notes else []


def collection(items: list[Any]) -> dict[str, Any]:
    """A list as Razorpay wraps it: {entity, count, items}."""
    return {"entity": "collection", "count": len(items), "items": items}
