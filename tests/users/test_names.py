"""The typed test file leaves out nothing that is public."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fakerzp
from fakerzp import FakeRazorpay
from tests.docs.test_examples import OF_THE_LEDGER, WITHIN

TYPED = Path(__file__).with_name("test_typed.py").read_text(encoding="utf-8")
PARTS = ("checkout", "bank", "clock", "faults", "webhooks", "dashboard")


def test_every_name_of_the_package_is_in_the_typed_file():
    assert [name for name in fakerzp.__all__ if not re.search(rf"\b{name}\b", TYPED)] == []


def test_every_name_of_the_fake_is_in_the_typed_file():
    names = {name for name in object.__dir__(FakeRazorpay()) if not name.startswith("_")}
    assert [name for name in sorted(names) if f".{name}" not in TYPED] == []


@pytest.mark.parametrize("part", PARTS)
def test_every_name_of_a_part_is_in_the_typed_file(part):
    names = {name for name in dir(type(getattr(FakeRazorpay(), part))) if not name.startswith("_")}
    missing = [name for name in sorted(names - WITHIN.get(part, set())) if f".{name}" not in TYPED]
    assert missing == []


def test_every_name_of_the_ledger_is_in_the_typed_file():
    assert [name for name in sorted(OF_THE_LEDGER) if f"ledger.{name}" not in TYPED] == []
