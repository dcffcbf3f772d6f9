"""A story as HTML for a notebook: one element, nothing but text and style, every word escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from ..ledger.tables import moment, money
from .facts import Act, Error, Life
from .lines import call_line, delivery_line, money_lines, page_line, path, summary
from .wording import plain, span

_BOX = "font-family:monospace;font-size:13px;line-height:1.5;text-align:left"
_WHEN = "margin:10px 0 2px;font-weight:bold"
_ROW = "display:flex;gap:10px;padding:2px 0"
_WHO = "flex:0 0 80px;font-weight:bold;color:"
_COLOURS = {
    "merchant": "#2563eb",
    "customer": "#b45309",
    "bank": "#0e7490",
    "razorpay": "#6b7280",
    "webhook": "#7c3aed",
}
_WRONG = "color:#b91c1c"
_QUIET = "color:#6b7280"


def page(acts: tuple[Act, ...], lives: tuple[Life, ...], last_error: Error | None) -> str:
    """The whole story in one `<div>`: no script, no link, nothing that is loaded from anywhere."""
    known = {life.id: life for life in lives}
    parts = [f'<div class="fakerzp-story" style="{_BOX}">']
    before = acts[0].at if acts else 0
    for at, group in groupby(acts, key=lambda act: act.at):
        later = f", {span(at - before)} later" if at > before else ""
        parts.append(_element("div", f"{moment(at)} IST{later}", _WHEN))
        before = at
        for act in group:
            parts += _row(act, known)
    if last_error is not None:
        text = f"last error: {last_error.what}: {last_error.text} ({page_line(last_error)})"
        parts.append(_element("div", text, f"margin-top:10px;{_WRONG}"))
    parts.append(_element("div", summary(acts, lives) if acts else "nothing happened yet", f"margin-top:10px;{_QUIET}"))
    return "\n".join([*parts, "</div>"])


def _row(act: Act, known: dict[str, Life]) -> Iterator[str]:
    yield f'<div style="{_ROW}">'
    yield _element("div", act.actor.capitalize(), _WHO + _COLOURS[act.actor])
    yield "<div>"
    if act.call is not None:
        yield _element("div", call_line(act.call), "")
    elif act.does:
        yield _element("div", act.does, "")
    error = act.call.error if act.call is not None else None
    if act.failure is not None:
        error = f"{act.failure.reason}: {act.failure.text}"
    if error is not None:
        yield _element("div", error, _WRONG)
    for move in act.moves:
        yield _element("div", f"{move.id} {path(move)}".replace("->", "→"), "")
        if move.before is None:
            yield from _born(known[move.id])
    for line in money_lines(act):
        yield _element("div", line.replace("->", "→"), _QUIET)
    for letter in act.letters:
        yield _element("div", f"{letter.medium} to {letter.to}: {letter.text}", "")
    for event in act.events:
        yield _element("div", event.event, _QUIET)
    for delivery in act.deliveries:
        yield _element("div", delivery_line(delivery), "")
    yield "</div></div>"


def _born(life: Life) -> Iterator[str]:
    """What a new entity is worth and for, and its notes."""
    about = [money(life.currency or "", life.amount)] if life.amount is not None else []
    about += [life.description] if life.description else []
    about += [f"{name}={value}" for name, value in life.notes]
    if about:
        yield _element("div", " · ".join(map(str, about)), f"{_QUIET};padding-left:20px")


def _element(tag: str, text: str, style: str) -> str:
    styled = f' style="{style}"' if style else ""
    return f"<{tag}{styled}>{escape(plain(text))}</{tag}>"
