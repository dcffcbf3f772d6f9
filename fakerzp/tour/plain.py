"""The tour as plain text: for pipes, logs, and terminals without rich. No escape codes, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Scene, Totals, Tour
from .lines import LABEL, LEFT, Line, Span, ending, numbers, spent, timeline, verdict
from .wording import date, rupees

WIDTH = 80
BODY = WIDTH - LEFT - 3


def text(tour: Tour) -> str:
    """The whole tour."""
    return "\n".join(line.rstrip() for line in _tour(tour)) + "\n"


def _tour(tour: Tour) -> Iterator[str]:
    for scene in tour.scenes:
        yield from _scene(scene)
        yield ""
        yield ""
    yield f"{'':22}{'calls':>6}{'moves':>7}{'events':>8}{'messages':>10}{'paid':>15}"
    yield "-" * WIDTH
    for scene in tour.scenes:
        yield _row(f"{scene.number}  {scene.name}", scene.totals)
    yield "-" * WIDTH
    yield _row("", tour.totals)
    yield ""
    yield from map(_joined, spent(tour.totals))
    yield _joined((Span("ledger".ljust(LABEL)), verdict(tour)))


def _row(name: str, totals: Totals) -> str:
    counts = f"{totals.calls:6}{totals.transitions:7}{totals.events:8}{totals.messages:10}"
    return f"{name:22}{counts}{rupees(totals.paid):>15}"


def _scene(scene: Scene) -> Iterator[str]:
    yield f"{scene.number}. {scene.title}"
    yield "=" * WIDTH
    yield scene.story
    yield f"{date(scene.began)}, IST · {scene.door} · {scene.document}"
    yield ""
    for line in timeline(scene, BODY):
        yield _line(line)
    yield ""
    for words in ending(scene, WIDTH):
        yield _joined(words)
    yield numbers(scene.totals)


def _line(line: Line) -> str:
    body = _joined(line.body)
    if line.right.text:
        body = f"{body:{BODY - len(line.right.text)}}{line.right.text}"
    return f"{line.left.text:>{LEFT}} {line.mark.text} {body}"


def _joined(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)
