"""The part of the pytest plugin that is there only if `--rzp-coverage` is given, with the flags of its files or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .collect import Collector
from .html import page
from .report import report
from .terminal import TITLE, told

NAME = "fakerzp-coverage"
"""What the plugin is registered as."""
_KEY = "fakerzp_coverage"


class Coverage:
    """Collects in this process; a controller of xdist adds what its workers hand over, and writes and prints it."""

    def __init__(self, config: pytest.Config) -> None:
        self.collector = Collector()
        self._config = config
        self._written: list[Path] = []
        self._files = {kind: _path(config, kind) for kind in ("html", "json")}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Add what a worker of xdist saw; one that crashed hands over nothing."""
        handed = getattr(node, "workeroutput", {}).get(_KEY)
        if handed is None:
            self.collector.seen.lost += 1
        else:
            self.collector.seen.merge(handed)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Hand over what was seen, in a worker; else write the files. All fakes were given back by now."""
        handed: dict[str, Any] | None = getattr(self._config, "workeroutput", None)
        if handed is not None:
            handed[_KEY] = self.collector.seen.plain()
            return
        found = report(self.collector.seen)
        made = {"html": lambda: page(found), "json": lambda: json.dumps(found, indent=2, ensure_ascii=False) + "\n"}
        for kind, path in self._files.items():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(made[kind](), encoding="utf-8")
                self._written.append(path)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table."""
        terminalreporter.write_sep("=", TITLE)
        for line in told(report(self.collector.seen), terminalreporter._tw.fullwidth):
            terminalreporter.write_line(line)
        for path in self._written:
            terminalreporter.write_line(f"written to {path}")


def register(config: pytest.Config) -> None:
    """Make it part of this run; raises UsageError for a file that can't be one."""
    config.pluginmanager.register(Coverage(config), NAME)


def _path(config: pytest.Config, kind: str) -> Path | None:
    """The file that a flag names, from where pytest was started."""
    given = config.getoption(f"rzp_coverage_{kind}")
    if given is None:
        return None
    path = Path(config.invocation_params.dir, given)
    if not given or path.is_dir():
        raise pytest.UsageError(f"--rzp-coverage-{kind} takes the name of a file, and {given!r} is none")
    return path
