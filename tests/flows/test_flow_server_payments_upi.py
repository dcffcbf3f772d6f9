"""Payments that a shop's own server makes: by UPI, for mandates, with fees, and pages for browsers."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from fakerzp import FakeRazorpay, NotFaked, PaymentFailed
from tests.flows.server_steps import (
    AT,
    DEBIT,
    WHO,
    actions,
    begun,
    body,
    card,
    ordered,
    post,
    status,
    told,
)


@pytest.fixture
def rzp():
    fake = FakeRazorpay(seed=5, at=AT)
    yield fake
    fake.ledger.check()


# ---------------------------------------------------------------------- UPI


def test_a_collect_request_expires_in_its_own_time(rzp):
    short, _ = begun(rzp, method="upi", upi={"flow": "collect", "vpa": "a.b@okaxis"})
    long, _ = begun(rzp, method="upi", upi={"flow": "collect", "vpa": "a.b@okaxis", "expiry_time": 30})
    rzp.clock.advance(minutes=5)
    assert (status(rzp, short), status(rzp, long)) == ("failed", "created")
    assert rzp.payment.fetch(short)["error_reason"] == "payment_collect_request_expired"
    rzp.clock.advance(minutes=24)
    rzp.checkout.authenticate(long)
    assert status(rzp, long) == "captured"


def test_who_pays_by_intent_is_known_afterwards(rzp):
    answer = rzp.payment.createUpi(body(rzp, upi={"flow": "intent"}, description="Test flow"))
    payment, link = answer["razorpay_payment_id"], urlsplit(answer["link"])
    assert (link.scheme, link.netloc) == ("upi", "pay")
    said = {name: values[0] for name, values in parse_qs(link.query).items()}
    assert (said["am"], said["cu"], said["tn"]) == ("500.00", "INR", "Testflow")
    assert said["tr"] == payment.removeprefix("pay_")
    waiting = rzp.payment.fetch(payment)
    assert (waiting["vpa"], waiting["upi"]) == (None, {"vpa": None, "flow": "intent"})
    rzp.checkout.authenticate(payment, vpa="asha.rao@okicici")
    paid = rzp.payment.fetch(payment)
    assert (paid["vpa"], paid["upi"]["flow"]) == ("asha.rao@okicici", "intent")
    assert set(paid["acquirer_data"]) == {"rrn", "upi_transaction_id"}


def test_an_intent_paid_from_an_id_that_fails(rzp):
    payment = rzp.payment.createUpi(body(rzp, upi={"flow": "intent"}))["razorpay_payment_id"]
    with pytest.raises(ValueError, match="'asha' is no UPI id"):
        rzp.checkout.authenticate(payment, vpa="asha")
    assert status(rzp, payment) == "created"
    with pytest.raises(PaymentFailed):
        rzp.checkout.authenticate(payment, vpa="failure@razorpay")
    assert (status(rzp, payment), rzp.payment.fetch(payment)["vpa"]) == ("failed", "failure@razorpay")


def test_a_collect_request_knows_who_pays(rzp):
    payment = rzp.payment.createUpi(body(rzp, upi={"vpa": "a.b@okaxis"}))["razorpay_payment_id"]
    with pytest.raises(ValueError, match="this payment knows already"):
        rzp.checkout.authenticate(payment, vpa="c.d@okaxis")
    rzp.checkout.authenticate(payment)
    assert rzp.payment.fetch(payment)["vpa"] == "a.b@okaxis"


def test_a_downtime_of_intent_is_none_of_collect(rzp):
    rzp.bank.downtime("upi", flow="intent", declines=True)
    collect, _ = begun(rzp, method="upi", upi={"vpa": "a.b@okaxis"})
    rzp.checkout.authenticate(collect)
    intent, _ = begun(rzp, method="upi", upi={"flow": "intent"})
    with pytest.raises(PaymentFailed):
        rzp.checkout.authenticate(intent)
    assert rzp.payment.fetch(intent)["error_reason"] == "bank_technical_error"


def test_a_saved_upi_id_pays_again(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", **WHO})["id"]
    saved = rzp.payment.createUpi(body(rzp, customer_id=customer, save=True, upi={"vpa": "a.b@okaxis"}))
    rzp.checkout.authenticate(saved["razorpay_payment_id"])
    (token,) = rzp.token.all(customer)["items"]
    assert (token["recurring"], token["vpa"]["username"], token["vpa"]["handle"]) == (False, "a.b", "okaxis")
    answer = rzp.payment.createUpi(body(rzp, customer_id=customer, token=token["id"]))
    assert actions(answer) == ["poll"]
    rzp.checkout.authenticate(answer["razorpay_payment_id"])
    paid = rzp.payment.fetch(answer["razorpay_payment_id"])
    assert (paid["vpa"], paid["token_id"], paid["status"]) == ("a.b@okaxis", token["id"], "captured")
    assert "token.confirmed" not in told(rzp)


def test_a_saved_card_pays_again(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", **WHO})["id"]
    payment, _ = begun(rzp, customer_id=customer, save=True, **card())
    rzp.checkout.authenticate(payment)
    token = rzp.payment.fetch(payment)["token_id"]
    again, answer = begun(rzp, token=token, method="card", card={"cvv": "123"})
    assert actions(answer) == ["redirect", "otp_generate"]
    rzp.payment.otpGenerate(again)
    rzp.payment.otpSubmit(again, {"otp": "123456"})
    first, second = (rzp.payment.fetch(one) for one in (payment, again))
    assert (second["card_id"], second["customer_id"]) == (first["card_id"], customer)


# ---------------------------------------------------------------------- mandates, mail order, fees


@pytest.mark.parametrize(
    ("method", "how"),
    [("card", card()), ("upi", {"upi": {"flow": "intent"}}), ("emandate", {"bank": "HDFC", "auth_type": "netbanking"})],
)
def test_a_first_payment_registers_the_mandate_that_the_order_asks_for(rzp, method, how):
    customer = rzp.customer.create({"name": "Gaurav Kumar", **WHO})["id"]
    account = {"beneficiary_name": "A", "account_number": "1121431121541121", "ifsc_code": "HDFC0000001"}
    terms = {"max_amount": 500000, "expire_at": AT + 10**8}
    terms |= {"auth_type": "netbanking", "bank_account": account} if method == "emandate" else {"frequency": "monthly"}
    amount = 0 if method == "emandate" else 1000
    order = ordered(rzp, amount, method=method, customer_id=customer, token=terms)
    request = body(rzp, order, amount, customer_id=customer, recurring=True, **{"method": method, **how})
    answer = rzp.payment.createPaymentJson(request)
    payment = answer["razorpay_payment_id"]
    token = rzp.payment.fetch(payment)["token_id"]
    assert rzp.token.fetch(customer, token)["recurring_details"]["status"] == "initiated"
    if method == "upi":
        assert answer["next"][0]["url"].startswith("upi://mandate?")
        assert "recur=MONTHLY" in answer["next"][0]["url"]
    rzp.checkout.authenticate(payment)
    if method == "emandate":
        rzp.bank.confirm_token(token)
    assert rzp.token.fetch(customer, token)["recurring"] is True
    charge = body(rzp, amount=2000, customer_id=customer, token=token, recurring=True)
    paid = rzp.payment.createPaymentJson(charge)  # a confirmed mandate is charged with nobody asked
    rzp.utility.verify_payment_signature(paid)
    assert status(rzp, paid["razorpay_payment_id"]) == "captured"


def test_a_mandate_needs_a_customer(rzp):
    said, answer = post(rzp, "create/json", **body(rzp, recurring=1, **card()))
    assert (said, answer["error"]["field"]) == (400, "customer_id")


def test_mail_order_asks_nobody(rzp):
    order = ordered(rzp)
    said, answer = post(rzp, "create/redirect", **body(rzp, order, auth_type="skip", **card()))
    assert (said, answer["razorpay_order_id"]) == (200, order)
    rzp.utility.verify_payment_signature(answer)
    assert status(rzp, answer["razorpay_payment_id"]) == "captured"
    rzp.bank.next("card_declined")
    said, answer = post(rzp, "create/redirect", **body(rzp, auth_type="skip", **card()))
    assert (said, answer["error"]["reason"]) == (400, "card_declined")
    assert status(rzp, answer["error"]["metadata"]["payment_id"]) == "failed"
    rzp.bank.next(rzp.bank.pending())
    said, answer = post(rzp, "create/redirect", **body(rzp, auth_type="skip", **card()))
    assert (said, list(answer)) == (200, ["razorpay_payment_id"])
    assert status(rzp, answer["razorpay_payment_id"]) == "created"


def test_the_customer_bears_the_fee(rzp):
    told_before = post(rzp, "calculate/fees", amount=50000, currency="INR", method="upi", upi={"flow": "intent"})[1]
    fee, tax = told_before["input"]["fee"], told_before["input"]["tax"]
    assert (fee, tax, told_before["input"]["amount"]) == (1180, 180, 51180)
    assert told_before["display"] == {
        "originalAmount": 500,
        "original_amount": 500,
        "fees": 11.8,
        "razorpay_fee": 10,
        "tax": 1.8,
        "amount": 511.8,
        "currency": "INR",
    }
    order = ordered(rzp)
    request = body(rzp, order, 50000 + fee, method="upi", fee=fee, upi={"flow": "intent"})
    answer = rzp.payment.createPaymentJson(request)
    assert "split=CCONFEE:11.80" in answer["link"]
    rzp.checkout.authenticate(answer["razorpay_payment_id"])
    paid = rzp.payment.fetch(answer["razorpay_payment_id"])
    assert (paid["amount"], paid["fee"], paid["tax"]) == (51180, 1180, 180)
    assert (rzp.order.fetch(order)["status"], rzp.order.fetch(order)["amount_paid"]) == ("paid", 50000)
    balances = rzp.ledger.balances()
    assert (balances["customer", "INR"], balances["merchant", "INR"]) == (-51180, 50000)


def test_the_fee_of_a_card(rzp):
    said, fees = post(rzp, "fees", amount=100, currency="INR", card={"number": DEBIT}, recurring=1, save=1)
    assert said == 200
    expected = {"original_amount": 100, "fees": 2, "razorpay_fee": 2, "tax": 0, "amount": 102, "currency": "INR"}
    assert fees == expected


# ---------------------------------------------------------------------- pages for browsers


def test_create_redirect_answers_a_page_that_leads_to_the_bank(rzp):
    reply = rzp.request("POST", "/v1/payments/create/redirect", json=body(rzp, method="netbanking", bank="HDFC"))
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=UTF-8")
    (payment,) = rzp.payment.all()["items"]
    assert f'action="https://api.razorpay.com/v1/payments/{payment["id"][4:]}/authenticate"' in reply.body
    rzp.checkout.authenticate(payment["id"])
    assert status(rzp, payment["id"]) == "captured"


def test_a_browser_s_page_comes_through_the_patch_as_html(rzp):
    requests = pytest.importorskip("requests")
    with rzp.patch():
        answer = requests.post(
            "https://api.razorpay.com/v1/payments/create/redirect",
            json=body(rzp, method="netbanking", bank="HDFC"),
            auth=(rzp.key_id, rzp.key_secret),
            timeout=5,
        )
    assert answer.headers["content-type"] == "text/html; charset=UTF-8"
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_posted_form_is_answered_by_names_alone(rzp):
    fields = "&".join(
        f"{name}={value}"
        for name, value in {
            "amount": 50000,
            "currency": "INR",
            "order_id": ordered(rzp),
            "method": "card",
            "card[number]": DEBIT,
            "card[expiry_month]": "11",
            "card[expiry_year]": "30",
            "auth_type": "otp",
        }.items()
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = rzp.request("POST", "/v1/payments/create/redirect", data=fields, headers=headers)
    payment = reply.body["razorpay_payment_id"]
    assert reply.body == {"next": ["otp_submit", "otp_resend"], "razorpay_payment_id": payment}
    reply = rzp.request("POST", f"/v1/payments/{payment}/otp/submit", data="otp=123456", headers=headers)
    assert reply.body["razorpay_payment_id"] == payment


@pytest.mark.parametrize("provider", ["giropay", "poli", "sofort", "trustly"])
def test_apps_are_polled_for(rzp, provider):
    said, answer = post(rzp, "create/redirect", **body(rzp, method="app", provider=provider))
    assert (said, actions(answer)) == (200, ["poll"])
    rzp.checkout.authenticate(answer["razorpay_payment_id"])
    paid = rzp.payment.fetch(answer["razorpay_payment_id"])
    assert (paid["method"], paid["wallet"], paid["status"]) == ("app", provider, "captured")


def test_methods_of_other_countries_are_not_faked(rzp):
    with pytest.raises(NotFaked, match="payments by ach are of accounts outside of India"):
        post(rzp, "create/json", **body(rzp, method="ach"))
    assert rzp.payment.all()["count"] == 0


@pytest.mark.parametrize("how", [{"method": "fpx", "bank": "MB2U"}, {"method": "wallet", "wallet": "touchngo"}])
def test_malaysia_pays_in_ringgit(rzp, how):
    order = rzp.order.create({"amount": 20000, "currency": "MYR"})["id"]
    said, answer = post(rzp, "create/json", **{**body(rzp, order, 20000, **how), "currency": "MYR"})
    assert (said, actions(answer)) == (200, ["redirect"])
    rzp.checkout.authenticate(answer["razorpay_payment_id"])
    paid = rzp.payment.fetch(answer["razorpay_payment_id"])
    assert (paid["currency"], paid["method"], paid["status"]) == ("MYR", how["method"], "captured")
    said, answer = post(rzp, "create/json", **body(rzp, **how))
    assert (said, answer["error"]["field"]) == (400, "currency")


def test_the_same_seed_says_the_same(rzp):
    def run(fake):
        payment, answer = begun(fake, **card(), authentication={"authentication_channel": "app"})
        fake.checkout.authenticate(payment)
        return answer, fake.payment.fetch(payment), list(fake.events)

    assert run(FakeRazorpay(seed=9, at=AT)) == run(FakeRazorpay(seed=9, at=AT))
