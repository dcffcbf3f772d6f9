"""Plugins of the fake that a test asks for by its marker."""

from __future__ import annotations


def test_a_marker_gives_a_test_its_plugins(suite):
    result = suite(
        test_plugins="""
            import pytest
            import fakerzp

            class Declines:
                def fakerzp_decide_payment(self, attempt):
                    return "card_declined" if attempt.amount == 100 else None

            declines = Declines()

            @pytest.mark.rzp(plugins=[declines])
            class TestWithIt:
                def test_it_decides(self, rzp):
                    assert declines in rzp.plugins
                    with pytest.raises(fakerzp.PaymentFailed):
                        rzp.checkout.pay(amount=100)

                @pytest.mark.rzp(plugins=[])
                def test_the_nearest_marker_wins(self, rzp):
                    assert declines not in rzp.plugins

            def test_without_it(rzp):
                assert list(rzp.plugins) == ["instrument", "bank", "api"]
                rzp.checkout.pay(amount=100)
        """,
    )
    result.assert_outcomes(passed=3)


def test_what_is_no_list_of_plugins_fails_its_test_and_says_what_would_be_one(suite):
    result = suite(
        test_slips="""
            import pytest

            class Misspelt:
                def fakerzp_evnt(self, event): ...

            @pytest.mark.rzp(plugins="no:shop")
            def test_text(rzp): ...

            @pytest.mark.rzp(plugins=["no:shop"])
            def test_name(rzp): ...

            @pytest.mark.rzp(plugins=[Misspelt()])
            def test_hook(rzp): ...

            @pytest.mark.rzp(plugins=[Misspelt])
            def test_class(rzp): ...
        """,
    )
    result.assert_outcomes(errors=4)
    text = result.stdout.str()
    assert "Traceback" not in text
    assert "rzp(plugins='no:shop'): plugins takes a list of plugins" in text
    assert "test_name: no plugin 'shop' is installed; there are none" in text
    assert "did you mean fakerzp_event?" in text
    assert "register Misspelt(), not the class" in text
