"""Lists: newest first, `count` (10 by default, at most 100), `skip`, `from` and `to` in Unix seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..entities.base import collection
from .fields import EARLIEST, LATEST, Integer

if TYPE_CHECKING:
    from .endpoint import Call

PAGING = frozenset(("count", "skip", "from", "to"))
_NUMBER = Integer()
_COUNT = Integer(least=1, most=100)
_SKIP = Integer(least=0)


def page(
    call: Call,
    kind: str,
    render: Callable[[Any], Any],
    *,
    by: Mapping[str, object] | None = None,
    keep: Callable[[Any], bool] | None = None,
    takes: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The page of records that the query asks for, rendered.

    `by` is one indexed field and its value; `keep` is a further condition on the record; `takes` are the filters that
    the endpoint has besides. Raises the API error of any other: a list that ignored it would be another list.
    """
    count, skip, start, end = _paging(call, takes)
    field, value = next(iter(by.items())) if by else (None, None)
    records = call.books.newest(
        kind, count=count, skip=skip, start=start, end=end, field=field, value=value, keep=keep
    )
    return collection([render(record) for record in records])


def page_of(
    call: Call,
    records: Iterable[Any],
    render: Callable[[Any], Any],
    *,
    keep: Callable[[Any], bool] | None = None,
    takes: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The same of given records, the newest of them first."""
    count, skip, start, end = _paging(call, takes)
    wanted = (
        record
        for record in records
        if (start is None or record.created_at >= start)
        and (end is None or record.created_at <= end)
        and (keep is None or keep(record))
    )
    return collection([render(record) for record in islice(wanted, skip, skip + count)])


def _paging(call: Call, takes: tuple[str, ...]) -> tuple[int, int, int | None, int | None]:
    query = call.query
    unknown = [name for name in query if name not in PAGING and name not in takes]
    if unknown:
        raise call.error("extra", extra=", ".join(unknown))
    return (
        _COUNT.read(call, "count", query["count"]) if query.get("count") is not None else 10,
        _SKIP.read(call, "skip", query["skip"]) if query.get("skip") is not None else 0,
        moment(call, "from"),
        moment(call, "to"),
    )


def moment(call: Call, name: str) -> int | None:
    """The query's `from` or `to`, if it was sent."""
    sent = call.query.get(name)
    if sent is None:
        return None
    at = _NUMBER.read(call, name, sent)
    if not EARLIEST <= at <= LATEST:
        raise call.error("epoch", field=name)
    return at


def expansions(call: Call) -> list[str]:
    """The values of `expand[]`, in order."""
    sent = call.query.get("expand[]", call.query.get("expand"))
    if sent is None:
        return []
    return [str(one) for one in sent] if isinstance(sent, list) else [str(sent)]
