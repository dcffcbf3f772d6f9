"""What a payment that a server made answers: where its customer can say yes, by method, flow and authentication.

One table: pages differ in what they show of the same method, and never in what a step is called. URLs are those of
calls that are there, where a page has others of the same step.
"""

from __future__ import annotations

import base64
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from ..entities.mandate import Mandate
from ..entities.payment import Payment
from ..entities.server_payments import Authentication

if TYPE_CHECKING:
    from .endpoint import Call

API: Final = "https://api.razorpay.com/v1/payments"
OTP_STEPS: Final = ("otp_submit", "otp_resend")
# The registered ids of networks in 3DS 2 (EMVCo); the page's sample is Visa's.
_DIRECTORIES: Final = {"Visa": "A000000003", "MasterCard": "A000000004", "RuPay": "A000000524"}
# What banks call how often a mandate is debited (NPCI's words, as in the samples).
_RECURS: Final = {"as_presented": "ASPRESENTED", "one_time": "ONETIME", "bimonthly": "BIMONTHLY"}
# The merchant as UPI links name them: nobody's real address.
_PAYEE: Final = {"pa": "merchant@razorpay", "pn": "Merchant", "mc": "5411"}

Step = dict[str, Any]


def step(action: str, payment_id: str, tail: str = "") -> Step:
    """One step that can be taken next: its name and where."""
    return {"action": action, "url": f"{API}/{payment_id}{tail}"}


def otp_steps(payment_id: str) -> list[Step]:
    """Submit the one-time password, or have it sent again."""
    return [step(name, payment_id, f"/{name.replace('_', '/')}") for name in OTP_STEPS]


def redirect(payment_id: str) -> Step:
    """Send the customer to the bank's page; `rzp.checkout.authenticate` is that customer."""
    return step("redirect", payment_id.removeprefix("pay_"), "/authenticate")


def poll(payment_id: str) -> Step:
    """Ask again how the payment is."""
    return step("poll", payment_id)


def of_card(call: Call, awaited: Authentication, fields: dict[str, Any]) -> list[Step]:
    """A card on the bank's page, by one-time password, or in the merchant's app."""
    payment_id, card = awaited.payment_id, awaited.tool.card
    if fields.get("authentication", {}).get("authentication_channel") == "app":
        data = {
            "message_version": "2.2.0",
            "directory_server_id": _DIRECTORIES.get(card.network, _DIRECTORIES["Visa"]),
            "directory_server_public_key": base64.b64encode(call.world.ledger.secret().encode()).decode(),
        }
        tail = "/authentication_information"
        return [{**step("submit_authentication_information", payment_id, tail), "3DS2_data": data}]
    page = redirect(payment_id)
    if card.international or not awaited.takes_otp:
        return [page]
    if fields.get("auth_type") == "otp":
        return otp_steps(payment_id)
    if "otp" in preferred(fields):
        return [*otp_steps(payment_id), page]
    return [page, step("otp_generate", payment_id, f"/otp_generate?track_id={awaited.id}&key_id={call.key_id}")]


def preferred(fields: dict[str, Any]) -> list[str]:
    """The ways of authentication that the merchant prefers."""
    wanted = fields.get("preferred_auth", [])
    return [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)]


def of_google_pay(call: Call, awaited: Authentication) -> dict[str, Any]:
    """What the SDK of Google Pay is started with."""
    reference = awaited.id
    return {
        "google_pay": {
            "card": {"supported_networks": ["Visa", "MasterCard"], "gateway_reference_id": reference},
            "upi": {"payee_vpa": _PAYEE["pa"], "mcc": _PAYEE["mc"], "gateway_reference_id": reference},
        }
    }


def upi_link(payment: Payment, mandate: Mandate | None, now: int, fee: int = 0) -> str:
    """The link that opens a UPI app: to pay, or to register a mandate. Amounts in rupees, as NPCI writes them."""
    said = {**_PAYEE, "tr": payment.id.removeprefix("pay_"), "tn": _plain(payment.description), "cu": payment.currency}
    rupees = f"{payment.amount / 100:.2f}"
    if mandate is None:
        split = {"split": f"CCONFEE:{fee / 100:.2f}"} if fee else {}
        return "upi://pay?" + urlencode({**said, "am": rupees, "mode": "04", **split}, quote_via=quote, safe="@:")
    frequency = mandate.frequency or "as_presented"
    most = mandate.max_amount if mandate.max_amount is not None else payment.amount
    terms = {
        **said,
        "mn": "CreateMandate",
        "am": f"{most / 100:.2f}",
        "amrule": "MAX",
        "fam": rupees,
        "recur": _RECURS.get(frequency, frequency.upper()),
        "validitystart": _day(now),
        "validityend": _day(mandate.expire_at or now + 30 * 365 * 86400),
        "mode": "04",
        "purpose": "14",
        "orgid": "180100",
        "txnType": "CREATE",
        "rev": "Y",
        "block": "N",
    }
    return "upi://mandate?" + urlencode(terms, quote_via=quote, safe="@:")


def bank_page(awaited: Authentication) -> str:
    """The page that create/redirect answers: a form that posts itself to the bank.

    Pages say that it is HTML with such a form and show none: this one is the fake's own.
    """
    return (
        "<!DOCTYPE html>\n"
        f'<html><head><title>Payment {awaited.payment_id}</title></head><body onload="document.forms[0].submit()">'
        f'<form method="post" action="{redirect(awaited.payment_id)["url"]}">'
        f'<input type="hidden" name="payment_id" value="{awaited.payment_id}"></form></body></html>\n'
    )


def _plain(description: str | None) -> str:
    return "".join(one for one in description or "razorpay" if one.isalnum()) or "razorpay"


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%d%m%Y")
