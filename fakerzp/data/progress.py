"""A progress bar for what takes long: drawn by rich, on a terminal, and nowhere else."""

from __future__ import annotations

import os
import sys
import time
from importlib.util import find_spec
from typing import Any

PATIENCE = 1.0
"""Seconds after which a bar appears."""


class Bar:
    """Tells how far something has come, once it has taken a second. Use as a context manager.

    Silent without a terminal, without rich, and in tests.
    """

    def __init__(self, title: str, *, wanted: bool = True) -> None:
        self._title = title
        self._began = time.monotonic() if wanted and _is_seen() else None
        self._shown: Any = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def at(self, share: float) -> None:
        """So much is done, from 0 to 1."""
        if self._shown is not None:
            self._shown.update(self._task, completed=share)
        elif self._began is not None and time.monotonic() - self._began > PATIENCE:
            self._show(share)

    def _show(self, share: float) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._shown = Progress(console=Console(stderr=True), transient=True)
        self._task = self._shown.add_task(self._title, total=1.0, completed=share)
        self._shown.start()

    def __exit__(self, *error: object) -> None:
        if self._shown is not None:
            self._shown.stop()
            self._shown = None
        self._began = None


def _is_seen() -> bool:
    """Whether somebody sits in front of a terminal, and it is no test that runs there."""
    if "PYTEST_CURRENT_TEST" in os.environ or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr is not None and sys.stderr.isatty() and find_spec("rich") is not None
