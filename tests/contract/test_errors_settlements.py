"""What fetching settlements, their report and settling on demand refuse."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay
from tests.contract.refusals import AT, UNKNOWN, Case, Keys, documented, invalid, not_applicable, refused, wrong_keys

SETTLEMENTS = "/v1/settlements"
RECON = f"{SETTLEMENTS}/recon/combined"
ONDEMAND = f"{SETTLEMENTS}/ondemand"
DAY = {"year": "2026", "month": "1", "day": "7"}
SAID = "The API {key/secret} provided is invalid."
EPOCH = " must be between 946684800 and 4765046400."
DIGITS = "The day must be between 1 and 2 digits."
COUNT = "The count must be at least 1."

KEYS = [
    Keys("settlements.fetch-all", SAID, 401, "GET", SETTLEMENTS),
    Keys("settlements.fetch-with-id", SAID, 401, "GET", f"{SETTLEMENTS}/setl_{UNKNOWN}"),
    Keys("settlements.fetch-recon", SAID, 401, "GET", RECON, params=DAY),
    Keys("settlements.instant.create", SAID, 401, "POST", ONDEMAND, json={"amount": 1000}),
    Keys("settlements.instant.fetch-all", SAID, 401, "GET", ONDEMAND),
    Keys("settlements.instant.fetch-all-payout", SAID, 401, "GET", ONDEMAND),
    Keys("settlements.instant.fetch-with-id", SAID, 401, "GET", f"{ONDEMAND}/setlod_{UNKNOWN}"),
    Keys("settlements.instant.fetch-with-id-payout", SAID, 401, "GET", f"{ONDEMAND}/setlod_{UNKNOWN}"),
]
EXPANDED = {"expand[]": "ondemand_payouts"}


def get(record, path, text, answer, **params):
    return Case(record, text, "GET", path, answer, params=params or None)


DOCUMENTED = [
    get("settlements.fetch-all", SETTLEMENTS, f"from{EPOCH}", invalid("from"), **{"from": 1}),
    get("settlements.fetch-all", SETTLEMENTS, f"to{EPOCH}", invalid("to"), to=9999999999),
    get("settlements.fetch-all", SETTLEMENTS, COUNT, invalid("count"), count=0),
    get("settlements.fetch-with-id", f"{SETTLEMENTS}/setl_{UNKNOWN}", "The id provided does not exist.", invalid()),
    get("settlements.fetch-recon", RECON, "The year must be 4 digits.", invalid("year"), **{**DAY, "year": "22"}),
    get("settlements.fetch-recon", RECON, "The month is not a valid month.", invalid("month"), **{**DAY, "month": 13}),
    get("settlements.fetch-recon", RECON, DIGITS, invalid("day"), **{**DAY, "day": "107"}),
    get("settlements.fetch-recon", RECON, COUNT, invalid("count"), **{**DAY, "count": 0}),
    get(
        "settlements.instant.fetch-with-id",
        f"{ONDEMAND}/setlod_{UNKNOWN}",
        "The id provided does not exist",
        invalid(),
    ),
    get(
        "settlements.instant.fetch-with-id-payout",
        f"{ONDEMAND}/setlod_{UNKNOWN}",
        "The id provided does not exist",
        invalid(),
        **EXPANDED,
    ),
]
LEAST = "Minimum amount that can be settled is ₹ 1."
EXPAND = "Value of each expand must be one of following types: ondemand_payouts"
BALANCE = "The amount requested is greater than the balance that can be settled."


def ask(text, answer, **body):
    return Case("settlements.instant.create", text, "POST", ONDEMAND, answer, json={"notes": {}, **body})


OTHERS = [
    get("settlements.fetch-with-id", f"{SETTLEMENTS}/setl_1", "1 is not a valid id", invalid()),
    get("settlements.fetch-all", SETTLEMENTS, "status is/are not required and should not be sent", invalid(), status=1),
    get("settlements.fetch-recon", RECON, "The year field is required.", invalid("year"), month="1"),
    get("settlements.fetch-recon", RECON, "The month field is required.", invalid("month"), year="2026"),
    get("settlements.fetch-recon", RECON, "The month is not a valid month.", invalid("month"), **{**DAY, "month": "0"}),
    get("settlements.fetch-recon", RECON, DIGITS, invalid("day"), **{**DAY, "day": 32}),
    get("settlements.fetch-recon", RECON, "The year must be 4 digits.", invalid("year"), **{**DAY, "year": "MMXX"}),
    get(
        "settlements.fetch-recon",
        RECON,
        "The count may not be greater than 1000.",
        invalid("count"),
        **{**DAY, "count": 1001},
    ),
    get(
        "settlements.fetch-recon",
        RECON,
        "week is/are not required and should not be sent",
        invalid(),
        **{**DAY, "week": 1},
    ),
    ask(LEAST, not_applicable(), amount=99),
    ask(LEAST, not_applicable(), settle_full_balance=True),
    ask("The amount field is required.", invalid("amount")),
    ask("The amount must be an integer.", invalid("amount"), amount="much"),
    ask(BALANCE, not_applicable(), amount=100),
    ask("Maximum amount that can be settled is ₹ 5,00,00,000.", not_applicable(), amount=5 * 10**9 + 1),
    ask("reason is/are not required and should not be sent", invalid(), amount=100, reason="x"),
    ask("The settle_full_balance field must be true or false.", invalid("settle_full_balance"), settle_full_balance=7),
    get("settlements.instant.fetch-all", ONDEMAND, EXPAND, invalid("expand.0"), **{"expand[]": "payouts"}),
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", DOCUMENTED + OTHERS, ids=str)
def test_refused(rzp, case):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


def test_what_is_asked_for_is_what_is_there(build):
    """A paisa more than the balance is refused, also if part of the balance is on hold."""
    rzp = build(at=AT)
    first, second = (rzp.checkout.pay(amount=100000, method="upi", capture=True) for _ in range(2))
    rzp.payments.edit(first["razorpay_payment_id"], {"on_hold": True})
    before = rzp.ledger.balances()
    reply = rzp.request("POST", ONDEMAND, json={"amount": 97641})
    assert (reply.status, reply.body) == (400, not_applicable().body(BALANCE))
    assert dict(rzp.ledger.balances()) == dict(before)
    assert rzp.settlement.create_ondemand_settlement({"amount": 97640})["amount_requested"] == 97640
    assert second["razorpay_payment_id"] != first["razorpay_payment_id"]


def test_the_sample_of_the_least_amount_is_refused_as_it_shows(build):
    rzp: FakeRazorpay = build()
    assert rzp.request("POST", ONDEMAND, json={"amount": 0}).body == {
        "error": {
            "code": "BAD_REQUEST_ERROR",
            "description": LEAST,
            "source": "NA",
            "step": "NA",
            "reason": "NA",
            "metadata": {},
        }
    }
