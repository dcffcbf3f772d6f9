"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakerzp import __version__, cli
from fakerzp.tour import machine, plain, play
from fakerzp.tour.stage import OffScript

ROOT = Path(__file__).resolve().parents[1]
ESCAPE = "\x1b["


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No wish about colours, and a terminal that has them."""
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(scope="module")
def tour():
    """All five scenes."""
    return play()


def on_a_terminal(*arguments):
    """Run the command with standard output as a terminal; answers the exit status and what was printed."""
    out = Terminal()
    with contextlib.redirect_stdout(out):
        status = cli.main(arguments)
    return status, out.getvalue()


def spawned(*arguments, code="import sys; from fakerzp.cli import main; sys.exit(main())", **environment):
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_without_a_command_it_helps(capsys):
    assert cli.main([]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: fakerzp ")
    assert "watch five life cycles play on the real fake" in out
    assert "exit status: 0 done, 1 something is wrong with the fake, 2 used wrongly" in out
    assert err == ""


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr() == (f"fakerzp {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["tour", "--help"]])
def test_help(capsys, arguments):
    assert cli.main(arguments) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: fakerzp ")
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tor"], "invalid choice: 'tor'"),
        (["--colour"], "unrecognized arguments: --colour"),
        (["tour", "4"], "unrecognized arguments: 4"),
        (["tour", "--scene"], "argument --scene: expected one argument"),
        (["tour", "--scene", "four"], "argument --scene: invalid int value: 'four'"),
        (["tour", "--json", "--plain"], "argument --plain: not allowed with argument --json"),
        (["tour", "--scene", "0"], "fakerzp tour: there is no scene 0; there are 1 to 5"),
        (["tour", "--scene", "1", "--scene", "6"], "fakerzp tour: there is no scene 6; there are 1 to 5"),
    ],
)
def test_used_wrongly(capsys, arguments, message):
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_plain_where_the_output_is_no_terminal(capsys, tour):
    assert cli.main(["tour"]) == 0
    assert capsys.readouterr() == (plain.text(tour), "")


def test_colour_on_a_terminal(capsys):
    status, text = on_a_terminal("tour")
    assert status == 0
    assert ESCAPE in text
    assert text.count("╭") == 6
    assert capsys.readouterr() == ("", "")


def test_colour_where_it_is_forced(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert cli.main(["tour", "--scene", "5"]) == 0
    out = capsys.readouterr().out
    assert ESCAPE in out
    assert out.count("╭") == 2


def test_panels_without_colours_where_nobody_wants_them(monkeypatch):
    _, coloured = on_a_terminal("tour", "--scene", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    status, text = on_a_terminal("tour", "--scene", "1")
    assert status == 0
    assert text.count("╭") == 2
    assert f"{ESCAPE}32m" in coloured
    assert f"{ESCAPE}32m" not in text


def test_plain_on_a_terminal(tour):
    assert on_a_terminal("tour", "--plain") == (0, plain.text(tour))


def test_plain_on_a_dumb_terminal(monkeypatch, tour):
    monkeypatch.setenv("TERM", "dumb")
    assert on_a_terminal("tour") == (0, plain.text(tour))


def test_plain_on_a_terminal_without_rich(monkeypatch, capsys, tour):
    monkeypatch.setattr(cli, "find_spec", {}.get)
    assert on_a_terminal("tour") == (0, plain.text(tour))
    assert capsys.readouterr().err == "In colour with: pip install 'fakerzp[tour]'\n"


def test_json_is_for_machines_also_on_a_terminal(tour):
    assert on_a_terminal("tour", "--json") == (0, machine.document(tour))


def test_scenes_are_chosen(capsys):
    assert cli.main(["tour", "--scene", "4", "--scene", "2", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [scene["name"] for scene in document["scenes"]] == ["paper-nach", "legacy-link"]
    assert document["totals"]["calls"] == sum(scene["totals"]["calls"] for scene in document["scenes"]) == 11


def test_a_fake_that_is_wrong_ends_in_1(capsys, monkeypatch):
    monkeypatch.setattr("fakerzp.tour.recorder.Recorder.balanced", lambda self: False)
    assert cli.main(["tour", "--scene", "1"]) == 1
    assert capsys.readouterr().out.endswith("ledger   NOT BALANCED\n")

    def off_script(self, *arguments):
        raise OffScript("invoice.create was refused: Nobody knows why")

    monkeypatch.setattr("fakerzp.tour.stage.Stage._expect", off_script)
    assert cli.main(["tour"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == ("fakerzp tour: the fake does not keep to the script: invoice.create was refused: Nobody knows why\n")


@pytest.mark.parametrize("arguments", [[], ["--json"]], ids=["plain", "json"])
def test_the_same_bytes_in_every_process(arguments):
    one = spawned("tour", *arguments, PYTHONHASHSEED="1")
    other = spawned("tour", *arguments, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C")
    assert (one.returncode, one.stderr) == (0, b"")
    assert one.stdout == other.stdout != b""


def test_colour_is_the_same_in_every_process():
    wish = {"FORCE_COLOR": "1", "COLUMNS": "80"}
    assert spawned("tour", **wish, PYTHONHASHSEED="1").stdout == spawned("tour", **wish, PYTHONHASHSEED="2").stdout


@pytest.mark.parametrize("wish", [{}, {"FORCE_COLOR": "1"}], ids=["plain", "colour"])
def test_an_output_of_an_older_encoding_gets_utf8(wish):
    done = spawned("tour", "--scene", "2", PYTHONIOENCODING="cp1252", PYTHONUTF8="0", **wish)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "₹1,25,000.00" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe without a reader is another error there")
@pytest.mark.parametrize("wish", [{}, {"FORCE_COLOR": "1"}], ids=["plain", "colour"])
def test_a_reader_that_had_enough_is_no_error(wish):
    reader, writer = os.pipe()
    os.close(reader)
    code = "import sys; from fakerzp.cli import main; sys.exit(main(['tour']))"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, **wish},
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_it_takes_less_than_two_seconds():
    code = (
        "import sys, time; from fakerzp.cli import main; done = main(['tour']);"
        "print(time.process_time(), file=sys.stderr); sys.exit(done)"
    )
    done = spawned(code=code, FORCE_COLOR="1", COLUMNS="120")
    assert done.returncode == 0
    assert done.stdout.count("╭".encode()) == 6
    assert float(done.stderr) < 2  # of the processor, so that a busy machine says the same


def test_a_command_imports_only_what_it_needs():
    code = (
        "import sys; from fakerzp.cli import main; main(sys.argv[1:]);"
        "print([m for m in ('fakerzp.fake', 'fakerzp.tour', 'rich', 'json') if m in sys.modules], file=sys.stderr)"
    )
    assert spawned("--version", code=code).stderr == b"[]\n"
    assert b"rich" not in spawned("tour", code=code).stderr
