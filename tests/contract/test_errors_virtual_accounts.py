"""Every error that the pages of Smart Collect list, each from a call that earns it."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    UNKNOWN,
    WRONG,
    Answer,
    Case,
    Keys,
    documented,
    invalid,
    refused,
    wrong_keys,
)

PATH = "/v1/virtual_accounts"
BANK = {"receivers": {"types": ["bank_account"]}}
ACCOUNT = {"ifsc": "UTIB0000013", "account_number": "914010012345679"}
PAYER = {"type": "bank_account", "bank_account": ACCOUNT}
DOT = "The API <key/secret> provided is invalid."
CREATES = (
    "payments.smart-collect.create-cust-id-bank-account",
    "payments.smart-collect-2.create-cust-id-bank-account-vpa",
    "payments.smart-collect-2.create-cust-id-vpa",
)
TPV = "payments.smart-collect-tpv.create"
ADD, DELETE = "payments.smart-collect-tpv.add-allowed-payer", "payments.smart-collect-tpv.delete-allowed-payer"
UPDATE = "payments.smart-collect.update"


def editing(reason, at):
    """The envelope of third-party validation."""
    return Answer(step="virtual_account_edit", reason=reason, metadata=[], field=at)


ONLY_ACCOUNTS = editing("account_validation_not_supported_on_vpa", "receivers")
LIMIT = editing("allowed_payer_limit_exceeded", "allowed_payers")


def payers(count):
    return [{**PAYER, "bank_account": {**ACCOUNT, "account_number": f"91401001234{n:04d}"}} for n in range(count)]


def with_payer(**account):
    changed = {name: value for name, value in {**ACCOUNT, **account}.items() if value is not None}
    return {**BANK, "allowed_payers": [{**PAYER, "bank_account": changed}]}


NEW = [
    *(
        Case(page, "The field name is required", "POST", PATH, invalid(at, f"The {at} is required"), json=body)
        for page in (*CREATES, TPV)
        for at, body in (
            ("receivers.types", {"receivers": {"bank_account": {}}}),
            ("allowed_payers.0.bank_account", {**BANK, "allowed_payers": [{"type": "bank_account"}]}),
        )
    ),
    *(
        Case(page, "The id provided does not exist", "POST", PATH, invalid(), json={**BANK, "customer_id": customer})
        for page in (*CREATES, TPV)
        for customer in (f"cust_{UNKNOWN}", "nobody")
    ),
    *(
        Case(page, "Receivers field is required", "POST", PATH, invalid("receivers"), json=body)
        for page in CREATES
        for body in ({"description": "none"}, {"receivers": {}})
    ),
    *(
        Case(
            page,
            "An active Customer Identifier with the same descriptor already exists for your account.",
            "POST",
            PATH,
            invalid(),
            json={"receivers": {"types": [kind], kind: {"descriptor": "<descriptor>"}}},
        )
        for page, kind in zip(CREATES, ("bank_account", "bank_account", "vpa"), strict=True)
    ),
    Case(TPV, "only 10 allowed payers can be added", "POST", PATH, LIMIT, json={**BANK, "allowed_payers": payers(11)}),
    *(
        Case(
            TPV,
            "Account validation is only applicable on bank account as receiver type.",
            "POST",
            PATH,
            ONLY_ACCOUNTS,
            json={"receivers": {"types": types}, "allowed_payers": [PAYER]},
        )
        for types in (["vpa"], ["bank_account", "vpa"])
    ),
    Case(
        TPV,
        "The bank account IFSC field is required when the bank is present ( in allowed payers)",
        "POST",
        PATH,
        invalid("bank_account.ifsc"),
        json=with_payer(ifsc=None),
    ),
    Case(
        TPV,
        "Invalid IFSC OR IFSC must be 11 Characters",
        "POST",
        PATH,
        invalid("bank_account.ifsc", "IFSC must be 11 Characters"),
        json=with_payer(ifsc="UTIB000001"),
    ),
    Case(
        TPV,
        "Invalid IFSC OR IFSC must be 11 Characters",
        "POST",
        PATH,
        invalid("bank_account.ifsc", "Invalid IFSC"),
        json=with_payer(ifsc="UTIBO000013"),
    ),
]
EDITED = [
    Case(
        UPDATE,
        "Customer Identifier cannot be updated",
        "PATCH",
        f"{PATH}/<vpa_account>",
        invalid(),
        json={"notes": {}},
    ),
    Case(
        UPDATE,
        "Customer Identifier cannot be updated",
        "PATCH",
        f"{PATH}/<closed_account>",
        invalid(),
        json={"close_by": "<now+3600>"},
    ),
    Case(UPDATE, "Bank account Receiver already exists", "PATCH", f"{PATH}/<account>", invalid("receivers"), json=BANK),
    Case(
        UPDATE,
        "Bank account Receiver already exists",
        "POST",
        f"{PATH}/<account>/receivers",
        invalid("types"),
        json={"types": ["bank_account"]},
    ),
    Case(
        UPDATE,
        "close by date should be atleast 15 min after current time",
        "PATCH",
        f"{PATH}/<account>",
        # The page's own sample: an error of no step, at the field.
        Answer(source="NA", step="NA", reason="NA", field="close_by"),
        json={"close_by": "<now+899>"},
    ),
]


def adding(text, answer, path="<account>", **account):
    """The same of both pages: that of deleting lists what adding is refused for, and a DELETE sends no account."""
    changed = {name: value for name, value in {**ACCOUNT, **account}.items() if value is not None}
    body = {**PAYER, "bank_account": changed}
    where = f"{PATH}/{path}/allowed_payers"
    return [Case(page, text, "POST", where, answer, json=body) for page in (ADD, DELETE)]


PAYERS = [
    *adding("Account validation is only applicable on bank account as a receiver type", ONLY_ACCOUNTS, "<vpa_account>"),
    *adding("Only 10 allowed payer accounts can be added.", LIMIT, "<full_account>"),
    *adding(
        "The bank account.account number field is required when bank account is present.",
        invalid("bank_account.account_number"),
        account_number=None,
    ),
    *adding("Payer detail already exist for virtual account.", invalid("allowed_payers"), "<validated_account>"),
    *adding(
        "The bank account.ifsc field is required when bank account is present",
        invalid("bank_account.ifsc"),
        ifsc=None,
    )[:1],
    *adding("The ifsc must be 11 characters.", invalid("bank_account.ifsc"), ifsc="UTIB00000013")[:1],
    *adding("Bharat QR not supported for Customer Identifier.", invalid("receivers"), "<qr_account>")[:1],
    Case(
        ADD,
        "Bharat QR not supported for Customer Identifier.",
        "POST",
        PATH,
        invalid("receivers.types"),
        json={"receivers": {"types": ["qr"]}},
    ),
    *(
        Case(
            ADD,
            "The selected receivers.types is invalid.",
            "POST",
            PATH,
            invalid("receivers.types"),
            json={"receivers": {"types": [kind]}},
        )
        for kind in ("card", ["vpa"], {"vpa": "vpa"}, 1)
    ),
    Case(
        ADD,
        "Bharat QR not enabled.",
        "POST",
        PATH,
        invalid("receivers"),
        json={"receivers": {"types": ["qr_code"]}},
        account={"bharat_qr": False},
    ),
    Case(
        ADD,
        "Bharat QR not enabled.",
        "POST",
        "/v1/payments/qr_codes",
        invalid("type"),
        json={"type": "bharat_qr", "usage": "multiple_use"},
        account={"bharat_qr": False},
    ),
]


@pytest.mark.parametrize("case", [*NEW, *EDITED, *PAYERS], ids=str)
def test_an_error(rzp, case):
    assert refused(case, rzp) == (documented(case), [])


# What the page on vanity account numbers says, and the fake's own words for what no page does.
CLOSED = "The operation is not allowed in closed status."
OTHERS = [
    ("POST", PATH, {"receivers": {"types": ["bank_account"], "bank_account": {"descriptor": "1", "numeric": 1}}},
     "Descriptor cannot be used for numeric accounts.", None),
    ("POST", PATH, {"receivers": {"types": ["bank_account"], "bank_account": {"descriptor": "1", "numeric": 0}}},
     "Descriptor field cannot be used as merchant handle is not set for your account.", None),
    ("POST", PATH, {"receivers": {"types": ["vpa"], "vpa": {"descriptor": "gauri.kumari"}}},
     "The receivers.vpa.descriptor may only contain letters and numbers.", "receivers.vpa.descriptor"),
    ("POST", PATH, {"receivers": {"types": ["vpa"], "vpa": {"descriptor": "gauri"}}},
     "The receivers.vpa.descriptor must be at least 10 characters.", "receivers.vpa.descriptor"),
    ("POST", PATH, {"receivers": {"types": ["upi"]}}, "The selected receivers.types is invalid.", "receivers.types"),
    ("POST", PATH, {"receivers": {"types": ["qr_code"], "qr_code": {"method": {"card": False, "upi": False}}}},
     "The qr code must take card or upi.", "receivers.qr_code.method"),
    ("POST", PATH, {**BANK, "close_by": 2147483648}, "close_by must be between 946684800 and 2147483647", "close_by"),
    ("POST", f"{PATH}/<closed_account>/close", {}, CLOSED, None),
    ("POST", f"{PATH}/<closed_account>/receivers", {"types": ["vpa"]}, CLOSED, None),
    ("POST", f"{PATH}/<closed_account>/allowed_payers", PAYER, CLOSED, None),
    ("POST", f"{PATH}/<vpa_account>/receivers", {"types": ["vpa"]}, "Customer Identifier cannot be updated", "types"),
    ("PATCH", f"{PATH}/<account>", {}, "The close_by, description or notes field is required.", None),
    ("PATCH", f"{PATH}/<qr_account>", BANK, "receivers is/are not required and should not be sent", None),
    ("DELETE", f"{PATH}/<account>/allowed_payers/ba_{UNKNOWN}", None, "The id provided does not exist", None),
    ("GET", "/v1/payments/<payment>/bank_transfer", None, "The id provided does not exist", None),
    ("GET", "/v1/payments/<payment>/upi_transfer", None, "The id provided does not exist", None),
    ("GET", f"{PATH}/va_{UNKNOWN}", None, "The id provided does not exist", None),
    ("GET", f"{PATH}/va_x", None, "x is not a valid id", None),
    ("GET", "/v1/payments?virtual_account=0", None, "The selected virtual_account is invalid.", "virtual_account"),
]


@pytest.mark.parametrize(("method", "path", "body", "says", "at"), OTHERS, ids=[row[3][:40] for row in OTHERS])
def test_other_errors(rzp, method, path, body, says, at):
    case = Case("", says, method, path, invalid(at), json=body)
    assert refused(case, rzp) == (documented(case), [])


def test_what_a_test_payment_of_a_qr_code_is_refused_for(rzp, build):
    pay = "/v1/bharatqr/pay/test"

    def said(body, fake=rzp):
        reply = fake.request("POST", pay, json={"amount": 500, "method": "upi", **body})
        return reply.status, reply.body["error"]["description"]

    fixed = rzp.qrcode.create(
        {"type": "upi_qr", "usage": "multiple_use", "fixed_amount": True, "payment_amount": 300}
    )["id"]
    assert said({"reference": fixed}) == (400, "The amount does not match the amount of the QR code.")
    assert said({"reference": fixed, "method": "card"}) == (400, "The QR code does not take payments by card.")
    assert said({"reference": f"qr_{UNKNOWN}"}) == (400, "The id provided does not exist")
    rzp.qrcode.close(fixed)
    assert said({"reference": fixed, "amount": 300}) == (400, "The QR code is closed.")
    live = build(account={"test_mode": False})
    assert said({"reference": fixed}, live) == (400, "Test payments are not allowed in live mode.")
    assert (rzp.payment.all()["count"], live.payment.all()["count"]) == (0, 0)


KEYED = [
    *(Keys(page, "The api <key/secret> provided is invalid", 401, "POST", PATH, BANK) for page in CREATES),
    Keys(TPV, DOT, 401, "POST", PATH, {**BANK, "allowed_payers": [PAYER]}),
    *(
        Keys(f"payments.{product}.{page}", DOT, 401, *call)
        for product, page, *call in (
            ("smart-collect", "close", "POST", f"{PATH}/va_1/close"),
            ("smart-collect", "fetch-all", "GET", PATH),
            ("smart-collect", "fetch-payments-bank-transfer", "GET", "/v1/payments/pay_1/bank_transfer"),
            ("smart-collect", "fetch-payments-cust-id", "GET", f"{PATH}/va_1/payments"),
            ("smart-collect", "fetch-with-id", "GET", f"{PATH}/va_1"),
            ("smart-collect-tpv", "close", "POST", f"{PATH}/va_1/close"),
            ("smart-collect-tpv", "fetch-all", "GET", PATH),
            ("smart-collect-tpv", "fetch-payment-id-transfer", "GET", "/v1/payments/pay_1/bank_transfer"),
            ("smart-collect-tpv", "fetch-payments", "GET", f"{PATH}/va_1/payments"),
            ("smart-collect-tpv", "fetch-with-id", "GET", f"{PATH}/va_1"),
        )
    ),
]


@pytest.mark.parametrize("half", WRONG)
@pytest.mark.parametrize("row", KEYED, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected
