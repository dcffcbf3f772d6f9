"""Beside the rest of pytest's world: xdist, random order, coroutines, unittest, doctests, clocks that stand."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys

import pytest

from tests.plugin.conftest import ROOT

needs_client = pytest.mark.needs_client

SHOP = """
    import asyncio
    import razorpay

    client = razorpay.Client(auth=("rzp_test_OfTheShop00001", "the shop's own secret"))

    def order():
        return client.order.create({"amount": 50000, "currency": "INR"})["id"]

    async def order_later():
        return await asyncio.to_thread(order)
"""
MANY = """
    import pytest, shop

    @pytest.mark.parametrize("n", range(20))
    def test_alone(rzp, n):
        made = [shop.order() for _ in range(n)]
        assert sorted(item["id"] for item in rzp.order.all({"count": 100})["items"]) == made

    class TestTogether:
        @pytest.mark.parametrize("n", range(5))
        def test_one_after_the_other(self, rzp_class, n):
            shop.order()
            assert 1 <= rzp_class.order.all()["count"] <= 5

    @pytest.mark.rzp(seed=9)
    @pytest.mark.parametrize("n", range(5))
    def test_marked(n, request):
        assert request.getfixturevalue("rzp").order.all()["count"] == 0
        assert shop.order() == shop.client.order.all()["items"][0]["id"]

    def test_no_fake_is_in_force_where_none_is_asked_for():
        assert type(shop.client.session).__module__ == "requests.sessions"
"""


def test_the_entry_point_is_the_plugin():
    declared = re.search(
        r"^\[project\.entry-points\.pytest11\]\n(.*)$", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    assert declared is not None
    assert declared[1] == 'fakerzp = "fakerzp.plugin"'
    installed = [entry for entry in importlib.metadata.entry_points(group="pytest11") if entry.name == "fakerzp"]
    assert {entry.value for entry in installed} <= {"fakerzp.plugin"}


def test_pytest_s_start_loads_nothing_but_the_standard_library(suite):
    result = suite(
        test_light="""
            import sys

            def test_light():
                ours = {name for name in sys.modules if name.partition(".")[0] == "fakerzp"}
                assert ours == {"fakerzp", "fakerzp.plugin", "fakerzp.testing", "fakerzp.testing.options"}
                heavy = {"razorpay", "requests", "httpx", "immutables", "dateutil", "stdnum", "rich", "hypothesis"}
                assert not heavy & set(sys.modules)
        """,
    )
    result.assert_outcomes(passed=1)


def test_the_package_itself_imports_next_to_nothing():
    code = "import sys; before = set(sys.modules); import fakerzp; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['__future__', 'fakerzp']"


@needs_client
def test_xdist_in_random_order(suite):
    for plugin in ("xdist", "pytest_randomly"):
        pytest.importorskip(plugin, reason="it runs the suite")
    result = suite("-n2", plugins=("xdist", "randomly"), shop=SHOP, test_one=MANY, test_two=MANY)
    result.assert_outcomes(passed=62)


@needs_client
def test_stories_errors_and_warnings_come_back_from_xdist_s_workers(suite):
    pytest.importorskip("xdist", reason="it runs the suite")
    result = suite(
        "-n2",
        "--rzp-seed=5",
        "--rzp-story=always",
        plugins=("xdist",),
        shop=SHOP + "    import json\n    def callback(text):\n        json.loads(text)\n",
        test_it="""
            import json, shop

            def test_fails(rzp):
                shop.order()
                assert rzp._made_with["seed"] == 0

            def test_passes(rzp):
                shop.callback(json.dumps(rzp.checkout.pay(shop.order())))

            def test_planned(rzp):
                rzp.faults.inject("order.create", status=503)
        """,
    )
    result.assert_outcomes(failed=1, passed=2, errors=1, warnings=1)
    text = result.stdout.str()
    assert "assert 5 == 0" in text
    assert text.count("Razorpay: what happened on rzp") == 4
    assert "UnverifiedSignature: the application was handed pay_" in text


@needs_client
@pytest.mark.parametrize("plugin", ["asyncio", "anyio"])
def test_coroutines(suite, plugin):
    pytest.importorskip({"asyncio": "pytest_asyncio"}.get(plugin, plugin), reason="it runs the coroutines")
    scope = "asyncio_default_fixture_loop_scope = function" if plugin == "asyncio" else ""
    result = suite(
        ini=scope,
        plugins=(plugin,),
        shop=SHOP,
        conftest="""
            import pytest

            @pytest.fixture
            def anyio_backend():
                return "asyncio"
        """,
        test_async=f"""
            import asyncio, pytest, shop

            pytestmark = pytest.mark.{plugin}

            async def test_named(rzp):
                ids = await asyncio.gather(*(shop.order_later() for _ in range(5)))
                assert len(set(ids)) == rzp.order.all()["count"] == 5

            @pytest.mark.rzp(seed=3)
            async def test_marked():
                assert await shop.order_later() == (await asyncio.to_thread(shop.client.order.all))["items"][0]["id"]

            @pytest.mark.parametrize("n", [1, 2])
            async def test_parametrized(rzp, rzp_client, n):
                for _ in range(n):
                    await shop.order_later()
                assert rzp_client.order.all()["count"] == n

            async def test_fails(rzp):
                await shop.order_later()
                assert False
        """,
    )
    result.assert_outcomes(passed=4, failed=1)
    assert result.stdout.str().count("POST /v1/orders  200") == 1


@needs_client
def test_unittest_and_doctests(suite):
    result = suite(
        "--doctest-modules",
        shop=SHOP
        + '''
    def doubled():
        """An order.

        >>> rzp = getfixture("rzp")
        >>> rzp.order.fetch(order())["amount"]
        50000
        """
    ''',
        test_unittest="""
            import unittest
            import pytest, shop

            @pytest.mark.rzp(seed=3)
            class TestMarked(unittest.TestCase):
                def setUp(self):
                    self.order_id = shop.order()

                def test_one(self):
                    self.assertEqual(shop.client.order.all()["count"], 1)

                @pytest.mark.rzp(seed=4)
                def test_two(self):
                    self.assertNotEqual(self.order_id, "")
                    self.assertEqual(shop.client.order.all()["count"], 1)

            class TestHandedOver(unittest.TestCase):
                @pytest.fixture(autouse=True)
                def hand_over(self, rzp):
                    self.rzp = rzp

                def test_paid(self):
                    answer = self.rzp.checkout.pay(shop.order())
                    self.assertEqual(self.rzp.order.fetch(answer["razorpay_order_id"])["status"], "paid")

            @pytest.mark.rzp
            class TestAsync(unittest.IsolatedAsyncioTestCase):
                async def test_paid(self):
                    assert await shop.order_later()

            @pytest.mark.usefixtures("rzp_class")
            class TestShared(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    cls.made = []

                def test_1(self):
                    self.made.append(shop.order())

                def test_2(self):
                    self.assertEqual([item["id"] for item in shop.client.order.all()["items"]], self.made)
        """,
    )
    result.assert_outcomes(passed=7)


@needs_client
@pytest.mark.parametrize("library", ["freezegun", "time_machine"])
def test_clocks_that_stand(suite, library):
    pytest.importorskip(library, reason="it moves the clock")
    stop = {"freezegun": "freezegun.freeze_time", "time_machine": "time_machine.travel"}[library]
    result = suite(
        shop=SHOP,
        test_time=f"""
            import {library}, pytest, shop

            @pytest.fixture
            def newyear():
                with {stop}("2026-01-01T00:00:00Z", **({{"tick": False}})):
                    yield

            def test_it_follows(newyear, rzp):
                assert rzp.order.fetch(shop.order())["created_at"] == 1767225600

            def test_it_follows_however_late(rzp, newyear):
                assert rzp.order.fetch(shop.order())["created_at"] == 1767225600

            @{stop}("2026-01-01T00:00:00Z", **({{"tick": False}}))
            def test_decorated(rzp):
                shop.order()
                rzp.clock.advance(days=1)
                assert rzp.clock.now() == 1767312000

            @pytest.mark.rzp(at="2026-02-01T00:00:00Z")
            def test_the_marker_makes_it_stand(newyear, rzp):
                assert rzp.clock.now() == 1769904000
        """,
    )
    result.assert_outcomes(passed=4)


@needs_client
def test_a_run_within_a_run_leaves_nothing(pytester, monkeypatch):
    """In one process: a library's own suite may run pytest as well."""
    import hmac
    import json

    from razorpay import Client

    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    before = dict(vars(Client)), dict(vars(hmac)), dict(vars(hmac.HMAC)), dict(vars(json.JSONDecoder))
    pytester.makepyfile(
        shop=SHOP,
        test_it="""
            import pytest, shop

            def test_one(rzp, rzp_module, rzp_session):
                shop.order()

            def test_fails(rzp):
                assert False

            @pytest.mark.rzp(sed=1)
            def test_slips(): ...

            @pytest.fixture
            def broken(rzp):
                raise ValueError

            def test_broken(broken): ...
        """,
    )
    result = pytester.runpytest_inprocess("-p", "fakerzp.plugin", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1, errors=2)
    assert (dict(vars(Client)), dict(vars(hmac)), dict(vars(hmac.HMAC)), dict(vars(json.JSONDecoder))) == before
