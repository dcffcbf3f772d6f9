"""`rzp.explain` and `fakerzp explain`: every error text and every reason is explained, with its page."""

from __future__ import annotations

import io
import json
import re
import warnings
from importlib import import_module
from pkgutil import iter_modules

import pytest

from fakerzp import (
    BadRequestError,
    LedgerError,
    NotFaked,
    NotPayable,
    PaymentFailed,
    PaymentPending,
    SignatureVerificationError,
    UnverifiedSignature,
    cli,
    errors,
)
from fakerzp.api.registry import endpoints
from fakerzp.catalogue import advice
from fakerzp.catalogue.explaining import explain
from fakerzp.errors import GENERAL, Text
from fakerzp.errors.fund_accounts import LENDERS
from fakerzp.lifecycles import LIFECYCLES
from fakerzp.world.cards import TEST_CARDS
from fakerzp.world.failure_table import EXACT, PAGES, REASONS
from fakerzp.world.failure_texts import TEXTS as MANDATE_TEXTS
from fakerzp.world.failures import METHODS, failures

PAGE = re.compile(r"(inferred|[\w./-]+)")
FILLED = {"which": "key", "status": "paid", "limit": 40, "least": "INR 1.00", "most": 1000, "extra": "colour"}


def every_text():
    """All texts in the modules of errors, the GENERAL conditions and mappings among them; by name."""
    modules = [errors, *(import_module(f"fakerzp.errors.{each.name}") for each in iter_modules(errors.__path__))]
    found = {}
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, Text):
                found[f"{module.__name__}.{name}"] = value
            elif isinstance(value, dict) and not name.startswith("__"):
                found |= {f"{name}.{key}": each for key, each in value.items() if isinstance(each, Text)}
    return found


TEXTS = every_text()


def filled(template: str) -> str:
    """A description as an application gets it."""
    return re.sub(r"\{(\w+)\}", lambda found: str(FILLED.get(found[1], "inv_00000000000001")), template)


def names(explained):
    return [found.says for found in explained.findings]


def test_there_is_something_to_walk():
    assert len(TEXTS) > 120
    assert set(GENERAL.values()) <= set(TEXTS.values())


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_text_is_explained_with_its_page(name):
    text = TEXTS[name]
    explained = explain(filled(text.template))
    mine = [found for found in explained.findings if (found.says, found.page) == (text.template, text.page)]
    assert mine, f"{filled(text.template)!r} is explained as {names(explained)}"
    for found in mine:
        assert PAGE.fullmatch(found.page)
        assert found.do.endswith(".")
        assert not re.search(r"\{\w*\}", found.do)
        assert text.envelope.code in found.what or found.raised_by == ("any call",)


@pytest.mark.parametrize("reason", [row[0] for row in REASONS])
def test_every_reason_is_explained_with_its_page(reason):
    found = explain(reason).findings[0]
    assert found.says.startswith(f"{reason}: ")
    assert found.page in PAGES.values()
    assert found.raised_by[0] == f'rzp.checkout.fail(target, "{reason}")'
    assert found.do.endswith(".")


def test_every_description_of_a_failed_payment_is_explained_by_its_reasons():
    told = {row[6]: set() for row in EXACT} | {text: set() for _, _, text in MANDATE_TEXTS}
    for reason, _, _, _, _, _, text, _ in EXACT:
        told[text].add(reason)
    for reason, _, text in MANDATE_TEXTS:
        told[text].add(reason)
    for description, reasons in told.items():
        explained = explain(description)
        assert reasons <= {found.says.partition(":")[0] for found in explained.findings}, description


@pytest.mark.parametrize("reason", [row[0] for row in REASONS])
def test_a_failure_is_explained_as_the_telling_that_it_is(reason):
    for method in METHODS:
        for told in failures(reason, method):
            found = explain({"error": {"reason": reason, "description": told.description}}).findings[0]
            assert found.says == f"{reason}: {told.description}"
            assert found.page in {each.page for m in METHODS for each in failures(reason, m)}


def test_the_raisers_that_are_named_can_be_called_and_stand_in_the_law():
    known = {endpoint.name for endpoint in endpoints() if endpoint.handler is not None}
    for text in TEXTS.values():
        for found in explain(filled(text.template)).findings:
            for raiser in found.raised_by:
                entity, colon, step = raiser.partition(": ")
                if colon and entity in LIFECYCLES:
                    steps = {row.event for row in LIFECYCLES[entity].rows} | {"any step", "overpay"}
                    assert step.partition(" that its")[0].partition(" when")[0] in steps | {
                        event for _, event in LIFECYCLES[entity].refusals
                    }
                else:
                    assert raiser in known or raiser == "any call" or "rzp." in raiser or raiser.startswith("the test")


def test_advice_is_given_to_what_there_is():
    declared = {name.removeprefix("fakerzp.errors.") for name in TEXTS}
    assert [name for name in advice.TEXTS if name not in declared] == []
    assert set(advice.CONDITIONS) == set(GENERAL)
    assert set(advice.FAILURES) >= {row[2] for row in REASONS}
    assert set(advice.REASONS) <= {row[0] for row in REASONS}


@pytest.mark.parametrize(
    "sentence",
    sorted({*advice.TEXTS.values(), *advice.CONDITIONS.values(), *advice.FAILURES.values(), *advice.REASONS.values()}),
)
def test_advice_is_one_short_sentence(sentence):
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert len(sentence) <= 130


# ---------------------------------------------------------------------- what an application has at hand


def raised_by(call):
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("it raised nothing")


def test_an_error_of_a_direct_call(rzp):
    error = raised_by(lambda: rzp.order.create({"amount": 1, "currency": "INR"}))
    [found] = rzp.explain(error).findings
    assert found.says == "The amount must be at least {least}."
    assert found.what == "an API error: BAD_REQUEST_ERROR, status 400, reason input_validation_failed"
    assert found.raised_by[0] == "order.create"
    assert found.do.startswith("Raise the amount to the least in the message")
    assert found.page == "api/orders/create.md"


def test_an_error_of_the_official_client(rzp):
    pytest.importorskip("razorpay", reason="the official client raises it")
    client = rzp.client()
    error = raised_by(lambda: client.invoice.notify_by("inv_00000000000001", "fax"))
    assert type(error).__module__ == "razorpay.errors"
    assert "api/payments/invoices/fetch-with-id.md" in [found.page for found in rzp.explain(error).findings]


def test_a_refusal_of_the_law_names_the_step_and_the_states(rzp):
    order = rzp.order.create({"amount": 50000, "currency": "INR", "payment_capture": 0})
    payment_id = rzp.checkout.pay(order["id"], capture=False)["razorpay_payment_id"]
    error = raised_by(lambda: rzp.payment.refund(payment_id, {"amount": 100}))
    [found] = rzp.explain(error).findings
    assert found.raised_by[:2] == (
        "payment: refund_part that its status does not allow",
        "payment: refund_all that its status does not allow",
    )
    assert found.do == "Capture the payment before you refund it; what is not captured goes back by itself."
    assert found.page == "inferred"


def test_what_checkout_hands_over(rzp):
    order = rzp.order.create({"amount": 50000, "currency": "INR"})
    handed = rzp.checkout.fail(order["id"], "incorrect_pin", "upi")
    [found] = rzp.explain(handed).findings
    said = "You have entered an incorrect PIN on the UPI app. Please retry with the correct PIN."
    assert found.says == f"incorrect_pin: {said}"
    assert "source customer" in found.what
    assert rzp.explain(handed["error"]).findings == (found,)
    assert rzp.explain(json.dumps(handed)).findings == (found,)


def test_payment_failed(rzp):
    error = raised_by(lambda: rzp.checkout.pay(amount=100, card="4100280000080001"))
    assert isinstance(error, PaymentFailed)
    [found] = rzp.explain(error).findings
    assert found.says.startswith("insufficient_fund: ")
    assert "the test card 4100280000080001" in found.raised_by


def test_a_failed_payment_as_the_api_shows_it(rzp):
    handed = rzp.checkout.fail(None, "card_expired", amount=100)
    payment = rzp.payment.fetch(handed["error"]["metadata"]["payment_id"])
    [found] = rzp.explain(payment).findings
    assert found.says.startswith("card_expired: ")
    assert found.do == "Ask the customer for another card."


def test_a_reply(rzp):
    reply = rzp.request("GET", "/v1/nothing")
    [found] = rzp.explain(reply).findings
    assert found.raised_by == ("any call",)
    assert found.page == "api/refunds/update.md"


def test_not_payable(rzp):
    order = rzp.order.create({"amount": 50000, "currency": "INR"})
    rzp.checkout.pay(order["id"])
    error = raised_by(lambda: rzp.checkout.pay(order["id"]))
    assert isinstance(error, NotPayable)
    [found] = rzp.explain(error).findings
    assert found.do == "Show the customer that it is paid: only one that is created or attempted can be paid."
    assert found.page == "api/orders/entity.md"


def test_not_payable_for_another_reason_than_its_status(rzp):
    link = rzp.payment_link.create(
        {"amount": 50000, "currency": "INR", "options": {"checkout": {"method": {"netbanking": False}}}}
    )
    error = raised_by(lambda: rzp.checkout.pay(link["id"], method="netbanking"))
    assert isinstance(error, NotPayable)
    assert rzp.explain(error).findings[0].do.endswith("its status does not stand in the way.")


def test_not_faked(rzp):
    error = raised_by(lambda: rzp.request("POST", "/v1/payouts", json={}))
    assert isinstance(error, NotFaked)
    [found] = rzp.explain(error).findings
    assert found.raised_by == ("POST /v1/payouts",)
    assert found.page == "api/x/payouts.md"
    assert "RazorpayX (payouts): another product" in found.do
    assert rzp.explain(f"fakerzp.exceptions.NotFaked: {error}").findings[0].page == "api/x/payouts.md"


def test_a_part_of_a_call_that_is_not_faked(rzp):
    found = rzp.explain(NotFaked("that is not built", endpoint="order.create")).findings[0]
    assert found.do == "Leave out what the message names: the call itself is answered."
    assert found.page == "api/orders/create.md"


def test_pending_ledger_and_signatures(rzp):
    assert rzp.explain(PaymentPending("pay_1")).findings[0].page == "payments/payments/late-authorisation.md"
    assert rzp.explain(LedgerError("one paisa")).findings[0].raised_by == ("rzp.ledger.check",)
    error = raised_by(lambda: rzp.utility.verify_webhook_signature("{}", "x", "secret"))
    assert isinstance(error, SignatureVerificationError)
    [found] = rzp.explain(error).findings
    assert found.page == "webhooks/validate-test.md"
    assert rzp.explain("Razorpay Signature Verification Failed").findings == (found,)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("nobody verified it", UnverifiedSignature, stacklevel=1)
    assert rzp.explain(caught[0].message).findings[0].page == "webhooks/validate-test.md"


@pytest.mark.parametrize(
    "text",
    [
        "razorpay.errors.BadRequestError: Payment was not done using card.",
        "E   razorpay.errors.BadRequestError: Payment was not done using card.",
        "BadRequestError: payment was not done using card",
        "  Payment was not done using card. \n",
    ],
)
def test_the_last_line_of_a_traceback(text):
    [found] = explain(text).findings
    assert found.raised_by == ("payment.fetchCardDetails",)
    assert found.page == "api/payments/fetch-card-details-payment.md"


def test_two_pages_that_say_the_same_are_two_findings():
    pages = [found.page for found in explain("The id provided does not exist").findings]
    assert pages[:2] == ["api/orders/fetch-with-id.md", "api/payments/payment-links/fetch-id-standard.md"]
    assert len(set(pages)) == len(pages)


def test_a_reason_of_many_errors_names_them():
    findings = explain("input_validation_failed").findings
    assert findings[0].page == "errors/payments/list.md"
    assert findings[1].what.endswith("errors of refused calls")
    assert '"The id provided does not exist"' in findings[1].raised_by


def test_why_a_transfer_failed(rzp):
    transfer = {"account": "acc_" + "A" * 14, "amount": 5000, "currency": "INR"}
    order = rzp.order.create({"amount": 5000, "currency": "INR", "transfers": [transfer]})
    rzp.checkout.pay(order["id"])  # what is left of it after the fee is not enough
    error = rzp.order.fetch(order["id"], {"expand[]": "transfers"})["transfers"]["items"][0]["error"]
    assert error["code"] == "BAD_REQUEST_TRANSFER_INSUFFICIENT_BALANCE"
    for asked in ({"error": error}, error["code"], error["reason"], error["description"]):
        (found,) = rzp.explain(asked).findings
        assert found.says == "Transfer failed due to insufficient balance"
        assert found.page == "api/payments/route/transfers-entity.md"
        assert "tried again" in found.do
    (found,) = rzp.explain("transfer_amount_higher_than_balance").findings
    assert "captured" in found.do


@pytest.mark.parametrize("reason", LENDERS)
def test_what_a_lender_answers(reason):
    for asked in (reason, LENDERS[reason]):
        found = explain(asked).findings
        assert any(each.says == f"{reason}: {LENDERS[reason]}" and "eligibility" in each.page for each in found)


@pytest.mark.parametrize("code", ["BAD_REQUEST_ERROR", "GATEWAY_ERROR", "SERVER_ERROR"])
def test_a_code(code):
    [found] = explain(code).findings
    assert found.page == "errors.md"


@pytest.mark.parametrize("card", TEST_CARDS, ids=lambda card: card.number)
def test_a_test_card(card):
    spaced = " ".join(re.findall(".{1,4}", card.number))
    [found] = explain(spaced).findings
    assert found.page == "payments/payments/test-card-details.md"
    assert (f"it fails with {card.reason}" if card.reason else "it pays") in found.what


def test_a_test_upi_id():
    assert "fails with payment_failed" in explain("failure@razorpay").findings[0].what
    assert "pays" in explain("success@razorpay").findings[0].what


# ---------------------------------------------------------------------- what is not known


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("insuficient_funds", "insufficient_funds"),
        ("already been taken", "The receipt has already been taken."),
        ("The ID provided doesnt exist", "The id provided does not exist"),
        ("invaild account number", "invaild_account_number"),
    ],
)
def test_near_misses_are_suggested(text, near):
    explained = explain(text)
    assert not explained
    assert near in explained.near
    assert str(explained).startswith(f"Nothing is known of {text!r}.\nNear it:\n  ")


def test_nothing_near():
    explained = explain("xyzzy")
    assert (bool(explained), explained.near, str(explained)) == (False, (), "Nothing is known of 'xyzzy'.")


def test_an_exception_that_is_none_of_razorpays(rzp):
    assert not rzp.explain(ZeroDivisionError("division by zero"))
    assert not rzp.explain("")


@pytest.mark.parametrize("thing", [None, 7, [], {"id": "order_1"}, {"error": 3}, b"text"])
def test_what_can_be_no_error_is_a_type_error(rzp, thing):
    with pytest.raises(TypeError):
        rzp.explain(thing)


def test_explaining_changes_nothing(rzp):
    error = raised_by(lambda: rzp.order.fetch("order_1"))
    assert isinstance(error, BadRequestError)
    before = rzp.snapshot()
    assert rzp.explain(error)
    assert not rzp.diff(before)
    assert len(rzp.calls) == 1


# ---------------------------------------------------------------------- the command


def test_the_command_prints_the_explanation(capsys):
    assert cli.main(["explain", "otp_expired"]) == 0
    assert capsys.readouterr().out == f"{explain('otp_expired')}\n"
    assert cli.main(["explain", "Invalid", "IFSC", "Code"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Invalid IFSC Code\n  is         an API error: BAD_REQUEST_ERROR, status 400, reason ")
    assert "\n  raised by  order.create, " in out or "\n  raised by  customer.addBankAccount, " in out
    assert out.endswith(
        "\n  do         Send the 11 characters of the branch's IFSC: four letters, a zero, six more.\n"
        "  page       api/payments/recurring-payments/paper-nach/create-authorization-transaction.md\n"
    )


def test_the_command_answers_in_json(capsys):
    assert cli.main(["explain", "--json", "otp_expired"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == explain("otp_expired").json()
    assert document["findings"][0]["page"] == "errors/payments/list.md"


def test_the_command_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"error": {"code": "SERVER_ERROR"}}\n'))
    assert cli.main(["explain", "-"]) == 0
    assert capsys.readouterr().out.startswith("SERVER_ERROR\n")


def test_the_command_ends_in_2_for_what_is_not_known(capsys):
    assert cli.main(["explain", "insuficient_funds"]) == 2
    assert "insufficient_funds" in capsys.readouterr().out
    assert cli.main(["explain", '{"id": "order_1"}']) == 2
    assert capsys.readouterr().err.startswith("fakerzp explain: there is no description")
