"""The pytest plugin: fixtures, a marker, options. Loaded in every pytest run, so all that it does is imported later.

`testing/options.py` reads the options, `testing/lending.py` makes the fakes, `testing/report.py` tells of a failing
test, `testing/detector.py` looks for signatures that nobody verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .fake import FakeRazorpay


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every flag and every ini option, for `pytest --help`."""
    from .testing.options import add_options

    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """The marker; and what the command line and the ini file say, which had better be right."""
    from .testing.options import MARKER, read_settings

    config.addinivalue_line("markers", MARKER)
    read_settings(config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a fake to tests that are marked and do not name one."""
    for item in items:
        if item.get_closest_marker("rzp") is not None:
            from .testing.lending import lend_unasked

            lend_unasked(item)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The stories of tests that passed, if they were asked for."""
    from .testing.options import SETTINGS

    if terminalreporter.config.stash[SETTINGS].get("story") == "always":
        from .testing.report import tell_passed

        tell_passed(terminalreporter)


@pytest.fixture
def rzp(request: pytest.FixtureRequest) -> Iterator[FakeRazorpay]:
    """Razorpay in memory for this test, every official client in the process patched to talk to it."""
    yield from _lent(request)


@pytest.fixture(scope="class")
def rzp_class(request: pytest.FixtureRequest) -> Iterator[FakeRazorpay]:
    """As `rzp`, one for all tests of a class."""
    yield from _lent(request)


@pytest.fixture(scope="module")
def rzp_module(request: pytest.FixtureRequest) -> Iterator[FakeRazorpay]:
    """As `rzp`, one for all tests of a module."""
    yield from _lent(request)


@pytest.fixture(scope="session")
def rzp_session(request: pytest.FixtureRequest) -> Iterator[FakeRazorpay]:
    """As `rzp`, one for the whole run."""
    yield from _lent(request)


@pytest.fixture
def rzp_client(rzp: FakeRazorpay) -> Any:
    """A real `razorpay.Client`, made as an application makes it, with the keys of `rzp`."""
    return _client(rzp)


@pytest.fixture(scope="class")
def rzp_client_class(rzp_class: FakeRazorpay) -> Any:
    """As `rzp_client`, with the keys of `rzp_class`."""
    return _client(rzp_class)


@pytest.fixture(scope="module")
def rzp_client_module(rzp_module: FakeRazorpay) -> Any:
    """As `rzp_client`, with the keys of `rzp_module`."""
    return _client(rzp_module)


@pytest.fixture(scope="session")
def rzp_client_session(rzp_session: FakeRazorpay) -> Any:
    """As `rzp_client`, with the keys of `rzp_session`."""
    return _client(rzp_session)


def _lent(request: pytest.FixtureRequest) -> Iterator[FakeRazorpay]:
    from .testing.lending import lend

    return lend(request)


def _client(fake: FakeRazorpay) -> Any:
    from .doors.official import sdk

    return sdk().Client(auth=(fake.key_id, fake.key_secret))
