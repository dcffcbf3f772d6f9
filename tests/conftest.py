"""A fake per test, whose books are looked through when the test is over."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from fakerzp import FakeRazorpay

pytest_plugins = ["pytester"]  # for tests/plugin, which may not ask for it itself

# How fast a body is drawn says something about the machine that the tests run on, and nothing about the fake.
settings.register_profile("fakerzp", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fakerzp")

START = "2026-01-05T10:00:00Z"


@pytest.fixture
def build() -> Iterator[Callable[..., FakeRazorpay]]:
    """Make fakes with other options than `rzp` has; each one's books are checked after the test."""
    made: list[FakeRazorpay] = []

    def make(**options: object) -> FakeRazorpay:
        made.append(FakeRazorpay(**{"seed": 1, "at": START, **options}))
        return made[-1]

    yield make
    for fake in made:
        fake.ledger.check()


@pytest.fixture
def rzp(build: Callable[..., FakeRazorpay]) -> FakeRazorpay:
    """One merchant's world, on 5 January 2026 at ten o'clock UTC."""
    return build()
