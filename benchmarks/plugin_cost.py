"""What the pytest plugin costs: at pytest's start, and in a test that uses it.

    python benchmarks/plugin_cost.py [--starts 15] [--tests 400] [--json]

Beside it, in the same run, what else is used in its place: time-machine, pytest-httpx, respx and moto. At the start:
loading a plugin into a pytest that is there already, as `-p` does, each time in a process of its own; for moto, which
has no plugin, the import of a suite that uses it. In a test: the test does nothing, its fixture is set up and torn
down, and an empty test in the same run is subtracted; the contestants take turns. Processor time, so that what else
the machine does counts little; the best and the median are shown. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

AIMS = {"start": 10_000, "test": 200}
"""Microseconds: what our plugin may cost."""

FLOOR = "empty"
LOADS = {
    "fakerzp": "load('fakerzp.plugin'); sys.modules['fakerzp.plugin'].pytest_configure(config)",
    "time-machine": "load('time_machine')",
    "pytest-httpx": "load('pytest_httpx')",
    "respx": "load('respx.plugin')",
    "moto": "from moto import mock_aws",
}
START = """
import sys, time
from _pytest.config import _prepareconfig
config = _prepareconfig(["-c", "{nowhere}", "."])
load = config.pluginmanager.import_plugin
before = time.process_time_ns()
{load}
print(time.process_time_ns() - before)
"""
SUITE = """
import pytest
from moto import mock_aws

@pytest.fixture
def nothing():
    yield

@pytest.fixture
def aws():
    with mock_aws():
        yield

rounds = pytest.mark.parametrize("n", range({tests}))

@rounds
def test_empty(n): ...

@rounds
def test_fixture(n, nothing): ...

@rounds
def test_fakerzp(n, rzp): ...

@rounds
def test_time_machine(n, time_machine):
    time_machine.move_to(0)

@rounds
def test_pytest_httpx(n, httpx_mock): ...

@rounds
def test_respx(n, respx_mock): ...

@rounds
def test_moto(n, aws): ...
"""


class Stopwatch:
    """A pytest plugin that takes each test's processor time."""

    def __init__(self) -> None:
        self.taken: dict[str, list[int]] = {}

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> Any:
        before = time.process_time_ns()
        yield
        name = item.originalname.removeprefix("test_").replace("_", "-")
        self.taken.setdefault(name, []).append(time.process_time_ns() - before)

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Let the contestants take turns, each for a score of tests: the first pays for what the one before left."""
        items.sort(key=lambda item: item.callspec.params["n"] // 20)


def at_start(times: int) -> dict[str, list[float]]:
    """Microseconds to load each plugin, as often, compiled as whatever is installed is."""
    taken: dict[str, list[float]] = {name: [] for name in LOADS}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as compiled:
        environment["PYTHONPYCACHEPREFIX"] = compiled
        for number in range(times + 1):
            for name, load in LOADS.items():
                command = [sys.executable, "-c", START.format(nowhere=os.devnull, load=load)]
                done = subprocess.run(
                    command, capture_output=True, text=True, check=True, env=environment, cwd=compiled
                )  # where no conftest.py is
                if number:  # the first time it was compiled
                    taken[name].append(int(done.stdout.split()[-1]) / 1000)
    return taken


def in_a_test(tests: int) -> dict[str, list[float]]:
    """Microseconds of each test that does nothing but have its fixture."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as directory:
        suite = Path(directory, "test_cost.py")
        suite.write_text(SUITE.format(tests=tests))
        plugins = ("fakerzp.plugin", "time_machine", "pytest_httpx", "respx.plugin")
        loaded = [word for name in plugins for word in ("-p", name)]
        quiet = ["-q", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:randomly", "-c", os.devnull]
        failed = pytest.main([*loaded, *quiet, "--rootdir", directory, str(suite)], plugins=[watch])
    if failed:
        raise SystemExit("the suite of the benchmark failed")
    return {name: [nanoseconds / 1000 for nanoseconds in taken] for name, taken in watch.taken.items()}


def figures(taken: dict[str, list[float]], less: str | None = None) -> dict[str, dict[str, float]]:
    """The best and the median of each, less those of another."""
    found = {name: {"best": min(times), "median": statistics.median(times)} for name, times in taken.items()}
    if less is None:
        return found
    floor = found.pop(less)
    return {name: {which: row[which] - floor[which] for which in row} for name, row in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--tests", type=int, default=400, help="tests of each contestant")
    parser.add_argument("--json", action="store_true", help="for machines")
    options = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with contextlib.redirect_stdout(io.StringIO()):
        each = in_a_test(options.tests)
    found = {"start": figures(at_start(options.starts)), "test": figures(each, less=FLOOR)}
    if options.json:
        print(json.dumps({"python": platform.python_version(), "aims": AIMS, "found": found}, indent=2))
        return
    print(f"Python {platform.python_version()}, pytest {pytest.__version__}, microseconds of processor time")
    titles = {"start": "added to pytest's start", "test": "a test with the fixture, over an empty one"}
    for what, rows in found.items():
        print(f"\n{titles[what]:<44}{'best':>10}{'median':>10}{'aim':>10}")
        for name, row in rows.items():
            aim = AIMS[what] if name == "fakerzp" else ""
            print(f"  {name:<42}{row['best']:>10.0f}{row['median']:>10.0f}{aim:>10}")


if __name__ == "__main__":
    main()
