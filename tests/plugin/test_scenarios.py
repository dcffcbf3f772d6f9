"""Documented pain, played: each scenario's facts are those of its page, and the application acts between its steps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fakerzp import FakeRazorpay, NotPayable, exceptions
from fakerzp.testing import scenarios

AT = 1_770_000_000
DAY = 86400
BAD_REQUEST = exceptions.raised_as("BadRequestError")
PLUGIN = Path(scenarios.__file__).parents[1] / "plugin.py"


@pytest.fixture
def rzp():
    fake = FakeRazorpay(at=AT)
    yield fake
    fake.ledger.check()


def events(rzp):
    return [event["event"] for event in rzp.events]


def order(rzp, amount=50000, **more):
    return rzp.order.create({"amount": amount, "currency": "INR", **more})["id"]


# -- late authorisation: payments/payments/late-authorisation.md


def test_a_late_payment_is_created_for_ten_minutes_then_failed_then_authorized(rzp):
    late = scenarios.LateAuthorization(rzp, order(rzp), after=DAY)
    made = rzp.clock.now()
    assert (late.status, events(rzp)) == ("created", [])
    assert (late.time_out(), rzp.clock.now() - made) == ("failed", 600)
    payment = rzp.payment.fetch(late.payment_id)
    assert payment["error_reason"] == "payment_timed_out"
    assert rzp.order.fetch(late.order_id)["status"] == "attempted"
    assert (late.authorize(), rzp.clock.now() - made) == ("captured", DAY)
    assert events(rzp) == ["payment.failed", "payment.authorized", "payment.captured", "order.paid"]
    assert [(step.status, step.at - made) for step in rzp.history(late.payment_id)] == [
        ("created", 0),
        ("failed", 600),
        ("authorized", DAY),
        ("captured", DAY),
    ]


def test_a_late_payment_that_nobody_captures_is_refunded_after_its_time(rzp):
    manual = {"capture": "manual", "capture_options": {"manual_expiry_period": 7200, "refund_speed": "normal"}}
    late = scenarios.LateAuthorization(rzp, order(rzp, payment=manual))
    made = rzp.clock.now()
    assert late.authorize() == "authorized"
    assert (late.refund(), rzp.clock.now() - made) == ("refunded", 5 * DAY)
    assert rzp.ledger.balance("merchant") == 0
    assert events(rzp)[-2:] == ["refund.created", "refund.processed"]


def test_the_application_captures_a_late_payment_when_it_hears_of_it(rzp):
    late = scenarios.LateAuthorization(rzp, order(rzp, payment_capture=0))
    rzp.webhooks.subscribe(
        lambda body, headers: rzp.payment.capture(late.payment_id, 50000) and None, events=["payment.authorized"]
    )
    assert late.authorize() == "captured"
    assert late.refund() == "captured"
    assert rzp.order.fetch(late.order_id)["status"] == "paid"


@pytest.mark.parametrize("after", [600, 3 * DAY + 1])
def test_late_is_between_ten_minutes_and_three_days(rzp, after):
    with pytest.raises(ValueError, match="more than 600 seconds, and at most 259200, is late"):
        scenarios.LateAuthorization(rzp, after=after)
    assert len(rzp.calls) == 0


# -- failed, then captured: webhooks/payments.md


def test_a_payment_fails_and_is_captured_the_same_one(rzp):
    failed = scenarios.FailedThenCaptured(rzp, order(rzp, 900), reason="insufficient_funds")
    payment = rzp.payment.fetch(failed.payment_id)
    assert (payment["status"], payment["method"], payment["error_reason"]) == ("failed", "upi", "insufficient_funds")
    assert events(rzp) == ["payment.failed"]
    assert failed.authorize() == "captured"
    assert events(rzp) == ["payment.failed", "payment.authorized", "payment.captured", "order.paid"]
    told = [event["payload"]["payment"]["entity"]["id"] for event in rzp.events]
    assert told == [failed.payment_id] * 4
    after = rzp.payment.fetch(failed.payment_id)
    assert (after["captured"], after["error_reason"], after["amount"]) == (True, None, 900)


def test_the_customer_s_default_mistake_is_a_wrong_pin_a_minute_ago(rzp):
    failed = scenarios.FailedThenCaptured(rzp)
    assert rzp.payment.fetch(failed.payment_id)["error_reason"] == "incorrect_pin"
    failed.authorize()
    assert [step.at for step in rzp.history(failed.payment_id)] == [AT, AT, AT + 60, AT + 60]


def test_a_scenario_leaves_the_bank_s_own_plans_alone(rzp):
    rzp.bank.next("insufficient_funds")
    late = scenarios.LateAuthorization(rzp)
    assert late.status == "created"
    with pytest.raises(exceptions.PaymentFailed):
        rzp.checkout.pay(order(rzp))
    assert rzp.checkout.pay(order(rzp))["razorpay_payment_id"]


def test_what_can_not_be_paid_leaves_no_plan_behind(rzp):
    paid = order(rzp)
    rzp.checkout.pay(paid)
    with pytest.raises(NotPayable):
        scenarios.FailedThenCaptured(rzp, paid)
    assert rzp.checkout.pay(order(rzp))["razorpay_payment_id"]


def test_what_is_no_failure_and_no_time_is_refused(rzp):
    with pytest.raises(ValueError, match="documents no failure reason 'wrong_pin'"):
        scenarios.FailedThenCaptured(rzp, reason="wrong_pin")
    with pytest.raises(ValueError, match="a second at least"):
        scenarios.FailedThenCaptured(rzp, after=0)
    assert len(rzp.calls) == 0


# -- partial refunds: payments/refunds/issue.md


def test_a_refund_elsewhere_leaves_too_little_for_ours(rzp):
    race = scenarios.PartialRefundRace(rzp)
    assert race.left == 50000
    assert (race.elsewhere(), race.left) == ("pending", 20000)
    with pytest.raises(BAD_REQUEST, match=r"^The refund amount provided is greater than amount captured\.$"):
        rzp.payment.refund(race.payment_id, {"amount": 30000})
    assert rzp.payment.refund(race.payment_id, {"amount": 20000})["amount"] == 20000
    assert rzp.payment.fetch(race.payment_id)["status"] == "refunded"
    with pytest.raises(BAD_REQUEST, match=r"^The payment has been fully refunded already\.$"):
        rzp.payment.refund(race.payment_id, {"amount": 100})
    assert race.process() == "processed"
    assert rzp.payment.fetch(race.payment_id)["amount_refunded"] == 50000


def test_in_part_the_payment_stays_captured_and_a_refund_that_fails_frees_its_money(rzp):
    paid = rzp.checkout.pay(order(rzp, 1000), capture=True)["razorpay_payment_id"]
    race = scenarios.PartialRefundRace(rzp, paid)
    race.elsewhere(900)
    payment = rzp.payment.fetch(paid)
    assert (payment["status"], payment["refund_status"], payment["amount_refunded"]) == ("captured", "partial", 900)
    assert (race.fail(), race.left) == ("failed", 1000)
    assert rzp.payment.refund(paid, {"amount": 1000})["status"] == "processed"


def test_the_race_of_a_sub_merchant_s_payment_is_run_in_its_books(rzp):
    headers = {"X-Razorpay-Account": "acc_Sub00000000001"}
    made = rzp.order.create({"amount": 1000, "currency": "INR"}, headers=headers)
    race = scenarios.PartialRefundRace(rzp, rzp.checkout.pay(made["id"], capture=True)["razorpay_payment_id"])
    assert (race.elsewhere(), race.left) == ("pending", 400)
    assert [event["account_id"] for event in rzp.events if event["event"] == "refund.created"] == ["acc_Sub00000000001"]


def test_a_race_needs_a_payment_and_a_first_refund(rzp):
    race = scenarios.PartialRefundRace(rzp)
    with pytest.raises(ValueError, match=r"call elsewhere\(\) first"):
        race.process()
    with pytest.raises(LookupError, match="there is no payment 'rfnd_x'"):
        scenarios.PartialRefundRace(rzp, "rfnd_x")


# -- a link that expires: payments/payment-links/glossary.md


def test_a_link_expires_while_its_customer_is_at_the_bank(rzp):
    at = AT + 2 * DAY
    link = rzp.payment_link.create({"amount": 7000, "expire_by": at})["id"]
    paying = scenarios.LinkExpiredWhilePaying(rzp, link)
    assert (paying.status, rzp.clock.now()) == ("created", at - 300)
    assert (paying.expire(), rzp.clock.now(), paying.status) == ("expired", at, "created")
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link)
    assert (paying.authorize(), rzp.clock.now()) == ("authorized", at + 60)
    assert events(rzp) == ["payment_link.expired", "payment.authorized"]
    assert rzp.payment_link.fetch(link)["amount_paid"] == 0
    assert paying.refund() == "refunded"
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("customer")) == (0, 0)


def test_it_makes_its_own_link_and_takes_an_invoice_too(rzp):
    paying = scenarios.LinkExpiredWhilePaying(rzp)
    assert (paying.link_id[:6], paying.expire(), paying.authorize()) == ("plink_", "expired", "authorized")
    line = [{"name": "Book", "amount": 100, "currency": "INR"}]
    body = {"type": "invoice", "customer": {"name": "Asha"}, "line_items": line}
    invoice = rzp.invoice.create({**body, "expire_by": rzp.clock.now() + 3600})["id"]
    paying = scenarios.LinkExpiredWhilePaying(rzp, invoice)
    assert (paying.expire(), paying.authorize()) == ("expired", "authorized")
    with pytest.raises(ValueError, match="never expires: create it with expire_by"):
        scenarios.LinkExpiredWhilePaying(rzp, rzp.invoice.create(body)["id"])
    with pytest.raises(LookupError, match="there is no invoice or payment_link"):
        scenarios.LinkExpiredWhilePaying(rzp, order(rzp))


# -- webhooks that come twice: webhooks/best-practices.md


def test_a_webhook_comes_twice_with_one_id_and_the_same_bytes(rzp):
    heard = []
    rzp.webhooks.subscribe(lambda body, headers: heard.append((headers["x-razorpay-event-id"], body)), secret="s")
    double = scenarios.DuplicateWebhook(rzp, order(rzp))
    assert double.statuses == [200, 200]
    assert [one.event for one in rzp.webhooks.deliveries] == [
        "payment.authorized",
        "payment.captured",
        "payment.captured",
        "order.paid",
    ]
    assert heard[1] == heard[2] == (double.deliveries[0].event_id, double.deliveries[0].body)
    assert len({event_id for event_id, _ in heard}) == 3
    assert events(rzp).count("payment.captured") == 1


def test_an_event_of_its_own_comes_as_often_as_wanted(rzp):
    rzp.webhooks.subscribe(lambda body, headers: 204, events=["refund.processed"])
    assert scenarios.DuplicateWebhook(rzp, event="refund.processed", times=3).statuses == [204] * 3
    assert rzp.webhooks.pending == []


def test_a_duplicate_needs_somebody_to_hear_it(rzp):
    with pytest.raises(ValueError, match=r"no webhook is subscribed to payment.captured: rzp.webhooks.subscribe\("):
        scenarios.DuplicateWebhook(rzp)
    rzp.webhooks.subscribe(lambda body, headers: None)
    with pytest.raises(ValueError, match="twice at least"):
        scenarios.DuplicateWebhook(rzp, times=1)
    with pytest.raises(ValueError, match=r"invoice\.paid did not come of the payment of order_"):
        scenarios.DuplicateWebhook(rzp, order(rzp), event="invoice.paid")


# -- a rejected mandate: api/payments/recurring-payments/paper-nach/tokens.md


def test_the_bank_rejects_a_paper_mandate_and_it_can_not_be_charged(rzp):
    rejected = scenarios.NachRejected(rzp)
    assert rejected.status == "initiated"
    assert rejected.reject("Signature does not match") == "rejected"
    token = rzp.token.fetch(rejected.customer_id, rejected.token_id)
    assert token["recurring_details"] == {"status": "rejected", "failure_reason": "Signature does not match"}
    assert events(rzp)[-1] == "token.rejected"
    charge = {
        "email": "a@example.com",
        "contact": "9000090000",
        "amount": 1000,
        "currency": "INR",
        "order_id": order(rzp, 1000, payment_capture=True),
        "customer_id": rejected.customer_id,
        "token": rejected.token_id,
        "recurring": "1",
        "description": "Monthly",
    }
    with pytest.raises(BAD_REQUEST):
        rzp.payment.createRecurring(charge)


def test_it_is_the_link_s_own_mandate(rzp):
    first = scenarios.NachRejected(rzp)
    body = {
        "type": "link",
        "amount": 0,
        "currency": "INR",
        "description": "Registration",
        "customer": {"name": "Bina", "email": "b@example.com", "contact": "9000090001"},
        "subscription_registration": {
            "method": "nach",
            "auth_type": "physical",
            "max_amount": 50000,
            "expire_at": AT + 365 * DAY,
            "bank_account": {
                "beneficiary_name": "Bina",
                "account_number": "1121431121541121",
                "account_type": "savings",
                "ifsc_code": "HDFC0000001",
            },
        },
    }
    link = rzp.registration_link.create(body)
    second = scenarios.NachRejected(rzp, link["id"])
    assert second.customer_id == link["customer_id"]
    assert (second.reject(), first.status) == ("rejected", "initiated")
    assert rzp.token.fetch(second.customer_id, second.token_id)["recurring_details"]["failure_reason"]


# -- what is not built, and the list


# -- disputes after the settlement: payments/disputes.md


def test_a_bank_takes_back_what_was_paid_out_and_the_merchant_owes_it(rzp):
    disputed = scenarios.DisputeLostAfterSettlement(rzp)
    assert events(rzp)[-2:] == ["settlement.processed", "payment.dispute.created"]
    settlement = rzp.settlement.fetch(disputed.settlement_id)
    assert (settlement["amount"], settlement["created_at"]) == (49000, rzp.clock.now())
    assert (disputed.status, disputed.balance) == ("open", 0)
    assert (disputed.lose(), disputed.balance) == ("lost", -50000)
    assert rzp.dispute.fetch(disputed.dispute_id)["amount_deducted"] == 50000
    other = rzp.checkout.pay(order(rzp, 80000))["razorpay_payment_id"]
    rzp.clock.advance(days=6)
    assert rzp.payment.fetch(other)["captured"]
    assert (rzp.settlement.all()["items"][0]["amount"], disputed.balance) == (80000 - 1600 - 50000, 0)


def test_the_application_answers_in_time_or_not_at_all(rzp):
    ignored = scenarios.DisputeLostAfterSettlement(rzp)
    assert (ignored.ignore(), ignored.balance) == ("lost", -50000)
    accepted = scenarios.DisputeLostAfterSettlement(rzp, amount=300000, respond_by=rzp.clock.now() + 30 * DAY)
    rzp.dispute.accept(accepted.dispute_id)
    assert (accepted.ignore(), accepted.status) == ("lost", "lost")
    won = scenarios.DisputeLostAfterSettlement(rzp, amount=700000)
    owes = won.balance
    assert (won.win(), won.balance) == ("won", owes)


def test_it_is_the_application_s_own_payment_in_whoever_s_books(rzp):
    headers = {"X-Razorpay-Account": "acc_Sub00000000001"}
    made = rzp.order.create({"amount": 7000, "currency": "INR"}, headers=headers)
    paid = rzp.checkout.pay(made["id"], method="upi", capture=True)["razorpay_payment_id"]
    rzp.clock.advance(days=10)  # paid out already
    disputed = scenarios.DisputeLostAfterSettlement(rzp, paid)
    assert rzp.clock.now() == AT + 10 * DAY
    assert (disputed.lose(), disputed.balance, rzp.ledger.balance("merchant")) == ("lost", -7000, 0)


def test_what_is_not_paid_out_can_not_be_disputed_after_it(rzp):
    waiting = rzp.checkout.pay(order(rzp), capture=False)["razorpay_payment_id"]
    with pytest.raises(ValueError, match="is authorized: only what was captured"):
        scenarios.DisputeLostAfterSettlement(rzp, waiting)
    refunded = rzp.checkout.pay(order(rzp), capture=True)["razorpay_payment_id"]
    rzp.payment.refund(refunded)
    with pytest.raises(ValueError, match="was not paid out: what was refunded or disputed came to more"):
        scenarios.DisputeLostAfterSettlement(rzp, refunded)
    never = FakeRazorpay(at=AT, delays={"settlement": None})
    with pytest.raises(ValueError, match=r"nothing pays pay_\w+ out by itself"):
        scenarios.DisputeLostAfterSettlement(never)
    with pytest.raises(LookupError, match="there is no payment 'pay_x'"):
        scenarios.DisputeLostAfterSettlement(rzp, "pay_x")


# -- downtimes: payments/payments/downtime-updates.md, webhooks/payments.md


def test_a_payment_by_what_is_down_fails_and_works_again_when_it_is_over(rzp):
    down = scenarios.Downtime(rzp, order(rzp), method="upi", psp="google_pay")
    assert down.status == "started"
    assert events(rzp) == ["payment.downtime.started", "payment.failed"]
    failed = rzp.payment.fetch(down.payment_id)
    assert (failed["status"], failed["error_reason"]) == ("failed", "bank_technical_error")
    assert failed["vpa"] == "gaurav.kumar@oksbi"
    shown = rzp.payment.fetchDownTimeById(down.downtime_id)
    assert (shown["method"], shown["severity"], shown["instrument"]) == ("upi", "high", {"psp": "google_pay"})
    assert (down.update("low"), down.pay(), down.resolve(), down.pay()) == ("updated", "failed", "resolved", "captured")
    assert rzp.order.fetch(down.order_id)["status"] == "paid"
    assert events(rzp)[2:5] == ["payment.downtime.updated", "payment.failed", "payment.downtime.resolved"]


@pytest.mark.parametrize(
    ("down", "shown"),
    [
        ({}, {"network": "Visa"}),
        ({"network": "MC"}, {"network": "MasterCard"}),
        ({"method": "netbanking", "bank": "YESB"}, {"bank": "YESB"}),
        ({"method": "upi", "vpa_handle": "@okaxis"}, {"vpa": "gaurav.kumar@okaxis"}),
        ({"method": "upi"}, {"vpa": "success@razorpay"}),
    ],
)
def test_the_customer_pays_with_what_is_down(rzp, down, shown):
    payment = rzp.payment.fetch(scenarios.Downtime(rzp, **down).payment_id, {"expand[]": "card"})
    assert payment["status"] == "failed"
    assert shown.items() <= {**payment, **payment.get("card", {})}.items()


def test_every_scenario_has_a_fixture_whose_docstring_names_its_page():
    fixture = r"def rzp_(\w+)\(rzp: FakeRazorpay\) -> Callable\[.*\n    \"{3}.*\(([\w/-]+\.md)\)"
    found = re.findall(fixture, PLUGIN.read_text(encoding="utf-8"))
    assert found == [(name, scenario.page) for name, scenario in scenarios.SCENARIOS.items()]
    for scenario in scenarios.SCENARIOS.values():
        assert scenario.page in scenario.play.__doc__


def test_fixtures_play_on_the_test_s_fake(suite):
    played = "\n".join(
        f"""
    def test_{name}(rzp, rzp_{name}):
        rzp.webhooks.subscribe(lambda body, headers: None)
        before = len(rzp.calls)
        rzp_{name}()
        assert len(rzp.calls) > before
        """
        for name in scenarios.SCENARIOS
    )
    suite(test_played=played).assert_outcomes(passed=len(scenarios.SCENARIOS))


APPLICATION = {
    "shop": """
        import razorpay

        client = razorpay.Client(auth=("a", "b"))

        def give_back(payment_id, amount):
            try:
                return client.payment.refund(payment_id, {"amount": amount})["amount"]
            except razorpay.errors.BadRequestError:
                left = client.payment.fetch(payment_id)
                return client.payment.refund(payment_id, {"amount": left["amount"] - left["amount_refunded"]})["amount"]
    """,
    "test_shop": """
        import shop

        def test_it_gives_back_what_is_left(rzp_partial_refund_race):
            race = rzp_partial_refund_race()
            race.elsewhere(30000)
            assert shop.give_back(race.payment_id, 25000) == 20000
    """,
}


@pytest.mark.needs_client
def test_the_application_acts_between_the_steps(suite):
    suite(**APPLICATION).assert_outcomes(passed=1)
