"""The report in a terminal: how much of each kind was exercised, and what never was."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from ...ledger.tables import aligned
from .report import TITLES, Row, never

TITLE = "Razorpay: what the suite exercised"
SHOWN = 12
"""How many names of one kind are listed."""


def told(report: dict[str, Any], width: int) -> Iterator[str]:
    """The lines, at most `width` wide where words allow."""
    sums = report["summary"]
    rows = [[TITLES[name], str(sums[name]["exercised"]), str(sums[name]["of"])] for name in TITLES]
    yield from aligned([["", "exercised", "of"], *rows], right=(1, 2))
    yield ""
    if not report["fakes"]:
        yield "no test of this run used a fake"
    if report["lost"]:
        yield f"workers that ended without a word: {report['lost']}; what their tests exercised is missing here"
    for name in reversed([*TITLES]):
        missing = never(report[name])
        if missing:
            yield from _listed(f"never, {TITLES[name]}: ", [_named(name, row) for row in missing], width)
    lacking = [row["name"] for row in report["combinations"] if row["lacks"] is not None]
    yield from _listed("can't be played yet: ", lacking, width)


def _named(section: str, row: Row) -> str:
    if section == "combinations" and row["fixture"]:
        return f"{row['name']} ({row['fixture']})"
    return str(row["name"])


def _listed(head: str, names: list[str], width: int) -> Iterator[str]:
    rest = len(names) - SHOWN
    text = ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
    yield from textwrap.wrap(
        head + text, max(width, 40), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
