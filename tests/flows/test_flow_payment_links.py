"""Payment links: paid whole and in parts, the callback's signature, reminders, six months, the exact end."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from fakerzp import NotPayable
from tests.flows.steps import GAURAV, messages, payment_link_body, refused, statuses, visible
from tests.seeds.documented import REFUSED_AT_CHECKOUT

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
DAY = 86400
IST = timezone(timedelta(hours=5, minutes=30))


def made(rzp, **more):
    return rzp.paymentLink.create(payment_link_body(**more))


def verifies(rzp, answer):
    """Hold what the browser brings to the callback URL against its signature, as the app would."""
    link = {
        name.removeprefix("razorpay_"): answer[name]
        for name in answer
        if name.startswith("razorpay_payment_link_")
    }
    rest = {name: answer[name] for name in ("razorpay_payment_id", "razorpay_signature")}
    return rzp.utility.verify_payment_link_signature({**link, **rest})


def test_a_link_paid_in_parts(rzp):
    link = made(
        rzp,
        accept_partial=True,
        first_min_partial_amount=30000,
        reference_id="TS1989",
        callback_url="https://example.com/callback",
        callback_method="get",
    )
    assert (link["id"][:6], link["status"], link["amount_paid"]) == ("plink_", "created", 0)
    assert (link["callback_url"], link["callback_method"]) == ("https://example.com/callback", "get")
    assert messages(rzp, link["id"]) == [("sms", GAURAV["contact"]), ("email", GAURAV["email"])]
    assert all(link["short_url"] in message.text for message in rzp.outbox)

    before = visible(rzp)
    for amount in (29999, 100001):
        with pytest.raises(REFUSED_AT_CHECKOUT):
            rzp.checkout.pay(link["id"], amount=amount)
    assert visible(rzp) == before

    paid = []
    for amount, status, sum_of_all in (
        (30000, "partially_paid", 30000),
        (10000, "partially_paid", 40000),  # only the first part has a minimum
        (60000, "paid", 100000),
    ):
        rzp.clock.advance(days=1)
        answer = rzp.checkout.pay(link["id"], amount=amount, method="upi", vpa="success@razorpay")
        assert answer["razorpay_payment_link_id"] == link["id"]
        assert answer["razorpay_payment_link_reference_id"] == "TS1989"
        assert answer["razorpay_payment_link_status"] == status
        assert verifies(rzp, answer)
        paid.append((answer["razorpay_payment_id"], amount, rzp.clock.now()))
        now = rzp.paymentLink.fetch(link["id"])
        assert (now["status"], now["amount"], now["amount_paid"]) == (status, 100000, sum_of_all)
    payments = sorted(now["payments"], key=lambda payment: payment["created_at"])
    assert [(entry["payment_id"], entry["amount"], entry["created_at"]) for entry in payments] == paid
    assert {(entry["status"], entry["method"]) for entry in payments} == {("captured", "upi")}
    orders = {rzp.payments.fetch(payment_id)["order_id"] for payment_id, _, _ in paid}
    assert len(orders) == 1
    order = rzp.orders.fetch(orders.pop())
    assert (order["status"], order["amount_paid"], order["attempts"]) == ("paid", 100000, 3)
    assert statuses(rzp, link["id"]) == ["created", "partially_paid", "paid"]
    assert [event["event"] for event in rzp.events if event["event"].startswith("payment_link.")] == [
        "payment_link.partially_paid",
        "payment_link.partially_paid",
        "payment_link.paid",
    ]
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"])


def test_the_signature_covers_the_status(rzp):
    link = made(rzp, accept_partial=True, first_min_partial_amount=100)
    answer = rzp.checkout.pay(link["id"], amount=1000)
    assert verifies(rzp, answer)
    with pytest.raises(Exception, match="Razorpay Signature Verification Failed"):
        verifies(rzp, {**answer, "razorpay_payment_link_status": "paid"})


def test_a_link_without_parts_is_paid_whole(rzp):
    link = made(rzp)
    before = visible(rzp)
    with pytest.raises(REFUSED_AT_CHECKOUT):
        rzp.checkout.pay(link["id"], amount=50000)
    assert visible(rzp) == before
    answer = rzp.checkout.pay(link["id"])
    assert answer["razorpay_payment_link_status"] == "paid"
    assert rzp.payments.fetch(answer["razorpay_payment_id"])["amount"] == 100000
    assert rzp.paymentLink.fetch(link["id"])["amount_paid"] == 100000


def test_a_failed_attempt_leaves_the_link_open(rzp):
    link = made(rzp)
    error = rzp.checkout.fail(link["id"], reason="insufficient_funds")["error"]
    assert error["reason"] == "insufficient_funds"
    now = rzp.paymentLink.fetch(link["id"])
    assert (now["status"], now["amount_paid"]) == ("created", 0)
    assert not now["payments"]  # only captured payments are shown
    rzp.checkout.pay(link["id"])
    assert len(rzp.paymentLink.fetch(link["id"])["payments"]) == 1


@pytest.mark.parametrize("parts", [0, 30000], ids=["unpaid", "partly paid"])
def test_a_link_expires_at_the_second(rzp, parts):
    expire_by = NOW + 2 * DAY
    link = made(rzp, expire_by=expire_by, accept_partial=True, first_min_partial_amount=100)
    if parts:
        rzp.checkout.pay(link["id"], amount=parts)
    rzp.clock.move_to(expire_by - 1)
    now = rzp.paymentLink.fetch(link["id"])
    assert now["status"] == ("partially_paid" if parts else "created")
    assert not now["expired_at"]
    rzp.clock.advance(days=7)
    now = rzp.paymentLink.fetch(link["id"])
    assert (now["status"], now["expired_at"], now["amount_paid"]) == ("expired", expire_by, parts)
    assert (rzp.history(link["id"])[-1].status, rzp.history(link["id"])[-1].at) == ("expired", expire_by)

    before = visible(rzp)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"])
    refused(lambda: rzp.paymentLink.cancel(link["id"]), "cannot cancel or expire an expired link")
    refused(
        lambda: rzp.paymentLink.edit(link["id"], {"reference_id": "TS1"}),
        "update can only be made in created or partially paid state",
    )
    assert visible(rzp) == before


def test_a_link_is_valid_for_six_months(rzp):
    link = made(rzp)  # no expire_by: six calendar months
    end = int(datetime(2026, 7, 5, 10, tzinfo=timezone.utc).timestamp())
    rzp.clock.move_to(end - 1)
    assert rzp.paymentLink.fetch(link["id"])["status"] == "created"
    rzp.clock.advance(seconds=1)
    now = rzp.paymentLink.fetch(link["id"])
    assert (now["status"], now["expired_at"]) == ("expired", end)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"])


def test_the_bounds_of_expire_by(rzp):
    end = int(datetime(2026, 7, 5, 10, tzinfo=timezone.utc).timestamp())
    before = visible(rzp)
    refused(lambda: made(rzp, expire_by=NOW + 14 * 60), "timestamp must be atleast 15 minutes in future")
    refused(lambda: made(rzp, expire_by=end + 1))
    assert visible(rzp) == before
    assert made(rzp, expire_by=end)["expire_by"] == end
    assert made(rzp, expire_by=NOW + 16 * 60)["expire_by"] == NOW + 16 * 60


def test_a_cancelled_link_is_not_paid(rzp):
    link = made(rzp)
    rzp.clock.advance(minutes=1)
    gone = rzp.paymentLink.cancel(link["id"])
    assert (gone["status"], gone["cancelled_at"]) == ("cancelled", NOW + 60)
    before = visible(rzp)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"])
    # The page has one sentence for a link that expired or was cancelled.
    refused(lambda: rzp.payment_link.cancel(link["id"]), "cannot cancel or expire an expired link")
    assert visible(rzp) == before


def reminders(rzp, link):
    return [
        message for message in rzp.outbox if message.entity_id == link["id"] and message.kind == "reminder"
    ]


def test_reminders_are_sent_before_the_end_unless_turned_off(rzp):
    later = {"expire_by": NOW + 10 * DAY}
    on, off, turned_off = made(rzp, **later), made(rzp, reminder_enable=False, **later), made(rzp, **later)
    assert (on["reminder_enable"], off["reminder_enable"]) == (True, False)
    assert rzp.paymentLink.edit(turned_off["id"], {"reminder_enable": False})["reminder_enable"] is False
    rzp.clock.advance(days=30)
    assert reminders(rzp, off) == reminders(rzp, turned_off) == []
    sent = reminders(rzp, on)
    assert {message.medium for message in sent} == {"sms", "email"}
    for medium in ("sms", "email"):
        assert 1 <= len([message for message in sent if message.medium == medium]) <= 3
    assert all(on["short_url"] in message.text for message in sent)
    assert all(NOW < message.at < later["expire_by"] for message in sent)
    # Only between 11 and 12 and between 15 and 17 o'clock, in India.
    assert {datetime.fromtimestamp(message.at, IST).hour for message in sent} <= {11, 15, 16}


@pytest.mark.parametrize("end", ["paid", "cancelled"])
def test_nobody_is_reminded_of_what_is_over(rzp, end):
    link = made(rzp, expire_by=NOW + 10 * DAY)
    if end == "paid":
        rzp.checkout.pay(link["id"])
    else:
        rzp.paymentLink.cancel(link["id"])
    rzp.clock.advance(days=30)
    assert reminders(rzp, link) == []
    assert rzp.paymentLink.fetch(link["id"])["status"] == end


def test_notified_when_asked_and_not_otherwise(rzp):
    link = made(rzp, notify={"sms": False, "email": False})
    assert messages(rzp, link["id"]) == []
    assert rzp.paymentLink.notifyBy(link["id"], "sms") == {"success": True}
    assert rzp.payment_link.notifyBy(link["id"], "email") == {"success": True}
    assert messages(rzp, link["id"]) == [("sms", GAURAV["contact"]), ("email", GAURAV["email"])]
    refused(lambda: rzp.paymentLink.notifyBy(link["id"], "fax"), "not a valid notification medium")
    assert len(messages(rzp, link["id"])) == 2


def test_an_edited_link_expires_at_its_new_end(rzp):
    link = made(rzp, expire_by=NOW + DAY, reference_id="TS35")
    now = rzp.paymentLink.edit(
        link["id"],
        {"expire_by": NOW + 3 * DAY, "reference_id": "TS36", "notes": {"policy_name": "Jeevan Saral"}},
    )
    assert (now["expire_by"], now["reference_id"]) == (NOW + 3 * DAY, "TS36")
    assert now["notes"] == {"policy_name": "Jeevan Saral"}
    rzp.clock.move_to(NOW + DAY)
    assert rzp.paymentLink.fetch(link["id"])["status"] == "created"
    rzp.clock.move_to(NOW + 3 * DAY)
    assert rzp.paymentLink.fetch(link["id"])["expired_at"] == NOW + 3 * DAY


def test_a_reference_is_used_once(rzp):
    made(rzp, reference_id="TS1989")
    before = visible(rzp)
    text = "payment link creation with reference ID already attempted"
    refused(lambda: made(rzp, reference_id="TS1989"), text)
    assert visible(rzp) == before
    found = rzp.paymentLink.all({"reference_id": "TS1989"})["payment_links"]
    assert [link["reference_id"] for link in found] == ["TS1989"]
