"""What partners, marketplaces and whoever is paid out sends in a form means what it means in JSON."""

from __future__ import annotations

import pytest

from tests.contract.documented.accounts import ACCOUNT, BANK, STAKEHOLDER
from tests.doors.test_forms import WRITERS

LINKED = "acc_IROu8Nod6PXPtZ"
SHARE = {
    "account": LINKED,
    "amount": 1000,
    "currency": "INR",
    "notes": {"branch": "Bengaluru"},
    "linked_account_notes": ["branch"],
    "on_hold": True,
    "on_hold_until": 1771222870,
}


PROFILE = ACCOUNT["profile"]


def paid(rzp):
    return rzp.checkout.pay(amount=500000, capture=True)["razorpay_payment_id"]


def transferred(rzp):
    return rzp.payment.transfer(paid(rzp), {"transfers": [SHARE]})["items"][0]["id"]


def opened(rzp):
    return rzp.account.create({**ACCOUNT, "type": "route"})["id"]


def transfers_of_an_order(rzp):
    return "POST", "/v1/orders", {"amount": 5000, "currency": "INR", "transfers": [SHARE, {**SHARE, "on_hold": False}]}


def transfers_of_a_payment(rzp):
    return "POST", f"/v1/payments/{paid(rzp)}/transfers", {"transfers": [SHARE]}


def a_transfer(rzp):
    paid(rzp)
    return "POST", "/v1/transfers", SHARE


def a_hold(rzp):
    return "PATCH", f"/v1/transfers/{transferred(rzp)}", {"on_hold": True, "on_hold_until": 1771222870}


def a_release(rzp):
    return "PATCH", f"/v1/transfers/{transferred(rzp)}", {"on_hold": False}


def a_reversal(rzp):
    return "POST", f"/v1/transfers/{transferred(rzp)}/reversals", {"amount": 100, "notes": {"a": "b"}}


def a_refund_of_all(rzp):
    payment = rzp.transfer.fetch(transferred(rzp))["source"]
    return "POST", f"/v1/payments/{payment}/refund", {"amount": 500000, "reverse_all": True}


def a_settlement(rzp):
    paid(rzp)
    return "POST", "/v1/settlements/ondemand", {"amount": 1000, "settle_full_balance": False, "notes": {"a": "b"}}


def the_whole_balance(rzp):
    paid(rzp)
    return "POST", "/v1/settlements/ondemand", {"settle_full_balance": True}


def evidence(rzp):
    dispute = rzp.bank.dispute(paid(rzp))["id"]
    uploaded = {"file": "proof.png", "purpose": "dispute_evidence"}
    document = rzp.request("POST", "/v1/documents", json=uploaded).body["id"]
    others = [{"type": "receipt", "document_ids": [document]}]
    body = {"amount": 200000, "summary": "Delivered", "shipping_proof": [document], "others": others}
    return "PATCH", f"/v1/disputes/{dispute}/contest", {**body, "action": "submit"}


def an_account(rzp):
    place = {**PROFILE["addresses"]["registered"], "postal_code": "560047"}  # kept as it is told, as notes are
    profile = {**PROFILE, "addresses": {"registered": place}}
    return "POST", "/v2/accounts", {**ACCOUNT, "type": "route", "profile": profile}


def a_stakeholder(rzp):
    return "POST", f"/v2/accounts/{opened(rzp)}/stakeholders", STAKEHOLDER


def a_product(rzp):
    return "POST", f"/v2/accounts/{opened(rzp)}/products", {"product_name": "route", "tnc_accepted": True}


def a_product_configured(rzp):
    account = opened(rzp)
    product = rzp.product.requestProductConfiguration(account, {"product_name": "route"})["id"]
    return "PATCH", f"/v2/accounts/{account}/products/{product}", {"settlements": BANK, "tnc_accepted": True}


def a_webhook(rzp):
    events = ["payment.captured", "order.paid"]
    return "POST", f"/v2/accounts/{opened(rzp)}/webhooks", {"url": "https://example.com/hook", "events": events}


def an_account_of_the_beta(rzp):
    details = {"business_name": "Acme", "business_type": "individual"}
    body = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "tnc_accepted": True}
    return "POST", "/v1/beta/accounts", {**body, "account_details": details, "bank_account": BANK}


def a_refusal(rzp):
    return "POST", "/v1/orders", {"amount": 5000, "currency": "INR", "transfers": [{**SHARE, "amount": "10.5"}]}


CALLS = [
    transfers_of_an_order,
    transfers_of_a_payment,
    a_transfer,
    a_hold,
    a_release,
    a_reversal,
    a_refund_of_all,
    a_settlement,
    the_whole_balance,
    evidence,
    an_account,
    a_stakeholder,
    a_product,
    a_product_configured,
    a_webhook,
    an_account_of_the_beta,
    a_refusal,
]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_a_form_means_what_json_means(build, call, write):
    by_json, by_form = build(seed=3), build(seed=3)
    method, path, body = call(by_json)
    assert call(by_form) == (method, path, body)
    expected = by_json.request(method, path, json=body)
    data, content_type = write(body)
    got = by_form.request(method, path, data=data, headers={"Content-Type": content_type})
    assert (got.status, got.body) == (expected.status, expected.body)
    assert (expected.status == 200) == ("refusal" not in call.__name__)
    said = [[(event["event"], event["payload"]) for event in rzp.events] for rzp in (by_json, by_form)]
    assert said[0] == said[1]
