"""The tour in colour: a panel for each scene, and a table at the end. Needs rich, the extra `tour`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from .facts import Scene, Totals, Tour
from .lines import LEFT, Line, Span, ending, numbers, spent, timeline
from .wording import date, rupees

WIDEST = 120
"""Beyond this many columns a line is harder to follow, not easier."""

_FRAME = 4  # the panel's borders and the padding inside them
_RAIL = 3  # the mark, and a space on either side

_STATES = {
    "bright_black": ("draft", "not_applicable", "scheduled"),
    "cyan": ("created", "issued", "initiated", "enabled", "requested", "open", "awaited", "otp_sent", "exchanged"),
    "yellow": (
        *("attempted", "authorized", "partially_paid", "pending", "paused", "cancellation_initiated", "authenticated"),
        *("under_review", "needs_clarification", "verification_pending", "activated_kyc_pending", "updated"),
        *("partially_processed", "partially_reversed"),
    ),
    "bold green": (
        *("paid", "captured", "confirmed", "processed", "active", "activated", "instantly_activated", "completed"),
        *("won", "resolved", "eligible"),
    ),
    "magenta": (
        *("expired", "cancelled", "deleted", "refunded", "disabled", "closed", "reversed", "refreshed", "revoked"),
        *("deactivated",),
    ),
    "bold red": (
        *("failed", "rejected", "halted", "lost", "suspended", "verification_failed", "started", "declined"),
        *("ineligible",),
    ),
}
PALETTE: Mapping[str, str] = {
    "merchant": "bold bright_blue",
    "customer": "bold yellow",
    "bank": "bold cyan",
    "clock": "bright_black",
    "rail": "bright_black",
    "time": "bright_black",
    "day": "bold",
    "says": "bold",
    "name": "bright_blue",
    "method": "bright_blue",
    "path": "bright_blue",
    "under": "bright_black",
    "answered": "green",
    "refused": "bold red",
    "refusal": "red",
    "passed": "bold",
    "quiet": "bright_black",
    "label": "bright_black",
    "notification": "cyan",
    "reminder": "bold cyan",
    "money": "bold",
    "to merchant": "green",
    "to bank": "bold green",
    "event": "bright_black",
    "balanced": "bold green",
    "unbalanced": "bold red",
    **{f"state {status}": style for style, statuses in _STATES.items() for status in statuses},
}
"""The style of each role; what is not here looks as the terminal's own text does."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Let the command line say what happens when the reader has gone; rich would leave with status 1."""
        raise BrokenPipeError


def show(tour: Tour, file: IO[str] | None = None, width: int | None = None) -> None:
    """Print the tour to a terminal, at its width or the one given."""
    console = _Console(file=file, width=width, highlight=False, emoji=False)
    console.width = min(console.width, WIDEST)
    paint(tour, console)


def paint(tour: Tour, console: Console) -> None:
    """Print the tour on a console of rich."""
    for scene in tour.scenes:
        console.print(_panel(scene, console.width))
        console.print()
    console.print(_summary(tour, console.width))


def _panel(scene: Scene, columns: int) -> Panel:
    inner = columns - _FRAME
    body: list[RenderableType] = [
        Text(scene.story, "italic"),
        Text(f"{date(scene.began)}, IST · {scene.door} · {scene.document}", "bright_black"),
        Text(),
    ]
    body += [_line(line, inner) for line in timeline(scene, inner - LEFT - _RAIL)]
    body.append(Rule(style="bright_black"))
    body += [_text(spans) for spans in ending(scene, inner)]
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


def _summary(tour: Tour, columns: int) -> Panel:
    table = Table(
        box=SIMPLE_HEAD,
        header_style="bright_black",
        show_footer=len(tour.scenes) > 1,
        padding=(0, 1, 0, 0),
        expand=True,
    )
    table.add_column("")
    table.add_column("scene", footer="together", no_wrap=True)
    for name, footer in zip(("calls", "moves", "events", "messages", "paid"), _cells(tour.totals), strict=True):
        table.add_column(name, footer=footer, justify="right", no_wrap=True)
    table.add_column("books", footer=_tick(tour), justify="center")
    for scene in tour.scenes:
        table.add_row(str(scene.number), scene.name, *_cells(scene.totals), _tick(scene))
    invitation = Text.assemble(
        ("Your turn: ", "bold"), ("from fakerzp import FakeRazorpay; rzp = FakeRazorpay()", "bright_blue")
    )
    return Panel(
        Group(table, *map(_text, spent(tour.totals)), Text(), invitation),
        title=Text(" The books, after all that ", "bold"),
        title_align="left",
        box=ROUNDED,
        border_style="green" if tour.balanced else "red",
        width=columns,
    )


def _cells(totals: Totals) -> Iterator[str]:
    yield str(totals.calls)
    yield str(totals.transitions)
    yield str(totals.events)
    yield str(totals.messages)
    yield rupees(totals.paid)


def _tick(shown: Scene | Tour) -> Text:
    return Text("✓", "bold green") if shown.balanced else Text("✗", "bold red")
