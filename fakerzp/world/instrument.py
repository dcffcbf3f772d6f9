"""What a customer pays with, as Checkout was told: its facts, and whether it says no by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ..entities.mandate import Mandate
from ..entities.payment import EmiPlan, Payer
from ..exceptions import NotFaked
from . import cards, instruments
from .emi_plans import CARDLESS, NO_SUCH_PLAN, PAY_LATER, UNSHOWN, EmiIssuer, Limits, is_emi_code, plans_of

DEFAULT_CARD = "4100280000001007"
DEFAULT_EMI_CARD = "5241810000000000"
DEFAULT_DURATION = 9
DEFAULT_BANK = "HDFC"
DEFAULT_WALLET = "payzapp"
# Each method, and which arguments of Checkout go with it.
_TAKES: Mapping[str, tuple[str, ...]] = {
    "card": ("card",),
    "netbanking": ("bank",),
    "wallet": ("wallet",),
    "upi": ("vpa", "payer"),
    "emandate": ("bank",),
    "nach": ("bank",),
    "emi": ("card", "bank", "emi_duration", "vpa"),
    "cardless_emi": ("provider",),
    "paylater": ("provider",),
    "bank_transfer": ("payer",),
}
TO_ACCOUNTS = ("bank_transfer",)
"""Methods that pay into an account of Smart Collect, and nothing else."""
METHODS = tuple(method for method in _TAKES if method not in TO_ACCOUNTS)
MODES = ("NEFT", "RTGS", "IMPS", "UPI")
"""How a bank transfer is made (api/payments/smart-collect/fetch-payments-bank-transfer.md)."""
WITHOUT_MANDATES = ("emi", "cardless_emi", "paylater")
ARGUMENTS = ("card", "vpa", "bank", "wallet", "emi_duration", "provider", "payer")
"""The arguments of Checkout that say what is paid with."""
# Which providers lend, and the one that is taken if none is named.
_LENDERS: Mapping[str, tuple[Mapping[str, Limits], str]] = {
    "cardless_emi": (CARDLESS, "zestmoney"),
    "paylater": (PAY_LATER, "lazypay"),
}


class Instrument(NamedTuple):
    """A method and the one thing that belongs to it. `refuses` is a failure reason, or None if it pays.

    `limits` are the amounts that it pays, `fingerprint` tells the same card from others, `token_id` is that of a card
    that was saved. `payer` is the bank account behind a transfer, if the customer named one; `flow` is how a UPI app
    comes to know of the payment (collect, intent), None for collect.
    """

    method: str
    bank: str | None = None
    wallet: str | None = None
    vpa: str | None = None
    card: instruments.Card | None = None
    name: str = ""
    expiry_month: int = 12
    expiry_year: int = 2030
    refuses: str | None = None
    emi: EmiPlan | None = None
    limits: Limits = Limits()
    fingerprint: str = ""
    token_id: str | None = None
    payer: Payer | None = None
    flow: str | None = None

    def refusal(self, amount: int) -> str | None:
        """The reason for which it does not pay that amount (smallest unit), or None if it does."""
        return self.refuses or self.limits.refuse(amount)


def instrument(method: str, mandate: Mandate | None, *, today: date, **given: Any) -> Instrument:
    """The instrument of these ARGUMENTS of `checkout.pay`; raises ValueError, saying what is wrong with them.

    NotFaked for cards of which no page shows a payment.
    """
    if method not in _TAKES:
        raise ValueError(f"method={method!r}: choose one of {', '.join(METHODS)}")
    for name, value in given.items():
        if value is not None and name not in _TAKES[method]:
            raise ValueError(f"{name}= does not go with method={method!r}")
    if method == "card":
        return _card(given["card"] or DEFAULT_CARD, today)
    if method == "emi":
        return _emi(**{name: given[name] for name in _TAKES["emi"]}, today=today)
    if method in _LENDERS:
        return _lender(method, given["provider"])
    if method == "upi":
        vpa = given["vpa"] or instruments.SUCCESS_VPA
        return Instrument("upi", vpa=vpa, refuses=instruments.vpa_outcome(vpa), payer=_payer(given["payer"]))
    if method == "bank_transfer":
        return Instrument("bank_transfer", payer=_payer(given["payer"]))
    if method == "wallet":
        wallet = given["wallet"] or DEFAULT_WALLET
        if not instruments.is_wallet(wallet):
            raise ValueError(f"wallet={wallet!r} is none that Razorpay lists")
        return Instrument("wallet", wallet=wallet)
    return _bank(method, mandate, given["bank"])


def _payer(given: Mapping[str, Any] | None) -> Payer | None:
    """The bank account that the money comes from, if the customer named one; with a mode alone it is the usual one."""
    if given is None:
        return None
    unknown = set(given) - {"name", "account_number", "ifsc", "mode"}
    if unknown:
        raise ValueError(f"payer= takes name, account_number, ifsc and mode, not {min(unknown)!r}")
    told = {name: str(value) for name, value in given.items() if value is not None}
    payer = Payer(told.get("name"), told.get("account_number"), told.get("ifsc"), told.get("mode"))
    if payer.mode is not None and payer.mode not in MODES:
        raise ValueError(f"mode={payer.mode!r}: choose one of {', '.join(MODES)}")
    if payer.ifsc is not None and not instruments.is_ifsc(payer.ifsc):
        raise ValueError(f"ifsc={payer.ifsc!r}: four capitals, a zero, six capitals or digits")
    return payer._replace(told=set(given) != {"mode"})


def _bank(method: str, mandate: Mandate | None, bank: str | None) -> Instrument:
    if bank is None and mandate is not None and mandate.bank_account is not None:
        bank = instruments.bank_code(mandate.bank_account.ifsc)
    bank = bank or DEFAULT_BANK
    if method == "netbanking" and not instruments.is_netbanking_bank(bank):
        raise ValueError(f"bank={bank!r} is none that Razorpay lists for netbanking")
    return Instrument(method, bank=bank)


def _lender(method: str, provider: str | None) -> Instrument:
    """Cardless EMI or Pay Later. The provider stands in `wallet`: so the sample of Pay Later; the other is inferred."""
    lenders, usual = _LENDERS[method]
    provider = provider or usual
    if provider not in lenders:
        raise ValueError(f"provider={provider!r} is none that Razorpay lists for {method}: {', '.join(lenders)}")
    return Instrument(method, wallet=provider, limits=lenders[provider])


def _card(card: Mapping[str, Any] | str, today: date) -> Instrument:
    fields: Mapping[str, Any] = {"number": card} if isinstance(card, str) else card
    unknown = set(fields) - {"number", "name", "expiry_month", "expiry_year", "cvv"}
    if unknown:
        raise ValueError(f"card= takes number, name, expiry_month, expiry_year and cvv, not {min(unknown)!r}")
    number = str(fields.get("number", DEFAULT_CARD))
    month, year = int(fields.get("expiry_month", 12)), int(fields.get("expiry_year", today.year + 4))
    if not 1 <= month <= 12:
        raise ValueError(f"expiry_month={month}: a month is 1 to 12")
    year += 2000 if year < 100 else 0
    expired = (year, month) < (today.year, today.month)
    refuses = instruments.card_outcome(number) or ("card_expired" if expired else None)
    known = instruments.describe(number) if instruments.is_card_number(number) else None
    return Instrument(
        "card",
        card=known,
        name=str(fields.get("name", "")),
        expiry_month=month,
        expiry_year=year,
        refuses=refuses,
        fingerprint=cards.fingerprint(number),
    )


def _emi(
    card: Mapping[str, Any] | str | None, bank: str | None, emi_duration: int | None, vpa: str | None, today: date
) -> Instrument:
    """A card that pays in instalments: what its number does not tell (bank, type), the choice at Checkout does."""
    if emi_duration is not None and (type(emi_duration) is not int or emi_duration < 1):
        raise ValueError(f"emi_duration={emi_duration!r}: a whole number of months")
    if isinstance(card, Mapping):
        card = {"number": DEFAULT_EMI_CARD, **card}
    tool = _card(card or DEFAULT_EMI_CARD, today)
    plastic = tool.card
    code = bank or (plastic.issuer if plastic is not None else None) or DEFAULT_BANK
    if code in UNSHOWN:
        raise NotFaked(f"no page shows a payment by EMI with a card of {code}; choose another bank")
    if not is_emi_code(code):
        raise ValueError(f"bank={code!r} is none that Razorpay lists for EMI")
    if plastic is not None and plastic.issuer not in (None, code.partition("_")[0]):
        raise ValueError(f"bank={code!r}: this card is one of {plastic.issuer}")
    found = plans_of(code, debit=plastic is not None and plastic.type == "debit")
    refuses = tool.refuses or (instruments.vpa_outcome(vpa) if vpa is not None else None)
    tool = tool._replace(method="emi", bank=code.partition("_")[0], vpa=vpa, refuses=refuses)
    months = emi_duration or DEFAULT_DURATION
    if found is None or months not in found.plans or (plastic is not None and plastic.international):
        return tool._replace(refuses=refuses or NO_SUCH_PLAN)
    return _planned(tool, found, months)


def _planned(tool: Instrument, found: EmiIssuer, months: int) -> Instrument:
    """The card as one of that bank, with the plan of so many months."""
    rate, limits = found.plans[months]
    card = tool.card
    if card is not None:
        card = card._replace(issuer=found.issuer, type=found.type, emi=True)
    return tool._replace(card=card, emi=EmiPlan(found.issuer, found.type, rate, months), limits=limits)
