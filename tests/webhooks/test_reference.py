"""The reference names all that there is, with its defaults."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from fakerzp import FakeRazorpay
from fakerzp.webhooks import Delivery, Pending, Subscription, Webhooks
from fakerzp.webhooks.bodies import STYLES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")


def section(title):
    """What stands under a heading, down to the next one."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ )", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def rows(title):
    """The first two cells of each row of a section's table."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.split("|")[1:3]] for line in lines]


def public(owner):
    return {name for name in vars(owner) if not name.startswith("_")}


def shown(parameter):
    """A default as a table has it."""
    if parameter.default is parameter.empty:
        return ""
    if callable(parameter.default):
        yes = [status for status in range(100, 600) if parameter.default(status)]
        return f"below {yes[-1] + 1}" if yes == [*range(100, yes[-1] + 1)] else ""
    return f"`{parameter.default!r}`".replace("'", '"')


@pytest.mark.parametrize("name", ["subscribe", "deliver", "explore", "probe"])
def test_a_table_of_parameters_has_them_all_with_their_defaults(name):
    parameters = inspect.signature(getattr(FakeRazorpay().webhooks, name)).parameters.values()
    assert rows(f"rzp.webhooks.{name}") == [[f"`{p.name}`", shown(p)] for p in parameters]


def test_every_name_of_the_webhooks_is_there():
    named = set(re.findall(r"\brzp\.webhooks\.(\w+)", section("rzp.webhooks")))
    assert named == public(Webhooks) | {"create"}  # of the Node client


def test_every_name_of_a_subscription_is_there():
    named = set(re.findall(r"\.(\w+)", "".join(row[0] for row in rows("A subscription"))))
    assert named == public(Subscription)


def test_every_field_of_a_delivery_is_there():
    fields = [*Delivery._fields, "accepted", "payload"]
    assert [row[0] for row in rows("A delivery")] == [f"`{name}`" for name in fields]


def test_every_field_of_what_is_pending_is_there():
    [cell] = [row[1] for row in rows("rzp.webhooks") if row[0] == "`rzp.webhooks.pending`"]
    assert set(re.findall(r"`(\w+)`", cell)) - {"None"} == set(Pending._fields)


def test_every_style_is_there():
    text = section("rzp.webhooks.subscribe")
    assert [style for style in STYLES if f"`{style}`" not in text] == []
