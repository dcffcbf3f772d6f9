"""How reports on handlers are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, ..."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The rows as lines, in columns."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
