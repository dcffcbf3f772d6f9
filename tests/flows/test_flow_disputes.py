"""Disputes from the bank's first word to its last: evidence, deadlines, and money to the paisa."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp import BadRequestError, FakeRazorpay
from tests.events.steps import names, shown
from tests.flows.steps import DAY, paid

INDIA = timezone(timedelta(hours=5, minutes=30))
SUB_MERCHANT = "acc_KBrJAIEqre5ucn"
PROOFS = (
    *("shipping_proof", "billing_proof", "cancellation_proof", "customer_communication", "proof_of_service"),
    *("explanation_letter", "refund_confirmation", "access_activity_log", "refund_cancellation_policy"),
    "term_and_conditions",
)


def at(day, hour=12, minute=0, month=1):
    """A moment of 2026 in India, in Unix seconds. The 5th of January is a Monday."""
    return int(datetime(2026, month, day, hour, minute, tzinfo=INDIA).timestamp())


def uploaded(rzp, **options):
    return rzp.document.create({"purpose": "dispute_evidence", "file": ("evidence.pdf", b"%PDF-1.4")}, **options)["id"]


def opened(rzp, amount=100000, **how):
    return rzp.bank.dispute(paid(rzp, amount, method="upi"), **how)["id"]


def contested(rzp, dispute, **more):
    return rzp.dispute.contest(dispute, {"billing_proof": [uploaded(rzp)], "action": "submit", **more})


def status(rzp, dispute):
    return rzp.dispute.fetch(dispute)["status"]


# ---------------------------------------------------------------------- the bank begins


def test_a_dispute_is_of_all_of_a_payment_and_leaves_a_week(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    dispute = rzp.bank.dispute(payment)
    assert dispute == {
        "id": dispute["id"],
        "entity": "dispute",
        "payment_id": payment,
        "amount": 100000,
        "currency": "INR",
        "amount_deducted": 0,
        "reason_code": "chargeback",
        "respond_by": at(12, 0),
        "status": "open",
        "phase": "chargeback",
        "created_at": at(5),
        "evidence": {
            "amount": 100000,
            "summary": None,
            **dict.fromkeys(PROOFS),
            "others": None,
            "submitted_at": None,
        },
    }
    assert dispute["id"].startswith("disp_")
    assert list(dispute)[-1] == "evidence"
    assert rzp.dispute.fetch(dispute["id"]) == rzp.disputes.fetch(dispute["id"]) == dispute
    assert names(rzp)[-1] == "payment.dispute.created"
    assert shown(rzp.events[-1], "dispute") == dispute
    assert shown(rzp.events[-1], "payment")["id"] == payment
    assert rzp.ledger.balance("merchant") == 97640


def test_the_week_is_of_indian_days(build):
    for moment, midnight in ((at(5, 0), at(12, 0)), (at(5, 23, 59), at(12, 0)), (at(6, 0), at(13, 0))):
        rzp = build(at=moment)
        assert rzp.dispute.fetch(opened(rzp))["respond_by"] == midnight


@pytest.mark.parametrize("phase", ["fraud", "retrieval", "chargeback", "pre_arbitration", "arbitration"])
def test_every_phase(build, phase):
    rzp = build(at=at(5))
    until = datetime(2026, 1, 9, 18, tzinfo=INDIA)
    dispute = rzp.bank.dispute(paid(rzp), 300, phase, respond_by=until, reason_code="13.1")
    assert (dispute["phase"], dispute["amount"], dispute["respond_by"]) == (phase, 300, at(9, 18))
    assert dispute["reason_code"] == "13.1"


def test_what_the_bank_can_not_dispute(build):
    rzp = build(at=at(5))
    payment = paid(rzp)
    waiting = paid(rzp, capture=False)
    before = (names(rzp), dict(rzp.ledger.balances()))
    for text, call in (
        ("phase='chargebacks': one of fraud, retrieval", lambda: rzp.bank.dispute(payment, phase="chargebacks")),
        ("amount=100001: a whole number, of 100000 at most", lambda: rzp.bank.dispute(payment, 100001)),
        ("amount=0", lambda: rzp.bank.dispute(payment, 0)),
        ("amount=1.5", lambda: rzp.bank.dispute(payment, 1.5)),
        ("is authorized: only what was captured can be disputed", lambda: rzp.bank.dispute(waiting)),
        ("is not ahead of", lambda: rzp.bank.dispute(payment, respond_by=at(5))),
        ("in phase='fraud' nothing", lambda: rzp.bank.dispute(payment, phase="fraud", deduct_at_onset=True)),
    ):
        with pytest.raises(ValueError, match=text):
            call()
    with pytest.raises(LookupError, match="there is no payment 'pay_x'"):
        rzp.bank.dispute("pay_x")
    with pytest.raises(LookupError, match="there is no dispute"):
        rzp.bank.win_dispute(payment)
    assert (names(rzp), dict(rzp.ledger.balances())) == before


def test_a_refunded_payment_can_be_disputed_all_the_same(build):
    """The pain that the pages on refunds are about: the money is gone twice until the dispute is won."""
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    rzp.payment.refund(payment)
    dispute = rzp.bank.dispute(payment)["id"]
    assert rzp.dispute.accept(dispute)["amount_deducted"] == 100000
    assert rzp.ledger.balance("merchant") == -2360 - 100000


# ---------------------------------------------------------------------- the merchant answers


def test_accepting_costs_the_amount(build):
    rzp = build(at=at(5))
    dispute = opened(rzp, amount=100000)
    accepted = rzp.dispute.accept(dispute)
    assert (accepted["status"], accepted["amount_deducted"]) == ("lost", 100000)
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("customer")) == (-2360, 0)
    assert names(rzp)[-1] == "payment.dispute.lost"
    steps = [(step.status, step.why) for step in rzp.history(dispute)]
    assert steps == [("open", "create"), ("lost", "accept")]


def test_a_suspicion_of_fraud_costs_nothing_by_itself(build):
    rzp = build(at=at(5))
    assert rzp.dispute.accept(opened(rzp, phase="fraud"))["amount_deducted"] == 0
    assert rzp.ledger.balance("merchant") == 97640


def test_a_draft_grows_until_it_is_handed_in_all_together(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    first, second, third = (uploaded(rzp) for _ in range(3))
    others = [{"type": "receipt_signed_by_customer", "document_ids": [second]}]
    body = {"amount": 50000, "summary": "goods delivered", "shipping_proof": [first], "others": others}
    draft = rzp.dispute.contest(dispute, {**body, "action": "draft"})
    assert draft["status"] == "open"
    rzp.clock.advance(hours=1)
    rzp.disputes.contest(dispute, {"billing_proof": [third, first], "action": ""})
    rzp.dispute.contest(dispute, {"cancellation_proof": [third], "summary": None})
    rzp.dispute.contest(dispute, {"cancellation_proof": []})
    rzp.clock.advance(hours=1)
    submitted = rzp.dispute.contest(dispute, {"action": "submit"})
    assert submitted["status"] == "under_review"
    assert submitted["evidence"] == {
        "amount": 50000,
        "summary": "goods delivered",
        **dict.fromkeys(PROOFS),
        "shipping_proof": [first],
        "billing_proof": [third, first],
        "others": others,
        "submitted_at": at(5, 14),
    }
    assert names(rzp)[-1] == "payment.dispute.under_review"
    assert shown(rzp.events[-1], "dispute") == submitted
    assert draft["evidence"]["billing_proof"] is None  # what a caller got is its own


def test_won_in_full_costs_nothing(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    contested(rzp, dispute)
    won = rzp.bank.win_dispute(dispute)
    assert (won["status"], won["amount_deducted"]) == ("won", 0)
    assert rzp.ledger.balance("merchant") == 97640
    assert names(rzp)[-1] == "payment.dispute.won"


def test_won_in_part_costs_what_was_not_contested(build):
    """The page's sample: of 10000 9000 were contested and won, 1000 are deducted."""
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    dispute = rzp.bank.dispute(payment, 10000)["id"]
    contested(rzp, dispute, amount=9000)
    assert rzp.bank.win_dispute(dispute)["amount_deducted"] == 1000
    assert rzp.ledger.balance("merchant") == 96640
    assert rzp.ledger.journal[-1].entries == (("merchant", -1000), ("customer", 1000))


def test_a_draft_of_less_concedes_nothing(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    rzp.dispute.contest(dispute, {"amount": 1})
    assert rzp.bank.win_dispute(dispute)["amount_deducted"] == 0


def test_evidence_that_does_not_do_comes_back(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    contested(rzp, dispute, summary="goods delivered")
    rzp.clock.move_to(at(10))
    back = rzp.bank.ask_for_evidence(dispute)
    assert (back["status"], back["evidence"]["submitted_at"], back["respond_by"]) == ("open", None, at(17, 0))
    event = rzp.events[-1]
    assert event["event"] == "payment.dispute.action_required"
    assert event["payload"]["dispute"]["evidence"] == back["evidence"]
    assert "evidence" not in shown(event, "dispute")
    rzp.clock.move_to(at(14))  # past the first deadline, and a day
    assert status(rzp, dispute) == "open"
    assert contested(rzp, dispute)["evidence"]["summary"] == "goods delivered"
    with pytest.raises(ValueError, match="is not ahead of"):
        rzp.bank.ask_for_evidence(dispute, respond_by=at(14))
    assert rzp.bank.ask_for_evidence(dispute, respond_by=at(15))["respond_by"] == at(15)
    rzp.clock.move_to(at(16))
    assert status(rzp, dispute) == "lost"


# ---------------------------------------------------------------------- nobody answers


def test_what_nobody_answers_is_lost_a_day_after_the_deadline(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    rzp.dispute.contest(dispute, {"billing_proof": [uploaded(rzp)]})  # a draft is not handed in by itself
    rzp.clock.move_to(at(13, 0) - 1)
    assert status(rzp, dispute) == "open"
    rzp.clock.move_to(at(13, 0))
    lost = rzp.dispute.fetch(dispute)
    assert (lost["status"], lost["amount_deducted"]) == ("lost", 100000)
    assert [(step.why, step.at) for step in rzp.history(dispute)][-1] == ("lose", at(13, 0))


@pytest.mark.parametrize(("delay", "lost"), [(0, True), (30 * DAY, False), (None, False)])
def test_how_long_that_takes_can_be_chosen(build, delay, lost):
    rzp = build(at=at(5), delays={"unanswered_dispute": delay})
    dispute = opened(rzp)
    rzp.clock.move_to(at(12, 0))
    assert (status(rzp, dispute) == "lost") is lost
    rzp.clock.advance(days=60)
    assert (status(rzp, dispute) == "open") is (delay is None)


def test_what_was_answered_waits_for_the_bank(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    contested(rzp, dispute)
    rzp.clock.advance(days=60)
    assert status(rzp, dispute) == "under_review"
    assert rzp.bank.lose_dispute(dispute)["status"] == "lost"
    for again in (rzp.bank.win_dispute, rzp.bank.lose_dispute, rzp.bank.ask_for_evidence):
        with pytest.raises(ValueError, match=f"{dispute} is lost: it is too late, or too early, to "):
            again(dispute)


# ---------------------------------------------------------------------- fraud


def test_a_suspicion_of_fraud_is_closed_when_the_merchant_refunds(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    fraud = rzp.bank.dispute(payment, 60000, "fraud")["id"]
    chargeback = rzp.bank.dispute(payment, 60000)["id"]
    rzp.payment.refund(payment, {"amount": 50000})
    assert status(rzp, fraud) == "open"
    rzp.payment.refund(payment, {"amount": 10000})
    assert (status(rzp, fraud), status(rzp, chargeback)) == ("closed", "open")
    assert "payment.dispute.closed" in names(rzp)
    assert rzp.dispute.fetch(fraud)["amount_deducted"] == 0
    assert rzp.ledger.balance("merchant") == 97640 - 60000


def test_the_bank_closes_suspicions_of_fraud_only(build):
    rzp = build(at=at(5))
    assert rzp.bank.close_dispute(opened(rzp, phase="fraud"))["status"] == "closed"
    with pytest.raises(ValueError, match="is in the phase chargeback: only suspicions of fraud are closed"):
        rzp.bank.close_dispute(opened(rzp))


# ---------------------------------------------------------------------- money at the onset


@pytest.mark.parametrize(
    ("end", "deducted", "entries"),
    [
        ("win", 0, (("disputes", -40000), ("merchant", 40000))),
        ("win in part", 10000, (("disputes", -40000), ("merchant", 30000), ("customer", 10000))),
        ("lose", 40000, (("disputes", -40000), ("customer", 40000))),
    ],
)
def test_what_is_deducted_at_the_onset_comes_back_if_it_is_won(build, end, deducted, entries):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    dispute = rzp.bank.dispute(payment, 40000, deduct_at_onset=True)
    assert dispute["amount_deducted"] == 40000
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("disputes")) == (57640, 40000)
    contested(rzp, dispute["id"], amount=30000 if end == "win in part" else 40000)
    ended = (rzp.bank.lose_dispute if end == "lose" else rzp.bank.win_dispute)(dispute["id"])
    assert ended["amount_deducted"] == deducted
    assert rzp.ledger.journal[-1].entries == entries
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("disputes")) == (97640 - deducted, 0)


# ---------------------------------------------------------------------- settlements


def test_a_dispute_that_is_lost_after_the_settlement_is_taken_off_the_next(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    rzp.clock.move_to(at(8))
    dispute = rzp.bank.dispute(payment)["id"]
    rzp.dispute.accept(dispute)
    assert rzp.ledger.balance("merchant") == -100000
    other = paid(rzp, 50000, method="upi")
    rzp.clock.move_to(at(14))
    assert rzp.settlement.all()["count"] == 1
    third = paid(rzp, 200000, method="upi")
    rzp.clock.move_to(at(30))
    rows = rzp.settlement.report({"year": 2026, "month": 1})["items"]
    adjustment = rows[1]
    assert (rows[0]["entity_id"], rows[0]["type"], adjustment["type"]) == (payment, "payment", "adjustment")
    assert adjustment["entity_id"].startswith("adj_")
    assert (adjustment["debit"], adjustment["dispute_id"], adjustment["payment_id"]) == (100000, dispute, payment)
    assert [row["entity_id"] for row in rows[2:]] == [other, third]
    assert [row["dispute_id"] for row in rows] == [dispute, dispute, None, None]
    last = rzp.settlement.all()["items"][0]
    assert last["amount"] == 48820 + 195280 - 100000 == sum(row["credit"] - row["debit"] for row in rows[1:])


def test_what_is_given_back_is_paid_out_on_the_next_working_day(build):
    rzp = build(at=at(5))
    payment = paid(rzp, 100000, method="upi")
    dispute = rzp.bank.dispute(payment, 30000, deduct_at_onset=True)["id"]
    rzp.clock.move_to(at(8))
    rzp.bank.win_dispute(dispute)
    rzp.clock.move_to(at(20))
    assert [(one["amount"], one["created_at"]) for one in rzp.settlement.all()["items"]] == [
        (30000, at(9, 9)),
        (67640, at(7, 9)),
    ]
    rows = rzp.settlement.report({"year": 2026, "month": 1, "day": 9})["items"]
    assert [(row["type"], row["credit"], row["dispute_id"]) for row in rows] == [("adjustment", 30000, dispute)]


# ---------------------------------------------------------------------- reading


def test_disputes_are_listed_newest_first(build):
    rzp = build(at=at(5))
    made = []
    for _ in range(12):
        made.append(opened(rzp))
        rzp.clock.advance(hours=1)
    assert [one["id"] for one in rzp.dispute.all()["items"]] == made[:1:-1]
    assert [one["id"] for one in rzp.disputes.all({"count": 2, "skip": 1})["items"]] == [made[10], made[9]]
    moment = rzp.dispute.fetch(made[3])["created_at"]
    assert [one["id"] for one in rzp.dispute.all({"from": moment, "to": moment})["items"]] == [made[3]]


def test_an_expanded_dispute_is_wrapped_as_its_pages_have_it(build):
    rzp = build(at=at(5))
    payment = rzp.checkout.pay(amount=100000, capture=True)["razorpay_payment_id"]
    dispute = rzp.bank.dispute(payment, reason_code="10.4", reason_description="Other Fraud")["id"]
    contested(rzp, dispute)
    got = rzp.dispute.fetch(dispute, {"expand[]": "transaction.settlement"})
    assert (got["status_code"], got["success"], list(got)) == (200, True, ["status_code", "success", "data"])
    data = got["data"]
    assert data["lifecycle"] == [
        {
            "change": {"new": {"status": "under_review"}, "old": {"status": "open"}},
            "user_id": None,
            "created_at": at(5),
            "merchant_id": rzp.account_id.removeprefix("acc_"),
        }
    ]
    assert data["reason"] == {
        "gateway_code": "10.4",
        "gateway_description": "Other Fraud",
        "code": "10.4",
        "description": "Other Fraud",
        "network": "Visa",
    }
    assert (data["transaction"], data["reason_description"]) == (None, "Other Fraud")
    assert "term_and_conditions" not in data["evidence"]
    assert data["evidence"]["terms_and_conditions"] is None
    with_payment = rzp.dispute.fetch(dispute, {"expand[]": "payment"})["data"]
    assert with_payment["payment"] == rzp.payment.fetch(payment)


def test_what_a_lost_dispute_took_is_its_transaction(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    rzp.dispute.accept(dispute)

    def transaction():
        return rzp.dispute.all({"expand[]": "transaction.settlement"})["items"][0]["transaction"]

    assert (transaction()["debit"], transaction()["settled"], transaction()["settlement"]) == (100000, False, None)
    paid(rzp, 500000, method="upi")
    rzp.clock.move_to(at(8))
    assert transaction()["settlement"] == rzp.settlement.all()["items"][0]


def test_disputes_of_a_sub_merchant_are_its_own(build):
    rzp = build(at=at(5))
    rzp.trigger("payment.dispute.lost", account=SUB_MERCHANT, amount=7000, method="upi")
    assert rzp.dispute.all()["count"] == 0
    headers = {"X-Razorpay-Account": SUB_MERCHANT}
    assert rzp.dispute.all(headers=headers)["items"][0]["amount_deducted"] == 7000
    assert rzp.ledger.balance("merchant", account=SUB_MERCHANT) == 6835 - 7000
    assert rzp.ledger.balance("merchant") == 0


def test_a_snapshot_holds_the_deadline(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    snapshot = rzp.snapshot()
    rzp.dispute.accept(dispute)
    assert rzp.diff(snapshot)[dispute].fields["status"] == ("open", "lost")
    rzp.restore(snapshot)
    with rzp.fork() as other:
        other.clock.advance(days=20)
        assert status(other, dispute) == "lost"
    assert status(rzp, dispute) == "open"


def test_the_story_says_who_did_what(build):
    rzp = build(at=at(5))
    dispute = opened(rzp)
    contested(rzp, dispute)
    rzp.clock.advance(hours=1)
    rzp.bank.win_dispute(dispute)
    assert [line.strip() for line in str(rzp.story(dispute)).splitlines() if dispute in line] == [
        f"Bank      creates {dispute}",
        f"{dispute}  open  ₹1,000.00",
        f"Merchant  PATCH /v1/disputes/{dispute}/contest  200",
        f"{dispute}  open -> under_review",
        f"Bank      decides for the merchant: {dispute}",
        f"{dispute}  under_review -> won",
    ]


# ---------------------------------------------------------------------- whatever happens


ENDS = ("win_dispute", "lose_dispute", "close_dispute", "ask_for_evidence")
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(100, 300000)),
        st.tuples(st.just("dispute"), st.integers(1, 4), st.booleans(), st.sampled_from(["fraud", "chargeback"])),
        st.tuples(st.just("contest"), st.integers(0, 9), st.integers(0, 4), st.booleans()),
        st.tuples(st.just("accept"), st.integers(0, 9)),
        st.tuples(st.just("decide"), st.integers(0, 9), st.sampled_from(ENDS)),
        st.tuples(st.just("refund"), st.integers(0, 9)),
        st.tuples(st.just("wait"), st.integers(0, 9 * DAY)),
    ),
    max_size=20,
)


def done(rzp, payments, disputes, document, what, number, *how):
    """One deed; ValueError and the API's refusals where it is too late, or too early, for it."""
    if what == "pay":
        payments.append(paid(rzp, number, method="upi"))
    elif what == "wait":
        rzp.clock.advance(seconds=number)
    elif what == "dispute" and payments:
        amount = max(1, rzp.payment.fetch(payments[-1])["amount"] // number)
        onset = how[0] and how[1] != "fraud"
        disputes.append(rzp.bank.dispute(payments[-1], amount, how[1], deduct_at_onset=onset)["id"])
    elif what == "refund" and payments:
        rzp.payment.refund(payments[number % len(payments)])
    elif disputes:
        dispute = disputes[number % len(disputes)]
        if what == "contest":
            amount = rzp.dispute.fetch(dispute)["amount"] * how[0] // 4
            body = {"amount": amount, "billing_proof": [document], "action": "submit" if how[1] else "draft"}
            rzp.dispute.contest(dispute, body)
        elif what == "accept":
            rzp.dispute.accept(dispute)
        elif what == "decide":
            getattr(rzp.bank, how[0])(dispute)


@given(deeds)
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_what_disputes_cost_is_what_the_customers_got(deeds):
    rzp = FakeRazorpay(seed=3, at=at(5))
    payments, disputes, document = [], [], uploaded(rzp)
    for deed in deeds:
        with contextlib.suppress(BadRequestError, ValueError):
            done(rzp, payments, disputes, document, *deed)
    rzp.clock.advance(days=30)
    rzp.ledger.check()
    found = rzp.dispute.all({"count": 100})["items"]
    lost = sum(one["amount_deducted"] for one in found if one["status"] != "open")
    moved = [posting for posting in rzp.ledger.journal if posting.entity_id.startswith("disp_")]
    assert lost == sum(dict(posting.entries).get("customer", 0) for posting in moved)
    held = sum(one["amount_deducted"] for one in found if one["status"] in ("open", "under_review"))
    assert rzp.ledger.balance("disputes") == held
    for one in found:
        assert one["status"] != "open"
        assert one["amount_deducted"] <= one["amount"]
