"""The tour, played once: its facts are frozen, so the tests may share them."""

import pytest

from fakerzp.tour import play
from fakerzp.tour.facts import Tour


@pytest.fixture(scope="session")
def tour() -> Tour:
    """All five scenes."""
    return play()
