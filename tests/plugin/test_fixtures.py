"""The fixtures: whom they serve, for how long, and what is left of them."""

from __future__ import annotations

import pytest

from fakerzp.testing.options import MARKER

SHOP = """
    import razorpay

    client = razorpay.Client(auth=("rzp_test_OfTheShop00001", "the shop's own secret"))  # made before any fake

    def order(amount=50000):
        return client.order.create({"amount": amount, "currency": "INR"})["id"]

    def is_paid(answer):
        client.utility.verify_payment_signature(answer)
        return client.order.fetch(answer["razorpay_order_id"])["status"] == "paid"
"""

needs_client = pytest.mark.needs_client


@needs_client
def test_the_application_talks_to_the_fake_of_the_test_that_names_it(suite):
    result = suite(
        shop=SHOP,
        test_shop="""
            import pytest, razorpay, shop
            from fakerzp import FakeRazorpay

            seen = []

            @pytest.mark.parametrize("amount", [100, 250, 399])
            def test_paid(rzp, amount):
                order_id = shop.order(amount)
                assert shop.is_paid(rzp.checkout.pay(order_id))
                assert [call.method for call in rzp.calls] == ["POST", "GET"]
                assert rzp.order.fetch(order_id)["amount_paid"] == amount
                seen.append(rzp)

            def test_each_had_one_of_its_own_and_all_the_same_seed():
                assert len({id(rzp) for rzp in seen}) == 3 == len(seen)
                assert {rzp.key_id for rzp in seen} == {FakeRazorpay(seed=0).key_id}

            def test_afterwards_the_client_is_as_shipped():
                assert "session" not in vars(razorpay.Client)
                assert type(shop.client.session).__module__ == "requests.sessions"
        """,
    )
    result.assert_outcomes(passed=5)


@needs_client
def test_a_client_is_a_real_one_with_the_keys_of_its_fake(suite):
    result = suite(
        test_client="""
            import pytest, razorpay

            def test_plain(rzp, rzp_client):
                assert type(rzp_client) is razorpay.Client
                assert rzp_client.auth == (rzp.key_id, rzp.key_secret)
                order = rzp_client.order.create({"amount": 100, "currency": "INR"})
                answer = rzp.checkout.pay(order["id"])
                assert rzp_client.utility.verify_payment_signature(answer) is True

            @pytest.mark.rzp(key_id="rzp_test_Chosen00000001", key_secret="chosen")
            def test_with_keys_no_other_is_let_in(rzp, rzp_client):
                assert rzp_client.auth == ("rzp_test_Chosen00000001", "chosen")
                rzp_client.order.all()
                stranger = razorpay.Client(auth=("rzp_test_Stranger000001", "x"))
                with pytest.raises(razorpay.errors.BadRequestError, match="API key"):
                    stranger.order.all()

            @pytest.mark.parametrize("scope", ["class", "module", "session"])
            def test_wider(scope, request):
                client = request.getfixturevalue(f"rzp_client_{scope}")
                fake = request.getfixturevalue(f"rzp_{scope}")
                client.order.create({"amount": 100, "currency": "INR"})
                assert client.auth == (fake.key_id, fake.key_secret)
                assert client is request.getfixturevalue(f"rzp_client_{scope}")
        """,
    )
    result.assert_outcomes(passed=5)


@needs_client
def test_a_fake_lives_as_long_as_its_scope_and_the_narrowest_is_in_force(suite):
    result = suite(
        "-v",
        shop=SHOP,
        test_scopes="""
            import shop

            def orders(fake):
                return fake.order.all()["count"]

            def test_in_the_session(rzp_session):
                shop.order()
                assert orders(rzp_session) == 1

            class TestClass:
                def test_one(self, rzp_class, rzp_session):
                    shop.order()
                    assert (orders(rzp_class), orders(rzp_session)) == (1, 1)

                def test_two(self, rzp_class, rzp):
                    shop.order()
                    assert (orders(rzp_class), orders(rzp)) == (1, 1)

                def test_three(self, rzp_class, request):
                    shop.order()
                    # A wider one, made late, goes below.
                    module = request.getfixturevalue("rzp_module")
                    shop.order()
                    assert (orders(rzp_class), orders(module)) == (3, 0)

            def test_in_the_module(rzp_module):
                shop.order()
                assert orders(rzp_module) == 1
        """,
        test_session="""
            import shop

            def test_in_the_session_still(rzp_session):
                shop.order()
                assert rzp_session.order.all()["count"] == 2
        """,
    )
    result.assert_outcomes(passed=6)


@needs_client
def test_a_marked_test_is_served_without_naming_the_fixture(suite):
    result = suite(
        shop=SHOP,
        conftest="""
            import pytest, shop

            @pytest.fixture(autouse=True)
            def stocked(request):
                # Of the test's own scope, and not told of any fake: the one that the marker gives comes before it.
                if request.node.get_closest_marker("rzp"):
                    return shop.order()
        """,
        test_marked="""
            import pytest, shop, unittest

            @pytest.mark.rzp
            def test_bare(stocked):
                assert shop.client.order.fetch(stocked)["status"] == "created"

            @pytest.mark.rzp(seed=4)
            def test_with_options(stocked, request):
                assert "rzp" in request.fixturenames
                assert shop.client.order.all()["items"][0]["id"] == stocked

            @pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.rzp(seed=5)), 2])
            def test_of_one_parameter(n, request):
                assert ("rzp" in request.fixturenames) is (n == 1)

            @pytest.mark.rzp(seed=6)
            class TestCase(unittest.TestCase):
                def test_of_unittest(self):
                    assert shop.client.order.all()["count"] == 1
        """,
        test_module="""
            import pytest, shop

            pytestmark = pytest.mark.rzp(seed=7)

            def test_of_the_module():
                assert shop.client.order.all()["count"] == 1
        """,
    )
    result.assert_outcomes(passed=6)


@needs_client
def test_a_marker_configures_the_fake_of_its_scope_and_a_nearer_one_gives_another(suite):
    result = suite(
        test_wide="""
            import pytest, razorpay

            pytestmark = pytest.mark.rzp(seed=1)
            client = razorpay.Client(auth=("a", "b"))

            def made(fake):
                return fake._made_with["seed"]

            def test_the_module_is_marked(rzp_module):
                client.order.create({"amount": 100, "currency": "INR"})
                assert (made(rzp_module), rzp_module.order.all()["count"]) == (1, 1)

            @pytest.mark.rzp(seed=2)
            def test_this_one_is_marked_too(rzp_module, request):
                client.order.create({"amount": 100, "currency": "INR"})
                own = request.getfixturevalue("rzp")
                assert (made(rzp_module), made(own)) == (1, 2)
                assert (rzp_module.order.all()["count"], own.order.all()["count"]) == (1, 1)

            @pytest.mark.rzp(seed=3)
            class TestClass:
                def test_the_class_is_marked(self, rzp_class):
                    client.order.create({"amount": 100, "currency": "INR"})
                    assert (made(rzp_class), rzp_class.order.all()["count"]) == (3, 1)
        """,
    )
    result.assert_outcomes(passed=3)


def test_without_the_official_client_the_fake_works(suite):
    result = suite(
        "-W",
        "error",
        conftest="""
            import sys

            sys.modules["razorpay"] = None  # as if it were not installed
        """,
        test_bare="""
            import pytest

            def test_the_fake(rzp):
                order = rzp.order.create({"amount": 100, "currency": "INR"})
                rzp.checkout.pay(order["id"])
                assert rzp.request("GET", f"/v1/orders/{order['id']}").body["status"] == "paid"

            @pytest.mark.rzp(seed=3)
            def test_marked():
                pass

            def test_the_client_can_not_be_had(request):
                with pytest.raises(ImportError, match="pip install 'fakerzp.sdk.'"):
                    request.getfixturevalue("rzp_client")
        """,
    )
    result.assert_outcomes(passed=3)


def test_an_official_client_that_is_broken_is_not_taken_for_none(suite):
    result = suite(
        razorpay="import a_part_that_is_missing",
        test_broken="""
            def test_the_fake(rzp):
                assert rzp.order.all()["count"] == 0

            def test_the_client(rzp_client):
                pass
        """,
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["E*ImportError: *(a_part_that_is_missing)*pip install 'fakerzp?sdk?'*"])


def test_pytest_lists_the_fixtures_the_marker_and_the_options(suite):
    fixtures = suite("--fixtures", test_nothing="")
    for name in ("rzp", "rzp_class", "rzp_module", "rzp_session", "rzp_client", "rzp_client_session"):
        fixtures.stdout.fnmatch_lines([f"{name}*-- *fakerzp/plugin.py:*"])
    assert "no docstring available" not in fixtures.stdout.str().partition("fakerzp.plugin")[2].partition("---")[0]
    suite("--markers", test_nothing="").stdout.fnmatch_lines([f"@pytest.mark.{MARKER}"])
