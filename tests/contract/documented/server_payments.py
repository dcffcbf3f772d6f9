"""Payments that the merchant's server makes, and what the guides say of payments, orders, links and refunds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.contract.documented.token_hq import saved_card
from tests.contract.documented_world import PRESENT, REGISTRATIONS, Call, Miss, Step, oracle, order_of, refunds, token

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
    """A payment that saved its card; what the customer's network made of it is there."""
    merchant(world)
    world.staged["cust"] = world.make_cust()
    begun(save=True, customer_id=world.staged["cust"])(world)


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


def aliases(world: Any) -> None:
    """Linked accounts that have the aliases of the page."""
    for n, code in enumerate(("GoodWill_Traders-1.", "GoodWill_Traders-2.")):
        world.rzp.dashboard.account_code(f"acc_CPRsN1LkFccll{n}", code)


_S2S = r"guide\.payments\.payment-gateway\.s2s-integration\."
_PARTNERS = r"guide\.partners\.aggregators\.partner-auth\."
_OTP = r"guide\..*"
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
    (_OTP + r"account-code\.api\.create-transfers-from-orders", Call(aliases)),
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
EXCEPTIONS: Mapping[str, Miss] = {}
