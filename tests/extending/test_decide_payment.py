"""`fakerzp_decide_payment`: how payments end, who is asked, and what is no answer."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace

import pytest

import fakerzp
from fakerzp import PaymentFailed, PaymentPending
from fakerzp.world.strategies import Outcome

ORDER = {"amount": 50000, "currency": "INR"}
ERROR_CARD = "4100280000080001"


class Says:
    """Decides as a function of the attempt does."""

    def __init__(self, decide):
        self.decide = decide
        self.asked = []

    def fakerzp_decide_payment(self, attempt, instrument, recurring):
        self.asked.append((attempt, instrument, recurring))
        return self.decide(attempt)


def order(rzp, amount: int = 50000) -> str:
    return str(rzp.order.create({"amount": amount, "currency": "INR"})["id"])


def state(rzp) -> object:
    """All that a fake knows, but for the requests."""
    return (
        list(rzp.events),
        list(rzp.ledger.journal),
        [(r.id, r.status) for r in rzp.ledger.books(rzp.account_id).all("payment")],
        rzp.snapshot().mark.serial,
        rzp.snapshot().mark.slots,
    )


def test_a_reason_fails_the_payment(build):
    rzp = build(plugins=[Says(lambda attempt: "card_declined" if attempt.amount > 40000 else None)])
    with pytest.raises(PaymentFailed) as failed:
        rzp.checkout.pay(order(rzp))
    told = failed.value.error["error"]
    assert (told["code"], told["reason"]) == ("BAD_REQUEST_ERROR", "card_declined")
    assert rzp.payment.fetch(told["metadata"]["payment_id"])["error_description"] == told["description"]
    paid = rzp.checkout.pay(order(rzp, 40000))
    assert rzp.payment.fetch(paid["razorpay_payment_id"])["status"] == "captured"


def test_an_outcome_of_the_bank_decides(build):
    class Late:
        def fakerzp_decide_payment(self, bank):
            return bank.authorize_late(after=60)

    rzp = build(plugins=[Late()])
    with pytest.raises(PaymentPending) as pending:
        rzp.checkout.pay(order(rzp))
    rzp.clock.advance(minutes=1)
    assert rzp.payment.fetch(pending.value.payment_id)["status"] == "captured"


def test_a_plugin_sees_what_is_paid_and_with_what(build):
    plugin = Says(lambda attempt: None)
    rzp = build(plugins=[plugin])
    customer = rzp.customer.create({"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com"})["id"]
    target = order(rzp)
    rzp.checkout.pay(target, card="5555 5555 5555 4444", customer_id=customer)
    rzp.checkout.pay(amount=100, method="upi", vpa="gaurav.kumar@exampleupi")
    (first, plastic, recurring), (second, upi, _) = plugin.asked
    assert first._asdict() == {
        "amount": 50000,
        "currency": "INR",
        "method": "card",
        "customer_id": customer,
        "order_id": target,
    }
    assert (plastic.card.last4, plastic.card.network, plastic.card.international) == ("4444", "MasterCard", True)
    assert "5555555555554444" not in repr(plastic)
    assert recurring is False
    assert (second.method, second.order_id, upi.vpa) == ("upi", None, "gaurav.kumar@exampleupi")


def test_a_charge_to_a_mandate_is_asked_about_as_recurring(build):
    plugin = Says(lambda attempt: None)
    rzp = build(plugins=[plugin])
    rzp.trigger("token.confirmed")
    token = rzp.token.all(rzp.customer.all()["items"][0]["id"])["items"][0]
    customer = rzp.customer.all()["items"][0]
    plugin.decide = lambda attempt: "insufficient_funds"
    plugin.asked.clear()
    target = order(rzp, 1000)
    charge = {"email": customer["email"], "contact": customer["contact"], "amount": 1000, "currency": "INR"}
    body = {**charge, "order_id": target, "customer_id": customer["id"], "token": token["id"], "recurring": "1"}
    payment = rzp.payment.createRecurring(body)["razorpay_payment_id"]
    assert [recurring for _, _, recurring in plugin.asked] == [True]
    assert rzp.payment.fetch(payment)["error_reason"] == "insufficient_funds"


def test_the_form_of_a_paper_mandate_is_asked_about(build):
    class Refuses:
        def fakerzp_decide_payment(self, attempt):
            return "image_not_clear" if attempt.method == "nach" else None

    rzp = build()
    rzp.plugins.register(Refuses())
    with pytest.raises(PaymentFailed) as failed:
        rzp.trigger("token.confirmed", method="nach")
    assert failed.value.error["error"]["reason"] == "image_not_clear"


# ---------------------------------------------------------------------- who is asked


def test_an_instrument_that_says_no_by_itself_is_not_asked_about(build):
    plugin = Says(lambda attempt: Outcome("succeed"))
    rzp = build(plugins=[plugin])
    with pytest.raises(PaymentFailed) as failed:
        rzp.checkout.pay(order(rzp), card=ERROR_CARD)
    assert failed.value.error["error"]["reason"] == "insufficient_fund"
    assert plugin.asked == []


def test_a_plugin_may_ask_to_be_first_even_of_an_instrument(build):
    class First:
        @fakerzp.hookimpl(tryfirst=True)
        def fakerzp_decide_payment(self, instrument, bank):
            return bank.succeed() if instrument.refuses == "insufficient_fund" else None

    rzp = build(plugins=[First()])
    assert "razorpay_signature" in rzp.checkout.pay(order(rzp), card=ERROR_CARD)


def test_a_plugin_goes_before_the_script_which_does_not_count_its_payments(build):
    rzp = build(plugins=[Says(lambda attempt: "payment_timed_out" if attempt.amount == 100 else None)])
    rzp.bank.script(["card_declined", "payment_cancelled"])
    reasons = []
    for amount in (100, 200, 100, 300):
        with pytest.raises(PaymentFailed) as failed:
            rzp.checkout.pay(order(rzp, amount))
        reasons.append(failed.value.error["error"]["reason"])
    assert reasons == ["payment_timed_out", "card_declined", "payment_timed_out", "payment_cancelled"]


def test_a_plugin_that_asks_to_be_last_goes_after_the_script(build):
    class Last:
        @fakerzp.hookimpl(trylast=True)
        def fakerzp_decide_payment(self):
            return "card_declined"

    rzp = build(plugins=[Last()])
    rzp.bank.next(rzp.bank.succeed())
    assert "razorpay_payment_id" in rzp.checkout.pay(order(rzp))
    with pytest.raises(PaymentFailed):
        rzp.checkout.pay(order(rzp))


def test_a_customer_who_fails_asks_nobody(build):
    plugin = Says(lambda attempt: Outcome("succeed"))
    rzp = build(plugins=[plugin])
    assert rzp.checkout.fail(order(rzp), reason="payment_cancelled")["error"]["reason"] == "payment_cancelled"
    assert rzp.checkout.abandon(order(rzp))["error"]["reason"] == "payment_cancelled"
    assert plugin.asked == []


# ---------------------------------------------------------------------- what is no answer


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (7, TypeError, r"fakerzp_decide_payment, answered by Says: a bank answers an outcome .* not 7"),
        (True, TypeError, "not True"),
        ("card_declinde", ValueError, "no failure reason 'card_declinde'; did you mean card_declined"),
        (Outcome("sure"), ValueError, "an outcome is one of succeed, fail, pending, late, not 'sure'"),
        (Outcome("fail"), ValueError, "no failure reason 'None'"),
        (Outcome("late", "tomorrow", 5), ValueError, "no failure reason 'tomorrow'"),
    ],
)
def test_what_is_no_outcome_is_refused_and_changes_nothing(build, answer, error, text):
    rzp = build(plugins=[Says(lambda attempt: answer)])
    target = order(rzp)
    before = state(rzp)
    with pytest.raises(error, match=text):
        rzp.checkout.pay(target)
    assert state(rzp) == before
    assert rzp.order.fetch(target)["attempts"] == 0


def test_a_plugin_that_raises_leaves_nothing_half_done(build):
    rzp = build(plugins=[Says(lambda attempt: 1 // 0)])
    rzp.bank.next("card_declined")
    target = order(rzp)
    before = state(rzp)
    with pytest.raises(ZeroDivisionError):
        rzp.checkout.pay(target, method="upi")
    assert state(rzp) == before
    rzp.plugins.unregister("Says")
    with pytest.raises(PaymentFailed):
        rzp.checkout.pay(target)


def test_what_a_plugin_kept_before_another_raised_is_taken_back(build):
    class Counts:
        def fakerzp_decide_payment(self, context):
            context.keep("counts", context.recall("counts", 0) + 1)

        def fakerzp_event(self, event, context):
            if context.recall("counts") == 2:
                raise RuntimeError(event.name)

    rzp = build(plugins=[Counts()])
    rzp.checkout.pay(order(rzp))
    target = order(rzp)
    before = state(rzp)
    for _ in range(2):
        with pytest.raises(RuntimeError, match=r"payment\.authorized"):
            rzp.checkout.pay(target)
        assert state(rzp) == before


# ---------------------------------------------------------------------- always the same


class Chance:
    """Declines about half of all payments."""

    def fakerzp_decide_payment(self, context):
        return "card_declined" if context.random("Chance").random() < 0.5 else None


def outcomes(rzp, count: int = 20) -> str:
    for _ in range(count):
        with suppress(PaymentFailed):
            rzp.checkout.pay(order(rzp))
    payments = rzp.payment.all({"count": count})["items"]
    return "".join("-" if payment["status"] == "failed" else "+" for payment in payments)


def test_chance_is_the_same_for_the_same_seed_and_calls(build):
    first, second, other = (outcomes(build(seed=seed, plugins=[Chance()])) for seed in (5, 5, 6))
    assert first == second != other
    assert 4 < first.count("-") < 16


def test_chance_and_memory_go_back_with_a_snapshot(build):
    class EveryThird:
        def fakerzp_decide_payment(self, context):
            count = context.recall("EveryThird", 0) + 1
            context.keep("EveryThird", count)
            return "card_declined" if count % 3 == 0 else None

    rzp = build(plugins=[EveryThird(), Chance()])
    outcomes(rzp, 4)
    middle = rzp.snapshot()
    with rzp.fork() as other:
        expected = outcomes(other)
    assert outcomes(rzp) == expected
    rzp.restore(middle)
    assert outcomes(rzp) == expected


def test_a_plugin_keeps_only_what_cannot_change(build):
    class Keeps:
        def fakerzp_decide_payment(self, context):
            context.keep("seen", ["a"])

    rzp = build(plugins=[Keeps()])
    with pytest.raises(TypeError, match=r"keep\('seen'\) takes what can't change, such as a tuple, and not a list"):
        rzp.checkout.pay(order(rzp))


def test_a_hook_is_told_where_it_is(build):
    seen = []

    def where(context):
        seen.append((context.seed, context.now, context.account, repr(context)))

    rzp = build(seed=9, at=1767607200, plugins=[SimpleNamespace(fakerzp_decide_payment=where)])
    account = "acc_00000000000002"
    target = rzp.order.create(ORDER, headers={"X-Razorpay-Account": account})["id"]
    rzp.checkout.pay(target)
    assert seen == [(9, 1767607200, account, f"<fakerzp_decide_payment for {account} at 1767607200>")]
