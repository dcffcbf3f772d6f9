"""The section of a failing test: the story of its fake, cut to what fits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .options import SETTINGS

if TYPE_CHECKING:
    from .lending import Lending, Lent

TITLE = "Razorpay"
"""How the title of every section of ours begins."""
HEAD, TAIL = 10, 40
"""How many lines of a long story are shown from its beginning, and from its end."""


class Reporter:
    """Looks at each test's outcome; registered when the first fake is lent, so that other runs do not pay for it."""

    def __init__(self, lending: Lending) -> None:
        self._lending = lending
        self._when: str = lending.config.stash[SETTINGS].get("story", "fail")
        self._whole: bool = lending.config.getoption("verbose") > 1
        self._of_test: list[Lent] = []

    @pytest.hookimpl(hookwrapper=True, trylast=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Remember whether the test passed, for whoever looks its fake over, and tell its story."""
        outcome: Any = yield
        report: pytest.TestReport = outcome.get_result()
        if report.when != "teardown":
            self._of_test = [lent for lent in self._lending.lent if _is_used(lent, item)]
        for lent in self._of_test:
            lent.passed = lent.passed and report.passed
        if self._when != "never" and (report.failed or (self._when == "always" and report.when == "call")):
            for lent in self._of_test:
                report.sections.append((f"{TITLE}: what happened on {lent.fixture}", told(lent, self._whole)))
        if report.when == "teardown":
            self._of_test = []


def _is_used(lent: Lent, item: Any) -> bool:
    return lent.node is item or lent.fixture in getattr(item, "fixturenames", ())


def told(lent: Lent, whole: bool) -> str:
    """The story of a fake, all of it or what fits; a failure to tell it must not hide what it was to explain."""
    try:
        with lent.fake._world.paused():
            lines = str(lent.fake.story()).splitlines()
    except Exception as error:
        return f"the story can't be told: {type(error).__name__}: {error}"
    left_out = len(lines) - HEAD - TAIL
    if not whole and left_out > 1:
        lines[HEAD:-TAIL] = [f"... {left_out} lines left out; pytest -vv shows them, print({lent.fixture}.story()) too"]
    return "\n".join(lines)


def tell_passed(reporter: Any) -> None:
    """Print the stories of the tests that passed: those of the others stand with their failures."""
    for report in reporter.stats.get("passed", ()):
        for title, text in report.sections:
            if title.startswith(TITLE):
                reporter.write_sep("-", f"{report.nodeid} {title}")
                reporter.write_line(text)
