"""`fakerzp routes`: every call, once, with its names, its page and how far it is faked."""

from __future__ import annotations

import contextlib
import io
import json
import re

import pytest

from fakerzp import cli
from fakerzp.api.refused import NOT_FOUND
from fakerzp.api.registry import endpoints
from fakerzp.catalogue.routes import FAKED, bare, routes

ESCAPE = "\x1b["


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def no_wish(monkeypatch):
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def listed(capsys):
    """Run `fakerzp routes` with these arguments; answer its calls as JSON."""

    def run(*arguments):
        assert cli.main(["routes", *arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_every_declared_call_is_listed_once(listed):
    calls = [(each["method"], each["path"]) for each in listed()["calls"]]
    assert sorted(calls) == sorted(
        [(each.method, each.path) for each in endpoints()] + [(method, path) for _, method, path in NOT_FOUND]
    )
    assert len(set(calls)) == len(calls)


def test_a_call_has_its_names_its_page_and_how_far_it_is_faked(listed):
    [refund] = [each for each in listed("refund")["calls"] if each["path"] == "/v1/payments/{id}/refund"]
    assert refund == {
        "resource": "payment",
        "method": "POST",
        "path": "/v1/payments/{id}/refund",
        "python": ["payment.refund(payment_id, data={}, **kwargs)"],
        "node": ["payments.refund(paymentId, params = {}, callback)"],
        "source": "api/refunds/create-normal.md",
        "faked": "documented",
        "why": None,
    }


def test_what_is_refused_says_why_and_what_leads_nowhere_says_so(listed):
    for call in listed("--faked", "refused")["calls"]:
        assert "not built yet" in call["why"] or "another product" in call["why"]
    for call in listed("--faked", "nowhere")["calls"]:
        assert call["why"] == "Razorpay has no such URL, and answers so"
        assert call["node"] == []


def test_the_counts_are_those_of_the_calls(listed):
    whole = listed()
    assert sum(whole["counts"].values()) == len(whole["calls"])
    for kind in whole["counts"]:
        assert kind in FAKED
        assert len(listed("--faked", kind)["calls"]) == whole["counts"][kind]


def test_every_call_has_a_source_that_is_a_page_or_a_file_of_an_sdk(listed):
    for call in listed()["calls"]:
        assert re.fullmatch(r"[\w./-]+\.(md|py|js)", call["source"]), call


@pytest.mark.parametrize("name", ["payment_link", "paymentLink"])
def test_a_resource_goes_by_the_name_of_either_sdk(listed, name):
    calls = listed("--resource", name)["calls"]
    assert {each["resource"] for each in calls} == {"payment_link"}
    assert "/v1/payment_links/{id}/notify_by/{medium}" in [each["path"] for each in calls]


def test_a_call_that_no_sdk_has_stands_with_its_kin():
    of = {(each.method, each.path): each.resource for each in routes()}
    assert of["POST", "/v1/payments/create/nach/file"] == "payment"
    assert of["PATCH", "/v1/payments/qr_codes/{id}"] == "qrcode"
    assert of["GET", "/v1/documents/{id}/content"] == "document"
    assert of["GET", "/v1/methods"] == "payment"
    assert of["POST", "/token"] == "oauth"
    assert of["POST", "/v1/payouts"] == "payouts"


def test_words_must_all_be_there_in_any_case(listed):
    calls = listed("REFUNDS", "get")["calls"]
    assert [(each["method"], each["path"]) for each in calls] == [
        ("GET", "/v1/payments/{id}/refunds"),
        ("GET", "/v1/payments/{id}/refunds/{refund_id}"),
        ("GET", "/v1/refunds"),
        ("GET", "/v1/refunds/{id}"),
    ]


def test_a_word_that_nothing_has(capsys):
    assert cli.main(["routes", "loyalty-points"]) == 0
    assert capsys.readouterr().out == "no call has that\n"


def test_an_unknown_resource_names_what_is_near(capsys):
    assert cli.main(["routes", "--resource", "payment_lnk"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("fakerzp routes: there is no resource 'payment_lnk'; did you mean payment_link? There are ")


def test_plain_text_where_the_output_is_no_terminal(capsys):
    assert cli.main(["routes", "--resource", "refund"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("refund\n  POST   /v1/refunds\n         refund.create\n         sdk; ")
    assert "  PATCH  /v1/refunds/{id}\n         refund.edit, refunds.edit\n         documented; " in text
    assert "  DELETE /v1/refunds/{id}/delete\n         refund.delete\n         leads nowhere; " in text
    assert text.endswith("\n\n5 calls: 3 documented, 1 sdk, 1 nowhere\n")


def test_a_table_on_a_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    pytest.importorskip("rich", reason="the tables are drawn by rich")
    out = Terminal()
    with contextlib.redirect_stdout(out):
        assert cli.main(["routes", "--resource", "order"]) == 0
    assert ESCAPE in out.getvalue()
    assert "fetch_all_payments" in out.getvalue()


def test_plain_on_a_terminal_where_it_is_asked_for_or_rich_is_not_there(monkeypatch, capsys):
    assert cli.main(["routes", "capture"]) == 0
    plain = capsys.readouterr().out
    for arguments, absent in [(["--plain"], False), ([], True)]:
        if absent:
            monkeypatch.setattr(cli, "find_spec", {}.get)
        out = Terminal()
        with contextlib.redirect_stdout(out):
            assert cli.main(["routes", "capture", *arguments]) == 0
        assert out.getvalue() == plain


def test_the_choices_of_the_command_are_how_far_calls_are_faked():
    assert tuple(cli.FAKED) == FAKED


def test_the_page_is_written_by_the_command(capsys):
    assert cli.main(["routes", "--markdown"]) == 0
    text = capsys.readouterr().out
    for each in routes():
        row = f"| `{each.method} {each.path}` | {', '.join(f'`{bare(name)}`' for name in each.python)} |"
        assert text.count(row) == 1
