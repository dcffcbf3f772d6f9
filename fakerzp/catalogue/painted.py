"""The list of calls in colour: a table for each resource. Needs rich, the extra `tour`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .listing import ending, standing
from .routes import NOWHERE, REFUSED, Route

WIDEST = 160
STYLES = {
    "documented": "green",
    "sdk": "cyan",
    "inferred": "yellow",
    REFUSED: "red",
    NOWHERE: "bright_black",
}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Let the command line say what happens when the reader has gone; rich would leave with status 1."""
        raise BrokenPipeError


def show(found: Sequence[Route], out: IO[str]) -> None:
    """Print the calls to a terminal, each with how far it is faked."""
    console = _Console(file=out, highlight=False, emoji=False)
    console.width = min(console.width, WIDEST)
    for resource, calls in groupby(found, key=lambda route: route.resource):
        console.print(_table(resource, list(calls)))
    console.print(Text(ending(found), style="bold"))


def _table(resource: str, calls: Sequence[Route]) -> Table:
    table = Table(title=resource, title_style="bold", title_justify="left", box=SIMPLE_HEAD, expand=True)
    table.add_column("call", ratio=5, overflow="fold")
    table.add_column("Python, Node", ratio=4, overflow="fold", style="bright_blue")
    table.add_column("faked, source", ratio=5, overflow="fold")
    for route in calls:
        call = Text.assemble((f"{route.method} ", "bold"), route.path)
        style = STYLES[route.faked]
        stands = Text.assemble((standing(route), style), "\n", (route.source, "bright_black"))
        table.add_row(call, Text("\n".join(route.names)), stands)
    return table
