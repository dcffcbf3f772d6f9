"""Whole test suites, run by pytest in a process of their own as their owners would run them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the official client where there is none."""
    if importlib.util.find_spec("razorpay") is None:
        for item in items:
            if item.get_closest_marker("needs_client") is not None:
                item.add_marker(pytest.mark.skip(reason="the application of this suite uses the official client"))


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """Run files as a suite: `suite("-v", test_a="...", shop="...", ini="rzp_seed = 3")`.

    Of all plugins only ours is loaded, and what `plugins` names; the files lie in a directory of their own.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
    for name in ("PYTEST_ADDOPTS", "CI", "BUILD_NUMBER"):  # with the last two, pytest says in full what it else cuts
        monkeypatch.delenv(name, raising=False)

    def run(*args: str, ini: str = "", plugins: tuple[str, ...] = (), **files: str) -> pytest.RunResult:
        pytester.makeini(f"[pytest]\n{ini}\n")
        if files:
            pytester.makepyfile(**files)
        loaded = [word for name in ("fakerzp.plugin", *plugins) for word in ("-p", name)]
        return pytester.runpytest_subprocess(*loaded, "-p", "no:cacheprovider", "-ra", *args)

    return run
