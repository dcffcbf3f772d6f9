"""The three faces of the same facts: plain text, colour, and JSON."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, fields, is_dataclass, replace
from typing import get_args, get_type_hints

import pytest
from rich.cells import cell_len

import fakerzp.tour
from fakerzp import __version__
from fakerzp.lifecycles import LIFECYCLES
from fakerzp.tour import facts, machine, painted, plain
from fakerzp.tour.lines import MARKS, timeline
from fakerzp.tour.wording import rupees

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
TRUTH = {"verified", "balanced"}


def colours(tour, width, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = io.StringIO()
    painted.show(tour, out, width)
    return out.getvalue()


def squeezed(text):
    """Text without frames and line breaks, so that words that were wrapped are found."""
    return re.sub(r"[\s│┊]+", " ", text)


def words(tour):
    """What no face but JSON's may leave out."""
    for scene in tour.scenes:
        yield from (scene.title, scene.document, scene.door)
        yield from (life.id for life in scene.lives)
        for beat in scene.beats:
            yield beat.says
            yield from (event.event for event in beat.events)
            yield from (message.to for message in beat.messages)
            yield from (
                rupees(entry.amount) for posting in beat.postings for entry in posting.entries if entry.amount > 0
            )
            if beat.refused:
                yield beat.refused
            if beat.actor != "clock" and beat.action != "request":
                yield beat.action
            if beat.call:
                yield beat.call.method
                yield str(beat.call.status)


# ---------------------------------------------------------------------- plain


def test_plain_text_has_no_escapes_and_fits_80_columns(tour):
    text = plain.text(tour)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
    assert max(map(len, text.splitlines())) == 80
    assert not any(line.endswith(" ") for line in text.splitlines())
    assert "…" not in text


def test_plain_text_says_all_that_happened(tour):
    text = squeezed(plain.text(tour))
    assert [word for word in words(tour) if squeezed(word) not in text] == []


def test_plain_text_ends_in_the_sums(tour):
    assert plain.text(tour).splitlines()[-11:] == [
        "1  invoice                 8      2       1         3          ₹0.00",
        "2  legacy-link             4     11      10         2   ₹1,25,000.00",
        "3  payment-link            3      7       6         8      ₹3,400.00",
        "4  paper-nach              7     10       7         0      ₹1,000.00",
        "5  registration-link       6      1       0         4          ₹0.00",
        "-" * 80,
        "                          28     31      24        17   ₹1,29,400.00",
        "",
        "money    ₹1,29,400.00 = ₹1,26,346.16 merchant + ₹2,588.00 fees + ₹465.84 tax",
        "bank     ₹1,25,369.76 settled, ₹976.40 to come",  # 1,22,050.00 of scene 2 and 3,319.76 of scene 3
        "ledger   balanced to the paisa",
    ]


def test_the_last_week_of_an_invoice_in_plain_text(tour):
    lines = plain.text(replace(tour, scenes=tour.scenes[:1])).splitlines()
    start = lines.index("  12 Jan ┊ 3 days 23 hours 59 minutes 59 seconds pass: a second is left")
    (invoice,) = (life.id for life in tour.scenes[0].lives if life.entity == "invoice")
    path = f"│ POST /v1/invoices/{invoice}/notify_by/sms"
    assert lines[start : start + 14] == [
        "  12 Jan ┊ 3 days 23 hours 59 minutes 59 seconds pass: a second is left",
        "         ┊",
        "11:19:59 ● One last reminder, in time",
        "         │ invoice.notify_by",
        f"         {path:68}200",
        "         │ sms      9123456780               notification",
        "         ┊",
        "         ┊ 1 second passes: it is over, to the second",
        f"11:20:00 ○ invoice  {invoice}       issued → expired",
        "         │ event    invoice.expired",
        "         ● Too late to be sent",
        "         │ invoice.notify_by",
        f"         {path:68}400",
        "         │ Operation not allowed for Invoice in expired status.",
    ]


def test_books_that_do_not_balance_are_shown(tour, monkeypatch):
    broken = replace(tour, balanced=False, scenes=(replace(tour.scenes[0], balanced=False),))
    assert plain.text(broken).splitlines()[-1] == "ledger   NOT BALANCED"
    assert "✗" in colours(broken, 80, monkeypatch)
    assert json.loads(machine.document(broken))["balanced"] is False


@pytest.mark.parametrize("width", [1, 30, 65, 105])
def test_no_url_and_no_text_is_lost_at_any_width(tour, width):
    for scene in tour.scenes:
        drawn = "".join(span.text for line in timeline(scene, width) for span in line.body).replace(" ", "")
        assert all(beat.call.path in drawn for beat in scene.beats if beat.call)
        assert all(beat.refused.replace(" ", "") in drawn for beat in scene.beats if beat.refused)


# ---------------------------------------------------------------------- colour


@pytest.mark.parametrize("width", [80, 100, 120])
def test_panels_are_as_wide_as_the_terminal(tour, monkeypatch, width):
    lines = ESCAPES.sub("", colours(tour, width, monkeypatch)).splitlines()
    assert {cell_len(line) for line in lines} == {0, width}
    assert not any("…" in line for line in lines)
    assert sum(line.startswith("╭") for line in lines) == 6  # five scenes and the books


def test_panels_grow_no_wider_than_120_columns(tour, monkeypatch):
    assert colours(tour, 250, monkeypatch) == colours(tour, 120, monkeypatch)


@pytest.mark.parametrize("width", [80, 120])
def test_colour_says_all_that_happened(tour, monkeypatch, width):
    text = squeezed(ESCAPES.sub("", colours(tour, width, monkeypatch)))
    assert [word for word in words(tour) if squeezed(word) not in text] == []
    assert "₹1,29,400.00 = ₹1,26,346.16 merchant + ₹2,588.00 fees + ₹465.84 tax" in text
    assert "bank ₹1,25,369.76 settled, ₹976.40 to come" in text


def test_states_and_answers_have_colours(tour, monkeypatch):
    text = colours(tour, 100, monkeypatch)
    for words_in_colour in (
        "\x1b[36missued\x1b[0m\x1b[90m → \x1b[0m\x1b[33mpartially_paid\x1b[0m",
        "\x1b[33mattempted\x1b[0m\x1b[90m → \x1b[0m\x1b[1;32mpaid\x1b[0m",
        "\x1b[1;31mfailed\x1b[0m",
        "\x1b[35mexpired\x1b[0m",
        "\x1b[32m200\x1b[0m",
        "\x1b[1;31m400\x1b[0m",
        "\x1b[36mcreated\x1b[0m\x1b[90m → \x1b[0m\x1b[1;32mprocessed\x1b[0m",
        "\x1b[90mmerchant \x1b[0m\x1b[90m→ \x1b[0m\x1b[1;32mbank\x1b[0m",
    ):
        assert words_in_colour in text


def test_every_state_of_the_law_has_a_colour():
    statuses = {birth.status for machine in LIFECYCLES.values() for birth in machine.births}
    statuses |= {row.after for machine in LIFECYCLES.values() for row in machine.rows if row.after}
    assert {status for status in statuses if f"state {status}" not in painted.PALETTE} == set()
    assert set(MARKS) <= set(painted.PALETTE)


# ---------------------------------------------------------------------- JSON


def test_json_is_the_facts(tour):
    text = machine.document(tour)
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text) == json.loads(json.dumps(asdict(tour)))


def test_json_in_numbers(tour):
    document = json.loads(machine.document(tour))
    assert (document["schema"], document["fakerzp"]) == (1, __version__)
    assert document["totals"] == {
        "calls": 28,
        "refused": 8,
        "transitions": 31,
        "events": 24,
        "messages": 17,
        "postings": 11,
        "moved": 2 * 12940000 + 12536976,  # authorized, captured, and what of it was settled
        "paid": 12940000,
        "kept": 12634616,
        "settled": 12536976,
        "fees": 258800,
        "tax": 46584,
    }
    (token,) = [life for life in document["scenes"][3]["lives"] if life["entity"] == "token"]
    assert [(state["status"], state["at"]) for state in token["states"]] == [
        ("initiated", 1767592200),
        ("confirmed", 1767592200 + 5 * 86400),
        ("deleted", 1767592200 + 5 * 86400),
    ]


def parts_of(kind):
    """A class of facts, and those that it is made of."""
    yield kind
    for hint in get_type_hints(kind).values():
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner):
                yield from parts_of(inner)


def test_the_schema_names_every_key():
    described = set(re.findall(r"\w+", fakerzp.tour.__doc__ or ""))
    kinds = set(parts_of(facts.Tour))
    assert len(kinds) == 13
    assert {field.name for kind in kinds for field in fields(kind)} <= described


def test_amounts_and_times_are_integers(tour):
    def numbers(value, key=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from numbers(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from numbers(inner, key)
        elif not isinstance(value, str) and value is not None and key not in TRUTH:
            yield key, value

    found = list(numbers(json.loads(machine.document(tour))))
    assert {type(value) for _, value in found} == {int}
    assert {"amount", "at", "until", "paid", "status"} <= {key for key, _ in found}
