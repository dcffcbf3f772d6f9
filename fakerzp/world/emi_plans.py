"""What banks and providers lend for: the instalment plans of cards, and the amounts that cardless providers take.

Banks, tenures, interest rates, least amounts and fees of cards: payments/payment-methods/emi/faqs.md, which dates its
tables. The newest sample of the Methods API (payments/recurring-payments/emandate/supported-banks.md) says the same,
but for the fee of IDFB, and has AUBL as well; older pages say otherwise. Codes are those of that sample, where debit
cards have plans of their own ("HDFC_DC").
Providers: payments/payment-methods/emi/cardless-emi.md, payments/payment-methods/pay-later/custom-integration.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

DURATIONS: Final = (3, 6, 9, 12, 18, 24, 36)
"""Every tenure that some bank has, in months."""

# Documented reasons (errors/payments/list.md) for which nothing is lent; which of them is given when is inferred.
TOO_LITTLE: Final = "amount_less_than_minimum_amount"
TOO_MUCH: Final = "emi_greater_than_max_amount"
NO_SUCH_PLAN: Final = "emi_plan_unavailable"
OVER_THE_CREDIT: Final = "credit_limit_exceeded"


class Limits(NamedTuple):
    """The amounts that are taken, in paise, and the reason why more is not; `most` is None where no page has one."""

    least: int = 0
    most: int | None = None
    over: str = TOO_MUCH

    def refuse(self, amount: int) -> str | None:
        """The reason why this amount is not taken, or None if it is."""
        if amount < self.least:
            return TOO_LITTLE
        return self.over if self.most is not None and amount > self.most else None


class Terms(NamedTuple):
    """One tenure: interest per year in hundredths of a percent, and the amounts for which it is lent."""

    rate: int
    limits: Limits


_NO_FEE: Final[Mapping[str, Any]] = MappingProxyType({})


def _fee(rupees: int, percentage: int = 0) -> Mapping[str, Any]:
    """So much, or so many percent, or whichever of both is more."""
    fixed = {"amount": 100 * rupees} if rupees else {}
    share = {"percentage": percentage} if percentage else {}
    kind = "combination" if fixed and share else "fixed" if fixed else "percentage"
    return MappingProxyType({"type": kind, **share, **fixed})


class EmiIssuer(NamedTuple):
    """The plans of a bank's cards. `code` is that of the Methods API, `type` the cards': credit or debit.

    `fee` is what the bank has of the customer for it, as the Methods API words it (amounts in paise).
    """

    code: str
    issuer: str
    type: str
    plans: Mapping[int, Terms]
    fee: Mapping[str, Any]


def _issuer(
    code: str,
    least: int,
    *rates: int,
    more: tuple[int, ...] = (),
    other: int = 0,
    most: int = 0,
    fee: Mapping[str, Any] = _NO_FEE,
) -> EmiIssuer:
    """A row: amounts in rupees, a rate for each tenure in turn; `other` is the least amount of those in `more`."""
    issuer, _, debit = code.partition("_")
    plans = {
        months: Terms(rate, Limits(100 * (other if months in more else least), 100 * most or None))
        for months, rate in zip(DURATIONS, rates, strict=False)
    }
    return EmiIssuer(code, issuer, "debit" if debit else "credit", MappingProxyType(plans), fee)


EMI_ISSUERS: Final = (
    _issuer("AMEX", 5000, 1400, 1400, 1400, 1400, 1500, 1500, fee=_fee(199)),
    _issuer("AUBL", 2000, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(199)),
    _issuer("BARB", 2500, 1600, 1600, 1600, 1600, 1600, 1600),
    _issuer("CITI", 2500, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(100, 1)),
    _issuer("FDRL", 2500, 1599, 1599, 1599, 1599, 1599, 1599),
    _issuer("HDFC", 1000, 1600, 1600, 1600, 1600, 1600, 1600, more=(18, 24), other=3000, fee=_fee(299)),
    _issuer("HSBC", 2000, 1500, 1500, 1500, 1500, 1500, 1500, fee=_fee(99)),
    _issuer("ICIC", 1500, 1599, 1599, 1599, 1599, 1599, 1599, fee=_fee(199)),
    _issuer("IDFB", 2500, 1600, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(99, 1)),
    _issuer("INDB", 2000, 1600, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(249)),
    _issuer("KKBK", 2500, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(249)),
    _issuer("RATN", 2000, 1300, 1400, 1500, 1500, 1500, 1500, fee=_fee(199)),
    # Its fee depends on the tenure and on the amount, which no sample of the API can say.
    _issuer("SBIN", 2500, 1675, 1650, 1650, 1600, 1625, 1625),
    _issuer("SCBL", 2500, 1188, 1300, 1400, 1400, fee=_fee(0, 1)),
    _issuer("UTIB", 3000, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(100, 1)),
    _issuer("YESB", 1500, 1600, 1600, 1600, 1600, 1600, 1600, fee=_fee(299)),
    _issuer("HDFC_DC", 5000, 1600, 1600, 1600, 1600, 1600, more=(3,), other=3000, fee=_fee(299)),
    _issuer("ICIC_DC", 5000, 1600, 1600, 1600, 1600, 1600, 1600, most=100000),
)
"""The banks whose cards pay in instalments: credit cards by their bank's code, debit cards with `_DC` behind it."""

UNSHOWN: Final = ("onecard", "BAJAJ")
"""Cards whose EMI is offered (payments/payment-methods/emi), but of which no page shows a payment."""

_BY_CODE: Final[Mapping[str, EmiIssuer]] = MappingProxyType({row.code: row for row in EMI_ISSUERS})

CARDLESS: Final[Mapping[str, Limits]] = MappingProxyType(
    {
        "icic": Limits(700000),
        "idfb": Limits(500000),
        "hdfc": Limits(500000),
        "kkbk": Limits(300000),
        "walnut369": Limits(90000),
        "earlysalary": Limits(300000),
        "zestmoney": Limits(300000),
        "shopse": Limits(300000),
        "snapmint": Limits(),
    }
)
"""Providers of cardless EMI, and the amounts that each takes."""

# The last one is only in the sample of api/payments/fetch-with-id.md.
PAY_LATER: Final[Mapping[str, Limits]] = MappingProxyType(
    {
        "lazypay": Limits(100, 1000000, OVER_THE_CREDIT),
        "paypal": Limits(10000),
        "rzpx_postpaid": Limits(),
    }
)
"""Providers of Pay Later, and the amounts that each takes."""


def plans_of(code: str, *, debit: bool = False) -> EmiIssuer | None:
    """The plans that go by this code, of a debit card those of its bank's debit cards; None if there are none."""
    return _BY_CODE.get(f"{code.partition('_')[0]}_DC" if debit else code)


def is_emi_code(code: str) -> bool:
    """Whether Checkout lists this code among the banks for EMI."""
    return code in _BY_CODE
