"""What is said of plans, subscriptions and what is added to them."""

from __future__ import annotations

from . import BARE, INFERRED, NA, Text

_AT = "api/payments/subscriptions/"
_CREATE = _AT + "create-subscription.md"

# -- general conditions, as these pages word them

KEY_PLAN = Text("Authentication failed", _AT + "create-plan.md", NA, 401)
EXTRA = Text("{extra} is/are not required and should not be sent", _AT + "create-plan.md", BARE)
INVALID_ID = Text("{cut} is not a valid id", _AT + "fetch-a-plan.md", BARE)

# -- plans

DAILY_INTERVAL = Text("The interval must be at least 7 for daily plans.", INFERRED)

# -- new subscriptions

OFFER_NOT_FOUND = Text("Offer Not Found", _CREATE)
OFFER_NOT_APPLICABLE = Text("Offer not applicable for this Subscription", _CREATE)
LINK_EXPIRED = Text(
    "Link expire by cannot be lesser than the current time.", _AT + "create-subscription-link.md", BARE
)
START_PAST = Text("start_at cannot be lesser than the current time.", INFERRED)
TOO_MANY_CYCLES = Text("Exceeds the maximum total_count ({limit}) allowed for the given period and interval.", INFERRED)
ADDON_CURRENCY = Text("The currency of the addon must be the same as that of the plan.", INFERRED)
NOTIFY_INFO = Text("notify_info can be sent only when customer_notify is true.", INFERRED)

# -- add-ons

ADDON_UPI = Text("Add-ons can't be added for Subscriptions when payment mode is {mode}", _AT + "create-add-on.md")
NO_MORE_ADDONS = Text("Add-ons can't be added for Subscriptions in {status} status.", INFERRED)
ADDON_BILLED = Text("Add-on cannot be deleted as it is linked to an invoice.", INFERRED)

# -- updates

NOT_UPDATABLE = Text(
    "Can't update Subscription when Subscription is not in Authenticated or Active state",
    _AT + "update-subscription.md",
)
UPDATE_UPI = Text("Subscriptions cannot be updated when payment mode is {mode}", _AT + "update-subscription.md", BARE)
# The rule is on payments/subscriptions/update.md; the words are those of issue 409 of razorpay-node.
UPDATE_DOMESTIC = Text("Can't update subscription immediately when card mandate is applicable", INFERRED)
UPDATE_DOMESTIC_LATER = Text("Can't update subscription when card mandate is applicable", INFERRED)
UPDATE_CURRENCY = Text("The currency of the new plan must be the same as that of the subscription.", INFERRED)
UPDATE_DIFFERENCE = Text("The difference amount for the update must be at least 50.", INFERRED)
UPDATE_DOWNGRADE = Text("Subscription cannot be downgraded when an offer is linked to it", INFERRED)
UPDATE_NOTHING = Text("At least one field to update must be sent.", INFERRED)
UPDATE_NOT_CHARGED = Text("The subscription was not updated, because the charge of the difference failed", INFERRED)
NO_PENDING_UPDATE = Text("Subscription does not have any scheduled changes.", INFERRED)

# -- offers

OFFER_NOT_REMOVABLE = Text("Offer cannot be removed from Subscription in {status} status.", INFERRED)
OFFER_NOT_LINKED = Text("The offer is not linked to the Subscription.", INFERRED)

# -- pause, resume, cancel

NOT_PAUSABLE = Text("Subscription is not pausable in {status} status.", INFERRED)
NOT_RESUMABLE = Text("Subscription is not resumable in {status} status.", INFERRED)
PAUSED_BY_CUSTOMER = Text("Subscription paused by the customer can be resumed by the customer only.", INFERRED)
NOT_CANCELLABLE = Text("Subscription is not cancellable in {status} status.", _AT + "cancel-subscription.md", BARE)
NO_CYCLE = Text("Subscription cannot be cancelled since no billing cycle is going on", INFERRED)

# -- Checkout, where there is nothing to pay (payments/subscriptions/integration-guide.md)

_GUIDE = "payments/subscriptions/integration-guide.md"
STAGE = "Customer payment is not allowed for the Subscription at this stage."
NOT_AT_THIS_STAGE = Text(STAGE, _GUIDE)
OVER = Text("Oops! Something went wrong. Please contact the merchant for further assistance.", _GUIDE)
