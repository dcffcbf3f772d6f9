"""What was seen, set against what there is: plain values, in the order of the tables, the same for the same suite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...world.event_names import EVENTS
from ...world.failures import failure, reasons
from .collect import Seen
from .known import CHECKS, COMBINATIONS, Transition, coupling_key, couplings, transitions

Row = dict[str, Any]
TITLES: Mapping[str, str] = {
    "transitions": "transitions",
    "couplings": "couplings",
    "events": "webhook events",
    "reasons": "failure reasons",
    "signatures": "signature checks",
    "combinations": "combinations",
}
"""The sections of a report, in its order, and what each is called."""


def report(seen: Seen) -> dict[str, Any]:
    """The report as JSON values.

    `{version, fakes, lost, summary: {section: {exercised, of}}, section: [row, ...]}`. Every row has `name`, `times`
    (how often it happened), `page` and `lacks` (what is missing to fake it, or None); what is lacking is in no sum.
    """
    rows = {
        "transitions": [_transition(one, seen) for one in transitions()],
        "couplings": list(_couplings(seen)),
        "events": list(_events(seen)),
        "reasons": [_row(name, seen.counts["reasons"][name], failure(name).page) for name in reasons()],
        "signatures": [_row(one.name, seen.counts["signatures"][one.name], one.page, one.lacks) for one in CHECKS],
        "combinations": [
            {**_row(one.says, seen.counts["combinations"][one.name], one.page, one.lacks), "fixture": one.fixture}
            for one in COMBINATIONS
        ],
    }
    summary = {section: _sums(rows[section]) for section in TITLES}
    return {"version": 1, "fakes": seen.fakes, "lost": seen.lost, "summary": summary, **rows}


def never(rows: Iterable[Row]) -> list[Row]:
    """The rows that could have happened, and did not."""
    return [row for row in rows if not row["times"] and row["lacks"] is None]


def _sums(rows: list[Row]) -> dict[str, int]:
    could = [row for row in rows if row["lacks"] is None]
    return {"exercised": sum(bool(row["times"]) for row in could), "of": len(could)}


def _row(name: str, times: int, page: str, lacks: str | None = None) -> Row:
    return {"name": name, "times": times, "page": page, "lacks": lacks}


def _transition(one: Transition, seen: Seen) -> Row:
    """`before` is how often it happened from each status; a birth's is empty."""
    times = {status: seen.counts["transitions"][key] for status, key in one.keys.items()}
    return {
        **_row(f"{one.entity} {one.event}", sum(times.values()), one.page),
        "entity": one.entity,
        "event": one.event,
        "before": {status: count for status, count in times.items() if status},
        "after": one.after,
        "emits": one.emits,
        "basis": one.basis,
    }


def _couplings(seen: Seen) -> Iterable[Row]:
    """Couplings that differ only in when they hold are one."""
    from ...lifecycles import LIFECYCLES

    keys = {coupling_key(one.entity, one.event, one.moves, one.then): one.moves for one in couplings()}
    for key, moves in keys.items():
        yield _row(key, seen.counts["couplings"][key], LIFECYCLES[moves].page)


def _events(seen: Seen) -> Iterable[Row]:
    """`delivered` is how often a webhook accepted it."""
    happened: dict[str, int] = {}
    for one in transitions():
        if one.emits is not None:
            times = sum(seen.counts["transitions"][key] for key in one.keys.values())
            happened[one.emits] = happened.get(one.emits, 0) + times
    for name, event in EVENTS.items():
        row = _row(name, happened.get(name, 0), event.page, event.lacks)
        yield {**row, "product": event.product, "delivered": seen.counts["delivered"][name]}
