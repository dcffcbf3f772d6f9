"""A subscription whose charge fails until Razorpay gives up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..world.strategies import fails
from ..world.subscription_outcomes import decided
from .acted import reach, record

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

AMOUNT = 50000
"""What a cycle costs where the scenario makes its own subscription, in paise."""
ABROAD = "5104015555555558"
"""The international card of payments/subscriptions/test.md: only such are charged again on the Dashboard."""


class SubscriptionHalted:
    """A subscription's charge fails, and fails again on each of the three days after it: the subscription is halted.

    `subscription_id` is an active subscription, or a new one of `amount` paise a month; `reason` is the documented one
    of the failures. The clock is moved to its next charge, which has failed now: it is pending. While it is halted,
    invoices are issued and not charged. Raises ValueError for a subscription that has nothing to charge and for a
    reason that no page has, LookupError for what is no subscription.

    Source: payments/subscriptions/states.md, payments/subscriptions/payment-retries.md.
    """

    def __init__(
        self,
        rzp: FakeRazorpay,
        subscription_id: str | None = None,
        *,
        amount: int = AMOUNT,
        reason: str = "insufficient_funds",
    ) -> None:
        self._rzp = rzp
        self._outcome = fails(reason)
        self.subscription_id: str = subscription_id or _active(rzp, amount)
        """The subscription, `sub_...`."""
        if self._record.status != "active" or not self._record.remaining_count:
            raise ValueError(f"{self.subscription_id} is {self._record.status}: nothing of it is charged by itself")
        self._fail()
        self.invoice_id: str = self._record.invoice_id
        """The invoice that was not paid, `inv_...`."""

    @property
    def _record(self) -> Any:
        return record(self._rzp, self.subscription_id, "subscription")[1]

    @property
    def status(self) -> str:
        """Where the subscription is: pending, then halted; active once it was paid."""
        return str(self._record.status)

    def retry(self) -> str:
        """Let the next day's charge fail as well; "halted" after the third."""
        return self._fail()

    def halt(self) -> str:
        """Let every charge fail that is left."""
        while self.status == "pending":
            self._fail()
        return self.status

    def recover(self) -> str:
        """Let the next day's charge succeed, while it is pending."""
        reach(self._rzp, self._record.charge_at)
        return self.status

    def issue(self) -> str:
        """Let the next cycle begin; of a halted subscription its invoice is issued and not charged."""
        reach(self._rzp, self._record.bills_at)
        return self.status

    def change_card(self, card: Mapping[str, Any] | str | None = None) -> str:
        """Let the customer pay what is due with another card (by default an international one): "active" again.

        Older invoices stay unpaid. Raises what `rzp.checkout.pay` raises.
        """
        self._rzp.checkout.pay(self.subscription_id, "card", card=card or ABROAD)
        return self.status

    def _fail(self) -> str:
        with decided(self._rzp._world, self.subscription_id, self._outcome):
            reach(self._rzp, self._record.charge_at)
        return self.status


def _active(rzp: FakeRazorpay, amount: int) -> str:
    item = {"name": "Monthly Plan", "amount": amount, "currency": "INR"}
    plan = rzp.plan.create({"period": "monthly", "interval": 1, "item": item})
    subscription = rzp.subscription.create({"plan_id": plan["id"], "total_count": 12})
    rzp.checkout.pay(subscription["id"], "card", card=ABROAD)
    return str(subscription["id"])
