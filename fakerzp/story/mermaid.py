"""A story as Mermaid: who said what to whom, and the path that each entity took."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ..ledger.tables import moment
from ..lifecycles import LIFECYCLES, SAME
from .facts import BANK, CUSTOMER, MERCHANT, RAZORPAY, WEBHOOK, Act, Life
from .lines import path
from .wording import plain

PARTICIPANTS = {
    MERCHANT: "Merchant",
    RAZORPAY: "Razorpay",
    CUSTOMER: "Customer",
    BANK: "Bank",
    WEBHOOK: "Webhook",
}
"""Who takes part in a sequence, from left to right."""
_RAZORPAY, _CUSTOMER, _WEBHOOK = PARTICIPANTS[RAZORPAY], PARTICIPANTS[CUSTOMER], PARTICIPANTS[WEBHOOK]
_TAME = re.compile(r"[\w .,/@+()=!?'→₹-]", re.ASCII)
_WORDS = re.compile(r"\b(end)\b", re.IGNORECASE)


def label(text: object) -> str:
    """Text of any origin as a label: whatever Mermaid could take for syntax is written as its entity code."""
    safe = "".join(c if _TAME.match(c) else f"#{ord(c)};" for c in plain(text))
    return _WORDS.sub(lambda found: f"#{ord(found[1][0])};{found[1][1:]}", safe)


# -- who said what to whom


class _Said(NamedTuple):
    """One line of a sequence: an arrow from one to another, or a note over one where there is no arrow."""

    left: str
    arrow: str
    right: str
    text: str


def sequence(acts: tuple[Act, ...]) -> str:
    """A sequence diagram of the acts.

    Webhooks are drawn as they were delivered; where none was, the events as they would have been sent.
    """
    delivered = any(act.deliveries for act in acts)
    said: list[_Said] = []
    for at, group in groupby(acts, key=lambda act: act.at):
        said.append(_Said("", "", "", f"{moment(at)} IST"))
        for act in group:
            said += _said_by(act, delivered=delivered)
    present = {_RAZORPAY, *(name for one in said for name in (one.left, one.right))}
    taking = [name for name in PARTICIPANTS.values() if name in present]
    everybody = ",".join(dict.fromkeys((taking[0], taking[-1])))
    lines = ["sequenceDiagram", *(f"    participant {name}" for name in taking)]
    for left, arrow, right, text in said:
        who = f"{left}{arrow}{right}" if arrow else f"Note over {left or everybody}"
        lines.append(f"    {who}: {label(text)}")
    return "\n".join(lines) + "\n"


def _said_by(act: Act, *, delivered: bool) -> Iterator[_Said]:
    who = PARTICIPANTS[act.actor]
    account = act.call.account if act.call is not None else None
    if act.call is not None:
        yield _Said(who, "->>", _RAZORPAY, f"{act.call.method} {act.call.path}" + (f" as {account}" if account else ""))
    elif act.does:
        yield _Said(who, "->>", _RAZORPAY, act.does)
    for move in act.moves:
        yield _Said(_RAZORPAY, "", "", f"{move.id} {path(move)}".replace("->", "→"))
    if act.call is not None:
        status = act.call.status or ""
        no = act.call.error is not None
        yield _Said(_RAZORPAY, "--x" if no else "-->>", who, f"{status} {act.call.error or ''}".strip())
    if act.failure is not None:
        yield _Said(_RAZORPAY, "--x", _CUSTOMER, f"{act.failure.reason}, {act.failure.text}")
    for letter in act.letters:
        yield _Said(_RAZORPAY, "-)", _CUSTOMER, f"{letter.medium} to {letter.to}, {letter.kind}")
    for event in act.events if not delivered else ():
        yield _Said(_RAZORPAY, "-)", _WEBHOOK, event.event)
    for delivery in act.deliveries:
        again = f", attempt {delivery.attempt}" if delivery.attempt > 1 else ""
        yield _Said(_RAZORPAY, "-)", _WEBHOOK, f"{delivery.event} to {delivery.target}{again}")
        answer = str(delivery.status or "no answer") + (f", {delivery.error}" if delivery.error else "")
        yield _Said(_WEBHOOK, "--)", _RAZORPAY, answer)


# -- the path of each entity


def states(lives: tuple[Life, ...]) -> str:
    """A state diagram with the path of each entity: the statuses that it had, numbered in order."""
    lines = ["stateDiagram-v2"]
    for life in lives:
        lines.append(f'    state "{label(life.id)}" as {life.id} {{')
        statuses = dict.fromkeys(status for status, _, _ in life.steps)
        lines += [f'        state "{label(status)}" as {life.id}_{status}' for status in statuses]
        before = "[*]"
        for number, (status, at, why) in enumerate(life.steps, 1):
            after = f"{life.id}_{status}"
            lines.append(f"        {before} --> {after}: {number} {label(why)}, {label(moment(at))}")
            before = after
        if is_final(life.entity, life.steps[-1][0]):
            lines.append(f"        {before} --> [*]")
        lines.append("    }")
    return "\n".join(lines) + "\n"


def is_final(entity: str, status: str) -> bool:
    """Whether the law has no row that leads out of this status."""
    rows = LIFECYCLES[entity].rows
    return not any(status in row.before and row.after not in (SAME, status) for row in rows)
