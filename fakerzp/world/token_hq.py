"""Cards saved as tokens: what networks and issuers make of a card, and what they do to it afterwards.

Sources: payments/payment-methods/cards/token-hq/merchant-requestor-with-network-tokens (apis.md, token-lifecycle.md,
webhooks.md), dual-token.md beside it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..entities.base import Notes
from ..entities.mandate import Card
from ..entities.payment import Payment
from ..entities.token_hq import CardToken, ProviderToken, TokenError, card_token_json
from ..errors import token_hq as texts
from ..ledger.books import Books
from ..ledger.due import Due
from . import cards
from .iins import KNOWN, Iin, facts_of
from .instrument import Instrument

if TYPE_CHECKING:
    from .world import World

IST: Final = timezone(timedelta(hours=5, minutes=30))
DEACTIVATED: Final = "deactivated_by_bank"
ANSWERS: Final = ("active", "pending", "failed", "timed_out")
"""How a network answers to a card that is to be saved."""
# The issuer that makes tokens of its own (dual-token.md), as that page names it, and whose token Diners cards have.
_DUAL_ISSUER, _DUAL_NAME = "UTIB", "Axis"
_OF_DINERS: Final = ("HDFC", "INBENRAZOVIVIWIBPAY56428")


class Plastic(NamedTuple):
    """What a network is told of a card that is to be saved: all that becomes of its number."""

    network: str
    iin: str
    length: int
    issuer: str | None
    fingerprint: str
    facts: Iin
    refuses: str | None


class NewCard(NamedTuple):
    """A card as it was typed in, with a number that is one, and a month that is not over."""

    number: str
    name: str
    expiry_month: int
    expiry_year: int


def end_of_month(year: int, month: int) -> int:
    """The last second of a month in India, in Unix seconds: until then a card or token is good."""
    return int(datetime(year, month, monthrange(year, month)[1], 23, 59, 59, tzinfo=IST).timestamp())


def told(number: str) -> Plastic:
    """What a network is told of the card with this number."""
    plain = cards.digits(number)
    facts, test_card = cards.describe(plain), cards.test_card(plain)
    of_iin = KNOWN.get(facts.iin) or facts_of(facts, test_card.uses if test_card else ())
    return Plastic(
        facts.network,
        facts.iin,
        len(plain),
        facts.issuer,
        cards.fingerprint(plain),
        of_iin,
        cards.card_outcome(plain),
    )


class TokenHQ:
    """Saves cards, lets their networks and issuers answer, and finds them again by what those told."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["tokenise"] = self._answered

    # -- saving

    def save(
        self, books: Books, card: NewCard, customer_id: str | None, notes: Notes = ()
    ) -> CardToken:
        """The token of a card: a new one, or that which the network (Visa) made of the same card before.

        Raises ApiError if the network can't be reached.
        """
        plastic, facts = told(card.number), cards.describe(card.number)
        answer = self._next_answer()
        if answer == "timed_out":
            raise texts.PROVIDER_TIMEOUT.error()
        known = self._known(books, customer_id, plastic)
        if known is not None:
            return known
        saved = Card(
            id=self._world.ledger.new_id("card_"),
            created_at=self._world.now,
            name=card.name,
            last4=facts.last4,
            network=facts.network,
            type=facts.type,
            issuer=facts.issuer,
            international=facts.international,
            emi=facts.emi,
            sub_type=facts.sub_type,
            expiry_month=card.expiry_month,
            expiry_year=card.expiry_year,
            fingerprint=plastic.fingerprint,
        )
        books.add(saved)
        return self._begin(books, self._initiated(books, saved, plastic, customer_id, notes), answer)

    def keep(self, books: Books, payment_id: str, number: str) -> None:
        """Save the card of a payment once the customer has authenticated it: only then is there a token."""
        books.claim(("to be saved", payment_id), told(number))

    def with_payment(self, books: Books, payment: Payment) -> CardToken | None:
        """The token of a card that is saved with this payment, as that is authorized; None if none is."""
        plastic: Plastic | None = books.claimed(("to be saved", payment.id))
        if plastic is None:
            return None
        books.release(("to be saved", payment.id))
        known = self._known(books, payment.customer_id, plastic)
        saved: Card = books.get(payment.card_id)
        return known or self._initiated(
            books, saved, plastic, payment.customer_id, payment.notes, payment_id=payment.id
        )

    def go_on(self, books: Books, token: CardToken | None) -> None:
        """Ask the network for the token of a card that was saved with a payment."""
        if token is not None and self._world.law.allows(token, "fail"):
            answer = self._next_answer()
            self._begin(books, token, "failed" if answer == "timed_out" else answer)

    def _known(self, books: Books, customer_id: str | None, plastic: Plastic) -> CardToken | None:
        """The token that Visa made of the same card; other networks make another one each time."""
        known: CardToken | None = books.get(books.claimed(("saved card", customer_id, plastic.fingerprint)))
        law = self._world.law
        lives = known is not None and (law.allows(known, "fail") or law.allows(known, "deactivate"))
        return known if lives and plastic.network == "Visa" else None

    def _initiated(
        self,
        books: Books,
        saved: Card,
        plastic: Plastic,
        customer_id: str | None,
        notes: Notes,
        payment_id: str | None = None,
    ) -> CardToken:
        ledger, now = self._world.ledger, self._world.now
        token = CardToken(
            id=ledger.new_id("token_"),
            created_at=now,
            status="initiated",
            token=ledger.secret(),
            card_id=saved.id,
            customer_id=customer_id,
            expired_at=end_of_month(saved.expiry_year, saved.expiry_month),
            notes=notes,
            used_at=now,
            payment_id=payment_id,
        )
        created: CardToken = self._world.law.create(books, token, now)
        books.claim(("saved card", customer_id, plastic.fingerprint), created.id)
        books.claim(("plastic", created.id), plastic)
        return created

    def _begin(self, books: Books, token: CardToken, answer: str | None) -> CardToken:
        delay = self._world.delays.tokenisation
        if answer in ("active", "failed"):
            delay = 0
        if answer == "pending" or delay is None:
            return token
        if delay:
            self._world.ledger.schedule(self._world.now + delay, "tokenise", books.account, token.id)
            return token
        return self.answer(books, token, failed=answer == "failed")

    def _answered(self, item: Due) -> None:
        """The networks have taken their time."""
        books = self._world.ledger.books(item.account)
        token = books.get(item.entity_id)
        if token is not None and self._world.law.allows(token, "fail"):
            self.answer(books, token, failed=False)

    def answer(self, books: Books, token: CardToken, *, failed: bool, error: TokenError | None = None) -> CardToken:
        """Let the network (and the issuer, for an account with dual tokens) make its token of a card, or refuse to."""
        plastic: Plastic = books.claimed(("plastic", token.id))
        failed = failed or plastic.network not in cards.TOKENISED
        card: Card = books.get(token.card_id)
        providers = [self._network_token(token, card, plastic)]
        if self._world.account.dual_tokens and plastic.issuer == _DUAL_ISSUER:
            providers.append(self._issuer_token(token, card, plastic))
        for one in providers:
            outcome = {"status": "failed", "error": error or TokenError()} if failed else {"status": "active"}
            made = self._world.law.create(books, ProviderToken(**one, **outcome), self._world.now)
            if made.status == "active":
                self._world.schedule_expiry(books.account, made)
                self._told(books, made, plastic)
        answered: CardToken = books.get(token.id)
        return answered

    def _told(self, books: Books, made: ProviderToken, plastic: Plastic) -> None:
        """Its number and IIN are known from now on; the partner hears of what was saved for its sub-merchant."""
        token: CardToken = books.get(made.card_token_id)
        books.claim(("token number", made.token_number), token.card_id)
        if made.token_iin is not None:
            told = plastic.facts._replace(card_iin=plastic.iin)
            books.claim(("token iin", made.token_iin), told)
            books.claim(("token iin begins", made.token_iin[:6]), True)
        if books.account != self._world.ledger.account:
            self._world.law.move(books, made, "share", self._world.now)

    def _network_token(self, token: CardToken, card: Card, plastic: Plastic) -> dict[str, Any]:
        """The token of the card's network; of a Diners card that of its issuer."""
        known = plastic.network in cards.TOKENISED
        iin = cards.token_iin(plastic.network, plastic.iin) if known else plastic.iin
        diners = plastic.network == "Diners Club"
        return {
            **self._common(token, card, plastic, iin),
            "provider_type": "issuer" if diners else "network",
            "provider_name": _OF_DINERS[0] if diners else plastic.network,
            "reference": cards.card_reference(plastic.network, plastic.fingerprint),
            "token_iin": iin if known and not diners else None,
            "requestor_id": _OF_DINERS[1] if diners else None,
        }

    def _issuer_token(self, token: CardToken, card: Card, plastic: Plastic) -> dict[str, Any]:
        return {
            **self._common(token, card, plastic, cards.token_iin(plastic.network, f"{plastic.iin} {_DUAL_ISSUER}")),
            "provider_type": "issuer",
            "provider_name": _DUAL_NAME,
            "reference": None,
            "token_iin": None,
        }

    def _common(self, token: CardToken, card: Card, plastic: Plastic, iin: str) -> dict[str, Any]:
        ledger = self._world.ledger
        body = iin + ledger.digits(plastic.length - 1 - len(iin))
        return {
            "id": ledger.new_id("spt_"),
            "created_at": self._world.now,
            "card_token_id": token.id,
            "network": plastic.network,
            "token_number": cards.with_check_digit(body),
            "token_reference_number": f"{int(ledger.digits(38)):032x}",
            "token_expiry_month": card.expiry_month,
            "token_expiry_year": card.expiry_year,
            "expired_at": token.expired_at,
            "terminal_id": ledger.secret(),
            "customer_id": token.customer_id,
            "payment_id": token.payment_id,
        }

    # -- finding

    def providers(self, books: Books, token: CardToken) -> tuple[ProviderToken, ...]:
        """The providers' tokens behind a token, oldest first."""
        return tuple(reversed(books.newest("service_provider_token", field="card_token_id", value=token.id)))

    def transactional_data(self, books: Books, made: ProviderToken) -> dict[str, Any]:
        """What another gateway needs for one payment; of a token that can't be used nothing: ApiError."""
        token = books.get(made.card_token_id)
        if made.status != "active" or not self._world.law.allows(token, "use") or made.requestor_id is not None:
            raise texts.INVALID_TOKEN.error()
        ledger = self._world.ledger
        if made.network == "American Express":
            secret = {"cvv": ledger.digits(4)}
        else:
            secret = {"cryptogram_value": ledger.secret() + ledger.secret()}
        return {
            "token_number": made.token_number,
            **secret,
            "token_expiry_month": made.token_expiry_month,
            "token_expiry_year": made.token_expiry_year,
        }

    def instrument(self, books: Books, token_id: str) -> Instrument:
        """A saved card, to pay with; raises LookupError if there is none of that id."""
        token = books.get(token_id)
        if not isinstance(token, CardToken):
            raise LookupError(f"there is no saved card {token_id!r} in the books of {books.account}")
        plastic: Plastic = books.claimed(("plastic", token.id))
        card: Card = books.get(token.card_id)
        facts = cards.Card(
            card.last4,
            card.network,
            card.type,
            card.issuer,
            card.international,
            card.emi,
            card.sub_type,
            token.token_iin,
            plastic.iin,
        )
        return Instrument(
            "card",
            card=facts,
            name=card.name,
            expiry_month=card.expiry_month,
            expiry_year=card.expiry_year,
            refuses=plastic.refuses,
            fingerprint=card.fingerprint,
            token_id=token.id,
        )

    def delete(self, books: Books, token: CardToken) -> None:
        """Delete a token and those behind it: none of them can be used any more."""
        world = self._world
        for made in self.providers(books, token):
            world.bury(books, world.law.move(books, made, "delete", world.now))
            books.release(("token number", made.token_number))
        books.release(("plastic", token.id))
        card: Card = books.get(token.card_id)
        key = ("saved card", token.customer_id, card.fingerprint)
        if books.claimed(key) == token.id:
            books.release(key)
        world.bury(books, world.law.move(books, books.get(token.id), "delete", world.now))

    # -- what networks and issuers do

    def script(self, answers: str | Iterable[str] | None) -> None:
        """How networks answer from now on; raises ValueError for what is no answer."""
        several = None if answers is None or isinstance(answers, str) else tuple(answers)
        for answer in several if several is not None else (answers,):
            if answer is not None and answer not in ANSWERS:
                raise ValueError(f"{answer!r}: a network answers {', '.join(ANSWERS)}")
        ledger = self._world.ledger
        ledger.slots = ledger.slots.set(("bank", "tokens"), several if several is not None else answers)

    def _next_answer(self) -> str | None:
        ledger = self._world.ledger
        kept: str | tuple[str, ...] | None = ledger.slots.get(("bank", "tokens"))
        if not isinstance(kept, tuple):
            return kept
        ledger.slots = ledger.slots.set(("bank", "tokens"), kept[1:])
        return kept[0] if kept else None

    def move(self, token_id: str, event: str, **changes: Any) -> tuple[Books, CardToken]:
        """Let every provider behind a token, or the one that is named, go through the event; the token after it.

        Raises LookupError for an unknown id, ValueError if none of them can.
        """
        books, token, behind = self._found(token_id)
        able = [one for one in behind if self._world.law.allows(one, event)]
        if not able:
            raise ValueError(f"{token_id} is {token.status}: it is too late, or too early, to {event} it")
        for one in able:
            self._world.law.move(books, one, event, self._world.now, **changes)
        return books, books.get(token.id)

    def settle(self, token_id: str, *, failed: bool, error: TokenError | None = None) -> tuple[Books, CardToken]:
        """Let the networks answer to a card that they were asked to save; raises as `move` does."""
        books, token, _ = self._found(token_id)
        if not self._world.law.allows(token, "fail"):
            raise ValueError(f"{token_id} is {token.status}: its network has answered")
        return books, self.answer(books, token, failed=failed, error=error)

    def prolong(self, token_id: str, month: int, year: int) -> tuple[Books, CardToken]:
        """Let a token, and those behind it, expire at the end of another month; raises as `move` does."""
        if not 1 <= month <= 12 or end_of_month(year, month) <= self._world.now:
            raise ValueError(f"{month}/{year}: a month that is not over, the year in four digits")
        at = end_of_month(year, month)
        told = {"token_expiry_month": month, "token_expiry_year": year, "expired_at": at}
        books, token = self.move(token_id, "update_expiry", **told)
        for one in self.providers(books, token):
            self._world.schedule_expiry(books.account, one)
        return books, token

    def activate(self, token_id: str) -> tuple[Books, CardToken]:
        """Let the networks say yes to a card that waits for them, or take back that a token is suspended."""
        waits = self._world.law.allows(self._found(token_id)[1], "fail")
        return self.settle(token_id, failed=False) if waits else self.move(token_id, "activate")

    def shown(self, books: Books, token: CardToken) -> dict[str, Any]:
        """A token as the API answers it."""
        providers, customer = self.providers(books, token), books.get(token.customer_id)
        whole = self._world.account.service_provider_tokens
        return card_token_json(token, books.get(token.card_id), providers, customer, whole=whole)

    def _found(self, token_id: str) -> tuple[Books, CardToken, tuple[ProviderToken, ...]]:
        """A token by its own id or by that of a provider's, and the providers' that are meant."""
        books, record = self._world.ledger.record(token_id) or (None, None)
        if books is not None and isinstance(record, ProviderToken):
            return books, books.get(record.card_token_id), (record,)
        if books is not None and isinstance(record, CardToken):
            return books, record, self.providers(books, record)
        raise LookupError(f"there is no token of a saved card {token_id!r}")
