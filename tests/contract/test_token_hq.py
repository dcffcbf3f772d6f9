"""Cards saved as tokens, cards by id, their references and IINs: what the pages show, and each refusal.

Pages: payments/payment-methods/cards/token-hq, api/payments/cards.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from fakerzp import NotFaked
from tests.flows.saved_cards import AMEX, DINERS, DUAL, MASTERCARD, RUPAY, VISA, providers_of, saved_card, token_body

URL = "/v1/tokens"
DATA = f"{URL}/service_provider_tokens/token_transactional_data"
REFERENCE = "/v1/cards/fingerprints"
CUSTOMER = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9000090000"}
END_OF_2030 = 1924972199  # 31 December, 23:59:59 in India


def refused(rzp, method, path, body=None, status=400, **options):
    """The error of a call that changes nothing."""
    before = rzp.snapshot()
    reply = rzp.request(method, path, json=body, **options)
    assert reply.status == status
    assert not rzp.diff(before, rzp.snapshot())
    return reply.body["error"]


def made_of(rzp, number=VISA, **more):
    return rzp.token.create(token_body(number, **more))


# ---------------------------------------------------------------------- saving


def test_a_saved_card(rzp):
    customer = rzp.customer.create(CUSTOMER)
    made = made_of(rzp, "4386 2894 0766 0153", customer_id=customer["id"], notes={"a": "b"})
    (provider,) = made.pop("service_provider_tokens")
    token_id = made.pop("id")
    assert re.fullmatch("token_[0-9A-Za-z]{14}", token_id)
    assert made == {
        "entity": "token",
        "customer_id": customer["id"],
        "method": "card",
        "card": {
            "last4": "0153",
            "network": "Visa",
            "type": "debit",
            "issuer": None,
            "international": False,
            "emi": False,
            "sub_type": "consumer",
            "token_iin": provider["provider_data"]["token_iin"],
        },
        "customer": customer,
        "compliant_with_tokenisation_guidelines": True,
        "expired_at": END_OF_2030,
        "status": "active",
        "status_reason": None,
        "notes": {"a": "b"},
    }
    data = provider.pop("provider_data")
    assert re.fullmatch("spt_[0-9A-Za-z]{14}", provider.pop("id"))
    assert provider == {
        "entity": "service_provider_token",
        "provider_type": "network",
        "provider_name": "Visa",
        "interoperable": True,
        "status": "active",
        "status_reason": None,
    }
    assert re.fullmatch("[0-9a-f]{32}", data.pop("token_reference_number"))
    assert re.fullmatch("V001[0-9]{25}", data.pop("payment_account_reference"))
    assert re.fullmatch("4[0-9]{8}", data.pop("token_iin"))
    assert data == {"token_expiry_month": 12, "token_expiry_year": 2030}


def test_a_card_of_nobody_in_particular(rzp):
    made = made_of(rzp)
    assert made["customer_id"] is None
    assert "customer" not in made
    assert made["notes"] == []


def test_the_issuer_stands_behind_a_diners_card(rzp):
    made = made_of(rzp, DINERS)
    (provider,) = made["service_provider_tokens"]
    assert (provider["provider_type"], provider["provider_name"]) == ("issuer", "HDFC")
    assert provider["provider_data"]["token_requestor_id"] == "INBENRAZOVIVIWIBPAY56428"
    assert "token_iin" not in made["card"]


def test_rupay_tells_its_own_reference_of_a_new_token(rzp):
    data = made_of(rzp, RUPAY)["service_provider_tokens"][0]["provider_data"]
    assert data["payment_account_reference"] is None
    assert len(data["network_reference_id"]) == 36


def test_two_tokens_of_a_card_of_axis(build):
    rzp = build(account={"dual_tokens": True})
    network, issuer = made_of(rzp, DUAL)["service_provider_tokens"]
    assert (network["provider_type"], network["provider_name"]) == ("network", "Visa")
    assert (issuer["provider_type"], issuer["provider_name"]) == ("issuer", "Axis")
    assert issuer["provider_data"]["token_iin"] is issuer["provider_data"]["payment_account_reference"] is None
    assert len(made_of(rzp, VISA)["service_provider_tokens"]) == 1  # the other issuers do not
    assert len(made_of(build(), DUAL)["service_provider_tokens"]) == 1


def test_an_account_that_is_not_shown_what_networks_made(build):
    rzp = build(account={"service_provider_tokens": False})
    made = made_of(rzp)
    assert "service_provider_tokens" not in made
    assert "service_provider_tokens" not in rzp.token.fetchToken({"id": made["id"]})
    assert made["card"]["token_iin"].startswith("4")


def test_visa_answers_with_the_token_that_it_made_and_others_make_a_new_one(rzp):
    customer = rzp.customer.create(CUSTOMER)["id"]
    for number, same in ((VISA, True), (MASTERCARD, False), (RUPAY, False)):
        first, second = (saved_card(rzp, number, customer_id=customer) for _ in range(2))
        assert (first == second) is same
    first = saved_card(rzp, VISA, customer_id=customer)
    assert saved_card(rzp, VISA) != first  # of nobody in particular, not of this customer
    rzp.bank.deactivate_token(first)
    assert saved_card(rzp, VISA, customer_id=customer) != first


@pytest.mark.parametrize(
    ("month", "year", "expires"),
    [("1", "2030", 1896114599), ("02", "28", 1835461799), (12, 2030, END_OF_2030)],
)
def test_a_token_expires_with_the_month_of_its_card_in_india(rzp, month, year, expires):
    body = token_body()
    body["card"] |= {"expiry_month": month, "expiry_year": year}
    assert rzp.token.create(body)["expired_at"] == expires


@pytest.mark.parametrize(
    ("change", "description", "field"),
    [
        ({"method": None}, "The method is required", "method"),
        ({"method": "upi"}, "The method is invalid", "method"),
        ({"card": None}, "The card is required", "card"),
        ({"card": "4100"}, "The card is invalid", "card"),
        ({"authentication": None}, "The authentication is required", "authentication"),
        ({"number": None}, "The number is required", "number"),
        ({"expiry_month": None}, "The expiry_month is required", "expiry_month"),
        ({"expiry_year": None}, "The expiry_year is required", "expiry_year"),
        ({"expiry_month": "13"}, "The expiry_month is invalid", "expiry_month"),
        ({"expiry_month": "00"}, "The expiry_month is invalid", "expiry_month"),
        ({"expiry_month": "1x"}, "The expiry_month is invalid", "expiry_month"),
        ({"expiry_year": "203"}, "The expiry_year is invalid", "expiry_year"),
        ({"expiry_year": "xx"}, "The expiry_year is invalid", "expiry_year"),
        ({"expiry_year": "21"}, "The expiry_year is invalid", "expiry_year"),
        ({"expiry_year": "2099"}, "The expiry_year is invalid", "expiry_year"),
        ({"provider": "nobody"}, "The provider is invalid", "provider"),
    ],
)
def test_what_can_not_be_saved(rzp, change, description, field):
    ((name, value),) = change.items()
    body = token_body()
    inside = next((part for part in ("card", "authentication") if name in body[part]), None)
    (body[inside] if inside else body)[name] = value
    error = refused(rzp, "POST", URL, body)
    assert error == {
        "code": "BAD_REQUEST_ERROR",
        "description": description,
        "source": "internal",
        "step": "token_initiation",
        "reason": "input_validation_failed",
        "metadata": {},
        "field": field,
    }


def test_a_number_that_is_none(rzp):
    assert refused(rzp, "POST", URL, token_body("4386289407660154")) == {
        "code": "BAD_REQUEST_ERROR",
        "description": "The number is invalid.",
        "source": "business",
        "step": "payment_initiation",
        "reason": "input_validation_failed",
        "metadata": {},
        "field": "number",
    }


def test_amex_needs_what_its_authentication_gave(rzp):
    body = token_body(AMEX)
    del body["authentication"]["authentication_reference_number"]
    error = refused(rzp, "POST", URL, body)
    assert error["description"] == "The authentication_reference_number is required"
    del (other := token_body(VISA))["authentication"]["authentication_reference_number"]
    assert rzp.token.create(other)["status"] == "active"


def test_a_network_that_does_not_answer(rzp):
    rzp.bank.script_tokens(["timed_out", "timed_out"])
    assert refused(rzp, "POST", URL, token_body(), status=504) == {
        "code": "TOKEN_SERVICE_PROVIDER_TIMEOUT",
        "description": "There is an issue in connecting with the token service provider",
        "source": "service_provider",
        "step": "token_creation",
        "reason": "token_service_provider_timed_out",
        "metadata": {},
    }
    refused(rzp, "POST", URL, token_body(), status=504)
    assert made_of(rzp)["status"] == "active"
    assert next(event["event"] for event in rzp.events) == "token.initiated"


def test_an_unknown_customer(rzp):
    body = token_body(customer_id="cust_AAAAAAAAAAAAAA")
    assert refused(rzp, "POST", URL, body)["description"] == "The id provided does not exist"


# ---------------------------------------------------------------------- looking up and deleting


def test_a_token_is_fetched_as_it_was_made(rzp):
    made = made_of(rzp, customer_id=rzp.customer.create(CUSTOMER)["id"])
    assert rzp.token.fetchToken({"id": made["id"]}) == made
    assert rzp.tokens.fetch({"id": made["id"]}) == made


def test_the_token_of_a_mandate_has_no_provider_behind_it(rzp):
    link = rzp.registration_link.create(
        {
            "customer": CUSTOMER,
            "type": "link",
            "amount": 100,
            "currency": "INR",
            "description": "Registration",
            "subscription_registration": {"method": "card", "max_amount": 50000},
        }
    )
    rzp.checkout.pay(link["id"])
    token = rzp.token.all(link["customer_id"])["items"][0]["id"]
    shown = rzp.token.fetchToken({"id": token})
    assert (shown["status"], shown["service_provider_tokens"], shown["card"]["token_iin"]) == (None, [], None)
    assert shown["compliant_with_tokenisation_guidelines"] is False
    assert rzp.tokens.delete({"id": token}) == []
    assert rzp.token.all(link["customer_id"])["count"] == 0


def test_a_deleted_token_is_gone_with_all_behind_it(rzp):
    customer = rzp.customer.create(CUSTOMER)["id"]
    token = saved_card(rzp, customer_id=customer)
    (provider,) = providers_of(rzp, token)
    number = rzp.token.processPaymentOnAlternatePAorPG({"id": provider})["token_number"]
    assert rzp.token.deleteToken({"id": token}) == []
    assert refused(rzp, "POST", f"{URL}/fetch", {"id": token})["description"] == "The id provided does not exist"
    assert refused(rzp, "POST", f"{URL}/delete", {"id": token})["description"] == "The id provided does not exist"
    assert refused(rzp, "POST", DATA, {"id": provider})["description"] == "The token is invalid."
    assert refused(rzp, "POST", REFERENCE, {"number": number, "tokenised": True}) == NO_REFERENCE
    assert rzp.token.all(customer)["count"] == 0
    assert [step.status for step in rzp.history(token)] == ["initiated", "active", "deleted"]
    assert [step.status for step in rzp.history(provider)] == ["active", "deactivated"]
    assert saved_card(rzp, customer_id=customer) != token


@pytest.mark.parametrize("path", [f"{URL}/fetch", f"{URL}/delete"])
@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({}, "The id is required"),
        ({"id": "token_AAAAAAAAAAAAAA"}, "The id provided does not exist"),
        ({"id": "no"}, "no is not a valid id"),
    ],
)
def test_tokens_that_are_not_there(rzp, path, body, description):
    assert refused(rzp, "POST", path, body)["description"] == description


def test_the_tokens_of_a_customer_newest_first(rzp):
    customer = rzp.customer.create(CUSTOMER)["id"]
    first, second = (saved_card(rzp, number, customer_id=customer) for number in (VISA, MASTERCARD))
    listed = rzp.token.all(customer)
    assert [one["id"] for one in listed["items"]] == [second, first]
    shown = listed["items"][1]
    assert shown == rzp.token.fetch(customer, first)
    assert shown["card"]["entity"] == "card"
    assert (shown["status"], shown["method"]) == ("active", "card")
    assert shown["created_at"] == shown["used_at"] == rzp.clock.now()
    assert rzp.token.delete(customer, first) == {"deleted": True}
    assert [one["id"] for one in rzp.token.all(customer)["items"]] == [second]
    other = rzp.customer.create({**CUSTOMER, "email": "other@example.com"})["id"]
    path = f"/v1/customers/{other}/tokens/{second}"
    assert refused(rzp, "GET", path)["description"] == "The id provided does not exist."
    error = refused(rzp, "PUT", f"/v1/customers/{customer}/tokens/{second}/cancel")  # that is of mandates only
    assert error["description"] == "The operation is not allowed in active status."


# ---------------------------------------------------------------------- cards of customers, kept elsewhere until now


@pytest.mark.parametrize("number", [VISA, MASTERCARD])
def test_a_card_that_a_customer_brings_along(rzp, number):
    customer = rzp.customer.create(CUSTOMER)
    path = f"/v1/customers/{customer['id']}/tokens"
    form = {f"card[{name}]": value for name, value in token_body(number)["card"].items()}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    private = rzp.request("POST", path, data=urlencode({"method": "card", **form}), headers=headers).body
    assert private["card"] == {
        "entity": "card",
        "name": "Gaurav Kumar",
        "last4": number[-4:],
        "network": "Visa" if number == VISA else "MasterCard",
        "type": "credit",
        "issuer": None,
        "international": False,
        "emi": False,
        "expiry_month": 12,
        "expiry_year": 2030,
    }
    assert (private["recurring"], private["bank"], private["wallet"]) == (False, None, None)
    body = {"method": "card", "card": token_body(number)["card"]}
    public = rzp.request("POST", f"{path}/public", json=body, auth=(rzp.key_id, "")).body
    assert public["customer"] == customer
    assert public["card"] == {**private["card"], "flows": {"recurring": True, "iframe": False}}
    assert public["expired_at"] == END_OF_2030
    assert re.fullmatch("[0-9A-Za-z]{14}", public["token"])
    assert (public["id"] == private["id"]) is (number == VISA)
    assert rzp.token.fetch(customer["id"], public["id"])["status"] == "active"
    assert refused(rzp, "POST", path, {**body, "method": "upi"})["description"] == "The method is invalid"


def test_only_the_public_call_goes_without_a_secret(rzp):
    path = f"/v1/customers/{rzp.customer.create(CUSTOMER)['id']}/tokens"
    body = {"method": "card", "card": token_body()["card"]}
    assert rzp.request("POST", path, json=body, auth=(rzp.key_id, "")).status == 401
    assert rzp.request("POST", f"{path}/public", json=body, auth=(rzp.key_id, "")).status == 200
    assert rzp.request("POST", f"{path}/public", json=body, auth=("rzp_test_nobody", "")).status == 401


# ---------------------------------------------------------------------- at other gateways


def test_what_another_gateway_needs_is_new_for_each_payment(rzp):
    token = saved_card(rzp)
    first, second = (rzp.token.processPaymentOnAlternatePAorPG({"token_id": token}) for _ in range(2))
    assert first["token_number"] == second["token_number"] != VISA
    assert first["cryptogram_value"] != second["cryptogram_value"]
    assert len(first["token_number"]) == len(VISA)
    assert first["token_number"].startswith(rzp.token.fetchToken({"id": token})["card"]["token_iin"])
    assert (first["token_expiry_month"], first["token_expiry_year"]) == (12, 2030)
    assert set(first) == {"token_number", "cryptogram_value", "token_expiry_month", "token_expiry_year"}


def test_amex_has_a_code_of_four_digits_instead(rzp):
    token = saved_card(rzp, AMEX)
    data = rzp.tokens.processPaymentOnAlternatePAorPG({"id": providers_of(rzp, token)[0]})
    assert set(data) == {"token_number", "cvv", "token_expiry_month", "token_expiry_year"}
    assert re.fullmatch("[0-9]{4}", data["cvv"])
    assert re.fullmatch("37[0-9]{13}", data["token_number"])


INVALID = {
    "code": "BAD_REQUEST_ERROR",
    "description": "The token is invalid.",
    "source": "business",
    "step": "get_cryptogram",
    "reason": "invalid_token",
    "metadata": {},
}


@pytest.mark.parametrize("verb", ["suspend_token", "deactivate_token"])
def test_a_token_that_can_not_be_used_is_invalid(rzp, verb):
    token = saved_card(rzp)
    (provider,) = providers_of(rzp, token)
    getattr(rzp.bank, verb)(token)
    for body in ({"id": provider}, {"token_id": token}):
        assert refused(rzp, "POST", DATA, body) == INVALID


def test_ids_of_no_token_and_cards_of_diners_are_invalid(rzp):
    for body in ({"id": "spt_AAAAAAAAAAAAAA"}, {"token_id": "token_AAAAAAAAAAAAAA"}, {"id": saved_card(rzp)}):
        assert refused(rzp, "POST", DATA, body) == INVALID
    assert refused(rzp, "POST", DATA, {"token_id": saved_card(rzp, DINERS)}) == INVALID
    assert refused(rzp, "POST", DATA, {})["description"] == "The id is required"


# ---------------------------------------------------------------------- cards and references


def test_the_card_of_a_payment(rzp):
    payment = rzp.checkout.pay(amount=1000, card=VISA)["razorpay_payment_id"]
    shown = rzp.payment.fetchCardDetails(payment)
    assert rzp.card.fetch(shown["id"]) == rzp.cards.fetch(shown["id"]) == shown
    for card_id, text in (("card_AAAAAAAAAAAAAA", "The id provided does not exist"), ("no", "no is not a valid id")):
        assert refused(rzp, "GET", f"/v1/cards/{card_id}")["description"] == text


@pytest.mark.parametrize(
    ("number", "network", "pattern"),
    [
        (VISA, "Visa", "V001[0-9]{25}"),
        (MASTERCARD, "Mastercard", "5001[0-9A-Z]{25}"),
        (RUPAY, "RuPay", "1001[0-9a-z]{32}"),
    ],
)
def test_a_card_has_one_reference_in_every_fake_and_its_tokens_have_it_too(build, number, network, pattern):
    rzp, other = build(), build(seed=9)
    shown = rzp.card.requestCardReference({"number": number})
    kept, empty = ("payment_account_reference", "network_reference_id")[:: -1 if network == "RuPay" else 1]
    assert shown == {"network": network, kept: shown[kept], empty: None}
    assert re.fullmatch(pattern, shown[kept])
    assert other.card.requestCardReference({"number": " ".join(re.findall("....", number))}) == shown
    by_token = rzp.cards.requestCardReference({"token": saved_card(rzp, number)})
    assert by_token == {"provider": network, **{name: shown[name] for name in (kept, empty)}}
    assert rzp.card.requestCardReference({"number": "4111111111111111"})["payment_account_reference"] != shown[kept]


def test_the_reference_by_a_tokens_number(rzp):
    for number in (VISA, MASTERCARD):
        token = saved_card(rzp, number)
        tokenised = rzp.token.processPaymentOnAlternatePAorPG({"token_id": token})["token_number"]
        for more in ({}, {"tokenised": True}):
            shown = rzp.card.requestCardReference({"number": tokenised, **more})
            assert shown == rzp.card.requestCardReference({"number": number})


NO_REFERENCE = {
    "code": "BAD_REQUEST_ERROR",
    "description": "The card network was not able to provide card reference value for this request",
    "source": "gateway",
    "step": "card_reference_provision",
    "reason": "card_reference_not_found",
    "metadata": {},
}


def test_references_that_no_network_gives(rzp):
    tokenised = rzp.token.processPaymentOnAlternatePAorPG({"token_id": saved_card(rzp, RUPAY)})["token_number"]
    for body in (
        {"number": tokenised},  # RuPay tells it of a new token only
        {"number": VISA, "tokenised": True},  # no token's number
        {"number": AMEX},
        {"token": saved_card(rzp, DINERS)},
    ):
        assert refused(rzp, "POST", REFERENCE, body) == NO_REFERENCE


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({}, "The number or the token is required."),
        ({"number": "4111"}, "The number is invalid."),
        ({"token": "token_AAAAAAAAAAAAAA"}, "The id provided does not exist"),
        ({"token": "no"}, "no is not a valid id"),
    ],
)
def test_references_of_nothing(rzp, body, description):
    assert refused(rzp, "POST", REFERENCE, body)["description"] == description


# ---------------------------------------------------------------------- IINs


def test_the_iins_of_the_page(rzp):
    shown = rzp.iin.fetch("438628")
    assert shown == rzp.iins.fetch("438628")
    assert shown == {
        "iin": "438628",
        "entity": "iin",
        "network": "Visa",
        "type": "credit",
        "sub_type": "business",
        "issuer_code": "HSBC",
        "issuer_name": "HSBC Bank",
        "international": False,
        "tokenised_iin": False,
        "card_iin": None,
        "emi": {"available": True},
        "recurring": {"available": True},
        "authentication_types": [{"type": "3ds"}, {"type": "otp"}, {"type": "otp_less_authentication"}],
    }
    assert rzp.iin.fetch("987654321") == {
        **shown,
        "iin": "987654321",
        "tokenised_iin": True,
        "card_iin": "438628",
        "authentication_types": [{"type": "3ds"}, {"type": "otp"}],
    }


def test_the_iins_of_test_cards(rzp):
    shown = rzp.iin.fetch("510406")
    assert (shown["network"], shown["type"], shown["international"]) == ("MasterCard", "debit", True)
    assert (shown["issuer_code"], shown["issuer_name"]) == (None, None)
    axis = rzp.iin.fetch("52673181")
    assert (axis["iin"], axis["issuer_code"], axis["issuer_name"]) == ("52673181", "UTIB", "Axis Bank")
    assert axis["authentication_types"] == [{"type": "3ds"}, {"type": "otp"}]
    assert rzp.iin.fetch("360828")["recurring"] == {"available": False}


def test_the_iin_of_a_saved_card_leads_to_that_of_the_card(rzp):
    iin = made_of(rzp, VISA)["card"]["token_iin"]
    shown = rzp.iin.fetch(iin)
    card = rzp.iin.fetch(VISA[:6])
    assert shown == {**card, "iin": iin, "tokenised_iin": True, "card_iin": VISA[:6]}
    for short in (iin[:6], iin[:8]):
        assert refused(rzp, "GET", f"/v1/iins/{short}") == {
            "code": "BAD_REQUEST_ERROR",
            "description": "The requested IIN is a token IIN & should be 9 digits long.",
            "source": "business",
            "step": "NA",
            "reason": "invalid_iin_length",
            "metadata": {},
        }


def test_a_card_has_no_iin_of_nine_digits(rzp):
    error = refused(rzp, "GET", f"/v1/iins/{VISA[:9]}")
    assert error["description"] == "The requested IIN is a card IIN & should be 6 digits long."
    assert (error["source"], error["reason"]) == ("business", "invalid_iin_length")


@pytest.mark.parametrize("iin", ["000000", "12345", "1234567890", "abcdef", "999999999"])
def test_an_iin_of_no_network(rzp, iin):
    assert refused(rzp, "GET", f"/v1/iins/{iin}") == {
        "code": "BAD_REQUEST_ERROR",
        "description": f"IIN {iin} does not exist",
        "source": "merchant",
        "step": "NA",
        "reason": "iin_does_not_exist",
        "metadata": {},
    }


def test_whose_cards_others_are_only_the_networks_know(rzp):
    with pytest.raises(NotFaked, match=r"^whose cards begin with 400000, no page tells; known are 340256, "):
        rzp.iin.fetch("400000")


def test_the_iins_that_are_known(rzp):
    every = rzp.iin.all()
    assert every["count"] == len(every["iins"]) == 19
    for iin in every["iins"]:
        assert rzp.iin.fetch(iin)["iin"] == iin
    assert rzp.iins.all({"flow": "otp"}) == {
        "count": 5,
        "iins": ["489519", "438628", "526731", "987654321", "412345"],
    }
    assert rzp.iin.all({"sub_type": "business"})["iins"] == ["438628", "987654321", "412345"]
    for query, text in (
        ({"flow": "3ds"}, "The selected flow is invalid."),
        ({"network": "Visa"}, "network is/are not required and should not be sent"),
    ):
        assert refused(rzp, "GET", "/v1/iins/list", params=query)["description"] == text
