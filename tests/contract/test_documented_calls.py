"""Every documented call of the resources that are faked: its request is accepted, its answer shaped as shown.

What is documented, and what counts as shaped so, are those of the fidelity tool; what a call needs to exist is
prepared as its page means it (documented_world), where the tool prepares the same for all.
"""

from __future__ import annotations

import re

import pytest

from tests.contract.documented_calls import API, CALLS, EXCEPTIONS, GUIDE, call_of, records
from tests.contract.documented_world import MISSING, PRESENT, misses

pytestmark = pytest.mark.skipif(not PRESENT, reason=MISSING)

HOLDING = [record for record in records() if record["id"] not in EXCEPTIONS]
OTHERS = [record for record in records() if record["id"] in EXCEPTIONS]


def name(record):
    return record["id"]


@pytest.mark.parametrize("record", HOLDING, ids=name)
def test_documented_call(record):
    assert misses(record, call_of(record["id"])) == []


@pytest.mark.parametrize("record", OTHERS, ids=name)
def test_exception_still_misses(record):
    """A call that holds after all, or that misses more than it did, is to be taken out of the table or mended."""
    expected = EXCEPTIONS[record["id"]]
    assert tuple(misses(record, call_of(record["id"]))) == expected.misses, expected.why


def test_every_exception_is_a_documented_call():
    assert {record["id"] for record in OTHERS} == set(EXCEPTIONS)


def test_every_resource_is_there():
    held = {(record["part"], record["resource"]) for record in HOLDING}
    assert held == {("api", name) for name in API} | {("guide", name) for name in GUIDE}


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in CALLS])
def test_every_row_is_of_a_documented_call(pattern):
    assert any(re.fullmatch(pattern, record["id"]) for record in records())
