"""What the tables of the law are made of: rows, births, lifecycles and couplings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..errors import Text

SAME = ""
Changes = dict[str, Any]
Effect = Callable[[Any, Any, Any], Changes]
Entries = tuple[tuple[str, int], ...]


class Row(NamedTuple):
    """In one of the states `before`, `event` leads to `after`.

    `stamp` is the field that takes the time; `emits` the webhook event, which `carries` these entities; `effect`
    gives the other fields that change, from (record, cause, origin); `posts` the money that moves.
    """

    event: str
    before: tuple[str, ...]
    after: str
    stamp: str | None = None
    emits: str | None = None
    carries: tuple[str, ...] = ()
    effect: Effect | None = None
    posts: Callable[[Any], Entries] | None = None
    basis: str = "documented"


class Birth(NamedTuple):
    """A status that an entity may begin in, and what its creation emits and posts."""

    status: str
    emits: str | None = None
    carries: tuple[str, ...] = ()
    posts: Callable[[Any], Entries] | None = None


class Lifecycle(NamedTuple):
    """One entity's machine. `refusals` words an illegal event by (status, event), "*" standing for any."""

    entity: str
    page: str
    births: tuple[Birth, ...]
    rows: tuple[Row, ...]
    refusals: Mapping[tuple[str, str], Text]


class Coupling(NamedTuple):
    """When `entity` went through `event`, the record named by its field `by` goes through `then`.

    The field may name several, in a tuple.
    Only a record of kind `moves` is moved, and only if `when(record, cause)` holds.
    """

    entity: str
    event: str
    by: str
    moves: str
    then: str
    when: Callable[[Any, Any], bool] | None = None
