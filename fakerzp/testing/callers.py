"""Whose code is at work: that of the tests, or the application's.

Test code is what stands in a file that pytest collects by its name, in a conftest.py, or in a directory named test,
tests or testing below the root of the run. What is not, and belongs neither to Python nor to a library that merely
carries requests, is the application: its own modules, and the framework that it runs in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

_DIRECTORIES = {"test", "tests", "testing"}
_CARRIERS = {"anyio", "fakerzp", "httpcore", "httpx", "razorpay", "requests", "urllib3"}
_PASSED_OVER = frozenset(sys.stdlib_module_names) | _CARRIERS


class Callers:
    """Tells the application from the tests of one run; remembers what it found of each file."""

    def __init__(self, config: pytest.Config) -> None:
        self._root = config.rootpath
        self._patterns: list[str] = config.getini("python_files")
        self._known: dict[str, bool] = {}

    def is_test(self, filename: str) -> bool:
        """Whether that file holds test code; so does what is no file (`<doctest ...>`, `<stdin>`)."""
        found = self._known.get(filename)
        if found is None:
            found = self._known[filename] = filename.startswith("<") or self._looks_like_test(Path(filename))
        return found

    def _looks_like_test(self, path: Path) -> bool:
        if path.name in ("conftest.py", "tests.py") or any(fnmatchcase(path.name, one) for one in self._patterns):
            return True
        try:
            inside = path.relative_to(self._root)
        except ValueError:
            return False
        return not _DIRECTORIES.isdisjoint(inside.parts)

    def is_application(self) -> bool:
        """Whether the application is what made the present call; False where the stack does not tell."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            name: str = frame.f_globals.get("__name__", "")
            if name.partition(".")[0] not in _PASSED_OVER:
                return not self.is_test(frame.f_code.co_filename)
            frame = frame.f_back
        return False

    def is_applications(self, target: Any) -> bool:
        """Whether a webhook's target is the application's: a function of a test, or a mock, is not."""
        code = _code_of(target)
        if code is None:
            return False
        module = str(getattr(target, "__module__", None) or "")
        return module.partition(".")[0] not in sys.stdlib_module_names and not self.is_test(code.co_filename)


def _code_of(target: Any) -> CodeType | None:
    """The code that a call of the target runs; None if it is not written in Python."""
    import functools
    import inspect

    while isinstance(target, functools.partial):
        target = target.func
    function: Callable[..., Any] = target
    if not inspect.isroutine(target) and not isinstance(target, type):
        function = type(target).__call__
    return getattr(inspect.unwrap(function), "__code__", None)
