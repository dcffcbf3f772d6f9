"""Every error that the API reference lists for the faked resources has its row in the tables of test_errors_*."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.contract import test_errors_nach_forms as forms
from tests.contract import test_errors_recurring_payments as recurring
from tests.contract import test_errors_refunds as refunds
from tests.contract.documented_calls import API, records
from tests.contract.documented_world import MISSING, PRESENT
from tests.contract.refusals import Case, Keys

pytestmark = pytest.mark.skipif(not PRESENT, reason=MISSING)


def played(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Record and text of each row that a module's tests are parametrized over, or name by a constant."""
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, Case | Keys):
            yield value.record, value.text
        if name.startswith("test_"):
            for mark in getattr(value, "pytestmark", ()):
                yield from rows(mark.args[1])


def rows(values: Any) -> Iterator[tuple[str, str]]:
    for value in values:
        if isinstance(value, Case | Keys):
            yield value.record, value.text


def in_tables() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in Path(__file__).parent.glob("test_errors_*.py"):
        found.update(played(import_module(f"tests.contract.{path.stem}")))
    # Three tables are of words, and of the pages that list them.
    found.update((page, reason) for reason, pages, _ in recurring.REASONS for page in pages)
    found.update((forms.PAGE, reason) for reason, *_ in forms.REASONS)
    found.update((page, text) for page in (refunds.ONCE, refunds.ONCE_INSTANT) for text, _, _ in refunds.FAULTS)
    return found


def documented(resource: str) -> set[tuple[str, str]]:
    return {
        (record["id"], error["description"])
        for record in records()
        if (record["part"], record["resource"]) == ("api", resource)
        for error in record["errors"]
    }


@pytest.mark.parametrize("resource", API)
def test_every_documented_error_has_a_row(resource):
    assert documented(resource) - in_tables() == set()


def test_what_is_counted():
    listed = set().union(*map(documented, API))
    assert len(listed) >= 350
