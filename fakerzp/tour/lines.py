"""A scene as lines of words and their meanings, at a given width. Painters add colour and frames, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap
from typing import NamedTuple

from .facts import Beat, Event, Life, Message, Posting, Scene, Step, Totals, Tour
from .wording import counted, day, hour, rupees, span

LEFT = 8  # the time of day
LABEL = 9  # what a fact is about: "payment  "
NAME = 25  # an id, an address or an amount
ROOMY = 90  # from this width on, a call's name and its URL share a line

MARKS = {"merchant": "●", "customer": "◆", "bank": "■", "clock": "○"}
SHOWN_AS = {"payment_link": "link"}


class Span(NamedTuple):
    """Some words, and what they mean: `role` is a key of a painter's palette."""

    text: str
    role: str = ""


class Line(NamedTuple):
    """One line of a timeline: when, the mark or rail, what, and what stands at its right end."""

    left: Span
    mark: Span
    body: tuple[Span, ...]
    right: Span = Span("")

    @property
    def length(self) -> int:
        """How many characters the body has."""
        return sum(len(span.text) for span in self.body)


RAIL = Span("│", "rail")
GAP = Span("┊", "rail")
NOTHING = Span("")


def timeline(scene: Scene, width: int) -> Iterator[Line]:
    """All that happened, in order; `width` is how many characters a body may have."""
    today = day(scene.began)
    for beat in scene.beats:
        if beat.actor == "clock":
            yield from _passing(beat, today, width)
        else:
            yield from _doing(beat, width)
        today = day(beat.until)


def _doing(beat: Beat, width: int) -> Iterator[Line]:
    mark = Span(MARKS[beat.actor], beat.actor)
    left = Span(hour(beat.at), "time")
    for text in wrap(beat.says, width):
        yield Line(left, mark, (Span(text, "says"),))
        left, mark = NOTHING, RAIL
    for line in _typed(beat, width):
        yield line._replace(left=left, mark=mark)
        left, mark = NOTHING, RAIL
    if beat.refused:
        yield from _wrapped(beat.refused.split(), " ", "refusal", width)
    yield from _facts(beat.steps, beat.messages, beat.postings, beat.events, width)
    if beat.verified:
        yield _fact("signed", Span("razorpay_signature verifies", "quiet"))


def _typed(beat: Beat, width: int) -> Iterator[Line]:
    """What was typed, and the request that it became, with the status of the answer."""
    call = beat.call
    if call is None:
        means = (Span(f"  {beat.means}", "quiet"),) if beat.means else ()
        yield Line(NOTHING, RAIL, (Span(beat.action, "name"), *means), Span("no" if beat.refused else "", "refused"))
        return
    right = Span(str(call.status), "refused" if beat.refused else "answered")
    wire = (Span(call.method, "method"), Span(" "), Span(call.path, "path"))
    name = () if beat.action == "request" else (Span(beat.action, "name"),)
    if name and width >= ROOMY:
        name = (Span(beat.action.ljust(LABEL + NAME), "name"),)
        yield Line(NOTHING, RAIL, (*name, *wire), right)
    else:
        if name:
            yield Line(NOTHING, RAIL, name)
        yield Line(NOTHING, RAIL, wire, right)
    if call.account:
        yield Line(NOTHING, RAIL, (Span(f"X-Razorpay-Account: {call.account}", "quiet"),))


def _passing(beat: Beat, today: str, width: int) -> Iterator[Line]:
    """Time that passes, and what fell due meanwhile, each at its instant."""
    text = span(beat.until - beat.at)
    then = f" later: {beat.says}" if beat.says else " later"
    happened = [*beat.steps, *beat.messages, *beat.postings, *beat.events]
    yield Line(NOTHING, GAP, ())
    for at, group in groupby(sorted(happened, key=lambda fact: fact.at), key=lambda fact: fact.at):
        facts = list(group)
        if day(at) != today:
            today = day(at)
            yield Line(Span(today, "day"), GAP, ())
        lines = _facts(
            [fact for fact in facts if isinstance(fact, Step)],
            [fact for fact in facts if isinstance(fact, Message)],
            [fact for fact in facts if isinstance(fact, Posting)],
            [fact for fact in facts if isinstance(fact, Event)],
            width,
        )
        left, mark = Span(hour(at), "time"), Span(MARKS["clock"], "clock")
        for line in lines:
            yield line._replace(left=left, mark=mark)
            left, mark = NOTHING, RAIL
    left = NOTHING if day(beat.until) == today else Span(day(beat.until), "day")
    yield Line(left, GAP, (Span(text, "passed"), Span(then, "quiet")))


def _facts(
    steps: Iterable[Step],
    messages: Iterable[Message],
    postings: Iterable[Posting],
    events: Iterable[Event],
    width: int,
) -> Iterator[Line]:
    for entity_id, group in groupby(steps, key=lambda step: step.id):
        chain = list(group)
        statuses = [*([chain[0].before] if chain[0].before else []), *(step.after for step in chain)]
        yield _fact(_label(chain[0].entity), Span(entity_id.ljust(NAME), "id"), *_chain(statuses))
    for message in messages:
        yield _fact(message.medium, Span(message.to.ljust(NAME), "address"), Span(message.kind, message.kind))
    for posting in postings:
        yield from _money(posting)
    names = [event.event for event in events]
    if names:
        label = "event" if len(names) == 1 else "events"
        for line in _wrapped(names, " · ", "event", width - LABEL):
            yield _fact(label, *line.body)
            label = ""


def _money(posting: Posting) -> Iterator[Line]:
    """A posting, one line for each account that received."""
    givers = " + ".join(entry.account for entry in posting.entries if entry.amount < 0)
    label = "money"
    for entry in posting.entries:
        if entry.amount > 0:
            amount = Span(rupees(entry.amount).rjust(NAME - 5) + " " * 5, "money")
            way = (Span(givers.ljust(9), "quiet"), Span("→ ", "rail"), Span(entry.account, f"to {entry.account}"))
            yield _fact(label, amount, *way)
            label = ""


def lifelines(scene: Scene, width: int) -> Iterator[tuple[Span, ...]]:
    """Each entity with a status, from its beginning to the scene's end, and how long it stayed in each."""
    for life in scene.lives:
        if life.states:
            yield from _lifeline(life, width)


def _lifeline(life: Life, width: int) -> Iterator[tuple[Span, ...]]:
    head = (Span(_label(life.entity).ljust(LABEL), "label"), Span(life.id.ljust(NAME - 3), "id"))
    indent = Span(" " * (LABEL + NAME - 3))
    room = width - LABEL - NAME + 3
    line: list[Span] = [*head]
    used = 0
    for n, state in enumerate(life.states):
        pieces = [Span(state.status, f"state {state.status}")]
        if n:
            stayed = state.at - life.states[n - 1].at
            way = f" ─ {span(stayed, short=True)} → " if stayed else " → "
            pieces.insert(0, Span(way, "rail"))
        length = sum(len(piece.text) for piece in pieces)
        if used and used + length > room:
            yield tuple(line)
            line, used = [indent, Span("  ")], 2
        line += pieces
        used += length
    yield tuple(line)


def numbers(totals: Totals) -> str:
    """A scene, or all of them, in one sentence."""
    parts = [
        counted(totals.calls, "call") + (f", {totals.refused} refused" if totals.refused else ""),
        counted(totals.transitions, "transition"),
        counted(totals.events, "event"),
        counted(totals.messages, "message"),
        f"{rupees(totals.moved)} moved",
    ]
    return " · ".join(parts)


def split(totals: Totals) -> str:
    """What became of the customers' money."""
    if not totals.paid:
        return "No money changed hands."
    return (
        f"Customers paid {rupees(totals.paid)}: {rupees(totals.kept)} for the merchant, "
        f"{rupees(totals.fees)} in fees, {rupees(totals.tax)} in tax."
    )


def verdict(shown: Scene | Tour) -> Span:
    """Whether the books add up."""
    return Span("books balance", "balanced") if shown.balanced else Span("BOOKS DO NOT BALANCE", "unbalanced")


def _label(entity: str) -> str:
    return SHOWN_AS.get(entity, entity)


def _fact(label: str, *what: Span) -> Line:
    return Line(NOTHING, RAIL, (Span(label.ljust(LABEL), "label"), *what))


def _chain(statuses: list[str]) -> Iterator[Span]:
    for n, status in enumerate(statuses):
        if n:
            yield Span(" → ", "rail")
        yield Span(status, f"state {status}")


def _wrapped(words: list[str], between: str, role: str, width: int) -> Iterator[Line]:
    """Words, as many on a line as there is room for."""
    line = ""
    for word in words:
        longer = line + between + word if line else word
        if line and len(longer) > width:
            yield Line(NOTHING, RAIL, (Span(line, role),))
            line = word
        else:
            line = longer
    yield Line(NOTHING, RAIL, (Span(line, role),))
