"""`rzp.ledger.check()` finds what is out of place of saved cards and of blocked money, and names it."""

from __future__ import annotations

import pytest

from fakerzp import LedgerError
from fakerzp.entities.base import Step, evolve
from tests.flows.saved_cards import DUAL, saved_card
from tests.flows.test_flow_reserve_pay import blocked, debit


def put(rzp, entity_id, **changes):
    books = rzp.ledger.books(rzp.account_id)
    record = books.get(entity_id)
    if "status" in changes:
        changes["steps"] = (*record.steps, Step(changes["status"], rzp.clock.now(), "by hand"))
    books.put(evolve(record, **changes))


def found(rzp):
    with pytest.raises(LedgerError) as caught:
        rzp.ledger.check()
    return str(caught.value)


@pytest.fixture
def saved(build):
    rzp = build(account={"dual_tokens": True})
    token = saved_card(rzp, DUAL)
    return rzp, token, [one["id"] for one in rzp.token.fetchToken({"id": token})["service_provider_tokens"]]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "suspended"}, "is suspended, by its providers' tokens it is active"),
        ({"status_reason": "expired"}, "is active for the reason 'expired'"),
        ({"expired_at": 1}, "expires at 1, what stands behind it does not"),
        ({"standing": ()}, "knows its providers' tokens as {}"),
        ({"card_id": "card_no"}, "is of the card card_no, which is not there"),
    ],
)
def test_a_token_that_is_not_as_those_behind_it(saved, changes, words):
    rzp, token, _ = saved
    before = rzp.snapshot()
    put(rzp, token, **changes)
    told = found(rzp)
    assert told.startswith(token)
    assert words in told
    rzp.restore(before)


def test_a_provider_that_changed_and_told_nobody(saved):
    rzp, token, (network, _) = saved
    before = rzp.snapshot()
    put(rzp, network, status="suspended")
    assert found(rzp).startswith(f"{token} knows its providers' tokens as")
    rzp.restore(before)


def test_a_provider_of_no_token(saved):
    rzp, token, _ = saved
    before = rzp.snapshot()
    rzp.ledger.books(rzp.account_id).drop(token)
    assert "which is not there" in found(rzp)
    rzp.restore(before)


@pytest.mark.parametrize(("debited", "words"), [(50001, "its payments say 50000"), (200001, "its payments say 50000")])
def test_more_debited_than_was_paid(rzp, debited, words):
    customer, token = blocked(rzp)
    debit(rzp, customer, token, 50000)
    rzp.ledger.check()
    before = rzp.snapshot()
    put(rzp, token, debited=debited)
    assert words in found(rzp)
    rzp.restore(before)
