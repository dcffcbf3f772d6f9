"""Every call of Razorpay that the fake refuses, and those of the SDKs that Razorpay does not know either.

A call in REFUSED raises NotFaked, which names the endpoint; one in NOT_FOUND gets Razorpay's own answer to a
URL that leads nowhere. Whatever is in neither table and is no endpoint of the fake leads nowhere too.

Names are the SDKs' own, with their signatures: "subscription.create(data={}, **kwargs)" in Python,
"subscriptions.create(params={}, callback)" in Node.
"""

# No `annotations` from the future: NamedTuple would compile each as text, longer than all the rest takes.
from typing import NamedTuple

from .refused_business import BUSINESS
from .refused_payments import PAYMENTS


class Refused(NamedTuple):
    """A call that exists at Razorpay and is not faked."""

    method: str
    path: str
    """As documented, with its variables in braces: /v1/subscriptions/{id}/cancel."""
    python: tuple[str, ...]
    node: tuple[str, ...]
    source: str
    """The documentation page, or the SDK's file, that says the call exists."""
    basis: str
    """`documented`, or `sdk` where an SDK sends it and no page has it."""
    why: str
    """What is missing, in a few words."""


REFUSED: tuple[Refused, ...] = tuple(
    Refused(*row, why) for table in (PAYMENTS, BUSINESS) for why, rows in table for row in rows
)

# What the Python SDK's resources inherit from their base class and neither a page nor another SDK knows: GET
# of the base URL or of one id below it, and DELETE of /{id}/delete. Where such a path reads as a documented
# call (subscription.delete: the removal of an offer named "delete"), or RazorpayX documents it
# (fund_account.fetch), it is refused above.
NOT_FOUND: tuple[tuple[tuple[str, ...], str, str], ...] = (  # Python names, method, path
    (("account.all(data, **kwargs)", "product.all(data, **kwargs)"), "GET", "/v2/accounts"),
    (("card.all(data, **kwargs)",), "GET", "/v1/cards"),
    (("card.delete(id, data, **kwargs)",), "DELETE", "/v1/cards/{id}/delete"),
    (("customer.delete(id, data, **kwargs)",), "DELETE", "/v1/customers/{id}/delete"),
    (("device_activity.all(data, **kwargs)",), "GET", "/v1/devices/activity"),
    (("device_activity.delete(id, data, **kwargs)",), "DELETE", "/v1/devices/activity/{id}/delete"),
    (("dispute.delete(id, data, **kwargs)",), "DELETE", "/v1/disputes/{id}/delete"),
    (("document.all(data, **kwargs)",), "GET", "/v1/documents"),
    (("document.delete(id, data, **kwargs)",), "DELETE", "/v1/documents/{id}/delete"),
    (("fund_account.delete(id, data, **kwargs)",), "DELETE", "/v1/fund_accounts/{id}/delete"),
    (("iin.delete(id, data, **kwargs)",), "DELETE", "/v1/iins/{id}/delete"),
    (("order.delete(id, data, **kwargs)",), "DELETE", "/v1/orders/{id}/delete"),
    (("payment.delete(id, data, **kwargs)",), "DELETE", "/v1/payments/{id}/delete"),
    (("payment_link.delete(id, data, **kwargs)",), "DELETE", "/v1/payment_links/{id}/delete"),
    (("plan.delete(id, data, **kwargs)",), "DELETE", "/v1/plans/{id}/delete"),
    (
        ("product.delete(id, data, **kwargs)", "stakeholder.delete(id, data, **kwargs)"),
        "DELETE",
        "/v2/accounts/{id}/delete",
    ),
    (("qrcode.delete(id, data, **kwargs)",), "DELETE", "/v1/payments/qr_codes/{id}/delete"),
    (("refund.delete(id, data, **kwargs)",), "DELETE", "/v1/refunds/{id}/delete"),
    (("registration_link.all(data, **kwargs)",), "GET", "/v1/subscription_registration"),
    (
        ("registration_link.delete(id, data, **kwargs)",),
        "DELETE",
        "/v1/subscription_registration/{id}/delete",
    ),
    (("registration_link.fetch(id, data, **kwargs)",), "GET", "/v1/subscription_registration/{id}"),
    (("settlement.delete(id, data, **kwargs)",), "DELETE", "/v1/settlements/{id}/delete"),
    (("transfer.delete(id, data, **kwargs)",), "DELETE", "/v1/transfers/{id}/delete"),
    (("virtual_account.delete(id, data, **kwargs)",), "DELETE", "/v1/virtual_accounts/{id}/delete"),
)
