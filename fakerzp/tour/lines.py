"""A scene as lines of words and their meanings, at a given width. Painters add colour and frames, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import wrap
from typing import NamedTuple

from .facts import Beat, Call, Event, Life, Message, Posting, Scene, Step, Totals, Tour
from .wording import counted, day, hour, rupees, span

LEFT = 8  # the time of day
LABEL = 9  # what a fact is about: "payment  "
NAME = 25  # an id, an address or an amount
NARROWEST = 40  # a terminal with less room than that breaks the lines itself
ROOMY = 90  # from this width on, a call's name and its URL share a line

MARKS: Mapping[str, str] = {"merchant": "●", "customer": "◆", "bank": "■", "clock": "○"}
SHOWN_AS: Mapping[str, str] = {"payment_link": "link", "settlement": "settled"}

Fact = Step | Message | Posting | Event


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
    width = max(width, NARROWEST)
    shown = ""
    for beat in scene.beats:
        for line in _passing(beat, width) if beat.actor == "clock" else _doing(beat, width):
            # A time stands where it is new, not on every line that has it.
            yield line._replace(left=NOTHING) if line.left.text == shown else line
            shown = line.left.text or shown


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
    for entity_id in beat.customers:
        yield _fact("customer", Span(_column(entity_id), "id"), Span("new", "quiet"))
    for found in beat.found:
        status = found.status or ""
        yield _fact(_label(found.entity), Span(_column(found.id), "id"), Span(status, f"state {status}"))
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
    name = "" if beat.action == "request" else beat.action
    before = LABEL + NAME if name and width >= ROOMY else 0
    if name and not before:
        yield Line(NOTHING, RAIL, (Span(name, "name"),))
    method = Span(f"{call.method} ", "under" if name else "method")
    indent = Span(" " * (before + len(method.text)))
    head: tuple[Span, ...] = (Span(name.ljust(before), "name"), method) if before else (method,)
    for url in _folded(_url(call), width - len(indent.text) - len(right.text) - 1):
        yield Line(NOTHING, RAIL, (*head, Span(url, "under" if name else "path")), right)
        head, right = (indent,), NOTHING
    if call.account:
        yield Line(NOTHING, RAIL, (Span(f"X-Razorpay-Account: {call.account}", "quiet"),))


def _url(call: Call) -> str:
    query = "&".join(f"{name}={value}" for name, value in call.query.items())
    return f"{call.path}?{query}" if query else call.path


def _folded(url: str, width: int) -> Iterator[str]:
    """A URL on as many lines as it needs, broken before a slash."""
    while len(url) > width:
        cut = url.rfind("/", 1, width + 1)
        cut = cut if cut > 0 else width
        yield url[:cut]
        url = url[cut:]
    yield url


def _passing(beat: Beat, width: int) -> Iterator[Line]:
    """Time that passes, and what fell due meanwhile, each at its instant."""
    today, then = day(beat.at), day(beat.until)
    facts: list[Fact] = [*beat.steps, *beat.messages, *beat.postings, *beat.events]
    happened = sorted(facts, key=lambda fact: fact.at)
    left = Span(then, "day") if then != today and not happened else NOTHING
    long = span(beat.until - beat.at)
    text = f"{long} {'passes' if long.startswith('1 ') and long.count(' ') == 1 else 'pass'}"
    yield Line(NOTHING, GAP, ())
    yield Line(left, GAP, (Span(text, "passed"), Span(f": {beat.says}" if beat.says else "", "quiet")))
    for at, group in groupby(happened, key=lambda fact: fact.at):
        if day(at) != today:
            today = day(at)
            yield Line(Span(today, "day"), GAP, ())
        left, mark = Span(hour(at), "time"), Span(MARKS["clock"], "clock")
        for line in _due(list(group), width):
            yield line._replace(left=left, mark=mark)
            left, mark = NOTHING, RAIL
    if not happened or happened[-1].at < beat.until:
        yield Line(Span(then, "day") if happened and then != today else NOTHING, GAP, ())


def _due(facts: list[Fact], width: int) -> Iterator[Line]:
    """What happened at one instant."""
    return _facts(
        [fact for fact in facts if isinstance(fact, Step)],
        [fact for fact in facts if isinstance(fact, Message)],
        [fact for fact in facts if isinstance(fact, Posting)],
        [fact for fact in facts if isinstance(fact, Event)],
        width,
    )


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
        yield _fact(_label(chain[0].entity), Span(_column(entity_id), "id"), *_chain(statuses))
    for message in messages:
        yield _fact(message.medium, Span(_column(message.to), "address"), Span(message.kind, message.kind))
    yield from _money(postings)
    names = [event.event for event in events]
    if names:
        label = "event" if len(names) == 1 else "events"
        for line in _wrapped(names, " · ", "event", width - LABEL):
            yield _fact(label, *line.body)
            label = ""


def _money(postings: Iterable[Posting]) -> Iterator[Line]:
    """Postings, one line for each account that received."""
    label = "money"
    for posting in postings:
        givers = " + ".join(entry.account for entry in posting.entries if entry.amount < 0)
        for entry in posting.entries:
            if entry.amount > 0:
                amount = Span(rupees(entry.amount).rjust(NAME - 5) + " " * 5, "money")
                way = (Span(givers.ljust(9), "quiet"), Span("→ ", "rail"), Span(entry.account, f"to {entry.account}"))
                yield _fact(label, amount, *way)
                label = ""


def ending(scene: Scene, width: int) -> Iterator[tuple[Span, ...]]:
    """How it ended: each entity's life, where the money is, and what the ledger says."""
    for life in scene.lives:
        if life.states:
            yield from _lifeline(life, width)
    if scene.totals.paid:
        yield from spent(scene.totals)
    yield (Span("ledger".ljust(LABEL), "label"), verdict(scene))


def _lifeline(life: Life, width: int) -> Iterator[tuple[Span, ...]]:
    """An entity from its beginning to the scene's end, and how long it stayed in each status."""
    column = NAME - 4
    line = [Span(_label(life.entity).ljust(LABEL), "label"), Span(life.id.ljust(column), "id")]
    room = width - LABEL - column
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
            line, used = [Span(" " * (LABEL + column))], 0
        line += pieces
        used += length
    yield tuple(line)


def numbers(totals: Totals) -> str:
    """A scene, or all of them, in one line."""
    parts = [
        counted(totals.calls, "call") + (f", {totals.refused} refused" if totals.refused else ""),
        counted(totals.transitions, "move"),
        counted(totals.events, "event"),
        counted(totals.messages, "message"),
        f"{rupees(totals.paid)} paid",
    ]
    return " · ".join(parts)


def spent(totals: Totals) -> Iterator[tuple[Span, ...]]:
    """What customers paid, what became of it, and how much of the merchant's is in the bank."""
    yield (
        Span("money".ljust(LABEL), "label"),
        Span(f"{rupees(totals.paid)} = ", "money"),
        Span(f"{rupees(totals.kept)} merchant", "to merchant"),
        Span(f" + {rupees(totals.fees)} fees + {rupees(totals.tax)} tax"),
    )
    to_come = totals.kept - totals.settled
    yield (
        Span("bank".ljust(LABEL), "label"),
        Span(f"{rupees(totals.settled)} settled", "to bank"),
        Span(f", {rupees(to_come)} to come" if to_come else ": all of it", "quiet"),
    )


def verdict(shown: Scene | Tour) -> Span:
    """Whether the books add up."""
    return Span("balanced to the paisa", "balanced") if shown.balanced else Span("NOT BALANCED", "unbalanced")


def _column(text: str) -> str:
    """An id or an address, as wide as its column, and never touching the next."""
    return text.ljust(NAME - 1) + " "


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
