"""Whether lenders would lend: what the page shows, each of its errors, and what decides.

Page: payments/payment-gateway/emi²/eligibility-check.md.
"""

from __future__ import annotations

import pytest

URL = "/v1/customers/eligibility"
KNOWN, STRANGER = "+917887578479", "+919000090000"
PROVIDERS = {
    "emi": ["HDFC"],
    "cardless_emi": ["hdfc", "icic", "idfb", "kkbk", "earlysalary", "walnut369", "zestmoney"],
    "paylater": ["lazypay", "paypal", "rzpx_postpaid"],
}


def body(amount=800000, contact=KNOWN, instruments=None, **customer):
    asked = {"inquiry": "affordability", "amount": amount, "currency": "INR"}
    who = {"contact": contact, **customer}
    return {**asked, "customer": who, **({"instruments": instruments} if instruments is not None else {})}


def asked(rzp, *methods, **more):
    return rzp.customer.requestEligibilityCheck(body(instruments=[{"method": one} for one in methods] or None, **more))


def said(answer):
    """What each lender says: its status, or the reason why not."""
    found = {}
    for one in answer["instruments"]:
        told = one["eligibility"]
        reason = told.get("error", {}).get("reason")
        name = one.get("provider") or one["issuer"]
        found[one["method"], name] = reason or told["status"]
    return found


def test_everyone_is_asked(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9000090000"})["id"]
    answer = rzp.customers.requestEligibilityCheck(
        body(id=customer, ip="105.106.107.108", referrer="https://example.com", user_agent="Mozilla/5.0")
    )
    assert (answer["amount"], answer["customer"]) == ("800000", {"id": customer[5:], "contact": KNOWN})
    assert list(said(answer)) == [(method, name) for method, names in PROVIDERS.items() for name in names]
    assert set(said(answer).values()) == {"eligible"}
    ids = {one["eligibility_req_id"] for one in answer["instruments"]}
    assert len(ids) == 1
    first = answer["instruments"][0]
    assert first == {
        "method": "emi",
        "issuer": "HDFC",
        "type": "debit",
        "eligibility_req_id": ids.pop(),
        "eligibility": {"status": "eligible"},
    }
    fetched = rzp.customer.fetchEligibility(first["eligibility_req_id"])
    assert fetched == rzp.customers.fetchEligibility(first["eligibility_req_id"])
    assert fetched == {"instruments": answer["instruments"]}


def test_without_a_customer_of_the_merchants(rzp):
    assert asked(rzp, "paylater")["customer"] == {"contact": KNOWN}


@pytest.mark.parametrize(
    ("instruments", "lenders"),
    [
        ([{"method": "emi", "issuers": ["HDFC"], "types": ["debit"]}], [("emi", "HDFC")]),
        ([{"method": "cardless_emi", "providers": ["zestmoney"]}], [("cardless_emi", "zestmoney")]),
        (
            [
                {"method": "cardless_emi", "providers": ["walnut369"]},
                {"method": "paylater", "providers": ["rzpx_postpaid", "lazypay"]},
            ],
            [("cardless_emi", "walnut369"), ("paylater", "rzpx_postpaid"), ("paylater", "lazypay")],
        ),
        ([{"method": "paylater"}], [("paylater", name) for name in PROVIDERS["paylater"]]),
    ],
)
def test_only_those_who_are_named(rzp, instruments, lenders):
    answer = rzp.customer.requestEligibilityCheck(body(instruments=instruments))
    assert list(said(answer)) == lenders


@pytest.mark.parametrize(
    ("contact", "debit", "other"),
    [
        ("+918708408282", "user_not_approved", "eligible"),
        ("+917511365863", "eligible", "user_not_approved"),
        ("917887578479", "eligible", "eligible"),
        ("7887578479", "eligible", "eligible"),
        (STRANGER, "user_not_approved", "user_not_approved"),
    ],
)
def test_the_test_numbers_have_credit_and_nobody_else(rzp, contact, debit, other):
    told = said(asked(rzp, "emi", "cardless_emi", contact=contact))
    assert told["emi", "HDFC"] == debit
    assert told["cardless_emi", "hdfc"] == other
    later = said(asked(rzp, "paylater", contact=contact))["paylater", "lazypay"]
    assert later == ("eligible" if other == "eligible" else "account_does_not_exist")


@pytest.mark.parametrize(
    ("lender", "amount", "reason"),
    [
        (("cardless_emi", "hdfc"), 499999, "min_amt_required"),
        (("cardless_emi", "hdfc"), 500000, "eligible"),
        (("cardless_emi", "icic"), 699999, "min_amt_required"),
        (("paylater", "lazypay"), 1000000, "eligible"),
        (("paylater", "lazypay"), 1000001, "max_amt_limit"),
        (("emi", "HDFC"), 299999, "min_amt_required"),
        (("emi", "HDFC"), 300000, "eligible"),
    ],
)
def test_the_amount_is_one_that_is_lent(rzp, lender, amount, reason):
    assert said(asked(rzp, amount=amount))[lender] == reason


def test_a_lender_that_does_not_lend_says_why(rzp):
    (one,) = rzp.customer.requestEligibilityCheck(
        body(contact=STRANGER, instruments=[{"method": "paylater", "providers": ["lazypay"]}])
    )["instruments"]
    assert one["eligibility"] == {
        "status": "ineligible",
        "error": {
            "code": "GATEWAY_ERROR",
            "description": "The customer doesn\u2019t have an existing account with the provider.",
            "source": "gateway",
            "step": "inquiry",
            "reason": "account_does_not_exist",
        },
    }


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("timed_out", "failed"),
        ("gateway_technical_error", "failed"),
        ("user_not_approved", "ineligible"),
        ("credit_limit_expired", "ineligible"),
        ("credit_limit_exhausted", "ineligible"),
        ("credit_limit_inactive", "ineligible"),
        ("min_amt_required", "ineligible"),
        ("max_amt_limit", "ineligible"),
        ("eligibility_check_within_payment_flow", "ineligible"),
        ("account_blocked", "ineligible"),
        ("account_disabled", "ineligible"),
        ("account_does_not_exist", "ineligible"),
        ("transaction_suspended", "ineligible"),
        ("merchant_account_disabled", "ineligible"),
    ],
)
def test_whatever_reason_the_page_has(rzp, reason, status):
    rzp.bank.script_eligibility(reason)
    for one in asked(rzp)["instruments"]:
        assert one["eligibility"]["status"] == status
        assert one["eligibility"]["error"]["reason"] == reason
        assert one["eligibility"]["error"]["description"].endswith((".", "shortly."))
    rzp.bank.script_eligibility(None)
    assert set(said(asked(rzp)).values()) == {"eligible"}


def test_scripts_by_lender_by_method_and_by_customer(rzp):
    rzp.bank.script_eligibility({"paylater": "credit_limit_expired", "lazypay": "eligible", "HDFC": "account_blocked"})
    told = said(asked(rzp, contact=STRANGER))
    assert told["paylater", "lazypay"] == "eligible"
    assert told["paylater", "paypal"] == "credit_limit_expired"
    assert told["emi", "HDFC"] == "account_blocked"
    assert told["cardless_emi", "hdfc"] == "user_not_approved"  # as usual
    seen = []

    def by_customer(contact, amount, provider):
        seen.append((contact, amount, provider))
        return "eligible" if provider == "kkbk" else None

    rzp.bank.script_eligibility(by_customer)
    told = said(asked(rzp, "cardless_emi", contact=STRANGER))
    assert [name for (_, name), answer in told.items() if answer == "eligible"] == ["kkbk"]
    assert seen[0] == (STRANGER, 800000, "hdfc")


@pytest.mark.parametrize("script", ["maybe", {"lazypay": "maybe"}, {"nobody": "eligible"}])
def test_scripts_that_say_nothing(rzp, script):
    with pytest.raises(ValueError, match=r"a lender says eligible, pending, timed_out|is no lender here: HDFC"):
        rzp.bank.script_eligibility(script)


def test_lenders_who_answer_later(rzp):
    rzp.bank.script_eligibility("pending")
    answer = asked(rzp, "paylater")
    request = answer["instruments"][0]["eligibility_req_id"]
    assert set(said(answer).values()) == {"pending"}
    assert "error" not in answer["instruments"][0]["eligibility"]
    shown = rzp.bank.answer_eligibility(request, "credit_limit_exhausted", "paypal")
    assert shown == rzp.customer.fetchEligibility(request)["instruments"]
    assert list(said({"instruments": shown}).values()) == ["pending", "credit_limit_exhausted", "pending"]
    rzp.bank.answer_eligibility(request, "eligible")
    fetched = rzp.customer.fetchEligibility(request)
    assert list(said(fetched).values()) == ["eligible", "credit_limit_exhausted", "eligible"]
    for answer, provider in (("eligible", None), ("eligible", "paypal")):
        with pytest.raises(ValueError, match="waits for no answer"):
            rzp.bank.answer_eligibility(request, answer, provider)
    with pytest.raises(ValueError, match="'pending' is no answer"):
        rzp.bank.answer_eligibility(request, "pending")
    with pytest.raises(LookupError, match="there is no eligibility check 'elig_no'"):
        rzp.bank.answer_eligibility("elig_no", "eligible")


def changed(**changes):
    sent = body()
    for name, value in changes.items():
        part = sent["customer"] if name in ("id", "contact", "ip", "user_agent") else sent
        part[name] = value
    return sent


def of(**instrument):
    return body(instruments=[instrument])


ERRORS = [
    (changed(inquiry="credit"), "invalid_inquiry", "The inquiry parameter is invalid."),
    (changed(currency="USD"), "invalid_currency", "The currency is invalid."),
    (changed(currency=None), "currency_required", "The currency field is required."),
    (changed(user_agent=" "), "invalid_user_agent", "The user agent is invalid."),
    (changed(ip="105.106.107"), "invalid_ip", "The IP is invalid."),
    (changed(contact=None), "mobile_number_required", "Contact number is required."),
    (
        changed(contact="+9190000900009000"),
        "invalid_mobile_number",
        "Contact number should not be greater than 15 digits, including country code.",
    ),
    (changed(contact="90000-90000"), "invalid_mobile_number", "Contact number can only contain digits and + symbol."),
    (
        changed(contact="9000090"),
        "invalid_mobile_number",
        "Contact number should be at least 8 digits, including country code.",
    ),
    (changed(amount=None), "amount_required", "Amount is required."),
    (changed(amount="12.5"), "invalid_amount", "The amount must be an integer."),
    (changed(amount=12.5), "invalid_amount", "The amount must be an integer."),
    (changed(amount=99), "invalid_amount", "The amount must be at least INR 1.00."),
    (changed(id="cust_1"), "invalid_customer_id", "The customer ID is invalid."),
    (changed(id="cust_AAAAAAAAAAAAAA"), "customer_id_does_not_exist", "The customer ID does not exist."),
    (changed(instruments="all"), "invalid_instruments", "The instruments array is invalid."),
    (changed(instruments=["emi"]), "invalid_instruments", "The instruments array is invalid."),
    (of(method="paylater", providers="all"), "invalid_instruments", "The instruments array is invalid."),
    (of(method="upi"), "method_not_applicable", "The eligibility check is not applicable on this method."),
    (
        of(method="cardless_emi", providers=["shopse"]),
        "provider_not_applicable",
        "The eligibility check is not applicable on this provider.",
    ),
    (
        of(method="emi", types=["credit"]),
        "card_type_not_applicable",
        "The eligibility check is not applicable on this card type.",
    ),
    (
        of(method="emi", issuers=["ICIC"]),
        "issuer_not_applicable",
        "The eligibility check is not applicable on this issuer.",
    ),
    (of(method="cheque"), "invalid_method", "The method is invalid."),
    (of(), "invalid_method", "The method is invalid."),
    (of(method="paylater", providers=["nobody"]), "invalid_provider", "The provider is invalid."),
    (of(method="emi", types=["gift"]), "invalid_card_type", "The card type is invalid."),
    (of(method="emi", issuers=["NOBO"]), "invalid_issuer", "The issuer is invalid."),
    (
        of(method="paylater", providers=["getsimpl"]),
        "instrument_not_enabled",
        "The provider is not enabled for you.",
    ),
    (
        of(method="emi", issuers=["HDFC"] * 30),
        "max_issuers_limit",
        "The number of issuers passed in the request must be less than 30.",
    ),
    (
        of(method="paylater", providers=["lazypay"] * 30),
        "max_providers_limit",
        "The number of providers passed in the request must be less than 30.",
    ),
    (
        of(method="emi", networks=["VISA"] * 5),
        "max_networks_limit",
        "The number of networks passed in the request must be less than 5.",
    ),
]


@pytest.mark.parametrize(("sent", "reason", "description"), ERRORS)
def test_what_can_not_be_asked(rzp, sent, reason, description):
    before = rzp.snapshot()
    reply = rzp.request("POST", URL, json=sent)
    assert reply.status == 400
    assert reply.body["error"] == {
        "code": "BAD_REQUEST_ERROR",
        "description": description,
        "source": "business",
        "step": "inquiry",
        "reason": reason,
        "metadata": {},
    }
    assert not rzp.diff(before, rzp.snapshot())


@pytest.mark.parametrize(
    ("request_id", "reason", "description"),
    [
        ("elig_1", "invalid_eligibility_id", "The eligibility id is invalid."),
        ("elig_AAAAAAAAAAAAAA", "eligibility_id_does_not_exist", "The eligibility id does not exist."),
    ],
)
def test_requests_that_were_never_made(rzp, request_id, reason, description):
    error = rzp.request("GET", f"{URL}/{request_id}").body["error"]
    assert (error["description"], error["reason"], error["step"]) == (description, reason, "inquiry")


@pytest.mark.parametrize(
    ("sent", "description"),
    [
        (changed(colour="red"), "colour is/are not required and should not be sent"),
        (of(method="emi", bank="HDFC"), "instruments.bank is/are not required and should not be sent"),
        ({**body(), "customer": "Gaurav"}, "The customer must be an array."),
    ],
)
def test_fields_of_another_call(rzp, sent, description):
    assert rzp.request("POST", URL, json=sent).body["error"]["description"] == description
