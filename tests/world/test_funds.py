"""What refunds are paid from: the available balance, the reserve balance below it, refund credits."""

from __future__ import annotations

import json

import pytest

from fakerzp import BadRequestError, FakeRazorpay
from tests.flows.steps import DAY, order_of, paid, refused, statuses, visible

NO_BALANCE = "Your account does not have enough balance to carry out the refund operation."
NO_CREDITS = "Your account does not have enough credits to carry out the refund operation."
TOO_MUCH = "The refund amount provided is greater than amount captured."
LIMITED = {"limit_negative_balance": True}
HALF = {"fee_percent": {"*": 0.5}}  # 500 paise of 100000, as in the example of the page
CREDITS = {"refund_source": "credits"}
SUB_MERCHANT = "acc_KBrJAIEqre5ucn"
AS_SUB = {"X-Razorpay-Account": SUB_MERCHANT}
POOLS = ("merchant", "reserves", "credits", "refunds", "bank")
WAYS = pytest.mark.parametrize(("call", "pool"), [("reserve", "reserves"), ("refund_credits", "credits")])
SPEEDS = pytest.mark.parametrize("speed", ["normal", "optimum"])


def held(rzp, account=None, currency="INR"):
    """What is in each account of the books that refunds and deposits touch, but for the empty ones."""
    found = {name: rzp.ledger.balance(name, currency, account) for name in POOLS}
    return {name: amount for name, amount in found.items() if amount}


def no_balance(call):
    """Demand the refusal of a refund that the balance does not cover, down to its envelope."""
    error = refused(call, NO_BALANCE)
    assert str(error) == NO_BALANCE
    assert (error.source, error.step, error.reason, error.metadata, error.field) == ("NA", "NA", "NA", {}, None)


# ---------------------------------------------------------------------- the example of the page


@SPEEDS
def test_without_a_reserve_the_refund_of_a_whole_payment_fails(build, speed):
    rzp = build(account={**LIMITED, **HALF})
    payment = paid(rzp)
    assert held(rzp) == {"merchant": 99500}
    before = visible(rzp)
    no_balance(lambda: rzp.payments.refund(payment, {"speed": speed}))
    assert visible(rzp) == before
    assert rzp.payments.fetch(payment)["status"] == "captured"


@SPEEDS
def test_with_a_reserve_the_balance_goes_below_nothing_and_the_reserve_stays(build, speed):
    rzp = build(account={**LIMITED, **HALF})
    payment = paid(rzp)
    assert rzp.bank.reserve(100000) == 100000
    assert held(rzp) == {"merchant": 99500, "reserves": 100000, "bank": -100000}
    refund = rzp.payments.refund(payment, {"speed": speed})
    assert (refund["amount"], refund["status"]) == (100000, "processed")
    assert held(rzp) == {"merchant": -500, "reserves": 100000, "bank": -100000}


def test_the_reserve_is_the_limit_to_the_paisa(build):
    rzp = build(account=LIMITED)
    payment = paid(rzp, 300000)
    rzp.bank.settle()
    rzp.bank.reserve(50000)
    no_balance(lambda: rzp.payments.refund(payment, {"amount": 50001}))
    rzp.payments.refund(payment, {"amount": 49900})
    no_balance(lambda: rzp.payments.refund(payment, {"amount": 101}))
    rzp.payments.refund(payment, {"amount": 100})
    no_balance(lambda: rzp.payments.refund(payment, {"amount": 100}))
    assert rzp.ledger.balance("merchant") == -50000
    rzp.bank.reserve(100)
    rzp.payments.refund(payment, {"amount": 100})
    assert rzp.ledger.balance("merchant") == -rzp.ledger.balance("reserves") == -50100


# ---------------------------------------------------------------------- the limit


def test_nothing_limits_the_balance_of_who_does_not_ask_for_it(rzp):
    payments = [paid(rzp) for _ in range(3)]
    rzp.bank.settle()
    for payment in payments:
        rzp.payments.refund(payment)
    assert rzp.ledger.balance("merchant") == -300000


def test_more_than_was_captured_is_refused_before_the_balance_is_looked_at(build):
    rzp = build(account=LIMITED)
    payment = paid(rzp)
    refused(lambda: rzp.payments.refund(payment, {"amount": 100001}), TOO_MUCH)
    refused(lambda: rzp.payments.refund(payment, {"amount": 99}), "The amount must be at least INR 1.00.")


def test_part_of_a_payment_is_refunded_without_a_reserve(build):
    rzp = build(account=LIMITED)
    payment = paid(rzp)
    rzp.payments.refund(payment, {"amount": 98000})
    assert held(rzp) == {}
    no_balance(lambda: rzp.payments.refund(payment))


def test_a_settlement_takes_away_what_a_refund_could_be_paid_from(build):
    rzp = build(account=LIMITED)
    payment = paid(rzp)
    rzp.clock.advance(days=2)
    assert held(rzp) == {"bank": 98000}
    no_balance(lambda: rzp.payments.refund(payment, {"amount": 100}))
    paid(rzp)  # further payments make up for it
    rzp.payments.refund(payment, {"amount": 98000})
    rzp.clock.advance(days=14)
    assert held(rzp) == {"bank": 98000}


def test_other_payments_lend_what_a_payment_did_not_bring(build):
    rzp = build(account=LIMITED)
    first, second = paid(rzp), paid(rzp)
    rzp.payments.refund(first)
    assert held(rzp) == {"merchant": 96000}
    no_balance(lambda: rzp.payments.refund(second))


def test_what_is_not_processed_yet_is_gone_all_the_same_and_back_when_it_fails(build):
    rzp = build(account=LIMITED, delays={"normal_refund": DAY})
    first, second = paid(rzp), paid(rzp)
    waiting = rzp.payments.refund(first)["id"]
    no_balance(lambda: rzp.payments.refund(second, {"amount": 96001}))
    rzp.bank.fail_refund(waiting)
    rzp.payments.refund(second)
    assert held(rzp) == {"merchant": 96000, "refunds": 100000}


def test_what_was_never_captured_goes_back_whatever_the_balance(build):
    rzp = build(account=LIMITED)
    payment = paid(rzp, capture=False)
    rzp.clock.advance(days=6)
    assert rzp.payments.fetch(payment)["status"] == "refunded"
    assert held(rzp) == {}


def test_a_negative_balance_is_paid_off_before_the_bank_gets_anything(build):
    rzp = build(account=LIMITED)
    rzp.bank.reserve(100000)
    rzp.payments.refund(paid(rzp))
    paid(rzp, 50000)
    rzp.clock.advance(days=14)
    assert held(rzp) == {"reserves": 100000, "bank": 47000 - 100000}


def test_each_currency_has_its_own(build):
    rzp = build(account=LIMITED)
    order = rzp.orders.create({"amount": 1000, "currency": "USD"})["id"]
    dollars = rzp.checkout.pay(order)["razorpay_payment_id"]
    rzp.bank.reserve(100000)
    no_balance(lambda: rzp.payments.refund(dollars))
    assert rzp.bank.reserve(20, "USD") == 20
    rzp.payments.refund(dollars)
    assert held(rzp, currency="USD") == {"merchant": -20, "reserves": 20, "bank": -20}
    assert held(rzp) == {"reserves": 100000, "bank": -100000}


def test_each_sub_merchant_has_their_own(build):
    rzp = build(account=LIMITED)
    order = rzp.request("POST", "/v1/orders", {"amount": 100000, "currency": "INR"}, headers=AS_SUB).body["id"]
    payment = rzp.checkout.pay(order)["razorpay_payment_id"]
    rzp.bank.reserve(100000)

    def refund():
        return rzp.request("POST", f"/v1/payments/{payment}/refund", {}, headers=AS_SUB)

    assert refund().body["error"]["description"] == NO_BALANCE
    assert rzp.bank.reserve(2000, account=SUB_MERCHANT) == 2000
    assert refund().status == 200
    assert held(rzp, SUB_MERCHANT) == {"merchant": -2000, "reserves": 2000, "bank": -2000}


def test_a_refused_refund_leaves_its_idempotency_key_free(build):
    rzp = build(account=LIMITED)
    payment, key = paid(rzp), {"X-Refund-Idempotency": "refund-of-book-1"}
    for _ in range(2):
        no_balance(lambda: rzp.payment.refund(payment, headers=key))
    rzp.bank.reserve(2000)
    first = rzp.payment.refund(payment, headers=key)
    assert rzp.payment.refund(payment, headers=key) == first
    assert rzp.ledger.balance("merchant") == -2000


def test_through_the_official_client_it_is_a_bad_request(build):
    razorpay = pytest.importorskip("razorpay")
    rzp = build(account=LIMITED)
    payment = paid(rzp)
    with pytest.raises(razorpay.errors.BadRequestError, match=NO_BALANCE):
        rzp.client().payment.refund(payment, {"amount": 100000})


# ---------------------------------------------------------------------- refund credits


@SPEEDS
def test_refunds_are_paid_from_credits_and_from_nothing_else(build, speed):
    rzp = build(account=CREDITS)
    payment = paid(rzp)
    before = visible(rzp)
    error = refused(lambda: rzp.payments.refund(payment, {"amount": 100, "speed": speed}), NO_CREDITS)
    assert (error.source, error.step, error.reason) == ("NA", "NA", "NA")
    assert visible(rzp) == before
    assert rzp.bank.refund_credits(30000) == 30000
    rzp.payments.refund(payment, {"amount": 30000, "speed": speed})
    assert held(rzp) == {"merchant": 98000, "bank": -30000}
    refused(lambda: rzp.payments.refund(payment, {"amount": 100}), NO_CREDITS)


def test_reserves_do_not_stand_in_for_credits(build):
    rzp = build(account={**CREDITS, **LIMITED})
    payment = paid(rzp)
    rzp.bank.reserve(100000)
    refused(lambda: rzp.payments.refund(payment), NO_CREDITS)
    rzp.bank.refund_credits(100000)
    rzp.payments.refund(payment)
    assert held(rzp) == {"merchant": 98000, "reserves": 100000, "bank": -200000}


def test_a_settlement_pays_out_what_credits_have_spared(build):
    rzp = build(account=CREDITS)
    rzp.bank.refund_credits(100000)
    rzp.payments.refund(paid(rzp))
    rzp.clock.advance(days=2)
    assert held(rzp) == {"bank": 98000 - 100000}


def test_a_refund_that_fails_gives_the_credits_back(build):
    rzp = build(account=CREDITS, delays={"normal_refund": DAY})
    payment = paid(rzp)
    rzp.bank.refund_credits(100000)
    refund = rzp.payments.refund(payment)["id"]
    assert held(rzp) == {"merchant": 98000, "refunds": 100000, "bank": -100000}
    rzp.bank.fail_refund(refund)
    assert held(rzp) == {"merchant": 98000, "credits": 100000, "bank": -100000}
    rzp.clock.advance(days=14)
    assert held(rzp) == {"credits": 100000, "bank": 98000 - 100000}


def test_credits_are_of_no_use_to_an_account_that_refunds_from_its_balance(build):
    rzp = build(account=LIMITED)
    payment = paid(rzp)
    rzp.bank.refund_credits(100000)
    no_balance(lambda: rzp.payments.refund(payment))
    assert rzp.bank.refund_credits(-100000) == 0


def test_what_was_never_captured_costs_no_credits(build):
    rzp = build(account=CREDITS)
    payment = paid(rzp, capture=False)
    rzp.clock.advance(days=6)
    assert rzp.payments.fetch(payment)["status"] == "refunded"
    assert held(rzp) == {}


# ---------------------------------------------------------------------- deposits


@WAYS
def test_a_deposit_comes_from_the_bank_account_and_goes_back_there(rzp, call, pool):
    move = getattr(rzp.bank, call)
    assert [move(100000), move(50000), move(-30000)] == [100000, 150000, 120000]
    assert held(rzp) == {pool: 120000, "bank": -120000}
    posted = [(one.at, one.why, one.currency, one.entries) for one in rzp.ledger.journal]
    assert posted == [
        (rzp.clock.now(), "create", "INR", (("bank", -amount), (pool, amount))) for amount in (100000, 50000, -30000)
    ]
    assert move(-120000) == 0
    assert held(rzp) == {}
    assert rzp.events == []


@WAYS
def test_no_more_goes_back_than_is_there(rzp, call, pool):
    move = getattr(rzp.bank, call)
    move(1000)
    with pytest.raises(ValueError, match=f"^1001 of the {pool} can't be taken back: 1000 are there and not needed$"):
        move(-1001)
    assert held(rzp) == {pool: 1000, "bank": -1000}
    assert len(rzp.ledger.journal) == 1


def test_a_reserve_stays_as_long_as_it_is_needed(build):
    rzp = build(account=LIMITED)
    rzp.bank.reserve(100000)
    rzp.payments.refund(paid(rzp))
    with pytest.raises(ValueError, match="98000 are there and not needed"):
        rzp.bank.reserve(-98001)
    assert rzp.bank.reserve(-98000) == 2000
    paid(rzp, 1000)  # which brings 980
    assert rzp.bank.reserve(-980) == 1020
    with pytest.raises(ValueError, match="0 are there and not needed"):
        rzp.bank.reserve(-1)


def test_where_nothing_limits_the_balance_no_reserve_is_needed(rzp):
    rzp.bank.reserve(100000)
    rzp.payments.refund(paid(rzp))
    assert rzp.bank.reserve(-100000) == 0
    assert held(rzp) == {"merchant": -2000}


@WAYS
@pytest.mark.parametrize(
    ("args", "account", "error", "text"),
    [
        ((0,), None, ValueError, "smallest unit"),
        ((1.5,), None, TypeError, "whole number in the smallest unit, not float"),
        ((True,), None, TypeError, "not bool"),
        (("100",), None, TypeError, "not str"),
        ((100, "inr"), None, ValueError, "there is no currency 'inr'"),
        ((100,), "acc_00000000000000", LookupError, "no books of 'acc_00000000000000'"),
    ],
)
def test_what_is_no_deposit_says_so_and_moves_nothing(rzp, call, pool, args, account, error, text):
    before = rzp.ledger.mark()
    with pytest.raises(error, match=text):
        getattr(rzp.bank, call)(*args, account=account)
    assert rzp.ledger.mark() == before
    assert rzp.ledger.balance(pool) == 0


def test_deposits_are_part_of_snapshots_forks_and_what_they_differ_by(build):
    rzp = build(account=LIMITED)
    payment, before = paid(rzp), rzp.snapshot()
    with rzp.fork() as other:
        assert other.bank.reserve(2000) == 2000
        other.payments.refund(payment)
    assert held(rzp) == {"merchant": 98000}
    rzp.bank.reserve(1000)
    ((entity_id, change),) = rzp.diff(before).items()
    assert change.before is None
    assert change.after == {
        "id": entity_id,
        "entity": "deposit",
        "amount": 1000,
        "currency": "INR",
        "into": "reserves",
        "status": "processed",
        "created_at": rzp.clock.now(),
    }
    assert statuses(rzp, entity_id) == ["processed"]
    rzp.restore(before)
    assert held(rzp) == {"merchant": 98000}
    rzp.bank.reserve(1000)
    assert rzp.diff(before)[entity_id] == change  # to the byte


def test_a_deposit_is_one_step_at_the_instant_of_the_clock(rzp):
    rzp.checkout.pay(order_of(rzp))
    rzp.clock.advance(days=1)
    rzp.bank.reserve(1000)
    assert rzp.ledger.journal[-1].at == rzp.clock.now()
    assert rzp.ledger.journal[-1].entity_id.startswith("dep_")


def test_the_story_says_who_put_what_where(build):
    rzp = build(account=LIMITED)
    rzp.bank.reserve(2000)
    rzp.bank.refund_credits(500)
    rzp.bank.reserve(-1000)
    ids = [one.entity_id for one in rzp.ledger.journal]
    assert str(rzp.story()).splitlines() == [
        "2026-01-05 15:30:00 IST",
        "  Merchant  puts ₹20.00 into reserves",
        f"            {ids[0]}  processed  ₹20.00",
        "            money  ₹20.00 bank -> reserves",
        "  Merchant  puts ₹5.00 into credits",
        f"            {ids[1]}  processed  ₹5.00",
        "            money  ₹5.00 bank -> credits",
        "  Merchant  takes ₹10.00 out of reserves",
        f"            {ids[2]}  processed  -₹10.00",
        "            money  ₹10.00 reserves -> bank",
        "",
        "0 calls, 3 entities, 0 transitions, 0 events, 0 messages",
    ]
    assert [act["actor"] for act in json.loads(rzp.story().json())["acts"]] == ["merchant"] * 3
    arrows = [line.strip() for line in rzp.story().mermaid().splitlines() if "->>" in line]
    assert arrows == [
        "Merchant->>Razorpay: puts ₹20.00 into reserves",
        "Merchant->>Razorpay: puts ₹5.00 into credits",
        "Merchant->>Razorpay: takes ₹10.00 out of reserves",
    ]


# ---------------------------------------------------------------------- settings


def test_a_source_of_refunds_that_razorpay_does_not_have_is_refused():
    with pytest.raises(ValueError, match="refund_source='wallet': balance or credits"):
        FakeRazorpay(account={"refund_source": "wallet"})


def test_a_fake_that_never_heard_of_it_gives_the_same_bytes(build):
    """Without the settings and the calls, ids, journal and answers are what they are on any account."""
    off, seen = {"limit_negative_balance": False, "refund_source": "balance"}, []
    for rzp in (build(), build(account=off), build(account=LIMITED)):
        rzp.payments.refund(paid(rzp), {"amount": 5000})
        seen.append(visible(rzp))
    assert seen[0] == seen[1] == seen[2]


def test_refusals_are_told_in_the_story_with_their_page(build):
    on_a_page, on_none = "page api/refunds/create-instant.md", "no page has this text: inferred"
    for settings, last in ((LIMITED, on_a_page), (CREDITS, on_none)):
        rzp = build(account=settings)
        payment = paid(rzp)
        with pytest.raises(BadRequestError):
            rzp.payments.refund(payment)
        assert str(rzp.story()).splitlines()[-1].strip() == last
