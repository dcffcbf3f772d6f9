"""The tour as plain text: for pipes, logs, and terminals without rich. No escape codes, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Scene, Tour
from .lines import LEFT, Line, Span, lifelines, numbers, split, timeline, verdict
from .wording import date

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
    yield "SUMMARY"
    yield "=" * WIDTH
    yield f"{'':34}{'calls':>7}{'moves':>7}{'events':>8}{'messages':>10}  ledger"
    for scene in tour.scenes:
        totals = scene.totals
        yield (
            f"{scene.number}  {scene.name:31}{totals.calls:7}{totals.transitions:7}{totals.events:8}"
            f"{totals.messages:10}  {verdict(scene).text}"
        )
    yield "-" * WIDTH
    yield numbers(tour.totals)
    yield split(tour.totals)
    yield f"Ledger: {verdict(tour).text}."


def _scene(scene: Scene) -> Iterator[str]:
    yield f"{scene.number}. {scene.title}"
    yield "=" * WIDTH
    yield scene.story
    yield f"{date(scene.began)}, Indian time. By {scene.door}. After: {scene.document}."
    yield ""
    for line in timeline(scene, BODY):
        yield _line(line)
    yield ""
    for life in lifelines(scene, WIDTH):
        yield _joined(life)
    yield f"{numbers(scene.totals)} · {verdict(scene).text}"


def _line(line: Line) -> str:
    body = _joined(line.body)
    if line.right.text:
        body = f"{body:{BODY - len(line.right.text)}}{line.right.text}"
    return f"{line.left.text:>{LEFT}} {line.mark.text} {body}"


def _joined(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)
