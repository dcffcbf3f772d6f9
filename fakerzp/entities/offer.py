"""Offers: what a merchant promises on the Dashboard to those who pay in a certain way.

Sources: payments/offers/create.md and the pages below payments/offers; the words of the API (`instant_discount`,
`min_amount`, `usage_limits`, ...) are those of payments/offers/s2s-integration.md.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from .base import Record, record
from .payment import EmiPlan

TYPES = ("instant_discount", "cashback", "already_discounted", "no_cost_emi", "low_cost_emi")
# Who pays less at Checkout; cashback comes later from the provider, and who is discounted already pays what is asked.
TAKES_OFF = ("instant_discount", "no_cost_emi", "low_cost_emi")
OF_EMI = ("no_cost_emi", "low_cost_emi")


@record
class Offer(Record):
    """An offer (`offer_`). Amounts in paise, times in Unix seconds; of EMI plans `durations` in months.

    What is None or empty limits nothing. `percentage` or `flat` is what it is worth; an offer of no cost EMI is worth
    the interest. `pay_without_offer` lets a payment that it does not fit go through in full. `used` counts the
    payments that were authorized with it, `cycles` is for how many invoices of a subscription it holds.
    """

    KIND: ClassVar[str] = "offer"

    name: str
    offer_type: str
    method: str
    percentage: float | None = None
    flat: int | None = None
    max_discount: int | None = None
    min_amount: int = 0
    max_amount: int | None = None
    issuer: str | None = None
    network: str | None = None
    card_type: str | None = None
    iins: tuple[str, ...] = ()
    durations: tuple[int, ...] = ()
    starts_at: int = 0
    ends_at: int | None = None
    max_usage: int | None = None
    max_usage_per_card: int | None = None
    show_on_checkout: bool = True
    pay_without_offer: bool = False
    cycles: int | None = None
    used: int = 0

    def benefit(self, amount: int, plan: EmiPlan | None) -> int:
        """What it is worth to who pays an order of that amount, in paise; parts of a paisa are rounded (inferred)."""
        if self.offer_type == "no_cost_emi":
            worth = interest(amount, plan) if plan is not None else 0
        elif self.flat is not None:
            worth = self.flat
        else:
            worth = _rounded(amount * Decimal(str(self.percentage)) / 100)
        return min(worth, self.max_discount if self.max_discount is not None else worth)

    def discount(self, amount: int, plan: EmiPlan | None) -> int:
        """How much less is paid at Checkout for an order of that amount, in paise."""
        return self.benefit(amount, plan) if self.offer_type in TAKES_OFF else 0


def interest(amount: int, plan: EmiPlan) -> int:
    """What a plan costs whose instalments add up to the amount: it less the loan (payments/offers/no-cost-emi.md)."""
    rate = Decimal(plan.rate) / 120000
    loan = Decimal(amount) / plan.duration * (1 - (1 + rate) ** -plan.duration) / rate
    return amount - _rounded(loan)


def _rounded(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))


def offer_json(offer: Offer) -> dict[str, Any]:
    """An offer as the Dashboard shows it: no call of the API answers with one."""
    shown = {name: value for name, value in offer.__dict__.items() if name not in ("steps", "created_at")}
    for name in ("iins", "durations"):
        shown[name] = list(shown[name])
    return {**shown, "created_at": offer.created_at}


def applied_json(offer: Offer, amount: int, plan: EmiPlan | None) -> dict[str, Any]:
    """An offer that a payment of an order was made with, as `expand[]=offers` shows it: percentages in hundredths."""
    worth = offer.benefit(amount, plan)
    benefit: dict[str, Any] = {
        "offer_type": offer.offer_type,
        "limit_type": "flat" if offer.max_discount is None else "up_to",
        "unit": "absolute" if offer.percentage is None else "percentage",
        "value": worth if offer.percentage is None else _rounded(Decimal(str(offer.percentage)) * 100),
        "max_discount": offer.max_discount,
        "calculated_benefit_value": worth,
    }
    return {"entity": "offers", "id": offer.id, "status": "redeemed", "benefits": [benefit]}
