"""`--rzp-coverage`, as its owners run it: the table, the files, and what workers of xdist saw."""

from __future__ import annotations

import json
import re

import pytest

from fakerzp.world.failures import reasons
from fakerzp.world.trigger import RECIPES

SUITE = {
    "test_shop": """
        import pytest

        def pay(rzp):
            order = rzp.order.create({"amount": 50000, "currency": "INR"})
            return rzp.checkout.pay(order["id"])

        @pytest.mark.parametrize("n", range(3))
        def test_pays(rzp, n):
            rzp.utility.verify_payment_signature(pay(rzp))

        def test_fails(rzp):
            order = rzp.order.create({"amount": 50000, "currency": "INR"})
            rzp.checkout.fail(order["id"], "insufficient_funds")
            assert False, "and counts all the same"

        def test_hears(rzp):
            def heard(body, headers):
                rzp.utility.verify_webhook_signature(body.decode(), headers["X-Razorpay-Signature"], "secret")

            rzp.webhooks.subscribe(heard, secret="secret", events=["order.paid"])
            pay(rzp)
    """,
    "test_scenes": """
        def test_again(rzp_failed_then_captured):
            assert rzp_failed_then_captured().authorize() == "captured"

        def test_of_the_module(rzp_module):
            link = rzp_module.payment_link.create({"amount": 700, "expire_by": rzp_module.clock.now() + 3600})
            answer = rzp_module.checkout.pay(link["id"])
            rzp_module.utility.verify_payment_link_signature({
                "payment_link_id": answer["razorpay_payment_link_id"],
                "payment_link_reference_id": answer["razorpay_payment_link_reference_id"],
                "payment_link_status": answer["razorpay_payment_link_status"],
                "razorpay_payment_id": answer["razorpay_payment_id"],
                "razorpay_signature": answer["razorpay_signature"],
            })

        def test_of_the_run(rzp_session, rzp):
            rzp_session.trigger("invoice.expired")
            rzp.trigger("token.paused")

        def test_without():
            pass
    """,
}
TITLE = "Razorpay: what the suite exercised"


def table(result):
    """The lines under the title, up to the next one."""
    text = result.stdout.str()
    assert text.count(TITLE) == 1
    return text.partition(TITLE)[2].partition("\n")[2].partition("\n===")[0].splitlines()


def paragraphs(result):
    """What each list says, unwrapped, by how it begins."""
    whole = re.sub(r"\n  +", " ", "\n".join(table(result)[8:]))
    return dict(line.split(": ", 1) for line in whole.splitlines() if ": " in line)


def times(report, section):
    return {row["name"]: row["times"] for row in report[section] if row["times"]}


@pytest.fixture
def counted(suite, pytester):
    """Run the suite and read what it wrote."""

    def run(*args, plugins=(), **files):
        result = suite("--rzp-coverage-json=out/seen.json", *args, plugins=plugins, **(files or SUITE))
        return result, json.loads((pytester.path / "out" / "seen.json").read_text(encoding="utf-8"))

    return run


def test_what_was_exercised_is_counted_and_what_never_was_is_named(suite):
    result = suite("--rzp-coverage", **SUITE)
    result.assert_outcomes(passed=8, failed=1)
    lines = table(result)
    assert [line.split() for line in lines[:1]] == [["exercised", "of"]]
    sums = {name.strip(): (int(done), int(of)) for name, done, of in (line.rsplit(None, 2) for line in lines[1:7])}
    assert list(sums) == [
        "transitions",
        "couplings",
        "webhook events",
        "failure reasons",
        "signature checks",
        "combinations",
    ]
    assert sums["failure reasons"] == (2, len(reasons()))
    assert sums["signature checks"] == (3, 4)
    assert sums["combinations"] == (1, 11)
    assert sums["webhook events"] == (9, len(RECIPES))
    never = paragraphs(result)
    assert never["never, combinations"] == (
        "payment authorized after it had timed out (rzp_late_authorization), "
        "refund of more than another refund left (rzp_partial_refund_race), "
        "link expired while being paid (rzp_link_expired_while_paying), "
        "webhook delivered again though it was accepted (rzp_duplicate_webhook), "
        "NACH mandate rejected (rzp_nach_rejected), subscription halted (rzp_subscription_halted), "
        "dispute lost after settlement (rzp_dispute_lost_after_settlement), "
        "payment failed in a downtime (rzp_downtime), "
        "order paid after an attempt that failed, link expired after a part of it was paid"
    )
    assert never["never, signature checks"] == "subscription"
    assert never["never, failure reasons"].endswith(f" and {len(reasons()) - 2 - 12} more")
    assert "refund.created" in never["never, webhook events"]
    assert "payment.failed" not in never["never, webhook events"]
    assert "can't be played yet" not in never
    assert all(len(line) <= 80 for line in lines)
    assert "written to" not in "\n".join(lines)


def test_the_json_tells_each_row_with_its_page(counted, pytester):
    result, report = counted()
    assert f"written to {pytester.path / 'out' / 'seen.json'}" in result.stdout.str()
    assert (report["version"], report["fakes"], report["lost"]) == (1, 9, 0)
    assert times(report, "reasons") == {"insufficient_funds": 1, "incorrect_pin": 1}
    assert times(report, "signatures") == {"payment": 3, "payment link": 1, "webhook": 1}
    assert times(report, "combinations") == {"payment failed then captured": 1}
    by_name = {row["name"]: row for row in report["transitions"]}
    assert by_name["payment authorize"] == {
        "name": "payment authorize",
        "times": 7,
        "page": "payments/payments.md",
        "lacks": None,
        "entity": "payment",
        "event": "authorize",
        "before": {"created": 6, "failed": 1},
        "after": "authorized",
        "emits": "payment.authorized",
        "basis": "documented",
    }
    assert by_name["payment hold_again"]["basis"] == "inferred"
    paid = next(row for row in report["events"] if row["name"] == "order.paid")
    assert (paid["times"], paid["delivered"], paid["product"]) == (7, 1, "Orders")
    payout = next(row for row in report["events"] if row["name"] == "payout.processed")
    assert payout["lacks"] == "RazorpayX is not built yet"
    fixtures = {row["name"]: row["fixture"] for row in report["combinations"]}
    assert fixtures["link expired while being paid"] == "rzp_link_expired_while_paying"


def test_workers_add_up_to_what_one_process_sees(counted, pytester):
    pytest.importorskip("xdist")
    _, alone = counted()
    kept = (pytester.path / "out" / "seen.json").read_bytes()
    result, together = counted("-n", "2", "--dist", "loadfile", plugins=("xdist.plugin",))
    result.assert_outcomes(passed=8, failed=1)
    assert len(table(result)) > 8
    assert together == alone
    assert (pytester.path / "out" / "seen.json").read_bytes() == kept


def test_a_worker_that_crashed_is_told_of(counted):
    pytest.importorskip("xdist")
    result, report = counted(
        "-n",
        "1",
        "--max-worker-restart=0",
        plugins=("xdist.plugin",),
        test_it="""
            import os

            def test_pays(rzp):
                rzp.order.create({"amount": 100, "currency": "INR"})

            def test_crashes(rzp):
                os._exit(3)
        """,
    )
    assert (report["lost"], report["fakes"]) == (1, 0)
    assert "workers that ended without a word: 1; what their tests exercised is missing here" in result.stdout.str()


def test_the_page_needs_nothing_else_and_marks_what_never_happened(suite, pytester):
    path = pytester.path / "seen.html"
    suite("--rzp-coverage-html", str(path), **SUITE)
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n")
    assert "http" not in page
    assert "src=" not in page
    titles = re.findall(r'<h2 id="(\w+)">(.*?)</h2>', page)
    assert [name for name, _ in titles] == [
        "transitions",
        "couplings",
        "events",
        "reasons",
        "signatures",
        "combinations",
    ]
    assert titles[-1][1] == "Combinations: 1 of 11"
    rows = dict(re.findall(r'<tr class="(?:\w+)"><td>(.*?)</td><td class="number">(\d+)</td>', page))
    assert (rows["payment capture"], rows["payment refund_all"], rows["payout.processed"]) == ("7", "0", "0")
    kinds = {name: kind for kind, name in re.findall(r'<tr class="(\w+)"><td>(.*?)</td>', page)}
    assert (kinds["payment capture"], kinds["payment refund_all"], kinds["payout.processed"]) == (
        "done",
        "never",
        "lacking",
    )
    assert "payment capture -&gt; order pay" in rows
    assert "to authorized from created (6), failed (1)" in page
    again = page
    suite("--rzp-coverage-html", str(path), **SUITE)
    assert path.read_text(encoding="utf-8") == again


def test_a_check_counts_for_the_fake_in_force(counted):
    _, report = counted(
        test_it="""
            def test_one(rzp_session, rzp):
                paid = rzp.checkout.pay(rzp.order.create({"amount": 100, "currency": "INR"})["id"])
                for _ in range(3):
                    rzp.utility.verify_payment_signature(paid)

            def test_two(rzp):
                paid = rzp.checkout.pay(rzp.order.create({"amount": 100, "currency": "INR"})["id"])
                rzp.utility.verify_payment_signature(paid)
        """,
    )
    assert report["fakes"] == 3
    assert times(report, "signatures") == {"payment": 2}


def test_the_detector_may_be_off(counted):
    _, report = counted("-o", "rzp_detector=off")
    assert times(report, "signatures") == {"payment": 3, "payment link": 1, "webhook": 1}


def test_a_run_without_a_fake_says_so(suite):
    result = suite("--rzp-coverage", test_it="def test_it(): pass")
    assert "no test of this run used a fake" in table(result)


@pytest.mark.parametrize("kind", ["html", "json"])
@pytest.mark.parametrize("name", ["", "."])
def test_a_file_that_is_none_is_refused_before_the_tests(suite, kind, name):
    result = suite(f"--rzp-coverage-{kind}={name}", test_it="def test_it(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*--rzp-coverage-{kind} takes the name of a file, and {name!r} is none"])


def test_nothing_of_it_is_there_unless_it_is_asked_for(suite):
    result = suite(
        test_it="""
            import sys

            def test_it(rzp, pytestconfig):
                assert not [name for name in sys.modules if name.startswith("fakerzp.testing.coverage")]
                assert "fakerzp.testing.scenarios" not in sys.modules
                assert not pytestconfig.pluginmanager.has_plugin("fakerzp-coverage")
        """,
    )
    result.assert_outcomes(passed=1)
    assert TITLE not in result.stdout.str()


def test_the_flags_are_in_the_help(suite):
    text = suite("--help").stdout.str()
    for flag in ("--rzp-coverage ", "--rzp-coverage-html=FILE", "--rzp-coverage-json=FILE"):
        assert flag in text
