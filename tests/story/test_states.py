"""`fakerzp states`: the law as it is in the tables, none of it left out."""

from __future__ import annotations

import json
import re

import pytest

from fakerzp import cli
from fakerzp.lifecycles import COUPLINGS, EXPIRY, INVOICE_EDITABLE, LIFECYCLES, SAME, Lifecycle
from fakerzp.story.states import drawn, machines

EACH = pytest.mark.parametrize("law", LIFECYCLES.values(), ids=LIFECYCLES)
DOCUMENT = json.loads(drawn(machines(), "json"))


def words(function):
    return function.__name__.strip("_").replace("_", " ") if function is not None else None


def document(law: Lifecycle):
    return next(entity for entity in DOCUMENT["entities"] if entity["entity"] == law.entity)


def rows_of_text(text: str) -> list[tuple[str, str, str, str]]:
    """Each row that is drawn: step, from, to, and what stands below it."""
    found = []
    for line in text.splitlines():
        row = re.fullmatch(r"    (\w+) +(.+) -> (.+)", line)
        if row is not None:
            found.append((row[1], row[2], row[3], ""))
        elif re.match(r" {6,}\S", line) and found:
            found[-1] = (*found[-1][:3], line.strip())
    return found


# -- every row is there


@EACH
def test_the_text_has_every_row_in_order(law):
    expected = [("create", "nothing", birth.status, birth) for birth in law.births]
    expected += [(r.event, ", ".join(r.before), "the same" if r.after is SAME else r.after, r) for r in law.rows]
    found = rows_of_text(drawn(machines(law.entity), "text"))
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    for (_, _, _, below), (_, _, _, row) in zip(found, expected, strict=True):
        parts = [f"event {row.emits} with {', '.join(row.carries)}"] if row.emits else []
        parts += [f"time in {row.stamp}"] if getattr(row, "stamp", None) else []
        parts += [f"money {words(row.posts)}"] if row.posts else []
        parts += [row.basis] if getattr(row, "basis", "documented") != "documented" else []
        assert below == "; ".join(parts)


@EACH
def test_the_text_has_every_refusal_and_coupling(law):
    lines = [re.sub(r"  +", " ", line).strip() for line in drawn(machines(law.entity), "text").splitlines()]
    assert lines[0] == f"{law.entity} ({law.page})"
    for (status, step), text in law.refusals.items():
        said = re.sub(r"  +", " ", text.template)
        assert f"{step} in {status} {said} ({text.page})".replace("* in", "any in").replace("in *", "in any") in lines
    for one in COUPLINGS:
        condition = f" if {words(one.when)}" if one.when else ""
        line = f"{one.entity} {one.event} moves {one.moves} {one.then} (by {one.by}){condition}"
        assert (line in lines) == (law.entity in (one.entity, one.moves))
    assert (f"expires when its {EXPIRY.get(law.entity)} is reached" in lines) == (law.entity in EXPIRY)
    for status, fields in INVOICE_EDITABLE.items():
        assert (f"{status} {', '.join(sorted(fields))}" in lines) == (law.entity == "invoice")


@EACH
def test_the_diagram_has_every_row(law):
    text = drawn(machines(law.entity), "mermaid")
    found = re.findall(rf"^        (\[\*\]|\w+) --> {law.entity}_(\w+): (.*)$", text, re.MULTILINE)
    expected = [("[*]", birth.status, "create" + (f" / {birth.emits}" if birth.emits else "")) for birth in law.births]
    for row in law.rows:
        label = row.event + (f" / {row.emits}" if row.emits else "")
        label += f" ({row.basis})" if row.basis != "documented" else ""
        expected += [(f"{law.entity}_{status}", row.after or status, label) for status in row.before]
    assert found == expected
    states = re.findall(rf'^        state "(\w+)" as {law.entity}_(\w+)$', text, re.MULTILINE)
    assert [name for name, _ in states] == [name for _, name in states]
    assert {name for name, _ in states} == {state for start, end, _ in found for state in (end,)} | {
        status for row in law.rows for status in row.before
    }


@EACH
def test_the_diagram_ends_where_the_law_does(law):
    text = drawn(machines(law.entity), "mermaid")
    final = re.findall(rf"^        {law.entity}_(\w+) --> \[\*\]$", text, re.MULTILINE)
    left = {status for row in law.rows for status in row.before if row.after not in (SAME, status)}
    reached = {birth.status for birth in law.births} | {row.after for row in law.rows if row.after is not SAME}
    assert set(final) == reached - left
    assert not left & set(final)


def test_the_diagram_of_all_has_every_coupling_once():
    text = drawn(machines(), "mermaid")
    found = re.findall(r"^    (\w+) --> (\w+): (\w+) moves (\w+)(?:, if it (.*))?$", text, re.MULTILINE)
    expected = [(one.entity, one.moves, one.event, one.then, words(one.when) or "") for one in COUPLINGS]
    assert sorted(found) == sorted(expected)


@EACH
def test_the_json_has_every_row(law):
    told = document(law)
    births = [
        {"step": "create", "before": [], "after": b.status, "event": b.emits, "carries": list(b.carries)}
        | {"time_in": None, "money": words(b.posts), "basis": "documented"}
        for b in law.births
    ]
    rows = [
        {"step": r.event, "before": list(r.before), "after": r.after or None, "event": r.emits}
        | {"carries": list(r.carries), "time_in": r.stamp, "money": words(r.posts), "basis": r.basis}
        for r in law.rows
    ]
    assert told["rows"] == births + rows
    assert told["refusals"] == [
        {"step": step, "status": status, "text": text.template, "page": text.page}
        for (status, step), text in law.refusals.items()
    ]
    couplings = [
        {"entity": c.entity, "step": c.event, "by": c.by, "moved": c.moves, "then": c.then, "condition": words(c.when)}
        for c in COUPLINGS
    ]
    assert told["moves"] == [one for one in couplings if one["entity"] == law.entity]
    assert told["moved_by"] == [one for one in couplings if one["moved"] == law.entity]
    assert (told["page"], told["expires"]) == (law.page, EXPIRY.get(law.entity))
    assert set(told["final"]) < set(told["states"]) or law.entity in ("refund", "deposit", "reversal")


def test_all_of_it_is_drawn_in_the_order_of_the_law():
    assert [entity["entity"] for entity in DOCUMENT["entities"]] == list(LIFECYCLES)
    assert re.findall(r"^(\w+)  \(", drawn(machines(), "text"), re.MULTILINE) == list(LIFECYCLES)
    assert DOCUMENT["schema"] == 1
    assert {k: list(v) for k, v in document(LIFECYCLES["invoice"])["editable"].items()} == {
        status: sorted(fields) for status, fields in INVOICE_EDITABLE.items()
    }


# -- the command


def test_the_command_draws_text(capsys):
    assert cli.main(["states", "refund"]) == 0
    assert capsys.readouterr() == (drawn(machines("refund"), "text"), "")
    assert cli.main(["states"]) == 0
    assert capsys.readouterr() == (drawn(machines(), "text"), "")


@pytest.mark.parametrize("form", ["text", "mermaid", "json"])
def test_the_command_draws_any_form(capsys, form):
    assert cli.main(["states", "token", "--format", form]) == 0
    assert capsys.readouterr() == (drawn(machines("token"), form), "")


@pytest.mark.parametrize(
    ("entity", "hint"),
    [("ordr", "; did you mean order?"), ("paymentlink", "; did you mean payment_link?"), ("zebra", ".")],
)
def test_an_unknown_entity_is_answered_with_those_that_there_are(capsys, entity, hint):
    assert cli.main(["states", entity]) == 2
    said = f"fakerzp states: there is no entity {entity!r}{hint} There are {', '.join(LIFECYCLES)}\n"
    assert capsys.readouterr() == ("", said)


def test_an_unknown_form_is_refused(capsys):
    assert cli.main(["states", "order", "--format", "dot"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "argument --format: invalid choice: 'dot'" in err
    with pytest.raises(ValueError, match="the law is drawn as text, mermaid, json, not 'dot'"):
        drawn(machines(), "dot")
