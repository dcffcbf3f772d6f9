"""What fetching, accepting and contesting disputes refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contract.refusals import AT, UNKNOWN, Keys, invalid, wrong_keys

DISPUTES = "/v1/disputes"
EXIST = "The id provided does not exist."
EXTRA = "invalid_proof_type is/are not required and should not be sent."
EXPAND = "Value of each expand must be one of following types: payment, transaction.settlement"
LATE = "Action not allowed as deadline to respond has elapsed."
FILE = "Invalid file id provided or merchant is unauthorized to access the fileId(s) provided"
TOO_MUCH = "contest amount cannot be greater than dispute amount."
ACTION = "The selected action is invalid."
SUB_MERCHANT = "acc_KBrJAIEqre5ucn"


KEYS = [
    Keys("disputes.fetch-all", "The api key provided is invalid", 401, "GET", DISPUTES),
    Keys("disputes.fetch", "The api key provided is invalid", 401, "GET", f"{DISPUTES}/disp_{UNKNOWN}"),
]
FETCHES = ("disputes.fetch", "disputes.fetch-dispute-expanded-payment", "disputes.fetch-dispute-expanded-transaction")
CALLS = [("GET", ""), ("POST", "/accept"), ("PATCH", "/contest")]
ANSWERS = {"disputes.accept": CALLS[1], "disputes.contest": CALLS[2]}
STATUSES = ("lost", "won", "closed", "under_review")


@pytest.fixture
def rzp(build):
    return build(at=AT)


def opened(rzp, amount=10000, **how):
    payment = rzp.checkout.pay(amount=amount, capture=True)["razorpay_payment_id"]
    return rzp.bank.dispute(payment, **how)["id"]


def uploaded(rzp, **options):
    file = {"purpose": "dispute_evidence", "file": ("evidence.pdf", b"%PDF-1.4")}
    return rzp.document.create(file, **options)["id"]


def contested(rzp, dispute=None, **more):
    dispute = dispute or opened(rzp)
    rzp.dispute.contest(dispute, {"billing_proof": [uploaded(rzp)], "action": "submit", **more})
    return dispute


def told(rzp, method, path, text, at=None, *, json=None, params=None):
    """The call is refused, in these words and whole, and leaves everything as it is."""
    before = [rzp.dispute.all(), rzp.ledger.balances(), len(rzp.events)]
    reply = rzp.request(method, DISPUTES + path, json=json, params=params)
    assert (reply.status, reply.body) == (400, invalid(at).body(text))
    after = [rzp.dispute.all(), rzp.ledger.balances(), len(rzp.events)]
    assert [before[0], dict(before[1]), before[2]] == [after[0], dict(after[1]), after[2]]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, (status, body) = wrong_keys(row, half)
    body["error"]["description"] = f"The api {half} provided is invalid"  # as everywhere; the page names the key
    assert got == (status, body)


def unknown(rzp, record):
    method, what = ANSWERS.get(record, CALLS[0])
    opened(rzp)
    told(rzp, method, f"/disp_{UNKNOWN}{what}", EXIST, json=None if method == "GET" else {})


def malformed(rzp, record):
    method, what = ANSWERS.get(record, CALLS[0])
    told(rzp, method, f"/disp_1{what}", "1 is not a valid id.", json=None if method == "GET" else {})


def expanded(rzp, record):
    path = "" if record == "disputes.fetch-all" else f"/{opened(rzp)}"
    told(rzp, "GET", path, EXPAND, "expand.0", params={"expand[]": "payments"})


def with_a_field(rzp, record):
    method, what = ANSWERS[record]
    told(rzp, method, f"/{opened(rzp)}{what}", EXTRA, json={"invalid_proof_type": ["doc_1"]})


def late(rzp, record):
    method, what = ANSWERS[record]
    dispute = opened(rzp, respond_by=rzp.clock.now() + 60)
    rzp.clock.advance(seconds=61)
    assert rzp.dispute.fetch(dispute)["status"] == "open"
    told(rzp, method, f"/{dispute}{what}", LATE, json={})


def over(status):
    def play(rzp, record):
        method, what = ANSWERS[record]
        if status == "under_review":
            dispute = contested(rzp)
        else:
            dispute = opened(rzp, phase="fraud")
            end = {"lost": rzp.bank.lose_dispute, "won": rzp.bank.win_dispute, "closed": rzp.bank.close_dispute}
            assert end[status](dispute)["status"] == status
        rzp.clock.advance(days=30)  # that it is late says nobody any more
        told(rzp, method, f"/{dispute}{what}", f"Action not allowed when dispute is in {status} status.", json={})

    return play


def too_much(rzp, record):
    dispute = opened(rzp)
    told(rzp, "PATCH", f"/{dispute}/contest", TOO_MUCH, "amount", json={"amount": 10001})
    assert rzp.dispute.contest(dispute, {"amount": 10000})["evidence"]["amount"] == 10000


def no_action(rzp, record):
    body = {"action": "accept", "billing_proof": [uploaded(rzp)]}
    told(rzp, "PATCH", f"/{opened(rzp)}/contest", ACTION, "action", json=body)


def no_file(rzp, record):
    told(rzp, "PATCH", f"/{opened(rzp)}/contest", FILE, json={"billing_proof": [f"doc_{UNKNOWN}"]})


@dataclass(frozen=True)
class Told(Keys):
    """A documented text, and what earns it."""

    play: Callable[[Any, str], None] = unknown


def rows(text, play, *records):
    return [Told(record, text, 400, "", "", play=play) for record in records]


DOCUMENTED = [
    *rows(EXIST, unknown, *FETCHES, *ANSWERS),
    *rows("_id is not a valid id.", malformed, *FETCHES, *ANSWERS),
    *rows(EXPAND, expanded, "disputes.fetch-all", *FETCHES),
    *rows(EXTRA, with_a_field, *ANSWERS),
    *rows(LATE, late, *ANSWERS),
    *(
        row
        for status in STATUSES
        for row in rows(f"Action not allowed when dispute is in {status} status.", over(status), *ANSWERS)
    ),
    *rows(TOO_MUCH, too_much, "disputes.contest"),
    *rows(ACTION, no_action, "disputes.contest"),
    *rows(FILE, no_file, "disputes.contest"),
]


@pytest.mark.parametrize("row", DOCUMENTED, ids=lambda row: f"{row.record} {row.text[:45]}")
def test_a_documented_error(rzp, row):
    row.play(rzp, row.record)


@pytest.mark.parametrize(("method", "what"), CALLS)
@pytest.mark.parametrize(
    ("dispute", "text"),
    [
        (f"disp_{UNKNOWN}", EXIST),
        (f"pay_{UNKNOWN}", EXIST),  # a wrong prefix
        ("x", EXIST),
        ("disp_AHfqOvk", "AHfqOvk is not a valid id."),
        ("disp_AHfqOvkldwsbq-", "AHfqOvkldwsbq- is not a valid id."),
    ],
)
def test_an_id_that_is_none(rzp, method, what, dispute, text):
    opened(rzp)
    told(rzp, method, f"/{dispute}{what}", text, json=None if method == "GET" else {})


def test_a_dispute_of_another_account_is_none(rzp):
    rzp.trigger("payment.dispute.created", account=SUB_MERCHANT)
    dispute = rzp.events[-1]["payload"]["dispute"]["entity"]["id"]
    told(rzp, "POST", f"/{dispute}/accept", EXIST, json={})


@pytest.mark.parametrize("value", ["payments", "transaction", "x"])
def test_an_expansion_that_there_is_not(rzp, value):
    dispute = opened(rzp)
    for path in ("", f"/{dispute}"):
        told(rzp, "GET", path, EXPAND, "expand.0", params={"expand[]": value})
    told(rzp, "GET", "", EXPAND, "expand.1", params={"expand[]": ["payment", value]})


def test_an_acceptance_takes_no_field_at_all(rzp):
    text = "amount is/are not required and should not be sent."
    told(rzp, "POST", f"/{opened(rzp)}/accept", text, json={"amount": 1})


def test_at_the_deadline_itself_one_can(rzp):
    dispute = opened(rzp, respond_by=rzp.clock.now() + 60)
    rzp.clock.advance(seconds=60)
    assert rzp.dispute.accept(dispute)["status"] == "lost"


def test_less_than_nothing_is_contested(rzp):
    dispute = opened(rzp)
    told(rzp, "PATCH", f"/{dispute}/contest", "The amount must be at least 0.", "amount", json={"amount": -1})


@pytest.mark.parametrize("action", ["Submit", 1, ["draft"], {}])
def test_an_action_that_is_none(rzp, action):
    body = {"action": action, "billing_proof": [uploaded(rzp)]}
    told(rzp, "PATCH", f"/{opened(rzp)}/contest", ACTION, "action", json=body)


@pytest.mark.parametrize("proof", ["shipping_proof", "term_and_conditions", "others"])
@pytest.mark.parametrize("whose", ["nobody", "of another account", "no document"])
@pytest.mark.parametrize("action", ["draft", "submit"])
def test_a_document_that_is_not_the_merchant_s(rzp, proof, whose, action):
    dispute = opened(rzp)
    known = uploaded(rzp)
    one = {
        "nobody": f"doc_{UNKNOWN}",
        "of another account": uploaded(rzp, headers={"X-Razorpay-Account": SUB_MERCHANT}),
        "no document": dispute,
    }[whose]
    ids = [known, one]
    body = {proof: [{"type": "x", "document_ids": ids}] if proof == "others" else ids, "action": action}
    told(rzp, "PATCH", f"/{dispute}/contest", FILE, json=body)


def test_a_document_by_no_id(rzp):
    dispute = opened(rzp)
    told(rzp, "PATCH", f"/{dispute}/contest", FILE, "billing_proof", json={"billing_proof": [7]})
    for body, at, text in (
        ({"billing_proof": "doc_1"}, "billing_proof", "The billing_proof must be an array."),
        ({"others": [{}]}, "others.0.type", "The others.0.type field is required."),
    ):
        told(rzp, "PATCH", f"/{dispute}/contest", text, at, json=body)


def test_evidence_without_a_document_is_not_handed_in(rzp):
    """That there has to be one is on the page, the words are inferred."""
    dispute = opened(rzp)
    text = "At least one document is required to submit the evidence of a dispute"
    told(rzp, "PATCH", f"/{dispute}/contest", text, json={"summary": "goods delivered", "action": "submit"})
    rzp.dispute.contest(dispute, {"billing_proof": [uploaded(rzp)]})
    assert rzp.dispute.contest(dispute, {"action": "submit"})["status"] == "under_review"


def test_a_summary_has_a_thousand_characters(rzp):
    dispute = opened(rzp)
    assert len(rzp.dispute.contest(dispute, {"summary": "x" * 1000})["evidence"]["summary"]) == 1000
    text = "The summary may not be greater than 1000 characters."
    told(rzp, "PATCH", f"/{dispute}/contest", text, "summary", json={"summary": "x" * 1001})


def test_the_list_takes_no_other_filter(rzp):
    opened(rzp)
    told(rzp, "GET", "", "status is/are not required and should not be sent", params={"status": "open"})
    told(rzp, "GET", "", "The count must be at least 1.", "count", params={"count": 0})
