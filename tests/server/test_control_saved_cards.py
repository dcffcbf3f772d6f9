"""Saved cards and lenders over the control API."""

from __future__ import annotations

from tests.flows.saved_cards import MASTERCARD, saved_card


def test_what_networks_and_issuers_do(rzp, caller):
    assert caller.control("script_tokens", answers=["pending", "pending"]).json == {"answers": ["pending", "pending"]}
    waiting, other = (saved_card(rzp, MASTERCARD) for _ in range(2))
    assert caller.control("activate_token", id=waiting).json["status"] == "active"
    assert caller.control("fail_token", id=other, description="Not eligible").json["status"] == "failed"
    assert caller.control("suspend_token", id=waiting).json["status"] == "suspended"
    longer = caller.control("update_token_expiry", id=waiting, month=1, year=2035).json
    assert longer["expired_at"] == 2053880999
    ended = caller.control("deactivate_token", id=waiting, reason="expired").json
    assert (ended["status"], ended["status_reason"]) == ("deactivated", "expired")
    assert caller.control("suspend_token", id=waiting).status == 400
    assert caller.control("script_tokens", answers=None).json == {"answers": None}
    assert caller.control("script_tokens", answers="perhaps").status == 400


def test_what_lenders_say(rzp, caller):
    caller.control("script_eligibility", answers={"paylater": "pending"})
    asked = {"amount": 500000, "currency": "INR", "customer": {"contact": "9000090000"}}
    answer = rzp.customer.requestEligibilityCheck({**asked, "instruments": [{"method": "paylater"}]})
    request = answer["instruments"][0]["eligibility_req_id"]
    told = caller.control("answer_eligibility", id=request, answer="eligible", provider="paypal").json["instruments"]
    assert [one["eligibility"]["status"] for one in told] == ["pending", "eligible", "pending"]
