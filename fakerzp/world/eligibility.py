"""Lenders: who asks them, whom they lend to, and when they answer.

Sources: payments/payment-gateway/emi²/eligibility-check.md, with its test numbers, and configurations.md beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..entities.eligibility import Check, Eligibility
from ..errors.fund_accounts import LENDERS
from ..ledger.books import Books
from .emi_plans import CARDLESS, EMI_ISSUERS, PAY_LATER, Limits, plans_of

if TYPE_CHECKING:
    from .world import World


class Lender(NamedTuple):
    """Who is asked: a provider, or the bank of a debit card."""

    method: str
    provider: str | None = None
    issuer: str | None = None
    type: str | None = None

    @property
    def name(self) -> str:
        """The provider, or the bank's code."""
        return self.provider or self.issuer or ""

    @property
    def limits(self) -> Limits:
        """The amounts that it lends."""
        if self.issuer is not None:
            plans = plans_of(self.issuer, debit=True)
            of_plans = [terms.limits for terms in plans.plans.values()] if plans is not None else []
            return Limits(min(one.least for one in of_plans)) if of_plans else Limits()
        return (CARDLESS if self.method == "cardless_emi" else PAY_LATER)[self.name]


METHODS: Final = ("emi", "cardless_emi", "paylater")
OTHER_METHODS: Final = ("card", "netbanking", "wallet", "upi", "emandate", "nach")
ISSUERS: Final = ("HDFC",)
OTHER_ISSUERS: Final = frozenset(row.issuer for row in EMI_ISSUERS) - set(ISSUERS)
# Those of the page and of its samples; who else lends to this account is not asked.
PROVIDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "cardless_emi": ("hdfc", "icic", "idfb", "kkbk", "earlysalary", "walnut369", "zestmoney"),
    "paylater": ("lazypay", "paypal", "rzpx_postpaid"),
}
NOT_ENABLED: Final[Mapping[str, tuple[str, ...]]] = {"cardless_emi": ("instacred",), "paylater": ("getsimpl", "icic")}
"""Whom the page names too, and who lends to nobody who pays at this account's Checkout."""
NOT_APPLICABLE: Final[Mapping[str, tuple[str, ...]]] = {
    method: tuple(one for one in lenders if one not in PROVIDERS[method])
    for method, lenders in (("cardless_emi", CARDLESS), ("paylater", PAY_LATER))
}

_NUMBERS: Final = ("917887578479", "918066317208", "918708408282", "916127912480")
_DEBIT_NUMBERS: Final = ("917887578479", "918066317208", "916127912480", "917511365863")
# Of zestmoney, PayPal and rzpx_postpaid the page has no test numbers: as for the others, inferred.

ELIGIBLE: Final = "eligible"
PENDING: Final = "pending"
_FAILED: Final = ("timed_out", "gateway_technical_error")
Answer = str | None
Script = str | Mapping[str, str] | Callable[[str, int, str], Answer] | None


def everyone() -> list[Lender]:
    """All who can be asked."""
    debit = [Lender("emi", issuer=issuer, type="debit") for issuer in ISSUERS]
    return debit + [Lender(method, provider=name) for method, names in PROVIDERS.items() for name in names]


class Lenders:
    """Asks lenders, as the script says or else as usual, and lets them answer later."""

    def __init__(self, world: World) -> None:
        self._world = world

    def ask(
        self, books: Books, lenders: list[Lender], amount: int, contact: str, customer_id: str | None
    ) -> tuple[Eligibility, list[Check]]:
        """What each of them says to a customer who would pay so much."""
        ledger, law, now = self._world.ledger, self._world.law, self._world.now
        made, eligibility_id = [], ledger.new_id("elig_")
        for lender in lenders:
            check = Check(
                id=ledger.new_id("chk_"),
                created_at=now,
                status="pending",
                eligibility_id=eligibility_id,
                method=lender.method,
                provider=lender.provider,
                issuer=lender.issuer,
                type=lender.type,
            )
            check = law.create(books, check, now)
            made.append(self._answered(books, check, self._answer(lender, amount, contact)))
        eligibility = Eligibility(
            id=eligibility_id,
            created_at=now,
            amount=amount,
            contact=contact,
            customer_id=customer_id,
            checks=tuple(check.id for check in made),
        )
        books.add(eligibility)
        return eligibility, made

    def _answered(self, books: Books, check: Check, answer: str) -> Check:
        """The check after its lender's answer."""
        law, now = self._world.law, self._world.now
        moved = check
        if answer == ELIGIBLE:
            moved = law.move(books, check, "approve", now)
        elif answer != PENDING:
            moved = law.move(books, check, "fail" if answer in _FAILED else "decline", now, reason=answer)
        return moved

    def answer(self, eligibility_id: str, answer: str, provider: str | None = None) -> list[Check]:
        """Let the lenders that were silent answer, or the one of that name; all the checks of the request.

        Raises LookupError for an unknown id, ValueError for no answer, or if none of them is pending.
        """
        _check_answer(answer)
        if answer == PENDING:
            raise ValueError(f"{answer!r} is no answer")
        books, request = self._world.ledger.record(eligibility_id) or (None, None)
        if books is None or not isinstance(request, Eligibility):
            raise LookupError(f"there is no eligibility check {eligibility_id!r}")
        silent = [one for one in self.checks(books, request) if self._world.law.allows(one, "approve")]
        meant = [one for one in silent if provider in (None, one.provider, one.issuer)]
        if not meant:
            raise ValueError(f"{eligibility_id} waits for no answer" + (f" of {provider}" if provider else ""))
        for one in meant:
            self._answered(books, one, answer)
        return self.checks(books, request)

    def checks(self, books: Books, request: Eligibility) -> list[Check]:
        """The checks of a request, in its order."""
        return [books.get(check_id) for check_id in request.checks]

    # -- what they say

    def script(self, answers: Script) -> None:
        """What lenders say from now on; raises ValueError for what is no answer, or no lender."""
        known = {lender.name for lender in everyone()} | set(METHODS)
        if isinstance(answers, Mapping):
            for name, answer in answers.items():
                if name not in known:
                    raise ValueError(f"{name!r} is no lender here: {', '.join(sorted(known))}")
                _check_answer(answer)
            answers = dict(answers)
        elif answers is not None and not callable(answers):
            _check_answer(answers)
        ledger = self._world.ledger
        ledger.slots = ledger.slots.set(("bank", "eligibility"), answers)

    def _answer(self, lender: Lender, amount: int, contact: str) -> str:
        script: Any = self._world.ledger.slots.get(("bank", "eligibility"))
        said: Answer = script if isinstance(script, str) else None
        if isinstance(script, dict):
            said = script.get(lender.name, script.get(lender.method))
        elif callable(script):
            said = script(contact, amount, lender.name)
            if said is not None:
                _check_answer(said)
        return said or _usual(lender, amount, contact)


def _usual(lender: Lender, amount: int, contact: str) -> str:
    """The documented test numbers have credit, within the amounts that the lender lends; nobody else is known to it."""
    limits = lender.limits
    if amount < limits.least:
        return "min_amt_required"
    if limits.most is not None and amount > limits.most:
        return "max_amt_limit"
    plain = contact.removeprefix("+")
    known = _DEBIT_NUMBERS if lender.method == "emi" else _NUMBERS
    if (plain if len(plain) > 10 else f"91{plain}") in known:
        return ELIGIBLE
    return "account_does_not_exist" if lender.method == "paylater" else "user_not_approved"


def _check_answer(answer: object) -> None:
    if answer not in (ELIGIBLE, PENDING, *LENDERS):
        raise ValueError(f"{answer!r}: a lender says {ELIGIBLE}, {PENDING}, {', '.join(LENDERS)}")
