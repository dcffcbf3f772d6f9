"""The bar of what takes long: on a terminal where rich is, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakerzp.data import progress
from fakerzp.data.progress import Bar

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from fakerzp.data import progress
progress.PATIENCE = {patience}
from fakerzp import FakeRazorpay
FakeRazorpay().populate(customers=3, orders=10, days=5, progress={wanted})
"""


def on_a_terminal(patience: float, wanted: bool = True, **environment: str) -> str:
    """What a program that populates writes to a terminal."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
    outer, inner = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    program = PROGRAM.format(patience=patience, wanted=wanted)
    child = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stderr=inner, env={**kept, "TERM": "xterm", **environment}
    )
    os.close(inner)
    written = b""
    while True:
        try:
            chunk = os.read(outer, 4096)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not chunk:
            break
        written += chunk
    os.close(outer)
    assert child.wait() == 0
    return written.decode()


def test_a_bar_shows_on_a_terminal_and_is_gone_afterwards():
    written = on_a_terminal(-1)
    assert "populating" in written
    assert written.rstrip("\r\n").endswith("\x1b[2K")  # the line is cleared


def test_what_is_over_at_once_shows_no_bar():
    assert on_a_terminal(3600) == ""


def test_a_bar_that_is_not_wanted_does_not_show():
    assert on_a_terminal(-1, wanted=False) == ""


def test_a_terminal_that_draws_nothing_is_left_alone():
    assert on_a_terminal(-1, TERM="dumb") == ""


def test_a_test_shows_no_bar_even_on_a_terminal():
    assert on_a_terminal(-1, PYTEST_CURRENT_TEST="test_x (call)") == ""


def test_no_bar_goes_into_a_file():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    program = PROGRAM.format(patience=-1, wanted=True)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=kept, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_bar_ends_where_what_it_shows_is_broken_off(monkeypatch):
    monkeypatch.setattr(progress, "_is_seen", lambda: True)
    monkeypatch.setattr(progress, "PATIENCE", -1)
    bar = Bar("breaking")
    shown = []

    def broken_off() -> None:
        with bar:
            for share in (0.5, 0.75):
                bar.at(share)
                shown.append((bar._shown, bar._shown.live.is_started, bar._shown.tasks[0].completed))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert [(started, completed) for _, started, completed in shown] == [(True, 0.5), (True, 0.75)]
    assert not shown[0][0].live.is_started
    bar.at(1.0)
    assert bar._shown is None
