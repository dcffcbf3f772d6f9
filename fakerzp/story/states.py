"""`fakerzp states`: the law itself, drawn from its tables. No state or step is named here, so none can be forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from ..ledger.tables import aligned
from ..lifecycles import COUPLINGS, EXPIRY, INVOICE_EDITABLE, LIFECYCLES
from .mermaid import is_final, label

SCHEMA = 1
FORMATS = ("text", "mermaid", "json")
ANY = "*"


class Drawn(NamedTuple):
    """A row of the law: the step `step` leads from any of `before` (none: it begins) to `after` (None: the same).

    `event` is what goes out, and `carries` these entities; `time_in` the field that takes the moment; `money` what is
    booked.
    """

    step: str
    before: tuple[str, ...]
    after: str | None
    event: str | None
    carries: tuple[str, ...]
    time_in: str | None
    money: str | None
    basis: str


class Refusal(NamedTuple):
    """What Razorpay answers to a step that is not allowed; "*" stands for any step or status."""

    step: str
    status: str
    text: str
    page: str


class Moves(NamedTuple):
    """When `entity` goes through `step`, what its field `by` names goes through `then`, if `condition` holds."""

    entity: str
    step: str
    by: str
    moved: str
    then: str
    condition: str | None


class Machine(NamedTuple):
    """All that the law says of one entity."""

    entity: str
    page: str
    states: tuple[str, ...]
    final: tuple[str, ...]
    rows: tuple[Drawn, ...]
    refusals: tuple[Refusal, ...]
    moves: tuple[Moves, ...]
    moved_by: tuple[Moves, ...]
    expires: str | None
    editable: Mapping[str, tuple[str, ...]]


def machines(entity: str | None = None) -> tuple[Machine, ...]:
    """The machine of an entity, or of each; raises LookupError, naming those that there are, for no such entity."""
    if entity is None:
        return tuple(map(_machine, LIFECYCLES))
    if entity not in LIFECYCLES:
        close = get_close_matches(entity, LIFECYCLES, n=1, cutoff=0.5)
        meant = f"; did you mean {close[0]}?" if close else "."
        raise LookupError(f"there is no entity {entity!r}{meant} There are {', '.join(LIFECYCLES)}")
    return (_machine(entity),)


def _machine(entity: str) -> Machine:
    law = LIFECYCLES[entity]
    births = [
        Drawn("create", (), b.status, b.emits, b.carries, None, _worded(b.posts), "documented") for b in law.births
    ]
    rows = [
        Drawn(r.event, r.before, r.after or None, r.emits, r.carries, r.stamp, _worded(r.posts), r.basis)
        for r in law.rows
    ]
    named = [status for row in (*births, *rows) for status in (*row.before, row.after) if status]
    states = tuple(dict.fromkeys(named))
    couplings = [Moves(c.entity, c.event, c.by, c.moves, c.then, _worded(c.when)) for c in COUPLINGS]
    editable = INVOICE_EDITABLE if entity == "invoice" else {}
    return Machine(
        entity,
        law.page,
        states,
        tuple(status for status in states if is_final(entity, status)),
        (*births, *rows),
        tuple(Refusal(step, status, text.template, text.page) for (status, step), text in law.refusals.items()),
        tuple(one for one in couplings if one.entity == entity),
        tuple(one for one in couplings if one.moved == entity),
        EXPIRY.get(entity),
        {status: tuple(sorted(fields)) for status, fields in editable.items()},
    )


def _worded(function: Callable[..., Any] | None) -> str | None:
    """What a function of the law is called, in words: the law has no other text for its conditions and postings."""
    return function.__name__.strip("_").replace("_", " ") if function is not None else None


def drawn(found: Sequence[Machine], form: str) -> str:
    """The machines as text, as a Mermaid diagram or as JSON; raises ValueError for any other form."""
    if form not in FORMATS:
        raise ValueError(f"the law is drawn as {', '.join(FORMATS)}, not {form!r}")
    if form == "json":
        return json.dumps({"schema": SCHEMA, "entities": [_document(machine) for machine in found]}, indent=2) + "\n"
    return _diagram(found) if form == "mermaid" else "\n\n".join(map(_text, found)) + "\n"


# -- text


def _text(machine: Machine) -> str:
    lines = [f"{machine.entity}  ({machine.page})", ""]
    lines += [f"  states  {', '.join(machine.states)}", f"  final   {', '.join(machine.final) or 'none'}"]
    if machine.expires:
        lines.append(f"  expires when its {machine.expires} is reached")
    lines += ["", *_rows(machine)]
    if machine.refusals:
        lines += ["", "  refused otherwise"]
        named = [(_any(one.step), _any(one.status), one.text, f"({one.page})") for one in machine.refusals]
        lines += [f"    {line}" for line in aligned([(step, f"in {status}", *rest) for step, status, *rest in named])]
    if machine.moves or machine.moved_by:
        lines += ["", "  coupled"]
        lines += [f"    {line}" for line in aligned([_coupled(one) for one in (*machine.moves, *machine.moved_by)])]
    if machine.editable:
        lines += ["", "  editable"]
        edits = [(status, ", ".join(fields)) for status, fields in machine.editable.items()]
        lines += [f"    {line}" for line in aligned(edits)]
    return "\n".join(lines)


def _rows(machine: Machine) -> Iterator[str]:
    """Each row of the law, and below it what else comes of it."""
    heads = [(row.step, f"{', '.join(row.before) or 'nothing'} -> {row.after or 'the same'}") for row in machine.rows]
    width = max(len(step) for step, _ in heads)
    for row, line in zip(machine.rows, aligned(heads), strict=True):
        yield f"    {line}"
        details = [f"event {row.event} with {', '.join(row.carries)}"] if row.event else []
        details += [f"time in {row.time_in}"] if row.time_in else []
        details += [f"money {row.money}"] if row.money else []
        details += [row.basis] if row.basis != "documented" else []
        if details:
            yield f"    {'':{width}}    {'; '.join(details)}"


def _coupled(one: Moves) -> tuple[str, str, str]:
    condition = f"if {one.condition}" if one.condition else ""
    return (f"{one.entity} {one.step}", f"moves {one.moved} {one.then} (by {one.by})", condition)


def _any(name: str) -> str:
    return "any" if name == ANY else name


# -- Mermaid


def _diagram(found: Sequence[Machine]) -> str:
    """One state diagram; each entity is a state that holds its own, and couplings lead from one to another."""
    lines = ["stateDiagram-v2"]
    for machine in found:
        entity = machine.entity
        lines.append(f'    state "{label(entity)}" as {entity} {{')
        lines += [f'        state "{label(status)}" as {entity}_{status}' for status in machine.states]
        for row in machine.rows:
            said = f"{row.step} / {row.event}" if row.event else row.step
            said += f" ({row.basis})" if row.basis != "documented" else ""
            for before in row.before or (None,):
                start = f"{entity}_{before}" if before else "[*]"
                lines.append(f"        {start} --> {entity}_{row.after or before}: {label(said)}")
        lines += [f"        {entity}_{status} --> [*]" for status in machine.final]
        lines.append("    }")
    for one in dict.fromkeys(one for machine in found for one in (*machine.moves, *machine.moved_by)):
        condition = f", if it {one.condition}" if one.condition else ""
        lines.append(f"    {one.entity} --> {one.moved}: {label(f'{one.step} moves {one.then}{condition}')}")
    return "\n".join(lines) + "\n"


# -- JSON


def _document(machine: Machine) -> dict[str, Any]:
    return {
        **machine._asdict(),
        "rows": [row._asdict() for row in machine.rows],
        "refusals": [refusal._asdict() for refusal in machine.refusals],
        "moves": [one._asdict() for one in machine.moves],
        "moved_by": [one._asdict() for one in machine.moved_by],
    }
