"""What settlements are made of: the report, on which day, on hold or on demand, and always to the paisa."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp import FakeRazorpay
from tests.flows.steps import DAY, order_of, paid

INDIA = timezone(timedelta(hours=5, minutes=30))
SUB_MERCHANT = "acc_KBrJAIEqre5ucn"


def at(day, hour=12, minute=0, month=1):
    """A moment of 2026 in India, in Unix seconds. The 5th of January is a Monday."""
    return int(datetime(2026, month, day, hour, minute, tzinfo=INDIA).timestamp())


def report(rzp, day=None, month=1, **more):
    asked = {"year": 2026, "month": month, **({"day": day} if day else {}), **more}
    found = rzp.settlement.report(asked)
    assert (found["entity"], found["count"]) == ("collection", len(found["items"]))
    return found["items"]


def net(rows):
    return sum(row["credit"] - row["debit"] for row in rows)


# ---------------------------------------------------------------------- the report


def test_a_row_says_what_was_paid_and_how_and_by_which_settlement(build):
    rzp = build(at=at(5))
    order = rzp.order.create({"amount": 300000, "currency": "INR", "receipt": "r 1"})["id"]
    payment = rzp.checkout.pay(order, notes={"a": "b"}, description="A book")["razorpay_payment_id"]
    rzp.clock.move_to(at(7, 9))
    settlement = rzp.settlement.all()["items"][0]
    (row,) = report(rzp, 7)
    assert row == {
        "entity_id": payment,
        "type": "payment",
        "debit": 0,
        "credit": 292920,
        "amount": 300000,
        "currency": "INR",
        "fee": 7080,
        "tax": 1080,
        "on_hold": False,
        "settled": True,
        "created_at": at(5),
        "settled_at": at(7, 9),
        "settlement_id": settlement["id"],
        "posted_at": None,
        "credit_type": "default",
        "description": "A book",
        "notes": '{"a": "b"}',
        "payment_id": None,
        "settlement_utr": settlement["utr"],
        "order_id": order,
        "order_receipt": "r 1",
        "method": "card",
        "card_network": "Visa",
        "card_issuer": row["card_issuer"],
        "card_type": "credit",
        "dispute_id": None,
    }
    assert settlement["amount"] == row["credit"] == rzp.ledger.balance("bank")


def test_refunds_are_taken_off_the_next_settlement_and_say_of_what(build):
    rzp = build(at=at(5))
    first = paid(rzp, 100000, method="upi")
    rzp.clock.move_to(at(8))
    second = paid(rzp, 50000, method="netbanking")
    refund = rzp.payment.refund(first, {"amount": 30000, "notes": {"why": "torn"}})["id"]
    rzp.clock.move_to(at(20))
    shown = [(row["entity_id"], row["type"], row["debit"], row["credit"]) for row in report(rzp)]
    assert shown == [
        (first, "payment", 0, 97640),
        (second, "payment", 0, 48820),
        (refund, "refund", 30000, 0),
    ]
    refunded = report(rzp)[2]
    assert (refunded["payment_id"], refunded["method"], refunded["fee"]) == (first, "upi", 0)
    assert refunded["notes"] == '{"why": "torn"}'
    assert refunded["order_id"] == rzp.payment.fetch(first)["order_id"]
    amounts = [one["amount"] for one in rzp.settlement.all()["items"]]
    assert amounts == [18820, 97640]
    assert [row["settlement_id"] for row in report(rzp)] == [
        rzp.settlement.all()["items"][n]["id"] for n in (1, 0, 0)
    ]


def test_transfers_and_their_reversals_are_rows_on_both_sides(build):
    rzp = build(at=at(5))
    share = {"account": SUB_MERCHANT, "amount": 40000, "currency": "INR", "notes": {"a": "b"}}
    order = order_of(rzp, 100000, transfers=[share])
    payment = rzp.checkout.pay(order, method="upi")["razorpay_payment_id"]
    transfer = rzp.payment.transfers(payment)["items"][0]
    reversal = rzp.transfer.reverse(transfer["id"], {"amount": 10000})["id"]
    rzp.clock.move_to(at(20))
    rows = report(rzp)
    assert [(row["entity_id"], row["type"], row["debit"], row["credit"]) for row in rows] == [
        (payment, "payment", 0, 97640),
        (transfer["id"], "transfer", 40000 + transfer["fees"], 0),
        (reversal, "adjustment", 0, 10000),
    ]
    assert (rows[1]["amount"], rows[1]["fee"], rows[1]["payment_id"]) == (40000, transfer["fees"], payment)
    assert (rows[1]["notes"], rows[2]["payment_id"]) == ('{"a": "b"}', payment)
    assert net(rows) == rzp.ledger.balance("bank")
    there = rzp.settlement.report({"year": 2026, "month": 1}, headers={"X-Razorpay-Account": SUB_MERCHANT})["items"]
    assert net(there) == rzp.ledger.balance("bank", account=SUB_MERCHANT) == 30000


def test_what_comes_to_nothing_waits_for_the_next_settlement_with_all_its_rows(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    refund = rzp.payment.refund(payment)["id"]
    rzp.clock.move_to(at(8))
    assert (report(rzp), rzp.settlement.all()["count"]) == ([], 0)
    other = paid(rzp, 50000, method="upi")
    rzp.clock.move_to(at(20))
    rows = report(rzp)
    assert [row["entity_id"] for row in rows] == [payment, refund, other]
    assert {row["settlement_id"] for row in rows} == {rzp.settlement.all()["items"][0]["id"]}
    assert net(rows) == 48820 - 2360 == rzp.ledger.balance("bank")


def test_a_refund_that_failed_is_a_row_of_its_own(build):
    rzp = build(at=at(5), delays={"normal_refund": 20 * DAY})
    payment = paid(rzp, 100000, method="upi")
    refund = rzp.payment.refund(payment, {"amount": 10000})["id"]
    rzp.clock.move_to(at(7, 10))
    rzp.bank.fail_refund(refund)
    rzp.clock.move_to(at(20))
    rows = [(row["entity_id"], row["debit"], row["credit"], row["created_at"]) for row in report(rzp)]
    assert rows == [(payment, 0, 97640, at(5)), (refund, 10000, 0, at(5)), (refund, 0, 10000, at(7, 10))]
    assert net(report(rzp, 7)) == 87640
    assert net(report(rzp, 8)) == 10000


def test_a_day_is_one_of_indian_time_and_a_month_is_all_of_its_days(build):
    rzp = build(at=at(5), delays={"settlement": 0})
    for moment in (at(30, 23, 59), at(31, 0), at(31, 23, 59), at(1, 0, month=2)):
        rzp.clock.move_to(moment)
        paid(rzp, 100000, method="upi")
        rzp.clock.advance(seconds=1)
    assert [row["settled_at"] for row in report(rzp, 30)] == [at(30, 23, 59)]
    assert [row["settled_at"] for row in report(rzp, 31)] == [at(31, 0), at(31, 23, 59)]
    assert len(report(rzp)) == 3
    assert [row["settled_at"] for row in report(rzp, month=2)] == [at(1, 0, month=2)]
    assert report(rzp, 30, month=2) == []  # no day of that month
    assert rzp.settlements.reports({"year": "2026", "month": "01", "day": "30"})["count"] == 1
    assert rzp.settlement.report({"year": 1950, "month": 1})["items"] == []


def test_count_and_skip_are_of_rows(build):
    rzp = build(at=at(5))
    payments = [paid(rzp, 1000, method="upi") for _ in range(12)]
    rzp.clock.move_to(at(8))
    assert [row["entity_id"] for row in report(rzp)] == payments
    assert [row["entity_id"] for row in report(rzp, count=2, skip=9)] == payments[9:11]
    assert [row["entity_id"] for row in report(rzp, count="100", skip="11")] == payments[11:]


def test_the_report_of_a_sub_merchant_is_its_own(build):
    rzp = build(at=at(5))
    paid(rzp, 1000, method="upi")
    rzp.trigger("settlement.processed", account=SUB_MERCHANT, amount=7000)
    headers = {"X-Razorpay-Account": SUB_MERCHANT}
    (row,) = rzp.settlement.report({"year": 2026, "month": 1}, headers=headers)["items"]
    assert row["amount"] == 7000
    assert rzp.settlement.all(headers=headers)["items"][0]["id"] == row["settlement_id"]
    assert [row["amount"] for row in report(rzp)] == [1000]


def test_settlements_are_listed_and_fetched(build):
    rzp = build(at=at(5), delays={"settlement": 0})
    for n in range(3):
        paid(rzp, 100000 * (n + 1), method="upi")
        rzp.clock.advance(hours=1)
    found = rzp.settlement.all({"count": 2, "skip": 1})
    assert [one["amount"] for one in found["items"]] == [97640 * 2, 97640]
    for one in found["items"]:
        assert rzp.settlements.fetch(one["id"]) == one
    moment = found["items"][0]["created_at"]
    assert rzp.settlement.all({"from": moment, "to": moment})["count"] == 1


# ---------------------------------------------------------------------- of a payment


def test_a_payment_expanded_by_its_transaction_shows_the_settlement_once_there_is_one(build):
    rzp = build(at=at(5))
    waiting = paid(rzp, 1000, method="upi", capture=False)
    payment = paid(rzp, 100000, method="upi")

    def expanded(payment_id, *names):
        return rzp.payment.fetch(payment_id, {"expand[]": list(names)})

    assert expanded(waiting, "transaction.settlement")["transaction"] is None
    before = expanded(payment, "transaction", "transaction.settlement")["transaction"]
    assert (before["credit"], before["settled"], before["settlement"]) == (97640, False, None)
    assert "settlement" not in expanded(payment, "transaction")["transaction"]
    rzp.clock.move_to(at(7, 9))
    after = expanded(payment, "transaction.settlement")["transaction"]
    assert after["settlement"] == rzp.settlement.all()["items"][0]
    assert (after["settled"], after["settlement_id"]) == (True, after["settlement"]["id"])
    assert (after["fee"], after["tax"], after["amount"]) == (2360, 360, 100000)


# ---------------------------------------------------------------------- on hold


def test_what_is_on_hold_is_not_paid_out_until_it_is_released(build):
    rzp = build(at=at(5))
    held, free = paid(rzp, 100000, method="upi"), paid(rzp, 50000, method="upi")
    assert rzp.payment.edit(held, {"on_hold": True})["on_hold"] is True
    rzp.clock.move_to(at(7, 9))
    assert [row["entity_id"] for row in report(rzp)] == [free]
    assert rzp.ledger.balance("merchant") == 97640
    assert rzp.bank.settle() is None
    rzp.payment.edit(held, {"on_hold": False})
    rzp.clock.move_to(at(8, 8))
    assert len(report(rzp)) == 1
    rzp.clock.move_to(at(8, 9))
    assert [row["entity_id"] for row in report(rzp, 8)] == [held]
    assert rzp.ledger.balance("merchant") == 0


def test_a_hold_ends_by_itself_and_is_paid_out_on_the_working_day_after_it(build):
    rzp = build(at=at(5))
    held = paid(rzp, 100000, method="upi")
    rzp.payment.edit(held, {"on_hold": True, "on_hold_until": at(9, 15)})  # a Friday; the 10th is a second Saturday
    rzp.clock.move_to(at(9, 15))
    assert rzp.payment.fetch(held)["on_hold"] is False
    rzp.clock.move_to(at(12, 8))
    assert report(rzp) == []
    rzp.clock.move_to(at(12, 9))
    assert [row["settled_at"] for row in report(rzp)] == [at(12, 9)]


def test_a_hold_that_was_moved_or_ended_before_does_not_end_again(build):
    rzp = build(at=at(5))
    held = paid(rzp, 100000, method="upi")
    rzp.payment.edit(held, {"on_hold": True, "on_hold_until": at(6)})
    rzp.payment.edit(held, {"on_hold_until": at(14)})
    rzp.clock.move_to(at(13))
    assert (rzp.payment.fetch(held)["on_hold"], report(rzp)) == (True, [])
    rzp.clock.move_to(at(20))
    assert net(report(rzp, 15)) == 97640


def test_what_is_released_before_its_day_is_paid_out_on_its_day(build):
    rzp = build(at=at(5))
    waiting = paid(rzp, 100000, method="upi", capture=False)
    rzp.payment.edit(waiting, {"on_hold": True})  # before there is anything to hold
    rzp.payment.capture(waiting, 100000)
    rzp.payment.edit(waiting, {"on_hold": False})
    rzp.clock.move_to(at(6, 12))
    assert report(rzp) == []
    rzp.clock.move_to(at(7, 9))
    assert net(report(rzp)) == 97640


def test_what_was_paid_out_can_not_be_held_any_more(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    rzp.clock.move_to(at(8))
    rzp.payment.edit(payment, {"on_hold": True})
    rzp.payment.edit(payment, {"on_hold": False})
    rzp.clock.move_to(at(20))
    assert len(report(rzp)) == rzp.settlement.all()["count"] == 1


# ---------------------------------------------------------------------- on demand


def ask(rzp, amount=None, **more):
    return rzp.settlement.create_ondemand_settlement({**({"amount": amount} if amount else {}), **more})


def test_a_settlement_on_demand_reaches_the_bank_in_seconds_for_a_fee(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 1000000, method="upi")
    asked = ask(rzp, 200000, description="Need this to make vendor payments.", notes={"a": "b"})
    payout = asked["ondemand_payouts"]["items"][0]
    assert asked == {
        "id": asked["id"],
        "entity": "settlement.ondemand",
        "amount_requested": 200000,
        "amount_settled": 0,
        "amount_pending": 199410,
        "amount_reversed": 0,
        "fees": 590,
        "tax": 90,
        "currency": "INR",
        "settle_full_balance": False,
        "status": "initiated",
        "description": "Need this to make vendor payments.",
        "notes": {"a": "b"},
        "created_at": at(5),
        "ondemand_payouts": {
            "entity": "collection",
            "count": 1,
            "items": [
                {
                    "id": payout["id"],
                    "entity": "settlement.ondemand_payout",
                    "initiated_at": None,
                    "processed_at": None,
                    "reversed_at": None,
                    "amount": 200000,
                    "amount_settled": None,
                    "fees": 590,
                    "tax": 90,
                    "utr": None,
                    "status": "created",
                    "created_at": at(5),
                }
            ],
        },
    }
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("payouts")) == (776400, 199410)
    rzp.clock.advance(seconds=12)
    done = rzp.settlement.fetch_ondemand_settlement_id(asked["id"], {"expand[]": "ondemand_payouts"})
    assert (done["status"], done["amount_settled"], done["amount_pending"]) == ("processed", 199410, 0)
    after = done["ondemand_payouts"]["items"][0]
    assert (after["initiated_at"], after["processed_at"]) == (at(5) + 1, at(5) + 12)
    assert (after["status"], after["amount_settled"], len(after["utr"])) == ("processed", 199410, 12)
    assert (rzp.ledger.balance("payouts"), rzp.ledger.balance("bank")) == (0, 199410)
    assert "ondemand_payouts" not in rzp.settlement.fetch_ondemand_settlement_id(asked["id"])
    rzp.clock.move_to(at(7, 9))
    rows = report(rzp)
    assert [(row["entity_id"][:4], row["type"], row["debit"], row["fee"], row["tax"]) for row in rows] == [
        ("pay_", "payment", 0, 23600, 3600),
        ("adj_", "adjustment", 200000, 590, 90),
    ]
    assert (rows[0]["entity_id"], rows[1]["amount"], "credit_type" in rows[1]) == (payment, 199410, False)
    assert net(rows) == 776400


def test_gst_is_two_halves_each_rounded_as_in_the_second_sample(build):
    rzp = build(at=at(5))
    paid(rzp, 1000000, method="upi")
    asked = ask(rzp, 300000)
    assert (asked["fees"], asked["tax"], asked["amount_pending"]) == (886, 136, 299114)
    free = build(at=at(5), account={"instant_settlement_percent": 0})
    paid(free, 1000000, method="upi")
    assert ask(free, 300000)["amount_pending"] == 300000


def test_the_full_balance_is_settled_whatever_amount_is_said(build):
    rzp = build(at=at(5))
    paid(rzp, 100000, method="upi")
    asked = ask(rzp, 5, settle_full_balance=True)
    assert (asked["amount_requested"], asked["settle_full_balance"]) == (97640, True)
    assert rzp.ledger.balance("merchant") == 0
    rzp.clock.move_to(at(20))
    assert rzp.settlement.all()["count"] == 0
    assert rzp.ledger.balance("bank") == asked["amount_pending"]


def test_five_lakh_go_in_one_payout_more_in_several_and_part_by_part(build):
    rzp = build(at=at(5))
    paid(rzp, 3 * 10**8, method="netbanking")
    asked = ask(rzp, 12 * 10**7)
    assert [one["amount"] for one in asked["ondemand_payouts"]["items"]] == [5 * 10**7, 5 * 10**7, 2 * 10**7]
    statuses = []
    for seconds in (12, 1, 1):
        rzp.clock.advance(seconds=seconds)
        shown = rzp.settlement.fetch_ondemand_settlement_id(asked["id"])
        statuses.append((shown["status"], shown["amount_pending"] == 0))
    assert statuses == [("partially_processed", False), ("partially_processed", False), ("processed", True)]


@pytest.mark.parametrize("when", [0, 5])
def test_a_reversed_settlement_is_in_the_balance_again_fee_and_all(build, when):
    rzp = build(at=at(5), delays={"instant_settlement": None})
    paid(rzp, 100000, method="upi")
    asked = ask(rzp, 50000)
    rzp.clock.advance(seconds=when)
    back = rzp.bank.reverse_ondemand(asked["id"])
    assert (back["status"], back["amount_reversed"], back["fees"], back["tax"]) == ("reversed", 50000, 0, 0)
    assert (back["amount_settled"], back["amount_pending"]) == (0, 0)
    assert back["ondemand_payouts"]["items"][0]["reversed_at"] == rzp.clock.now()
    assert rzp.ledger.balance("merchant") == 97640
    with pytest.raises(ValueError, match=f"{asked['id']} is reversed: it is too late to process it"):
        rzp.bank.process_ondemand(asked["id"])
    rzp.clock.move_to(at(7, 9))
    assert net(report(rzp)) == 97640
    assert len(report(rzp)) == 3


def test_a_part_that_is_reversed_leaves_it_partially_processed(build):
    rzp = build(at=at(5), delays={"instant_settlement": None})
    paid(rzp, 3 * 10**8, method="netbanking")
    asked = ask(rzp, 10**8)
    first, second = (one["id"] for one in asked["ondemand_payouts"]["items"])
    assert rzp.bank.reverse_ondemand(first)["status"] == "initiated"
    done = rzp.bank.process_ondemand(second)
    assert (done["status"], done["amount_pending"], done["amount_reversed"]) == ("partially_processed", 0, 5 * 10**7)
    assert done["amount_settled"] + done["amount_reversed"] + done["fees"] == 10**8
    with pytest.raises(LookupError, match="there is no settlement on demand 'setl_x'"):
        rzp.bank.process_ondemand("setl_x")


def test_settlements_on_demand_are_listed(build):
    rzp = build(at=at(5))
    paid(rzp, 100000, method="upi")
    asked = [ask(rzp, 1000 + n) for n in range(3)]
    listed = rzp.settlement.fetch_all_ondemand_settlement({"count": 2})
    assert [one["id"] for one in listed["items"]] == [asked[2]["id"], asked[1]["id"]]
    expanded = rzp.settlements.fetchAllOndemandSettlement({"expand[]": "ondemand_payouts"})
    assert expanded["items"] == asked[::-1]


# ---------------------------------------------------------------------- whatever happens


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(100, 300000)),
        st.tuples(st.just("refund"), st.integers(1, 4)),
        st.tuples(st.just("fail"), st.integers(0, 3)),
        st.tuples(st.just("hold"), st.booleans()),
        st.tuples(st.just("ask"), st.integers(100, 100000)),
        st.tuples(st.just("wait"), st.integers(0, 4 * DAY)),
        st.tuples(st.just("settle"), st.none()),
    ),
    max_size=25,
)


@given(deeds)
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_the_rows_of_each_settlement_come_to_its_amount_and_none_is_in_two(deeds):
    rzp = FakeRazorpay(seed=3, at=at(5), delays={"normal_refund": 400 * DAY})
    payments, refunds = [], []
    for what, number in deeds:
        if what == "pay":
            payments.append(rzp.checkout.pay(order_of(rzp, number), method="upi")["razorpay_payment_id"])
        elif what == "refund" and payments:
            payment = rzp.payment.fetch(payments[number % len(payments)])
            left = payment["amount"] - payment["amount_refunded"]
            if left >= 100:
                refunds.append(rzp.payment.refund(payment["id"], {"amount": max(100, left // number)})["id"])
        elif what == "fail" and refunds:
            rzp.bank.fail_refund(refunds.pop(number % len(refunds)))
        elif what == "hold" and payments:
            rzp.payment.edit(payments[-1], {"on_hold": number})
        elif what == "ask":
            rzp.request("POST", "/v1/settlements/ondemand", json={"amount": number})  # refused if there is less
        elif what == "wait":
            rzp.clock.advance(seconds=number)
        elif what == "settle":
            rzp.bank.settle()
    for payment in payments:
        rzp.payment.edit(payment, {"on_hold": False})
    rzp.clock.advance(days=15)
    rzp.ledger.check()
    rows = [row for month in (1, 2, 3, 4) for row in report(rzp, month=month)]
    for settlement in rzp.settlement.all({"count": 100})["items"]:
        assert net(row for row in rows if row["settlement_id"] == settlement["id"]) == settlement["amount"] > 0
    assert len({(row["entity_id"], row["credit"] > 0) for row in rows}) == len(rows)
    assert rzp.ledger.balance("merchant") <= 0
