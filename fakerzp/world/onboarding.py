"""Onboarding: what Razorpay's team and the sub-merchants do to the accounts that a merchant opened.

Sources: partners/aggregators/onboarding-api/workflow.md, webhooks/partners.md, webhooks/route.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

from immutables import Map

from ..entities import requirements
from ..entities.accounts import KINDS, BankAccount, LinkedAccount, account_json, beta_json
from ..entities.onboarding import PRODUCT_KINDS, Product, Requirement, product_json
from ..errors import accounts as texts
from ..ledger.books import Books
from ..ledger.due import Due
from .consent import Consent
from .working_days import after

if TYPE_CHECKING:
    from .world import World

HELD = ("held back",)
"""The key under which a sub-merchant's books remember up to when nothing was paid out, by currency (Unix seconds)."""
BANK_ERROR = "KC03: INVALID BENEFICIARY ACCOUNT / IFSC"
Json = dict[str, Any]


class Onboarding(Consent):
    """`rzp.onboarding`: reviews, clarifications and holds of accounts, and what sub-merchants grant applications."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        world.parts["activate_product"] = self._reviewed
        world.parts["verify_bank"] = self._bank_verified

    # -- what Razorpay's team does

    def clarify(self, product_id: str, *fields: str, description: str | None = None) -> Json:
        """Ask about fields of an account whose product is under review; returns the product, with its requirements.

        `fields` are named as requirements name them (`legal_info.pan`, `individual_proof_of_address.aadhar_front`,
        `settlements.ifsc_code`); without any, the bank account's. Raises LookupError for an unknown product,
        ValueError for one that is not under review.
        """
        wanted = fields or tuple(f"settlements.{name}" for name in ("ifsc_code", "beneficiary_name", "account_number"))

        def asked(books: Books, product: Product) -> Json:
            account = books.get(product.account_id)
            first = self._stakeholder(books, account.id)
            found = tuple(
                Requirement(
                    field,
                    requirements.place_of(field, account, product, first),
                    "needs_clarification",
                    description=description,
                )
                for field in wanted
            )
            return {"asked": found, "requirements": found}

        return self._decide(product_id, "clarify", asked)

    def activate(self, product_id: str, *, kyc_pending: bool = False) -> Json:
        """Accept what was told: the product, and its account, are activated; returns the product.

        With `kyc_pending` as it is for who was onboarded without documents. Raises as `clarify` does.
        """
        return self._decide(product_id, "activate_kyc_pending" if kyc_pending else "activate")

    def activate_instantly(self, product_id: str) -> Json:
        """Let the payment gateway take payments before the rest is told; nothing is paid out. Raises as `clarify`."""
        return self._decide(product_id, "activate_instantly")

    def reject(self, product_id: str) -> Json:
        """Refuse what was told, for good; returns the product. Raises as `clarify` does."""
        return self._decide(product_id, "reject")

    def grant_methods(self, product_id: str) -> Json:
        """Add the payment methods that were requested to the active ones; returns the product."""
        return self._decide(product_id, "grant_methods")

    def enable_payments(self, account_id: str) -> Json:
        """Let a sub-merchant take payments; returns the account. LookupError: unknown; ValueError: not of its state."""
        return self._step(account_id, "enable_payments")

    def hold_funds(self, account_id: str) -> Json:
        """Pay nothing out to a sub-merchant from now on; returns the account. Raises as `enable_payments` does."""
        return self._step(account_id, "hold_funds")

    def release_funds(self, account_id: str) -> Json:
        """Pay a sub-merchant what was held, at once, and what comes as usual; returns the account."""
        return self._step(account_id, "release_funds")

    def suspend(self, account_id: str) -> Json:
        """Suspend an account, with all its products; returns it."""
        return self._step(account_id, "suspend")

    def verify_bank_account(self, account_id: str) -> Json:
        """Let the rupee arrive: the bank account of a linked account is verified; returns the account (beta)."""
        return self._step(account_id, "verify")

    def fail_bank_account(self, account_id: str, error: str = BANK_ERROR) -> Json:
        """Let the rupee come back, with the bank's `error`; returns the account (beta)."""
        return self._step(account_id, "fail_verification", bank_error=error)

    def _decide(
        self, product_id: str, event: str, changes: Callable[[Books, Any], Json] | None = None
    ) -> Json:
        world = self._world
        world.settle()
        with world.acting():
            books, product = self._found(product_id, PRODUCT_KINDS, "product")
            if not world.law.allows(product, event):
                raise ValueError(f"{product_id} is {product.status}: it is too late, or too early, to {event} it")
            told = changes(books, product) if changes is not None else {}
            return product_json(world.law.move(books, product, event, world.now, **told))

    def _step(self, account_id: str, event: str, **changes: Any) -> Json:
        world = self._world
        world.settle()
        with world.acting():
            books, account = self._found(account_id, KINDS, "account")
            if not world.law.allows(account, event):
                raise ValueError(f"{account_id} is {account.status}, {account.type}: {event} is not for it now")
            moved = self.moved(books, account, event, **changes)
            verified = event in ("verify", "fail_verification")
            return beta_json(moved, penny=True, listed=True) if verified else account_json(moved, whole=True)

    def moved(self, books: Books, account: Any, event: str, **changes: Any) -> Any:
        """The account after that event, its products and its money with it."""
        world = self._world
        moved = world.law.move(books, account, event, world.now, **changes)
        if event == "suspend":
            for product in self.products(books, account.id):
                if world.law.allows(product, "suspend"):
                    world.law.move(books, product, "suspend", world.now)
        if event == "release_funds":
            own = world.ledger.books(account.id)
            held: Map[str, int] = own.claimed(HELD) or Map()
            own.release(HELD)
            for currency in sorted(held):
                world.settlements.pay_out(own, currency, held[currency])
        return moved

    def holds(self, books: Books, currency: str, until: int) -> bool:
        """Whether nothing is paid out to that account now; what would have been is remembered, to be paid later."""
        ledger = self._world.ledger
        account = None if books.account == ledger.account else ledger.books(ledger.account).get(books.account)
        if account is None or not account.hold_funds:
            return False
        held: Map[str, int] = books.claimed(HELD) or Map()
        books.claim(HELD, held.set(currency, until))
        return True

    # -- what is told, and what follows of it

    def told(self, books: Books, account: Any, fields: Collection[str]) -> None:
        """An account's details are about to change: raises the law's refusal while they are locked.

        `fields` are named as requirements name them; while Razorpay asks about some, only those may be sent.
        """
        world = self._world
        if not world.law.allows(account, "edit"):
            raise world.law.refuse(account, "edit")
        for product in self.products(books, account.id):
            if not product.asked:
                continue
            wanted = {one.field for one in product.asked}
            if any(not _is_asked(field, wanted) for field in fields):
                raise texts.ONLY_ASKED.error()
            rest = tuple(one for one in product.asked if not _answers(fields, one.field))
            world.law.move(books, product, "configure", world.now, asked=rest, requirements=rest)

    def assess(self, books: Books, account: Any) -> None:
        """See what is missing now, and pass on for review what lacks nothing any more."""
        world = self._world
        account = books.get(account.id)
        first = self._stakeholder(books, account.id)
        for product in self.products(books, account.id):
            if product.asked or not world.law.allows(product, "submit"):
                continue
            proofs = books.newest("proof", field="account_id", value=account.id)
            lacks = requirements.missing(account, product, first, proofs)
            if requirements.blocks(lacks) or (lacks and product.status == "activated_kyc_pending"):
                event = "ask" if world.law.allows(product, "ask") else "configure"
                if lacks != product.requirements or event == "ask":
                    world.law.move(books, product, event, world.now, requirements=lacks)
                continue
            sent = world.law.move(books, product, "submit", world.now)
            self._plan_review(books, sent)

    def _plan_review(self, books: Books, product: Product) -> None:
        """Let what is under review be activated, at once or after as long as that takes; never, if that is None."""
        world = self._world
        is_route = product.product_name == "route"
        delay = world.delays.route_activation if is_route else world.delays.product_activation
        if delay == 0:
            world.law.move(books, product, "activate", world.now)
        elif delay is not None:
            world.ledger.schedule(after(world.now, delay), "activate_product", books.account, product.id)

    def _reviewed(self, item: Due) -> None:
        world = self._world
        books = world.ledger.books(item.account)
        product = books.get(item.entity_id)
        if product is not None and product.status == "under_review":
            world.law.move(books, product, "activate", world.now)

    def products(self, books: Books, account_id: str) -> list[Any]:
        """The products of an account, oldest first."""
        found = [one for kind in PRODUCT_KINDS for one in books.newest(kind, field="account_id", value=account_id)]
        return sorted(found, key=lambda product: str(product.id))

    def _stakeholder(self, books: Books, account_id: str) -> Any:
        found = books.newest("stakeholder", field="account_id", value=account_id)
        return found[-1] if found else None

    # -- bank accounts of the beta API

    def bank_told(self, books: Books, account: LinkedAccount, bank: BankAccount) -> LinkedAccount:
        """A linked account with another bank account, which is verified first if the account has penny testing."""
        world = self._world
        if not world.account.penny_testing:
            moved: LinkedAccount = world.law.move(books, account, "change_bank", world.now, bank=bank, bank_error=None)
            return moved
        moved = world.law.move(books, account, "verify_anew", world.now, bank=bank, bank_error=None)
        self.plan_verification(books, moved)
        return moved

    def plan_verification(self, books: Books, account: LinkedAccount) -> None:
        """Let the bank answer after as long as that takes; only by hand, if that is None."""
        world = self._world
        delay = world.delays.bank_verification
        if delay is not None and account.bank is not None:
            at = after(world.now, delay)
            world.ledger.schedule(at, f"verify_bank {account.bank.id}", books.account, account.id)

    def _bank_verified(self, item: Due) -> None:
        world = self._world
        books = world.ledger.books(item.account)
        account = books.get(item.entity_id)
        if account is None or not world.law.allows(account, "verify"):
            return
        if account.bank.id == item.what.partition(" ")[2]:
            world.law.move(books, account, "verify", world.now)

    def _found(self, entity_id: str, kinds: Iterable[str], noun: str) -> tuple[Books, Any]:
        found = self._world.ledger.record(entity_id)
        if found is None or found[1].KIND not in kinds:
            raise LookupError(f"there is no {noun} {entity_id!r}")
        return found


def _is_asked(field: str, wanted: Collection[str]) -> bool:
    """Whether a field is one that is asked about, or part of it: a sort of document, for any document of it."""
    return any(field == one or field.startswith(f"{one}.") for one in wanted)


def _answers(fields: Collection[str], asked: str) -> bool:
    return any(field == asked or field.startswith(f"{asked}.") for field in fields)
