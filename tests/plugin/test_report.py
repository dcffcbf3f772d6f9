"""What a failing test's report tells of its fake."""

from __future__ import annotations

import pytest

FAILS = """
    import pytest

    def test_fails(rzp):
        order = rzp.order.create({"amount": 50000, "currency": "INR", "receipt": "r1"})
        rzp.webhooks.subscribe(lambda body, headers: 503, events=["order.paid"])
        rzp.checkout.pay(order["id"], method="upi")
        try:
            rzp.order.create({"amount": 1, "currency": "INR"})
        except Exception:
            pass
        assert rzp.order.fetch(order["id"])["status"] == "created"

    def test_passes(rzp):
        rzp.order.create({"amount": 100, "currency": "INR"})

    def test_uses_no_fake():
        assert 1 == 2
"""
TITLE = "Razorpay: what happened on rzp"


def sections(result):
    """The text of each section of ours that a run printed."""
    parts = result.stdout.str().split(f" {TITLE} ")[1:]
    return [part.partition("\n")[2].partition("\n====")[0].partition("\n____")[0] for part in parts]


def test_a_failing_test_shows_calls_transitions_money_webhooks_and_the_last_error_with_its_page(suite):
    result = suite(ini="rzp_at = 2026-01-05T10:00:00Z", test_it=FAILS)
    result.assert_outcomes(failed=2, passed=1)
    (told,) = sections(result)
    for part in (
        "Merchant  POST /v1/orders  200",
        "Customer  pays ₹500.00 by upi",
        "created -> attempted -> paid",
        "money  ₹500.00 customer -> gateway",
        "event  payment.authorized, payment.captured, order.paid",
        "Webhook   order.paid to ",
        "503",
        "Merchant  POST /v1/orders  400",
        "! The amount must be at least INR 1.00.",
        "3 calls (1 refused), 2 entities, 4 transitions, 3 events, 0 messages, 1 delivery",
        "last error  2026-01-05 15:30:00 IST, POST /v1/orders: BAD_REQUEST_ERROR",
        "page api/",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("flag", "ini", "shown"),
    [("always", "never", 2), ("never", "always", 0), ("", "never", 0)],
)
def test_the_story_is_shown_when_it_is_asked_for(suite, flag, ini, shown):
    flags = [f"--rzp-story={flag}"] if flag else []
    result = suite(*flags, ini=f"rzp_story = {ini}" if ini else "", test_it=FAILS)
    assert result.stdout.str().count(TITLE) == shown


def test_a_passing_test_s_story_stands_at_the_end_with_its_name(suite):
    result = suite("--rzp-story=always", test_it=FAILS)
    told = result.stdout.str().rpartition(f" test_it.py::test_passes {TITLE} ")[2]
    assert told.count("₹1.00") == 1


LONG = """
    def test_long(rzp):
        for number in range(60):
            rzp.order.create({"amount": 100 + number, "currency": "INR"})
        assert False
"""


def test_a_long_story_is_cut_and_says_how_to_see_it_whole(suite):
    (cut,) = sections(suite(test_it=LONG))
    lines = cut.splitlines()
    (gap,) = [line for line in lines if "left out" in line]
    assert gap == "... 73 lines left out; pytest -vv shows them, print(rzp.story()) too"
    assert (lines.index(gap), len(lines)) == (10, 51)
    assert ("₹1.00" in cut, "₹1.59" in cut, "₹1.30" in cut) == (True, True, False)
    (whole,) = sections(suite("-vv", test_it=LONG))
    assert whole.count("POST /v1/orders") == 60
    assert "left out" not in whole


def test_whatever_fails_tells_the_story_set_up_and_teardown_too_and_of_wider_fakes(suite):
    result = suite(
        test_it="""
            import pytest

            @pytest.fixture
            def breaks(rzp):
                rzp.item.create({"name": "before", "amount": 100, "currency": "INR"})
                raise ValueError

            def test_set_up(rzp, breaks): ...

            @pytest.fixture
            def breaks_late(rzp):
                yield
                rzp.item.create({"name": "after", "amount": 100, "currency": "INR"})
                raise ValueError

            def test_teardown(breaks_late): ...

            def test_wider(rzp_module, rzp_session):
                rzp_module.order.create({"amount": 100, "currency": "INR"})
                assert False

            def test_does_not_use_them(rzp):
                assert False
        """,
    )
    result.assert_outcomes(errors=2, failed=2, passed=1)
    text = result.stdout.str()
    assert [told.count("POST /v1/items") for told in sections(result)] == [1, 1, 0]
    assert text.count("Razorpay: what happened on rzp_module") == 1
    assert text.count("Razorpay: what happened on rzp_session") == 1
    assert text.count("nothing happened yet") == 2


def test_the_story_ends_where_the_test_failed_whatever_the_clock_says_since(suite):
    result = suite(
        test_it="""
            from freezegun import freeze_time

            @freeze_time("2026-01-05T10:00:00Z")
            def test_frozen(rzp):
                rzp.payment_link.create({"amount": 1000, "expire_by": rzp.clock.now() + 3600})
                assert False

            @freeze_time("2026-01-05T10:00:00Z")
            def test_passes(rzp):
                rzp.payment_link.create({"amount": 1000, "expire_by": rzp.clock.now() + 3600})
        """,
    )
    result.assert_outcomes(failed=1, passed=1)
    (told,) = sections(result)
    assert "created" in told
    assert "expired" not in told


def test_a_story_that_can_not_be_told_hides_nothing(suite):
    result = suite(
        test_it="""
            import fakerzp.story

            def test_fails(rzp, monkeypatch):
                monkeypatch.setattr(fakerzp.story, "tell", None)
                assert "what it was about" == ""
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*what it was about*", "the story can't be told: TypeError: *"])


def test_books_that_do_not_add_up_fail_a_test_that_passed(suite):
    spoil = """
        import pytest
        from fakerzp.ledger.money import Posting

        def spoil(rzp):
            order = rzp.order.create({"amount": 100, "currency": "INR"})
            rzp.checkout.pay(order["id"])
            books = rzp._world.ledger.books(rzp.account_id)
            paid = books.get(rzp.payment.all()["items"][0]["id"])
            books.put(paid.__class__(**{**vars(paid), "amount": 99}))

        def test_passes(rzp):
            spoil(rzp)

        def test_fails(rzp):
            spoil(rzp)
            assert False, "for another reason"

        def test_of_the_module(rzp_module):
            spoil(rzp_module)
    """
    result = suite(test_it=spoil)
    result.assert_outcomes(passed=2, failed=1, errors=2)
    assert result.stdout.str().count("fakerzp.exceptions.LedgerError") >= 2
