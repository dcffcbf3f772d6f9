"""What a test planned and never met, and what it asked for and was refused."""

from __future__ import annotations

import pytest

OFF = [
    "If that is meant, switch this off: @pytest.mark.rzp(strict=False) on the test, its class or its module,",
    "or rzp_strict = false in the ini file for all.",
]
needs_client = pytest.mark.needs_client

PLANNED = """
    import pytest

    def test_fault(rzp):
        rzp.faults.inject("order.create", status=503, times=2)
        rzp.faults.inject("order.*", timeout=True, where=lambda call: False)

    def test_next(rzp):
        rzp.bank.next("insufficient_funds")
        rzp.bank.next(rzp.bank.authorize_late(after=60))

    def test_script(rzp):
        rzp.bank.script([rzp.bank.succeed(), rzp.bank.fail("insufficient_funds")])
        rzp.checkout.pay(amount=100)

    @pytest.mark.rzp(script=["insufficient_funds"])
    def test_script_of_the_marker(rzp): ...

    def test_fault_of_the_module(rzp_module):
        rzp_module.faults.inject("invoice.create", status=503)
"""
MET = """
    import pytest

    @pytest.fixture(autouse=True)
    def unsure(rzp):
        with rzp.faults.inject("customer.create", status=503):
            yield  # taken back before the fake is

    def test_met_once_of_three(rzp):
        rzp.faults.inject("order.create", status=503, times=3)
        with pytest.raises(Exception, match="."):
            rzp.order.create({"amount": 100, "currency": "INR"})

    def test_counted(rzp):
        rzp.faults.inject("order.all", latency=3, every=5)
        rzp.order.all()

    def test_cleared(rzp):
        rzp.faults.inject("order.all", latency=3)
        rzp.bank.next("insufficient_funds")
        rzp.reset()

    @pytest.mark.rzp(script=["insufficient_funds"])
    class TestScriptOfAll:
        def test_it_is_for_whoever_needs_it(self, rzp): ...

    def test_for_ever(rzp):
        rzp.bank.script(rzp.bank.sequence(rzp.bank.fail("insufficient_funds"), repeat=True))

    def test_failing_says_nothing_more(rzp):
        rzp.faults.inject("order.create", status=503)
        pytest.xfail("it is the reason why")
"""


def test_what_was_planned_and_never_met_fails_the_test_and_names_its_off_switch(suite):
    result = suite(test_it=PLANNED)
    result.assert_outcomes(passed=5, errors=5)
    lines = [line.strip() for line in result.outlines]
    assert [line for line in lines if line.startswith("- ")] == [
        "- <order.create: status 503, 2 more times>",
        "- <order.*: timeout, 1 more time>",
        "- fail insufficient_funds",
        "- late 60",
        "- fail insufficient_funds",
        "- fail insufficient_funds",
        "- <invoice.create: status 503, 1 more time>",
    ]
    assert lines.count("faults were injected on rzp and no call met them, so nothing was tested by them:") == 1
    assert lines.count("faults were injected on rzp_module and no call met them, so nothing was tested by them:") == 1
    assert lines.count("the bank of rzp was to decide payments that nobody made:") == 3
    assert [line for line in lines if line in OFF] == OFF * 5


@pytest.mark.parametrize("how", ["ini", "marker"])
def test_the_off_switch_works(suite, how):
    if how == "ini":
        suite(ini="rzp_strict = false", test_it=PLANNED).assert_outcomes(passed=5)
    else:
        suite(test_it=PLANNED + "\n    pytestmark = pytest.mark.rzp(strict=False)").assert_outcomes(passed=5)


def test_what_was_met_or_taken_back_fails_nothing(suite):
    suite(test_it=MET).assert_outcomes(passed=5, xfailed=1)


SWALLOWS = {
    "shop": """
        import razorpay

        client = razorpay.Client(auth=("a", "b"))

        def payouts():
            try:
                return client.get("/v1/payouts", {})
            except Exception:
                return []
    """,
    "test_it": """
        import pytest, shop

        def test_of_the_application(rzp):
            assert shop.payouts() == []

        def test_own_call(rzp):
            with pytest.raises(NotImplementedError):
                shop.client.get("/v1/payouts", {})
            assert rzp.request("GET", "/v1/orderz").status == 400
    """,
}


@needs_client
def test_a_refused_call_that_the_application_swallowed_fails_the_test(suite):
    result = suite(**SWALLOWS)
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_of_the_application*",
            "the application made calls that are not faked, and the test passed although NotFaked said so:",
            "  - GET /v1/payouts exists at Razorpay and is not faked: *",
            *OFF,
        ]
    )
    suite(ini="rzp_strict = false", **SWALLOWS).assert_outcomes(passed=2)


@needs_client
def test_where_strict_is_asked_for_the_test_s_own_calls_count_and_so_do_unknown_urls(suite):
    result = suite(ini="rzp_strict = true", **SWALLOWS)
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_own_call*",
            "the test made calls that are not faked, and the test passed although NotFaked said so:",
            "  - GET /v1/payouts *",
            *OFF,
            "",
            "calls went to URLs that Razorpay does not have:",
            "  - GET /v1/orderz",
            *OFF,
        ]
    )
