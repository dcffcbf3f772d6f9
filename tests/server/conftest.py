"""A fake that is served, and callers that know nothing of Python's side of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from fakerzp.server import Server
from tests.server.caller import Caller


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Every test ends with the threads that it began with."""
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) - before == set()


@pytest.fixture
def server(rzp) -> Iterator[Server]:
    """The fake of the test, served."""
    with rzp.serve() as server:
        yield server


@pytest.fixture
def caller(rzp, server) -> Caller:
    """Whoever calls that server, with the merchant's keys."""
    return Caller(server.port, (rzp.key_id, rzp.key_secret))
