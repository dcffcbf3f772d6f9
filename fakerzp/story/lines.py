"""A story as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..ledger.tables import aligned, moment, money
from .facts import Act, Call, Delivery, Error, Life, Move
from .wording import clipped, counted, listed, plain, span

ACTOR, INDENT = 10, 2
_MARGIN = " " * (INDENT + ACTOR)


def text(acts: tuple[Act, ...], lives: tuple[Life, ...], last_error: Error | None) -> str:
    """The whole story, each line free of anything that a terminal would obey."""
    if not acts:
        return "nothing happened yet"
    known = {life.id: life for life in lives}
    lines: list[str] = []
    before = acts[0].at
    for at, group in groupby(acts, key=lambda act: act.at):
        later = f", {span(at - before)} later" if at > before else ""
        lines.append(f"{moment(at)} IST{later}")
        before = at
        for act in group:
            lines += _told(act, known)
    lines += ["", summary(acts, lives)]
    if last_error is not None:
        lines += _last(last_error)
    return "\n".join(lines)


def _told(act: Act, known: dict[str, Life]) -> Iterator[str]:
    """One act: who, what, and what came of it."""
    told = [call_line(act.call)] if act.call is not None else [plain(act.does)] if act.does else []
    if act.call is not None and act.call.error is not None:
        told.append(f"! {plain(act.call.error)}")
    if act.failure is not None:
        told.append(f"! {plain(act.failure.reason)}: {plain(act.failure.text)}")
    rows = [[move.id, path(move), _about(move, known)] for move in act.moves]
    told += aligned(rows) if rows else []
    told += [f"money  {line}" for line in money_lines(act)]
    told += [f"{letter.medium} to {plain(letter.to)}: {plain(letter.text)}" for letter in act.letters]
    if act.events:
        told.append(f"event  {listed([event.event for event in act.events])}")
    told += [delivery_line(delivery) for delivery in act.deliveries]
    label = f"{'':{INDENT}}{act.actor.capitalize():{ACTOR}}"
    for line in told:
        yield (label + line).rstrip()
        label = _MARGIN


def call_line(call: Call) -> str:
    """A request and the status of its answer; for whom, if it was made for a sub-merchant."""
    account = f" as {plain(call.account)}" if call.account else ""
    return f"{call.method} {plain(call.path)}{account}  {call.status or 'no answer'}"


def path(move: Move) -> str:
    """The statuses that an entity had and reached: created -> attempted -> paid."""
    return " -> ".join([*([move.before] if move.before else []), *move.statuses])


def _about(move: Move, known: dict[str, Life]) -> str:
    """What a new entity is worth, and what it is for."""
    life = known[move.id]
    if move.before is not None or life.amount is None:
        return ""
    worth = money(life.currency or "", life.amount)
    return f'{worth}  "{clipped(plain(life.description))}"' if life.description else worth


def money_lines(act: Act) -> Iterator[str]:
    """Movements of money, one line for each account of the books that received."""
    for posting in act.money:
        givers = " + ".join(name for name, amount in posting.entries if amount < 0)
        for name, amount in posting.entries:
            if amount > 0:
                yield f"{money(posting.currency, amount)} {givers} -> {name}"


def delivery_line(delivery: Delivery) -> str:
    """An attempt to deliver a webhook, and what came back."""
    again = f", attempt {delivery.attempt}" if delivery.attempt > 1 else ""
    error = f"  ! {plain(delivery.error)}" if delivery.error else ""
    return f"{delivery.event} to {plain(delivery.target)}{again}  {delivery.status or 'no answer'}{error}"


def summary(acts: tuple[Act, ...], lives: tuple[Life, ...]) -> str:
    """The story in numbers."""
    calls = [act.call for act in acts if act.call is not None]
    refused = sum(call.error is not None for call in calls)
    counts = [
        counted(len(calls), "call") + (f" ({refused} refused)" if refused else ""),
        counted(len(lives), "entity"),
        counted(sum(len(move.statuses) - (move.before is None) for act in acts for move in act.moves), "transition"),
        counted(sum(len(act.events) for act in acts), "event"),
        counted(sum(len(act.letters) for act in acts), "message"),
    ]
    attempts = sum(len(act.deliveries) for act in acts)
    return listed(counts + ([counted(attempts, "delivery")] if attempts else []))


def _last(error: Error) -> list[str]:
    """The last error, with its page."""
    code = " ".join(plain(part) for part in (error.code, error.reason) if part)
    return [
        f"last error  {moment(error.at)} IST, {plain(error.what)}" + (f": {code}" if code else ""),
        f"            {plain(error.text)}",
        f"            {page_line(error)}",
    ]


def page_line(error: Error) -> str:
    """Where an error is documented."""
    if error.page is None:
        return "on no page"
    return "no page has this text: inferred" if error.page == "inferred" else f"page {error.page}"
