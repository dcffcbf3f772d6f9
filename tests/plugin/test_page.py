"""docs/pytest.md: its blocks are one suite, its tables are those of the code, its story is told like that."""

from __future__ import annotations

import re

import pytest

from fakerzp import plugin
from fakerzp.testing.asked import Options
from fakerzp.testing.lending import FIXTURES
from fakerzp.testing.options import ROWS as DECLARED
from fakerzp.testing.scenarios import SCENARIOS
from tests.plugin.conftest import ROOT

PAGE = (ROOT / "docs" / "pytest.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
ROWS = re.findall(r"^\| (`.*) \|$", PAGE, re.MULTILINE)


def test_every_python_block_is_a_file_of_the_suite():
    assert len(re.findall(r"^```python$", PAGE, re.MULTILINE)) == len(FILES) == 7


@pytest.mark.needs_client
def test_the_suite_passes_and_warns_of_nothing(suite):
    pytest.importorskip("anyio", reason="it runs the coroutine")
    (ini,) = re.findall(r"^```ini\n\[pytest\]\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    everything = suite("-W", "error", plugins=("anyio",), ini="", **FILES)
    everything.assert_outcomes(passed=13)
    suite("--co", "-q", "--strict-config", plugins=("anyio",), ini=ini).stdout.fnmatch_lines(["*13 tests collected*"])


@pytest.mark.needs_client
def test_the_detector_would_have_warned(suite):
    text = FILES["test_detector"].replace('@pytest.mark.rzp(detector="off")', "")
    files = {"shop": FILES["shop"], "shop_that_believes": FILES["shop_that_believes"], "test_detector": text}
    suite(**files).assert_outcomes(passed=2, warnings=1)


def test_a_failing_test_tells_that_story(suite):
    (story,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    result = suite(
        test_it="""
            import fakerzp, pytest

            @pytest.mark.rzp(seed=7, at="2026-01-05T10:00:00Z")
            def test_fails(rzp):
                order = rzp.order.create({"amount": 50000, "currency": "INR"})
                rzp.bank.next("insufficient_funds")
                rzp.checkout.pay(order["id"], method="upi")
        """,
    )
    assert story in result.stdout.str()


def test_the_table_of_options_has_them_all():
    rows = [row for row in ROWS if row.count(" | ") == 4]
    cells = [[cell.strip() for cell in row.split(" | ")] for row in rows]
    assert [name for row in cells for name in re.findall(r"`(\w+)`", row[0])] == list(Options._fields)
    options = {name: (kind, takes) for name, kind, takes, _ in DECLARED}
    for names, takes, default, ini, *_ in cells:
        for name in re.findall(r"`(\w+)`", names):
            assert takes.replace("`", "") == options[name][1]
            assert default == f"`{Options._field_defaults[name]}`"
            assert (f"`rzp_{name}`" in ini) is bool(options[name][0])


def test_the_scenarios_are_all_named():
    named = re.findall(r"`rzp_(\w+)`", PAGE.partition("## Play what goes wrong")[2].partition("\n## ")[0])
    assert set(SCENARIOS) == set(named)


def test_the_table_of_fixtures_has_them_all():
    rows = [row for row in ROWS if row.count(" | ") == 2 and row.startswith("`rzp")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.partition(" | ")[0])}
    clients = {name.replace("rzp", "rzp_client") for name in FIXTURES.values()}
    assert named == {*FIXTURES.values(), *clients}
    assert named <= {*vars(plugin), *vars(plugin.OfTests)}
