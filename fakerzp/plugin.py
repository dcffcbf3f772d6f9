"""The pytest plugin: fixtures, a marker, options. Loaded in every pytest run, so all that it does is imported later.

`testing/options.py` declares the options and `testing/asked.py` reads their values, `testing/lending.py` makes the
fakes, `testing/report.py` tells of a failing test, `testing/strict.py` and `testing/detector.py` look at a passing one,
`testing/scenarios.py` plays what goes wrong, `testing/coverage` tells what a suite never tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .fake import FakeRazorpay
    from .testing import scenarios


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every flag and every ini option, for `pytest --help`."""
    from .testing.options import add_options

    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """The marker; and what the command line and the ini file say, which had better be right."""
    from .testing.options import configure

    configure(config)
    config.pluginmanager.register(OfTests(), "fakerzp-fakes")
    asked = config.option
    if asked.rzp_coverage or asked.rzp_coverage_html is not None or asked.rzp_coverage_json is not None:
        from .testing.coverage.plugin import register

        register(config)


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

    if terminalreporter.config.stash.get(SETTINGS, {}).get("story") == "always":
        from .testing.report import tell_passed

        tell_passed(terminalreporter)


class OfTests:
    """The fixture `rzp`, told by a hook whom it is for: an argument `request` costs pytest 9 as much again."""

    def __init__(self) -> None:
        self._request: Any = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> None:
        """Note for whom the fixture is about to be set up."""
        if fixturedef.argname == "rzp":
            self._request = request

    @pytest.fixture
    def rzp(self) -> Iterator[FakeRazorpay]:
        """Razorpay in memory, for this test: whatever in the process asks Razorpay, it answers."""
        request, self._request = self._request, None
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


@pytest.fixture
def rzp_late_authorization(rzp: FakeRazorpay) -> Callable[..., scenarios.LateAuthorization]:
    """Play a payment that times out and is authorized after all (payments/payments/late-authorisation.md)."""
    return _scenario(rzp, "late_authorization")


@pytest.fixture
def rzp_failed_then_captured(rzp: FakeRazorpay) -> Callable[..., scenarios.FailedThenCaptured]:
    """Play a payment that fails and then, tried again, is captured (webhooks/payments.md)."""
    return _scenario(rzp, "failed_then_captured")


@pytest.fixture
def rzp_partial_refund_race(rzp: FakeRazorpay) -> Callable[..., scenarios.PartialRefundRace]:
    """Play a refund made elsewhere, after which less is left than was thought (payments/refunds/issue.md)."""
    return _scenario(rzp, "partial_refund_race")


@pytest.fixture
def rzp_link_expired_while_paying(rzp: FakeRazorpay) -> Callable[..., scenarios.LinkExpiredWhilePaying]:
    """Play a payment link that expires before the bank says yes (payments/payment-links/glossary.md)."""
    return _scenario(rzp, "link_expired_while_paying")


@pytest.fixture
def rzp_duplicate_webhook(rzp: FakeRazorpay) -> Callable[..., scenarios.DuplicateWebhook]:
    """Deliver an event more than once, to the webhooks that are subscribed (webhooks/best-practices.md)."""
    return _scenario(rzp, "duplicate_webhook")


@pytest.fixture
def rzp_nach_rejected(rzp: FakeRazorpay) -> Callable[..., scenarios.NachRejected]:
    """Play a mandate that the bank rejects (api/payments/recurring-payments/paper-nach/tokens.md)."""
    return _scenario(rzp, "nach_rejected")


@pytest.fixture
def rzp_subscription_halted(rzp: FakeRazorpay) -> Callable[..., scenarios.SubscriptionHalted]:
    """Play a subscription whose charge fails, and fails again until it is halted (payments/subscriptions/states.md)."""
    return _scenario(rzp, "subscription_halted")


@pytest.fixture
def rzp_dispute_lost_after_settlement(rzp: FakeRazorpay) -> Callable[..., scenarios.DisputeLostAfterSettlement]:
    """Play a dispute of what was paid out already, and is lost (payments/disputes.md)."""
    return _scenario(rzp, "dispute_lost_after_settlement")


@pytest.fixture
def rzp_downtime(rzp: FakeRazorpay) -> Callable[..., scenarios.Downtime]:
    """Play a payment that fails while its method is down (payments/payments/downtime-updates.md)."""
    return _scenario(rzp, "downtime")


def _lent(request: Any) -> Iterator[FakeRazorpay]:
    from .testing.lending import lend

    return lend(request)


def _client(fake: FakeRazorpay) -> Any:
    from .doors.official import sdk

    return sdk().Client(auth=(fake.key_id, fake.key_secret))


def _scenario(rzp: FakeRazorpay, name: str) -> Callable[..., Any]:
    from functools import partial

    from .testing.scenarios import SCENARIOS

    return partial(SCENARIOS[name].play, rzp)
