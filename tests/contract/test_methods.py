"""The methods of an account: the answer of the Methods API, and that Checkout takes what it lists."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay
from fakerzp.world.cards import TEST_CARDS, network_code
from fakerzp.world.emi_plans import EMI_ISSUERS
from fakerzp.world.instrument import METHODS

# The members of the newest sample (payments/recurring-payments/emandate/supported-banks.md).
MEMBERS = (
    "entity card debit_card credit_card prepaid_card card_networks card_subtype amex netbanking wallet emi upi"
    " cardless_emi paylater google_pay_cards app gpay emi_types debit_emi_providers intl_bank_transfer fpx duitnow_pay"
    " gift_cards instalment nach offline_debit_emi_providers offline_credit_emi_providers cod offline sodexo upi_config"
    " emi_subvention emi_plans emi_options recurring upi_intent"
)
NETWORKS = "AMEX DICL MC MAES VISA JCB RUPAY BAJAJ UNP"
AUTH_TYPES = ("netbanking", "aadhaar", "debitcard")
OFF = ("app", "instalment", "offline_debit_emi_providers", "offline_credit_emi_providers")


@pytest.fixture
def methods(rzp):
    return rzp.payments.fetchPaymentMethods()


def test_the_answer_has_the_members_of_the_page(methods):
    assert set(methods) == set(MEMBERS.split())
    assert methods["entity"] == "methods"
    assert [methods[name] for name in ("card", "debit_card", "credit_card", "prepaid_card", "amex")] == [True] * 5
    assert methods["card_networks"] == dict.fromkeys(NETWORKS.split(), 1)
    assert methods["card_subtype"] == {"consumer": 1, "business": 0, "premium": 0}
    assert (len(methods["netbanking"]), len(methods["wallet"])) == (84, 10)
    assert (methods["netbanking"]["PUNB_R"], methods["wallet"]["payzapp"]) == (
        "Punjab National Bank - Retail Banking",
        True,
    )
    assert (methods["upi"], methods["nach"], methods["upi_intent"]) == (True, True, True)


def test_the_answer_says_what_mandates_can_be_registered_with(methods):
    recurring = methods["recurring"]
    assert set(recurring) == {"card", "emandate", "upi", "upi_autopay", "nach"}
    assert recurring["card"]["credit"] == recurring["card"]["prepaid"] == ["MasterCard", "Visa", "RuPay"]
    assert len(recurring["card"]["debit"]) == 51
    assert recurring["card"]["debit"]["ICIC"] == "ICICI Bank"
    assert None not in recurring["card"]["debit"].values()
    assert (recurring["upi"], recurring["nach"]) == (True, True)
    assert recurring["upi_autopay"] == {"collect": True, "intent": True}


@pytest.mark.parametrize(
    ("code", "bank"),
    [
        (
            "AUBL",
            {"auth_types": [*AUTH_TYPES], "is_merged_bank": False, "name": "AU SMALL FINANCE BANK"},
        ),
        (
            "VISX",
            {
                "auth_types": ["aadhaar", "debitcard"],
                "is_merged_bank": True,
                "name": "THE VISAKHAPATNAM CO OP BANK LTD",
                "bank_code": "IBKL",
            },
        ),
        ("CNRB", {"auth_types": [*AUTH_TYPES], "is_merged_bank": False, "name": "CANARA BANK"}),
    ],
)
def test_an_emandate_bank_is_shown_as_on_the_pages(methods, code, bank):
    assert methods["recurring"]["emandate"][code] == bank


def test_what_the_account_has_no_part_in_is_off(methods):
    for name in OFF:
        assert methods[name]
        assert not any(methods[name].values()), name
    for name in ("google_pay_cards", "gpay", "duitnow_pay", "gift_cards", "cod", "offline", "sodexo"):
        assert methods[name] is False
    assert [methods[name] for name in ("fpx", "intl_bank_transfer")] == [[]] * 2


def test_the_terms_of_emi_are_those_of_the_page(methods):
    assert methods["emi_subvention"] == "customer"
    assert methods["emi_types"] == {"credit": True, "debit": True, "offline_credit": False, "offline_debit": False}
    assert methods["debit_emi_providers"] == {"HDFC": 1, "KKBK": 0, "INDB": 0, "ICIC": 1}
    assert methods["emi_plans"]["SCBL"] == {"min_amount": 250000, "plans": {"3": 11.88, "6": 13, "9": 14, "12": 14}}
    assert methods["emi_plans"]["HDFC_DC"]["min_amount"] == 300000
    assert methods["emi_plans"].keys() == methods["emi_options"].keys() == {row.code for row in EMI_ISSUERS}
    fee = {"type": "combination", "percentage": 1, "amount": 10000}
    assert methods["emi_options"]["UTIB"][0] == {
        "duration": 3,
        "interest": 16,
        "subvention": "customer",
        "min_amount": 300000,
        "merchant_payback": "2.61",
        "processing_fee_plan": fee,
    }
    assert methods["emi_options"]["SCBL"][0]["processing_fee_plan"] == {"type": "percentage", "percentage": 1}
    assert methods["emi_options"]["HDFC"][4]["min_amount"] == 300000
    assert methods["emi_options"]["HDFC"][4]["processing_fee_plan"] == {"type": "fixed", "amount": 29900}
    assert "processing_fee_plan" not in methods["emi_options"]["BARB"][0]


@pytest.mark.parametrize(
    ("code", "payback"),
    [
        ("SCBL", ["1.95", "3.68", "5.59", "7.19"]),
        ("ICIC", ["2.61", "4.50", "6.35", "8.15", "11.61", "14.89"]),
        ("RATN", ["2.13", "3.96", "5.97", "7.67", "10.95", "14.07"]),
        ("INDB", ["2.61", "4.51", "6.35", "8.15", "11.62", "14.90", "20.99"]),
    ],
)
def test_what_no_cost_emi_costs_the_merchant_is_as_on_the_page(methods, code, payback):
    assert [option["merchant_payback"] for option in methods["emi_options"][code]] == payback


# ---------------------------------------------------------------------- what is listed can be paid with


def test_every_method_of_checkout_is_on_and_no_other(methods):
    shown = {name for name in ("card", "upi", "nach", "emi") if methods[name]}
    shown |= {name for name in ("netbanking", "wallet", "paylater", "cardless_emi") if methods[name]}
    assert shown | {"emandate"} == set(METHODS)
    assert methods["recurring"]["emandate"]


def test_a_customer_can_pay_with_every_bank_and_wallet_that_is_listed(rzp, methods):
    paid = [rzp.checkout.pay(amount=100, method="netbanking", bank=bank) for bank in methods["netbanking"]]
    paid += [rzp.checkout.pay(amount=100, method="wallet", wallet=wallet) for wallet in methods["wallet"]]
    payments = [rzp.payment.fetch(answer["razorpay_payment_id"]) for answer in paid]
    assert [payment["bank"] or payment["wallet"] for payment in payments] == [
        *methods["netbanking"],
        *methods["wallet"],
    ]


def test_a_customer_can_pay_with_every_lender_that_is_listed(rzp, methods):
    for method in ("cardless_emi", "paylater"):
        for provider in methods[method]:
            paid = rzp.checkout.pay(amount=900000, method=method, provider=provider)["razorpay_payment_id"]
            assert rzp.payment.fetch(paid)["wallet"] == provider


def test_a_customer_can_pay_by_every_plan_that_is_listed(rzp, methods):
    for code, options in methods["emi_options"].items():
        for option in options:
            how = {"bank": code, "emi_duration": option["duration"]}
            paid = rzp.checkout.pay(None, "emi", option["min_amount"], **how)["razorpay_payment_id"]
            plan = rzp.payment.fetch(paid)["emi_plan"]
            assert (plan["duration"], plan["rate"] / 100) == (option["duration"], option["interest"])


@pytest.mark.parametrize(
    "tool",
    [
        ("netbanking", "bank", "QQQQ"),
        ("wallet", "wallet", "openwallet"),
        ("paylater", "provider", "getsimpl"),
        ("cardless_emi", "provider", "QQQQ"),
    ],
)
def test_nobody_can_pay_with_what_is_not_listed(rzp, methods, tool):
    method, name, code = tool
    assert code not in methods[method]
    with pytest.raises(ValueError, match="none that Razorpay lists"):
        rzp.checkout.pay(amount=100, method=method, **{name: code})


@pytest.mark.parametrize("card", [card for card in TEST_CARDS if card.reason is None], ids=lambda card: card.number)
def test_a_card_that_pays_is_of_a_network_that_is_on(rzp, methods, card):
    payment = rzp.checkout.pay(amount=100, method="card", card=card.number)["razorpay_payment_id"]
    network = rzp.payment.fetchCardDetails(payment)["network"]
    assert methods["card_networks"][network_code(network)] == 1


# ---------------------------------------------------------------------- who may ask, and how


def test_all_ways_of_asking_have_one_answer(rzp, methods):
    key = rzp.key_id
    assert rzp.payment.fetchPaymentMethods() == methods
    for path in ("/v1/methods", "/methods"):
        assert rzp.request("GET", path).body == methods
        assert rzp.request("GET", path, auth=(key, "")).body == methods
        assert rzp.request("GET", path, auth=("", ""), params={"key_id": key}).body == methods
        assert rzp.request("GET", f"{path}?key_id={key}", auth=("", "")).body == methods
        assert rzp.request("GET", path, headers={"X-Razorpay-Account": "acc_00000000000001"}).body == methods
    assert FakeRazorpay(seed=9).payments.fetchPaymentMethods() == methods


def test_the_official_client_gets_it(rzp, methods):
    pytest.importorskip("razorpay", reason="the official client is what asks")
    client = rzp.client()
    if hasattr(client.payment, "fetchPaymentMethods"):
        assert client.payment.fetchPaymentMethods() == methods
    client.auth = (rzp.key_id, "")
    assert client.get("/v1/methods", {}) == methods


@pytest.mark.parametrize(
    ("auth", "params", "which"),
    [
        (("rzp_test_00000000000000", ""), {}, "key"),
        (("", ""), {}, "key"),
        (("", ""), {"key_id": "rzp_test_00000000000000"}, "key"),
        (("<own>", "wrong"), {}, "secret"),
        (("", "wrong"), {"key_id": "<own>"}, "key"),
    ],
)
def test_a_wrong_key_is_refused(rzp, auth, params, which):
    auth = tuple(half.replace("<own>", rzp.key_id) for half in auth)
    params = {name: value.replace("<own>", rzp.key_id) for name, value in params.items()}
    reply = rzp.request("GET", "/v1/methods", auth=auth, params=params)
    assert (reply.status, reply.body["error"]["description"]) == (401, f"The api {which} provided is invalid")


def test_the_key_id_alone_is_enough_for_no_other_call(rzp):
    for path in ("/v1/orders", "/v1/payments", "/v1/customers"):
        reply = rzp.request("GET", path, auth=(rzp.key_id, ""))
        assert reply.status in (400, 401)
        reply = rzp.request("GET", path, auth=("", ""), params={"key_id": rzp.key_id})
        assert reply.status in (400, 401)


def test_each_answer_is_the_callers_own(rzp, methods):
    kept = dict(methods["netbanking"])
    methods["netbanking"].clear()
    methods["recurring"]["emandate"]["AUBL"]["auth_types"].clear()
    again = rzp.payments.fetchPaymentMethods()
    assert again["netbanking"] == kept
    assert again["recurring"]["emandate"]["AUBL"]["auth_types"] == ["netbanking", "aadhaar", "debitcard"]
