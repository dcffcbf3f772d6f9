"""docs/server.md: its table is the control API's own, and its commands answer what it says they do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fakerzp.server.control import COMMANDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "server.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMANDS_OF_THE_PAGE = re.findall(r"^(curl .*)\n# (.*)$", TEXT, re.MULTILINE)
START = re.search(r"^fakerzp serve (.*)$", TEXT, re.MULTILINE)


def test_the_table_has_every_call_with_its_fields():
    rows = [re.split(r" *\| *", line)[1:-1] for line in TEXT.splitlines() if re.match(r"\| `[A-Z]+ /", line)]
    assert rows == [
        [
            f"`{command.method} /{command.path}`",
            ", ".join(f"**`{name}`**" if name in command.needs else f"`{name}`" for name in command.takes),
            command.does,
        ]
        for command in COMMANDS
    ]


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_curl_gets_what_the_page_says(build):
    """On the fake that the page starts; three dots stand for anything."""
    assert START is not None
    options = START[1].split()
    assert options == ["--port", "8080", "--seed", "7", "--at", "2026-01-05T10:00:00Z"]
    assert len(COMMANDS_OF_THE_PAGE) == TEXT.count("\ncurl ") >= 9
    env = {**os.environ, "NO_PROXY": "*"}
    with build(seed=7, at=options[-1]).serve() as server:
        for command, said in COMMANDS_OF_THE_PAGE:
            mine = command.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}")
            assert mine != command
            done = subprocess.run(mine, shell=True, env=env, capture_output=True, text=True, timeout=60, check=True)
            pattern = ".*".join(re.escape(squeezed(piece)) for piece in said.split("..."))
            assert re.fullmatch(pattern, squeezed(done.stdout)), f"{command}\n{done.stdout}"


def squeezed(text):
    """Text without any white space: where lines are broken is no matter."""
    return "".join(text.split())
