"""Every webhook event that Razorpay documents: its product, its page, and what is missing where it is not faked.

The list of webhooks/all.md comes first; the pages of single products name the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class EventName(NamedTuple):
    """One documented event. `lacks` says why it can't be sent (None: it can); `page` tells of it."""

    name: str
    product: str
    lacks: str | None
    page: str


_ROUTE = "Route is not built yet"
_X = "RazorpayX is not built yet"
_PARTNERS = "how much a sub-merchant took before the review is not counted yet"
_HQ_PAGES = "payments/payment-methods/cards/token-hq"
_S2S = "payments/payment-gateway/s2s-integration/recurring-payments"
_OF_PARTNERS = "webhooks/partners"
_PG, _PL = "product.payment_gateway", "product.payment_links"

# Product, what is missing, page, what the names begin with, and how each goes on.
_ROWS: Final[tuple[tuple[str, str | None, str, str, str], ...]] = (
    ("Orders", None, "webhooks/orders.md", "order.", "paid"),
    ("Payments", None, "webhooks/payments.md", "payment.", "authorized captured failed"),
    (
        "Payment Downtime",
        None,
        "webhooks/payments.md",
        "payment.downtime.",
        "started resolved updated",
    ),
    ("Refunds", None, "webhooks/refunds.md", "refund.", "created processed failed speed_changed"),
    (
        "Disputes",
        None,
        "webhooks/disputes.md",
        "payment.dispute.",
        "created won lost closed under_review action_required",
    ),
    ("Invoices", None, "webhooks/invoices.md", "invoice.", "partially_paid paid expired"),
    (
        "Subscriptions",
        None,
        "webhooks/subscriptions.md",
        "subscription.",
        "authenticated activated charged completed updated pending halted cancelled paused resumed",
    ),
    ("Route (Transfers)", None, "webhooks/route.md", "transfer.", "processed failed"),
    ("Settlements", None, "webhooks/settlements.md", "settlement.", "processed"),
    (
        "Route (Linked Accounts)",
        None,
        "webhooks/route.md",
        "product.route.",
        "under_review needs_clarification activated",
    ),
    ("QR Codes", None, "webhooks/qr-codes.md", "qr_code.", "created credited closed"),
    ("Virtual Accounts", None, "webhooks/smart-collect.md", "virtual_account.", "created credited closed"),
    ("Payment Links", None, "webhooks/payment-links.md", "payment_link.", "paid partially_paid cancelled expired"),
    ("Partners OAuth", None, "webhooks/partners/oauth.md", "account.app.", "authorization_revoked"),
    (
        "Payouts",
        _X,
        "webhooks/payouts.md",
        "payout.",
        "pending rejected queued initiated processed updated reversed failed",
    ),
    ("Payout Downtime", _X, "webhooks/payouts.md", "payout.downtime.", "started resolved"),
    ("Fund Account Validation", _X, "webhooks/account-validation.md", "fund_account.validation.", "completed failed"),
    (
        "Payout Links",
        _X,
        "webhooks/payout-links.md",
        "payout_link.",
        "pending issued processing processed attempted cancelled rejected expired",
    ),
    ("Transactions", _X, "webhooks/transactions.md", "transaction.", "created"),
    # Not in the list of webhooks/all.md
    (
        "Recurring Payments",
        None,
        "api/payments/recurring-payments/webhooks.md",
        "token.",
        "confirmed rejected cancelled paused",
    ),
    ("Recurring Payments", None, "api/payments/recurring-payments/custom/webhooks.md", "token.", "resumed"),
    (
        "Recurring Payments",
        None,
        "api/payments/recurring-payments/webhooks.md",
        "order.notification.",
        "delivered failed",
    ),
    (
        "Recurring Payments",
        "it is sent under the name order.notification.delivered",
        "api/payments/recurring-payments/webhooks.md",
        "notification.",
        "delivered",
    ),
    (
        "Recurring Payments",
        "it is sent under the name order.notification.failed",
        "api/payments/recurring-payments/webhooks.md",
        "notification.",
        "failed",
    ),
    ("Recurring Payments", None, f"{_S2S}/upi-reserve-pay/webhooks.md", "token.", "cancellation_initiated"),
    (
        "TokenHQ",
        None,
        f"{_HQ_PAGES}/razorpay-requestor/webhooks.md",
        "token.",
        "initiated activated deactivated suspended expiry_updated",
    ),
    (
        "TokenHQ",
        None,
        f"{_HQ_PAGES}/razorpay-requestor-with-network-tokens/webhooks.md",
        "token.service_provider.",
        "activated cancelled deactivated",
    ),
    (
        "TokenHQ",
        None,
        f"{_HQ_PAGES}/merchant-requestor-with-network-tokens/webhooks.md",
        "token.service_provider.",
        "failed",
    ),
    (
        "TokenHQ",
        None,
        "partners/aggregators/partner-auth/recurring-payments/cards/payment-api.md",
        "token.service_provider_token.",
        "activated",
    ),
    ("Partners", None, f"{_OF_PARTNERS}/activated.md", "", f"account.activated {_PG}.activated {_PL}.activated"),
    (
        "Partners",
        None,
        f"{_OF_PARTNERS}/activated-kyc-pending.md",
        "",
        f"account.activated_kyc_pending {_PG}.activated_kyc_pending {_PL}.activated_kyc_pending",
    ),
    (
        "Partners",
        None,
        f"{_OF_PARTNERS}/instantly-activated.md",
        "",
        f"account.instantly_activated {_PG}.instantly_activated",
    ),
    (
        "Partners",
        None,
        f"{_OF_PARTNERS}/needs-clarification.md",
        "",
        f"account.needs_clarification {_PG}.needs_clarification {_PL}.needs_clarification",
    ),
    (
        "Partners",
        None,
        f"{_OF_PARTNERS}/rejected.md",
        "",
        f"account.rejected {_PG}.rejected product.payment_link.rejected",
    ),
    (
        "Partners",
        None,
        f"{_OF_PARTNERS}/under-review.md",
        "",
        f"account.under_review {_PG}.under_review {_PL}.under_review",
    ),
    ("Partners", None, f"{_OF_PARTNERS}/payment-enabled.md", "account.", "payments_enabled"),
    ("Partners", None, f"{_OF_PARTNERS}/funds-onhold.md", "account.", "funds_hold"),
    ("Partners", None, f"{_OF_PARTNERS}/funds-unhold.md", "account.", "funds_unhold"),
    ("Partners", None, f"{_OF_PARTNERS}/suspended.md", "account.", "suspended"),
    (
        "Partners",
        _PARTNERS,
        "partners/aggregators/onboarding-api/instant-activation.md",
        "account.",
        "instant_activation_gmv_limit_warning",
    ),
    ("Route (Linked Accounts)", None, "api/payments/route/linked-account-apis-beta.md", "account.", "updated"),
    (
        "Banking Accounts",
        _X,
        "partners/technology-partners/onboard-businesses/integrate-oauth/integration-steps.md",
        "banking_accounts.",
        "issued",
    ),
)

EVENTS: Final[Mapping[str, EventName]] = MappingProxyType(
    {
        stem + tail: EventName(stem + tail, product, lacks, page)
        for product, lacks, page, stem, tails in _ROWS
        for tail in tails.split()
    }
)
"""Every documented event by its name."""
