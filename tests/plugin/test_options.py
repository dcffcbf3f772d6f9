"""The marker, the ini file and the flags: what they set, who wins, and what a slip of the pen is told."""

from __future__ import annotations

import inspect

import pytest

from fakerzp import FakeRazorpay
from fakerzp.testing.asked import READ, Options
from fakerzp.testing.options import MARKER, ROWS

PRINTS = """
    import pytest

    @pytest.fixture
    def made(rzp):
        return {"key": rzp.key_id, **rzp._made_with, **rzp._made_with["account"]}
"""


def lines(result, start):
    """The lines that a suite printed about its errors."""
    return [line.strip() for line in result.outlines if line.strip().startswith(start)]


def test_the_marker_takes_what_a_fake_is_made_with_and_what_tests_are_held_to():
    made_with = set(inspect.signature(FakeRazorpay).parameters)
    assert set(Options._fields) == made_with | {"script", "strict", "detector"}
    assert (*Options._fields, "story") == tuple(READ) == tuple(name for name, *_ in ROWS)
    assert MARKER.startswith(f"rzp({', '.join(Options._fields)}): ")


def test_markers_are_merged_from_module_class_and_function_and_the_nearest_wins(suite):
    result = suite(
        conftest=PRINTS,
        test_merged="""
            import datetime, pytest

            pytestmark = pytest.mark.rzp(seed=1, at=1767607200, account={"capture": "manual", "suspended": False})

            def test_module(made):
                assert (made["seed"], made["at"]) == (1, 1767607200)
                assert made["account"] == {"capture": "manual", "suspended": False}

            @pytest.mark.rzp(seed=2, delays={"settlement": 60}, account={"reminders": False})
            class TestClass:
                def test_class(self, made):
                    assert (made["seed"], made["at"], made["delays"]) == (2, 1767607200, {"settlement": 60})
                    assert made["account"] == {"capture": "manual", "suspended": False, "reminders": False}

                @pytest.mark.rzp(at="2026-02-01T00:00:00Z", account={"capture": "automatic"}, legacy_payment_links=True)
                def test_function(self, made, rzp):
                    assert (made["seed"], made["legacy_payment_links"], rzp.clock.now()) == (2, True, 1769904000)
                    assert made["account"] == {"capture": "automatic", "suspended": False, "reminders": False}

                @pytest.mark.parametrize("n", [pytest.param(9, marks=pytest.mark.rzp(seed=9))])
                @pytest.mark.rzp(seed=8)
                def test_parameter(self, made, n):
                    assert made["seed"] == n

            @pytest.mark.rzp(seed=5)
            @pytest.mark.rzp(seed=6, key_id="rzp_live_Own0000000001", key_secret="own")
            def test_the_upper_of_two(made, rzp):
                assert (made["seed"], rzp.key_id, rzp.key_secret) == (5, "rzp_live_Own0000000001", "own")

            @pytest.mark.rzp(at=datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc))
            def test_a_datetime(rzp):
                assert rzp.clock.now() == 1772323200
        """,
    )
    result.assert_outcomes(passed=6)


def test_a_script_of_the_marker_decides_payments(suite):
    result = suite(
        test_script="""
            import fakerzp, pytest

            def pays(rzp):
                order = rzp.order.create({"amount": 100, "currency": "INR"})
                try:
                    rzp.checkout.pay(order["id"])
                except fakerzp.PaymentFailed as failed:
                    return failed.error["error"]["reason"]
                return "paid"

            @pytest.mark.rzp(script=["insufficient_funds"])
            def test_a_list(rzp):
                assert [pays(rzp), pays(rzp)] == ["insufficient_funds", "paid"]

            @pytest.mark.rzp(script=lambda attempt: "payment_timed_out" if attempt.amount < 200 else None)
            def test_a_callable(rzp):
                assert [pays(rzp), pays(rzp)] == ["payment_timed_out"] * 2
        """,
    )
    result.assert_outcomes(passed=2)


def test_the_ini_file_the_flag_and_the_marker_in_this_order(suite):
    files = {
        "conftest": PRINTS,
        "test_ini": """
            import pytest

            def test_ini(made, request):
                flag = request.config.getoption("rzp_seed")
                assert made["seed"] == (11 if flag is None else int(flag))
                assert (made["at"], made["key"]) == ("2026-01-05T10:00:00Z", "rzp_test_OfTheIniFile01")
                assert made["legacy_payment_links"] is True
                assert made["account"] == {
                    "capture": "manual", "tax_percent": 12.5, "reminders": False, "fee_percent": {"*": 1}
                }
                assert made["delays"] == {"settlement": 7}

            @pytest.mark.rzp(seed=3)
            def test_the_marker_wins(made):
                assert made["seed"] == 3
        """,
    }
    ini = """rzp_seed = 11
rzp_at = 2026-01-05T10:00:00Z
rzp_key_id = rzp_test_OfTheIniFile01
rzp_key_secret = of the ini file
rzp_legacy_payment_links = yes
rzp_strict = false
rzp_detector = error
rzp_story = never
rzp_account =
    capture = manual
    tax_percent = 12.5
    reminders = false
    fee_percent = {"*": 1}
rzp_delays =
    settlement = 7
"""
    by_o = ini.replace("rzp_seed = 11", "rzp_seed = 10")
    suite("--strict-config", "-o", "rzp_seed=11", ini=by_o, **files).assert_outcomes(passed=2)
    suite("--rzp-seed=12", ini=ini, **files).assert_outcomes(passed=2)


def test_a_slip_in_a_marker_is_an_error_of_that_test_and_names_the_right_word(suite):
    result = suite(
        test_slips="""
            import pytest

            class TestSlips:
                @pytest.mark.rzp(sed=3)
                def test_name(self): ...

                @pytest.mark.rzp(7)
                def test_place(self): ...

                @pytest.mark.rzp(seed="7b")
                def test_kind(self): ...

                @pytest.mark.rzp(strict="no")
                def test_switch(self): ...

                @pytest.mark.rzp(at="yesterday")
                def test_moment(self): ...

                @pytest.mark.rzp(account={"captur": "manual"})
                def test_setting(self): ...

                @pytest.mark.rzp(account={"capture": "sometimes"})
                def test_value_of_a_setting(self): ...

                @pytest.mark.rzp(delays=5)
                def test_delays(self): ...

                @pytest.mark.rzp(script=["insufficient_fnds"])
                def test_script(self): ...

                @pytest.mark.rzp(detector="err")
                def test_detector(self): ...

                @pytest.mark.rzp(seed=3)
                def test_right(self): ...
        """,
    )
    result.assert_outcomes(passed=1, errors=10)
    text = result.stdout.str()
    assert "During handling" not in text
    assert "Traceback" not in text
    told = [line.partition("::test_")[2] for line in lines(result, "test_slips.py::TestSlips::")]
    names = ", ".join(Options._fields)
    assert told[0] == f"name: the marker rzp has no option 'sed'; did you mean 'seed'? There is {names}."
    assert told[1] == "place: the marker rzp takes its options by name, such as rzp(seed=7)"
    assert told[2] == "kind: rzp(seed='7b'): seed takes a whole number"
    assert told[3] == "switch: rzp(strict='no'): strict takes True or False"
    assert told[4].startswith("moment: rzp(at='yesterday'): at takes Unix seconds, ISO 8601 text or ")
    assert told[4].endswith("; 'yesterday' is not an ISO 8601 time, such as 2026-12-01T00:00:00Z")
    assert "account takes settings by name; none is 'captur'; did you mean 'capture'? There is " in told[5]
    assert told[6] == "value_of_a_setting: account: capture='sometimes': automatic or manual"
    assert told[7] == "delays: rzp(delays=5): delays takes settings by name"
    assert told[8].startswith("script: rzp(script=['insufficient_fnds']): script takes what rzp.bank.script() takes; ")
    assert "did you mean insufficient_funds" in told[8]
    assert told[9] == (
        "detector: rzp(detector='err'): detector takes off, warn or error; "
        "it is 'err'; did you mean 'error'? There is off, warn, error."
    )


@pytest.mark.parametrize(
    ("ini", "told"),
    [
        ("rzp_sed = 3", "there is no ini option 'rzp_sed'; did you mean 'rzp_seed'? There is rzp_seed, rzp_at, "),
        ("rzp_seed = three", "the ini option rzp_seed takes a whole number"),
        ("rzp_account = capture manual", "'capture manual' is no line such as: capture = manual"),
        ("rzp_story = allways", "it is 'allways'; did you mean 'always'? There is fail, always, never."),
    ],
)
def test_a_slip_in_the_ini_file_stops_the_run(suite, ini, told):
    result = suite(ini=ini, test_nothing="def test_nothing(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


@pytest.mark.parametrize(
    ("flag", "told"),
    [
        ("--rzp-seed=three", "argument --rzp-seed: invalid int value: 'three'"),
        ("--rzp-story=allways", "invalid choice: 'allways'"),
    ],
)
def test_a_slip_on_the_command_line_stops_the_run(suite, flag, told):
    result = suite(flag, test_nothing="def test_nothing(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()


def test_help_shows_every_flag_and_every_ini_option(suite):
    told = suite("--help").stdout.str()
    section = told.partition("Razorpay in memory (fakerzp):")[2]
    assert "--rzp-seed=N" in section
    assert "--rzp-story={fail,always,never}" in section
    for name in READ:
        assert (f"rzp_{name} " in section) is (name not in ("script", "plugins"))
