"""What becomes of payments as time passes, and how banks decide them."""

from __future__ import annotations

from itertools import count
from random import Random

import pytest

from fakerzp import BadRequestError, NotPayable, PaymentFailed, PaymentPending
from fakerzp.data import bodies

NOW = 1767607200
MINUTE, HOUR, DAY = 60, 3600, 86400


def order(rzp, **more):
    return rzp.order.create({"amount": 10000, "currency": "INR", **more})["id"]


def paid(rzp, target, **how):
    return rzp.checkout.pay(target, **how)["razorpay_payment_id"]


def states(rzp, entity):
    return [(step.status, step.at - NOW) for step in rzp.history(entity)]


# ---------------------------------------------------------------------- more than is due


def test_two_authorized_parts_that_are_more_than_the_order(rzp):
    target = order(rzp, partial_payment=True)
    first, second = (paid(rzp, target, amount=8000, capture=False) for _ in range(2))
    rzp.payment.capture(first, 8000)
    before = rzp.order.fetch(target)
    with pytest.raises(BadRequestError, match="declined as the order is already paid"):
        rzp.payment.capture(second, 8000)
    assert rzp.order.fetch(target) == before
    assert (before["amount_paid"], before["amount_due"]) == (8000, 2000)
    assert rzp.payment.fetch(second)["status"] == "authorized"


def test_an_authorized_payment_of_an_order_that_was_paid_meanwhile(rzp):
    target = order(rzp)
    waiting = paid(rzp, target, capture=False)
    paid(rzp, target)
    with pytest.raises(BadRequestError, match="declined as the order is already paid"):
        rzp.payment.capture(waiting, 10000)
    rzp.clock.advance(days=5)
    assert rzp.payment.fetch(waiting)["status"] == "refunded"
    assert rzp.ledger.balance("gateway") == 0


# ---------------------------------------------------------------------- captured in time, or refunded


def test_a_registration_that_costs_nothing_is_never_refunded(rzp):
    link = rzp.registration_link.create(bodies.registration_link(Random(1), "emandate"))["id"]
    payment = paid(rzp, link, method="emandate", capture=False)
    assert rzp.payment.fetch(payment)["amount"] == 0
    rzp.clock.advance(days=30)
    assert rzp.refund.all()["count"] == 0
    assert states(rzp, payment)[-1][0] == "authorized"


def test_what_is_not_captured_within_five_days_is_refunded(rzp):
    payment = paid(rzp, order(rzp, payment={"capture": "manual"}))
    rzp.clock.advance(seconds=5 * DAY - 1)
    assert rzp.payment.fetch(payment)["status"] == "authorized"
    rzp.clock.advance(seconds=1)
    now = rzp.payment.fetch(payment)
    assert (now["status"], now["captured"], now["refund_status"], now["fee"]) == ("refunded", False, "full", None)
    (refund,) = rzp.refund.all({"payment_id": payment})["items"]
    assert (refund["amount"], refund["status"], refund["created_at"]) == (10000, "processed", NOW + 5 * DAY)
    assert [rzp.ledger.balance(name) for name in ("customer", "gateway", "merchant", "refunds")] == [0, 0, 0, 0]
    with pytest.raises(BadRequestError, match="declined as the order is already paid"):
        rzp.payment.capture(payment, 10000)


@pytest.mark.parametrize("minutes", [12, 60, 7200])
def test_the_window_of_an_order(rzp, minutes):
    options = {"automatic_expiry_period": 12, "manual_expiry_period": minutes, "refund_speed": "normal"}
    payment = paid(rzp, order(rzp, payment={"capture": "manual", "capture_options": options}))
    rzp.clock.advance(minutes=minutes)
    assert states(rzp, payment)[-1] == ("refunded", minutes * MINUTE)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"automatic_expiry_period": 11}, "automatic_expiry_period"),
        ({"manual_expiry_period": 7201}, "manual_expiry_period"),
        ({"automatic_expiry_period": 60, "manual_expiry_period": 59}, "manual_expiry_period"),
        ({"refund_speed": "slow"}, "refund_speed"),
    ],
)
def test_windows_that_are_none(rzp, options, field):
    with pytest.raises(BadRequestError) as refusal:
        order(rzp, payment={"capture": "automatic", "capture_options": options})
    assert refusal.value.field == f"payment.capture_options.{field}"


def test_an_account_that_captures_by_hand(build):
    rzp = build(account={"capture": "manual", "manual_expiry_period": 30})
    payment = paid(rzp, order(rzp))
    assert rzp.payment.fetch(payment)["status"] == "authorized"
    rzp.clock.advance(minutes=30)
    assert rzp.payment.fetch(payment)["status"] == "refunded"


def test_money_for_an_invoice_that_expired_meanwhile_goes_back(rzp):
    customer = {"name": "Gaurav Kumar", "contact": "9123456780"}
    body = {"type": "link", "amount": 10000, "description": "A book", "customer": customer}
    invoice = rzp.invoice.create({**body, "expire_by": NOW + HOUR})["id"]
    payment = paid(rzp, invoice, capture=False)
    rzp.clock.advance(hours=2)
    with pytest.raises(BadRequestError, match="Operation not allowed for Invoice in expired status"):
        rzp.payment.capture(payment, 10000)
    rzp.clock.advance(days=5)
    assert rzp.payment.fetch(payment)["status"] == "refunded"
    assert rzp.invoice.fetch(invoice)["amount_paid"] == 0


# ---------------------------------------------------------------------- late answers


def test_no_answer_is_a_failure_after_ten_minutes(rzp):
    target = order(rzp)
    rzp.bank.next(rzp.bank.pending())
    with pytest.raises(PaymentPending) as pending:
        rzp.checkout.pay(target)
    payment = pending.value.payment_id
    assert rzp.payment.fetch(payment)["status"] == "created"
    rzp.clock.advance(minutes=10)
    failed = rzp.payment.fetch(payment)
    assert (failed["status"], failed["error_reason"]) == ("failed", "payment_timed_out")
    assert states(rzp, payment) == [("created", 0), ("failed", 600)]
    assert rzp.order.fetch(target)["attempts"] == 1


def test_failed_first_and_authorized_late(rzp):
    target = order(rzp)
    rzp.bank.next(rzp.bank.authorize_late(after=2 * HOUR, failed_first=True))
    with pytest.raises(PaymentFailed) as failure:
        rzp.checkout.pay(target)
    payment = failure.value.error["error"]["metadata"]["payment_id"]
    rzp.clock.advance(hours=2)
    now = rzp.payment.fetch(payment)
    assert (now["status"], now["error_code"], now["error_reason"]) == ("captured", None, None)
    assert states(rzp, payment) == [("created", 0), ("failed", 0), ("authorized", 7200), ("captured", 7200)]
    assert (rzp.order.fetch(target)["status"], rzp.order.fetch(target)["attempts"]) == ("paid", 1)
    names = [event["event"] for event in rzp.events]
    assert names == ["payment.failed", "payment.authorized", "payment.captured", "order.paid"]


def test_late_after_the_window_is_not_captured_but_refunded(rzp):
    options = {"automatic_expiry_period": 30, "manual_expiry_period": 120, "refund_speed": "normal"}
    target = order(rzp, payment={"capture": "automatic", "capture_options": options})
    rzp.bank.next(rzp.bank.authorize_late(after=HOUR))
    with pytest.raises(PaymentPending) as pending:
        rzp.checkout.pay(target)
    rzp.clock.advance(hours=1)
    assert rzp.payment.fetch(pending.value.payment_id)["status"] == "authorized"
    rzp.clock.advance(hours=1)
    assert rzp.payment.fetch(pending.value.payment_id)["status"] == "refunded"


def test_late_for_an_order_that_another_payment_paid_is_refunded_at_once(rzp):
    target = order(rzp)
    rzp.bank.next(rzp.bank.authorize_late(after=HOUR))
    with pytest.raises(PaymentPending) as pending:
        rzp.checkout.pay(target)
    paid(rzp, target)
    rzp.clock.advance(hours=1)
    late = pending.value.payment_id
    now = rzp.clock.now()
    steps = [(step.status, step.at) for step in rzp.history(late)]
    assert steps[-2:] == [("authorized", now), ("refunded", now)]
    assert [status for status, _ in steps[:-2]] == ["created", "failed"]
    refund = rzp.payment.fetch_multiple_refund(late)["items"][0]
    assert (refund["amount"], refund["created_at"], refund["status"]) == (10000, now, "processed")
    assert rzp.order.fetch(target)["amount_paid"] == 10000
    events = [event["event"] for event in rzp.events]
    assert events[-3:] == ["payment.authorized", "refund.created", "refund.processed"]
    rzp.clock.advance(days=5)
    assert rzp.payment.fetch_multiple_refund(late)["count"] == 1


# ---------------------------------------------------------------------- scripts


def end(rzp, **how):
    try:
        rzp.checkout.pay(order(rzp), **how)
    except PaymentFailed as failure:
        return failure.error["error"]["reason"]
    return "paid"


def ends(rzp, count, **how):
    return [end(rzp, **how) for _ in range(count)]


def test_a_sequence_then_as_usual_or_again(rzp):
    no = rzp.bank.fail("insufficient_funds")
    rzp.bank.script([no, rzp.bank.succeed(), "card_declined"])
    assert ends(rzp, 4) == ["insufficient_funds", "paid", "card_declined", "paid"]
    rzp.bank.script(rzp.bank.sequence(no, rzp.bank.succeed(), repeat=True))
    assert ends(rzp, 4) == ["insufficient_funds", "paid"] * 2
    rzp.bank.script(None)
    assert ends(rzp, 1) == ["paid"]


def test_always_and_next(rzp):
    rzp.bank.script(rzp.bank.fail("card_declined"))
    rzp.bank.next(rzp.bank.succeed())
    assert ends(rzp, 3) == ["paid", "card_declined", "card_declined"]


def test_by_what_the_payment_is(rzp):
    no = rzp.bank.fail("payment_failed")
    rzp.bank.script(rzp.bank.by_method({"upi": no}))
    assert ends(rzp, 1, method="upi") + ends(rzp, 1, method="card") == ["payment_failed", "paid"]
    rzp.bank.script(rzp.bank.by_amount({10000: no}))
    assert ends(rzp, 1) == ["payment_failed"]
    assert rzp.checkout.pay(amount=20000)["razorpay_payment_id"]
    customer = rzp.customer.create({"name": "Gaurav Kumar"})["id"]
    rzp.bank.script(rzp.bank.by_customer({customer: no}))
    assert ends(rzp, 1, customer_id=customer) + ends(rzp, 1) == ["payment_failed", "paid"]


def test_chance_is_the_same_for_the_same_seed(rzp):
    weights = {rzp.bank.succeed(): 0.5, rzp.bank.fail("card_declined"): 0.5}
    rzp.bank.script(rzp.bank.at_random(weights, seed=3))
    first = ends(rzp, 12)
    rzp.bank.script(rzp.bank.at_random(weights, seed=3))
    assert ends(rzp, 12) == first
    assert set(first) == {"paid", "card_declined"}


def test_any_callable(rzp):
    seen = []

    def decide(attempt):
        seen.append((attempt.amount, attempt.currency, attempt.method))
        return "insufficient_funds" if len(seen) == 1 else None

    rzp.bank.script(decide)
    assert ends(rzp, 2) == ["insufficient_funds", "paid"]
    assert seen == [(10000, "INR", "card")] * 2


@pytest.mark.parametrize("script", [5, "card_declined", [1], [None], {"card": 1}])
def test_what_is_no_script(rzp, script):
    with pytest.raises(TypeError):
        rzp.bank.script(script)


def test_a_script_that_answers_anything_leaves_nothing_behind(rzp):
    target = order(rzp)
    rzp.bank.script(lambda attempt: True)
    with pytest.raises(TypeError, match="not True"):
        rzp.checkout.pay(target)
    assert (rzp.payment.all()["count"], rzp.order.fetch(target)["attempts"]) == (0, 0)


def test_a_snapshot_holds_how_far_the_script_has_come(rzp):
    rzp.bank.script([rzp.bank.fail("card_declined"), rzp.bank.fail("insufficient_funds")])
    assert ends(rzp, 1) == ["card_declined"]
    snapshot = rzp.snapshot()
    assert ends(rzp, 2) == ["insufficient_funds", "paid"]
    rzp.restore(snapshot)
    assert ends(rzp, 2) == ["insufficient_funds", "paid"]
    rzp.reset()
    assert ends(rzp, 1) == ["paid"]


def test_a_bank_that_pays_the_order_itself(rzp):
    """What the law refuses in the middle of a payment is an order that nobody can pay any more."""
    target = order(rzp)

    def meanwhile(attempt):
        rzp.bank.script(None)
        rzp.checkout.pay(target)

    rzp.bank.script(meanwhile)
    with pytest.raises(NotPayable, match="already paid"):
        rzp.checkout.pay(target)
    # The inner payment was part of the same step, and is undone with it.
    assert rzp.order.fetch(target)["status"] == "created"
    assert rzp.payment.all()["count"] == 0


# ---------------------------------------------------------------------- mandates and refunds


def registered(rzp, **more):
    link = rzp.registration_link.create(
        {
            "customer": {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"},
            "type": "link",
            "amount": 0,
            "currency": "INR",
            "description": "Monthly box",
            "subscription_registration": {
                "method": "emandate",
                "auth_type": "netbanking",
                "bank_account": {
                    "beneficiary_name": "Gaurav Kumar",
                    "account_number": "11214311215411",
                    "ifsc_code": "HDFC0000001",
                },
                **more,
            },
        }
    )
    rzp.checkout.pay(link["id"])
    return rzp.token.all(link["customer_id"])["items"][0]["id"]


def test_a_script_that_raises_leaves_the_mandate_as_it_was(rzp):
    token = registered(rzp, first_payment_amount=30000)

    def broken(attempt):
        raise RuntimeError("the bank is on fire")

    rzp.bank.script(broken)
    with pytest.raises(RuntimeError, match="on fire"):
        rzp.bank.confirm_token(token)
    assert (rzp.history(token)[-1].status, rzp.order.all()["count"]) == ("initiated", 1)
    rzp.bank.script(None)
    assert rzp.bank.confirm_token(token)["recurring_details"]["status"] == "confirmed"
    first = rzp.payment.all()["items"][0]
    assert (first["amount"], first["status"], first["token_id"]) == (30000, "captured", token)


def test_a_bank_that_registers_by_itself(build):
    rzp = build(delays={"emandate_registration": 2 * DAY})
    token = registered(rzp)
    rzp.clock.advance(days=2)
    assert states(rzp, token) == [("initiated", 0), ("confirmed", 2 * DAY)]
    rejected = registered(rzp)
    rzp.bank.reject_token(rejected)
    rzp.clock.advance(days=2)
    assert rzp.history(rejected)[-1].status == "rejected"


def test_mandates_are_registered_in_the_documented_working_days(rzp):
    """Two working days for eMandate; 5 January 2026 is a Monday, 10 January the second Saturday."""
    monday = registered(rzp)
    rzp.clock.advance(days=4)
    assert states(rzp, monday)[-1] == ("confirmed", 2 * DAY)
    friday = registered(rzp)
    rzp.clock.advance(days=10)
    assert states(rzp, friday)[-1] == ("confirmed", 8 * DAY)


def test_mandates_that_only_the_bank_registers(build):
    rzp = build(delays={"emandate_registration": None})
    token = registered(rzp)
    rzp.clock.advance(days=60)
    assert states(rzp, token) == [("initiated", 0)]


@pytest.mark.parametrize("reason", [None, "insufficient_funds"])
def test_debits_that_take_their_time(build, reason):
    rzp = build(delays={"emandate_debit": 3 * DAY})
    token = registered(rzp, max_amount=50000)
    rzp.bank.confirm_token(token)
    customer = rzp.customer.all()["items"][0]["id"]
    target = order(rzp)
    rzp.bank.next(rzp.bank.fail(reason) if reason else rzp.bank.succeed())
    charge = {"email": "g@example.com", "contact": "9123456780", "amount": 10000, "currency": "INR"}
    charge |= {"order_id": target, "customer_id": customer, "token": token, "recurring": "1"}
    payment = rzp.payment.createRecurring(charge)["razorpay_payment_id"]
    assert rzp.payment.fetch(payment)["status"] == "created"
    rzp.clock.advance(days=3)
    now = rzp.payment.fetch(payment)
    assert (now["status"], now["error_reason"]) == (("failed", reason) if reason else ("captured", None))
    assert rzp.order.fetch(target)["status"] == ("attempted" if reason else "paid")
    assert states(rzp, payment)[-1][1] == 3 * DAY


def test_fees_of_the_account(build):
    rzp = build(account={"fee_percent": {"upi": 0, "*": 1.75}, "tax_percent": 18})
    by_upi = rzp.payment.fetch(paid(rzp, order(rzp, amount=1000000), method="upi"))
    by_card = rzp.payment.fetch(paid(rzp, order(rzp, amount=1000000), method="card"))
    assert (by_upi["fee"], by_upi["tax"]) == (0, 0)
    assert (by_card["fee"], by_card["tax"]) == (20650, 3150)
    assert rzp.ledger.balance("merchant") == 2000000 - 20650


def test_refunds_that_take_their_time(build):
    rzp = build(delays={"normal_refund": 5 * DAY, "instant_refund": HOUR})
    payment = paid(rzp, order(rzp))
    slow = rzp.payment.refund(payment, {"amount": 1000})
    quick = rzp.payment.refund(payment, {"amount": 2000, "speed": "optimum"})
    assert (slow["status"], quick["status"], quick["speed_processed"]) == ("pending", "pending", "instant")
    assert rzp.ledger.balance("refunds") == 3000
    rzp.clock.advance(hours=1)
    assert rzp.refund.fetch(quick["id"])["status"] == "processed"
    rzp.clock.advance(days=5)
    assert states(rzp, slow["id"])[-1] == ("processed", 5 * DAY)
    assert rzp.ledger.balance("refunds") == 0


def test_a_refund_that_fails_is_the_merchants_again(build):
    rzp = build(delays={"normal_refund": DAY, "instant_refund": DAY})
    payment = paid(rzp, order(rzp))
    balance = rzp.ledger.balance("merchant")
    refund = rzp.payment.refund(payment)["id"]
    assert rzp.payment.fetch(payment)["status"] == "refunded"
    assert rzp.bank.fail_refund(refund)["status"] == "failed"
    now = rzp.payment.fetch(payment)
    assert (now["status"], now["amount_refunded"], now["refund_status"]) == ("captured", 0, None)
    assert rzp.ledger.balance("merchant") == balance
    slowed = rzp.payment.refund(payment, {"speed": "optimum"})["id"]
    assert rzp.bank.slow_refund(slowed)["speed_processed"] == "normal"
    assert rzp.events[-1]["event"] == "refund.speed_changed"
    with pytest.raises(ValueError, match="too late, or too early"):
        rzp.bank.fail_refund(refund)
    with pytest.raises(LookupError):
        rzp.bank.process_refund(payment)


# ---------------------------------------------------------------------- one step, one instant


def test_a_step_is_taken_at_one_instant_though_the_wall_s_clock_goes_on(build, monkeypatch):
    """Whoever looks at the wall sees a second more each time; what a step writes is of one moment all the same."""
    wall = count(NOW)
    monkeypatch.setattr("time.time", lambda: next(wall))
    rzp = build(at=None)
    rzp.bank.script(rzp.bank.authorize_late(after=HOUR, failed_first=True))
    with pytest.raises(PaymentFailed) as failed:
        rzp.checkout.pay(order(rzp))
    payment = failed.value.error["error"]["metadata"]["payment_id"]
    (created, *_), began = rzp.history(payment), rzp.payment.fetch(payment)["created_at"]
    rzp.clock.advance(hours=2)
    assert [(step.status, step.at - began) for step in rzp.history(payment)] == [
        ("created", 0),
        ("failed", 0),
        ("authorized", HOUR),
        ("captured", HOUR),
    ]
    assert created.at == began
    invoice = rzp.invoice.create({"type": "link", "amount": 100, "currency": "INR", "description": "one"})
    assert invoice["created_at"] == invoice["issued_at"] == invoice["date"]
