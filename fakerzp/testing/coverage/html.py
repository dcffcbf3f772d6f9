"""The report as one HTML page that needs nothing else: a table for each section, what never happened marked."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from .report import TITLES, Row
from .terminal import TITLE

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
th, td { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top }
td.number, th.number { text-align: right }
tr.never { background: #fdecea }
tr.lacking { color: #888 }
.note { color: #888; font-size: .9em }
"""


def page(report: dict[str, Any]) -> str:
    """The whole page; the same report gives the same bytes."""
    lost = report["lost"]
    missing = (
        f"<p>Workers that ended without a word: {lost}; what their tests exercised is missing.</p>\n" if lost else ""
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(TITLE)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(TITLE)}</h1>\n"
        f"<p>{report['fakes']} fakes were looked at. Marked lines were never exercised; grey ones can't be yet.</p>\n"
        f"{missing}{''.join(_section(name, report) for name in TITLES)}</body>\n</html>\n"
    )


def _section(name: str, report: dict[str, Any]) -> str:
    sums = report["summary"][name]
    rows = "".join(_line(row) for row in report[name])
    return (
        f'<h2 id="{name}">{escape(TITLES[name].capitalize())}: {sums["exercised"]} of {sums["of"]}</h2>\n'
        '<table>\n<tr><th>what</th><th class="number">times</th><th>more</th><th>page</th></tr>\n'
        f"{rows}</table>\n"
    )


def _line(row: Row) -> str:
    kind = "lacking" if row["lacks"] is not None else "done" if row["times"] else "never"
    more = "; ".join(_more(row))
    return (
        f'<tr class="{kind}"><td>{escape(row["name"])}</td><td class="number">{row["times"]}</td>'
        f'<td class="note">{escape(more)}</td><td class="note">{escape(row["page"])}</td></tr>\n'
    )


def _more(row: Row) -> Iterator[str]:
    if row["lacks"] is not None:
        yield str(row["lacks"])
    if row.get("before"):
        yield f"to {row['after']} from " + ", ".join(f"{status} ({n})" for status, n in row["before"].items())
    if row.get("basis", "documented") != "documented":
        yield str(row["basis"])
    if row.get("delivered"):
        yield f"accepted by a webhook {row['delivered']} times"
    if row.get("fixture") and row["lacks"] is None:
        yield f"fixture {row['fixture']}"
