"""Payments that the merchant's server makes, and what the guides say of payments, orders, links and refunds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.contract.documented.token_hq import saved_card
from tests.contract.documented_world import (
    PRESENT,
    REGISTRATIONS,
    Call,
    Miss,
    Step,
    oracle,
    order_of,
    refunds,
    token,
)

API: tuple[str, ...] = ()
GUIDE: tuple[str, ...] = ("payments", "orders", "payment_links", "refunds", "invoices")


def merchant(world: Any) -> None:
    """The account that a partner names: here the merchant's own."""
    world.staged["acc"] = world.rzp.account_id


def ordered(world: Any) -> None:
    """An order of what the request is to pay, with the mandate that it registers; a token if it pays by one."""
    merchant(world)
    asked = world.asked
    if not isinstance(asked, dict) or "order_id" not in asked:
        return
    method = asked.get("method", "card")
    world.staged["cust"] = world.make_cust()
    if "token" in asked:
        token("upi" if method == "upi" else "card")(world)
    terms: dict[str, Any] = {}
    if asked.get("recurring") and "token" not in asked:
        _, usual = REGISTRATIONS[method]
        mandate = {"max_amount": 5000000, "expire_at": world.later(3000), **usual}
        terms = {"method": method, "customer_id": world.staged["cust"], "token": mandate}
    body = {"amount": int(asked["amount"]), "currency": asked["currency"], **terms}
    world.staged["order"] = world.post("/v1/orders", body)["id"]


def _no_expiry(body: Any) -> Any:
    """Pages of several years: their cards have expired since, and one has a wrong check digit."""
    mended = {**body}
    if "card[number]" in body:
        return {**body, "card[expiry_year]": "30"}
    if "card" in body:
        number = body["card"].get("number", "")
        valid = {"4047458064386281": "4386289407660153"}.get(number, number)
        mended["card"] = {**body["card"], "number": valid, "expiry_year": "30"}
    return mended


def begun(*steps: str, number: str = "4386289407660153", **how: Any) -> Step:
    """A payment by card that waits for its customer, after these calls."""

    def first(world: Any) -> None:
        order_of(100000)(world)
        card = {"number": number, "name": "Gaurav", "expiry_month": "11", "expiry_year": "30"}
        body = {"amount": 100000, "currency": "INR", "order_id": world.staged["order"], "method": "card", "card": card}
        world.staged["pay"] = world.post("/v1/payments/create/json", {**body, **how})["razorpay_payment_id"]
        for step in steps:
            world.post(f"/v1/payments/{world.staged['pay']}/{step}", {})

    return first


def offered(world: Any) -> None:
    """An order with an offer of the bank that pays."""
    merchant(world)
    offer = world.rzp.dashboard.create_offer("netbanking", flat=100, issuer="UTIB")["id"]
    order_of(1000, offers=[offer])(world)
    world.asked["offer_id"], world.asked["amount"] = offer, 1000


def reviewed(world: Any) -> None:
    """An order whose risk was asked for and rated."""
    details = {"name": "Gaurav Kumar", "shipping_address": {"line1": "84", "zipcode": "1"}}
    order_of(50000, rto_review=True, line_items_total=50000, customer_details=details)(world)
    reasons = ("short_shipping_address", "address_pincode_state_mismatch")
    world.rzp.dashboard.rate_order(world.staged["order"], "high", reasons)


def reserved(world: Any) -> None:
    """A payment by UPI intent that is to reserve money, and that nobody approved yet."""
    world.staged["cust"] = world.make_cust()
    terms = {"max_amount": 200000, "expire_at": world.later(), "frequency": "as_presented"}
    mandate = {**terms, "type": "single_block_multiple_debit"}
    order_of(200, method="upi", customer_id=world.staged["cust"], token=mandate)(world)
    asked = {"amount": 200, "currency": "INR", "order_id": world.staged["order"], "customer_id": world.staged["cust"]}
    begun_so = world.post("/v1/payments/create/json", {**asked, "recurring": True, "upi": {"flow": "intent"}})
    world.staged["pay"] = begun_so["razorpay_payment_id"]


def saved(world: Any) -> None:
    """A payment by a card that was saved, whose customer is still to say yes."""
    merchant(world)
    saved_card(world)
    begun(token=world.staged["token"], customer_id=world.staged["cust"])(world)


def saved_and_paid(world: Any) -> None:
    saved(world)
    world.rzp.checkout.authenticate(world.staged["pay"])


def as_merchant(step: Step) -> Step:
    def first(world: Any) -> None:
        merchant(world)
        step(world)

    return first


def saved_card_of_customer(world: Any) -> None:
    merchant(world)
    saved_card(world)


def subscribed(world: Any) -> None:
    """A subscription that begins later, so that its customer only authenticates it."""
    body = {"plan_id": world.get("plan"), "total_count": 6, "start_at": world.later()}
    world.staged["sub"] = world.post("/v1/subscriptions", body)["id"]


def aliases(world: Any) -> None:
    """Linked accounts that have the aliases of the page."""
    for n, code in enumerate(("GoodWill_Traders-1.", "GoodWill_Traders-2.")):
        world.rzp.dashboard.account_code(f"acc_CPRsN1LkFccll{n}", code)


_S2S = r"guide\.payments\.payment-gateway\.s2s-integration\."
_PARTNERS = r"guide\.partners\.aggregators\.partner-auth\."
_OTP = r"guide\..*"
_GUIDE_OF_SUBSCRIPTIONS = _S2S + r"subscriptions\.create-authentication-transaction"
PAY = "/v1/payments/pay_1Aa00000000001"

CALLS: tuple[tuple[str, Call], ...] = (
    # One-time passwords and devices: of a payment that waits for them.
    (_OTP + r"response-on-submitting-otp", Call(begun("otp_generate"))),
    (_OTP + r"native-otp\.otp-(submit|submission|resend)", Call(begun("otp_generate"))),
    (_OTP + r"browser\.otp-generation", Call(begun())),
    (
        _OTP + r"evm-sdk\.submit-device-information-to-razorpay",
        Call(begun(authentication={"authentication_channel": "app"}), path=f"{PAY}/authentication_information"),
    ),
    (  # the answer of a card that is let pass, which is never one of India
        _OTP + r"evm-sdk\.submit-device-information-to-razorpay-2",
        Call(
            begun(number="5555555555554444", authentication={"authentication_channel": "app"}),
            path=f"{PAY}/authentication_information",
        ),
    ),
    (_OTP + r"cards\.payment-using-native-otp.*", Call(ordered, mend=_no_expiry)),
    (_OTP + r"native-otp\.create-a-payment", Call(ordered, mend=_no_expiry)),
    (_OTP + r"moto\.pay-using-cards", Call(ordered, mend=_no_expiry)),
    (_OTP + r"sample-checkout-code-to-collect-authorisation-transaction", Call(ordered, mend=_no_expiry)),
    # Payments as their pages describe them.
    (_OTP + r"standard-integration\.offers\.s2s-integration\.step-3-create-a-payment", Call(offered)),
    (_OTP + r"upi-reserve-pay\.integration-steps\.fetch-token-by-payment-id", Call(reserved, path=PAY)),
    (_OTP + r"token-hq\.merchant-requestor.*\.fetch-a-payment-api-for-token-information", Call(saved, path=PAY)),
    (_OTP + r"token-hq\.razorpay-requestor.*\.fetch-the-token-information", Call(saved_and_paid, path=PAY)),
    (_OTP + r"rto-intelligence\.step-2-.*", Call(reviewed, path="/v1/orders/order_1Aa00000000001/rto_review")),
    (_OTP + r"rto-intelligence\.step-3-.*", Call(order_of(50000), path="/v1/orders/order_1Aa00000000001/fulfillment")),
    (_GUIDE_OF_SUBSCRIPTIONS, Call(subscribed)),
    (_OTP + r"account-code\.api\.create-transfers-from-orders", Call(aliases)),
    (_OTP + r"outward-remittances\..*collect-documents", Call(path="/v1/order/order_1Aa00000000001/documents")),
    # Partners: the account that they name is the merchant's own here.
    (_PARTNERS + r"refunds\.fetch-all-refunds-api", Call(as_merchant(refunds(88800, 6000)))),
    *(
        (
            _PARTNERS + rf"recurring-payments\.{pages}.*fetch-(token-by-payment-id|payments-api)",
            Call(as_merchant(token(method)), path=PAY),
        )
        for pages, method in (("cards", "card"), ("emandate", "emandate"), ("upi", "upi"))
    ),
    (
        _PARTNERS + r"recurring-payments\.cards\.payment-api\.create-a-registration-payment-using-saved-card-.*",
        Call(saved_card_of_customer),
    ),
)
DERIVED: tuple[tuple[str, Call], ...] = tuple(
    (re.escape(record["id"]), Call(ordered))
    for record in (oracle("endpoints") if PRESENT else ())
    if record["part"] == "guide" and record["resource"] in GUIDE
)
"""How all others of these guides are prepared, where no family says otherwise."""

_TRANSFERS = "id entity status source amount_reversed fees tax recipient_settlement_id created_at processed_at error"
_PAYMENT = (
    "id entity amount currency status order_id invoice_id international method amount_refunded refund_status captured "
    "description card_id bank wallet"
)
_ERRORS = "email contact notes fee tax error_code error_description"
_SUBMITTED = f"{_PAYMENT} vpa {_ERRORS} created_at razorpay_payment_id razorpay_order_id razorpay_signature"
_LINK = (
    "accept_partial amount amount_paid cancelled_at created_at currency customer description expire_by expired_at "
    "first_min_partial_amount id notes notify order_id payments reference_id reminder_enable reminders short_url "
    "status updated_at upi_link user_id"
)
_ONE_OF_A_LIST = "the page is wrong: its list shows one of what it lists, without the list"
_ACH = Miss("not faked: ACH is of accounts in the USA, and no page says what becomes of such a payment")
_OUTVOTED = "outvoted: the API reference shows the same order without these, on each of its pages of that method"


def _of(where: str, names: str) -> tuple[str, ...]:
    return tuple(f"{where}.{name}" for name in names.split())


_AUTH = "guide.partners.aggregators.partner-auth."
_GUIDE = "guide.payments.payment-gateway.s2s-integration."
_HQ = "guide.payments.payment-methods.cards."
_ABROAD = "guide.payments.international-payments."
EXCEPTIONS: Mapping[str, Miss] = {
    _AUTH + "payment-gateway.fetch-payments-of-sub-merchants-api": Miss(
        _ONE_OF_A_LIST, _of("body", f"{_PAYMENT} {_ERRORS} created_at count items".replace(" entity", ""))
    ),
    _AUTH + "payment-links.fetch-all-payment-links": Miss(_ONE_OF_A_LIST, _of("body", _LINK)),
    _AUTH + "payment-links.upi-payment-links": Miss(
        "contradicts the API reference, which refuses `accept_partial` for UPI links in these words",
        ("partial payment not supported in upi link",),
    ),
    _AUTH + "refunds.create-a-refund-api": Miss(
        "the page is wrong: it sends a refund to the URL that creates orders", ("The currency field is required.",)
    ),
    _AUTH + "recurring-payments.emandate.registration.create-an-order": Miss(_OUTVOTED, ("body.payments",) * 3),
    _AUTH + "recurring-payments.upi.create-authorisation-transaction.create-an-order": Miss(
        _OUTVOTED, ("body.description", "body.customer_id")
    ),
    _AUTH + "recurring-payments.upi-tpv.create-authorisation-transaction.create-an-order": Miss(
        _OUTVOTED, ("body.description", "body.customer_id")
    ),
    _ABROAD
    + "accept-international-payments-from-indian-customers.s2s-integration.build-integration"
    + ".create-a-payment-using-upi": Miss(
        "outvoted: this page alone answers a collect request with a redirect, five others with the payment's id",
        ("body.link",),
    ),
    _GUIDE + "json.v1.build-integration.cards.response-on-submitting-otp": Miss(
        "outvoted: the payment itself is the answer of accounts on version 1; three pages show ids and signature",
        _of("body", _SUBMITTED),
    ),
    _GUIDE + "json.v2.build-integration.ach.create-a-payment": _ACH,
    _GUIDE + "json.v2.build-integration.single-integration-api.ach-direct-debit": _ACH,
    _HQ + "authentication.native-otp.validate-authentication-type": Miss(
        'the page is wrong: its `pin` is "true/false", a note that no JSON can hold; nothing tells when it is which',
        ("body.pin",),
    ),
    _HQ + "token-hq.razorpay-requestor.apis.fetch-the-token-information": Miss(
        "outvoted: this page alone shows when a payment was authorized and captured",
        _of("body", "authorized_at auto_captured captured_at late_authorized"),
    ),
    "guide.payments.payment-methods.emi.no-cost-emi.bajaj-finserv.s2s-integration.step-3-create-a-payment": Miss(
        "not faked: no page shows a payment by EMI with a card of Bajaj Finserv"
    ),
    "guide.payments.route.account-code.api.create-transfers-from-orders": Miss(
        "outvoted: the API reference shows each transfer of an order whole", _of("order.transfers", _TRANSFERS)
    ),
}
