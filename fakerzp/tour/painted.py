"""The tour in colour: a panel for each scene, and a table at the end. Needs rich, the extra `tour`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from .facts import Scene, Tour
from .lines import LEFT, Line, Span, lifelines, numbers, split, timeline, verdict
from .wording import date, rupees

WIDEST = 120
"""Beyond this many columns a line is harder to follow, not easier."""

_FRAME = 4  # the panel's borders and the padding inside them
_RAIL = 3  # the mark, and a space on either side

_GOING, _WAITING, _DONE, _OVER, _BAD = "bright_cyan", "yellow", "bold green", "magenta", "bold red"
PALETTE = {
    "merchant": "bold bright_blue",
    "customer": "bold yellow",
    "bank": "bold cyan",
    "clock": "bright_black",
    "rail": "bright_black",
    "time": "bright_black",
    "day": "bold",
    "says": "bold",
    "name": "bright_blue",
    "method": "blue",
    "path": "blue",
    "answered": "green",
    "refused": "bold red",
    "refusal": "red",
    "passed": "bold",
    "quiet": "bright_black",
    "label": "bright_black",
    "id": "",
    "address": "",
    "notification": "cyan",
    "reminder": "bold cyan",
    "money": "bold",
    "to merchant": "green",
    "event": "bright_black",
    "balanced": "bold green",
    "unbalanced": "bold red",
    "state draft": "bright_black",
    "state created": _GOING,
    "state issued": _GOING,
    "state initiated": _GOING,
    "state attempted": _WAITING,
    "state authorized": _WAITING,
    "state partially_paid": _WAITING,
    "state paid": _DONE,
    "state captured": _DONE,
    "state confirmed": _DONE,
    "state expired": _OVER,
    "state cancelled": _OVER,
    "state deleted": _OVER,
    "state failed": _BAD,
    "state rejected": _BAD,
}


def show(tour: Tour, file: IO[str] | None = None, width: int | None = None) -> None:
    """Print the tour to a terminal, at its width or the one given."""
    console = Console(file=file, width=width, highlight=False, emoji=False)
    console.width = min(console.width, WIDEST)
    paint(tour, console)


def paint(tour: Tour, console: Console) -> None:
    """Print the tour on a console of rich."""
    for scene in tour.scenes:
        console.print(_panel(scene, console.width))
    console.print(_summary(tour))


def _panel(scene: Scene, columns: int) -> Panel:
    inner = columns - _FRAME
    body: list[RenderableType] = [
        Text(scene.story, "italic"),
        Text(f"{date(scene.began)}, Indian time. By {scene.door}. After: {scene.document}.", "bright_black"),
        Text(),
    ]
    body += [_line(line, inner) for line in timeline(scene, inner - LEFT - _RAIL)]
    body.append(Rule(style="bright_black"))
    body += [_text(spans) for spans in lifelines(scene, inner)]
    title = Text.assemble((f" {scene.number} ", "reverse bold bright_blue"), (f" {scene.title} ", "bold"))
    foot = Text.assemble(" ", (numbers(scene.totals), "bright_black"), " ")
    return Panel(
        Group(*body),
        title=title,
        title_align="left",
        subtitle=foot,
        subtitle_align="right",
        box=ROUNDED,
        border_style="bright_blue",
        width=columns,
    )


def _line(line: Line, inner: int) -> Text:
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(line.left.text.rjust(LEFT), _style(line.left))
    text.append(" ")
    text.append(line.mark.text, _style(line.mark))
    text.append(" ")
    text.append_text(_text(line.body))
    if line.right.text:
        text.append(" " * (inner - text.cell_len - len(line.right.text)))
        text.append(line.right.text, _style(line.right))
    return text


def _text(spans: Iterable[Span]) -> Text:
    text = Text(no_wrap=True, overflow="ellipsis")
    for span in spans:
        text.append(span.text, _style(span))
    return text


def _style(span: Span) -> str:
    return PALETTE.get(span.role, "")


def _summary(tour: Tour) -> Group:
    table = Table(box=SIMPLE_HEAD, header_style="bright_black", show_footer=len(tour.scenes) > 1, expand=False)
    sums = tour.totals
    table.add_column("", footer="")
    table.add_column("scene", footer="together")
    for name, footer in _columns(tour):
        table.add_column(name, footer=footer, justify="right")
    table.add_column("ledger", footer=_text((verdict(tour),)))
    for scene in tour.scenes:
        table.add_row(str(scene.number), scene.name, *_cells(scene), _text((verdict(scene),)))
    return Group(table, Text(split(sums)))


def _columns(tour: Tour) -> Iterator[tuple[str, str]]:
    sums = tour.totals
    yield "calls", str(sums.calls)
    yield "moves", str(sums.transitions)
    yield "events", str(sums.events)
    yield "messages", str(sums.messages)
    yield "moved", rupees(sums.moved)


def _cells(scene: Scene) -> Iterator[str]:
    totals = scene.totals
    yield str(totals.calls)
    yield str(totals.transitions)
    yield str(totals.events)
    yield str(totals.messages)
    yield rupees(totals.moved)
