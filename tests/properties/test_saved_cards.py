"""Networks, issuers, customers and time do whatever comes to mind to saved cards: a token is as the rules say it is.

The model keeps what each provider's token was told, and works out what the whole must be by the page's words.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from fakerzp import BadRequestError, FakeRazorpay, NotPayable, ServerError
from tests.flows.saved_cards import AMEX, DINERS, DUAL, MASTERCARD, RUPAY, VISA, saved_card

START = 1767607200  # 2026-01-05T10:00:00Z
MONTHS = {(3, 2026): 1774981799, (12, 2030): 1924972199, (1, 2031): 1927650599}
"""When each of these is over in India."""


def overall(statuses):
    if "active" in statuses:
        return "active"
    if "suspended" in statuses:
        return "suspended"
    if "deactivated" in statuses:
        return "deactivated"
    return "failed" if statuses else "initiated"


class Wallets(RuleBasedStateMachine):
    """`told` maps a token to the statuses of its providers' tokens, in order, and when it expires."""

    tokens = Bundle("tokens")

    def __init__(self) -> None:
        super().__init__()
        self.rzp = FakeRazorpay(seed=5, at=START, account={"dual_tokens": True})
        self.customer = self.rzp.customer.create({"name": "Gaurav Kumar", "contact": "9000090000"})["id"]
        self.told: dict[str, list[str]] = {}
        self.until: dict[str, int] = {}
        self.cards: dict[str, str] = {}

    @rule(
        target=tokens,
        number=st.sampled_from([DUAL, DUAL, DUAL, VISA, MASTERCARD, RUPAY, AMEX, DINERS]),
        mine=st.booleans(),
        answer=st.sampled_from(["active", "active", "pending", "failed", "timed_out"]),
    )
    def save(self, number: str, mine: bool, answer: str) -> Any:
        self.rzp.bank.script_tokens([answer])
        known = next((one for one, card in self.cards.items() if card == (number, mine) and self.reusable(one)), None)
        before = len(self.rzp.events)
        try:
            token = saved_card(self.rzp, number, **({"customer_id": self.customer} if mine else {}))
        except ServerError:
            assert answer == "timed_out"
            assert len(self.rzp.events) == before
            return multiple()
        if known is not None and number in (VISA, DUAL):  # both are Visa's
            assert token == known
            assert len(self.rzp.events) == before
            return multiple()
        assert token not in self.told
        providers = 2 if number == DUAL else 1
        self.told[token] = [] if answer == "pending" else [answer] * providers
        self.until[token] = MONTHS[12, 2030]
        self.cards[token] = (number, mine)
        return token

    def reusable(self, token: str) -> bool:
        return token in self.told and overall(self.told[token]) in ("initiated", "active", "suspended")

    @rule(token=tokens, verb=st.sampled_from(["suspend", "suspend", "deactivate"]), one=st.integers(0, 1))
    def stop(self, token: str, verb: str, one: int) -> None:
        self.act(token, verb, one)

    @rule(token=tokens, verb=st.sampled_from(["activate", "suspend", "deactivate", "fail"]), one=st.integers(0, 2))
    def act(self, token: str, verb: str, one: int) -> None:
        """On all that stands behind a token (2), or on one of it."""
        statuses = self.told.get(token)
        behind = self.rzp.ledger.books(self.rzp.account_id).newest(
            "service_provider_token", field="card_token_id", value=token
        )[::-1]
        if one < len(behind) and verb != "fail":
            places, target = [one], behind[one].id
        else:
            places, target = list(range(len(behind))), token
        before = None if statuses is None else list(statuses)
        try:
            getattr(self.rzp.bank, f"{verb}_token")(target)
        except (LookupError, ValueError):
            assert statuses is None or self.expected(verb, before, places) is None
            return
        assert statuses is not None
        after = self.expected(verb, before, places, dual=self.cards[token][0] == DUAL)
        assert after is not None
        self.told[token] = after

    def expected(self, verb: str, before: list[str], places: list[int], *, dual: bool = False) -> list[str] | None:
        """The statuses after the act, None if it is refused."""
        if not before:
            made = {"activate": "active", "fail": "failed"}.get(verb)
            return [made] * (2 if dual else 1) if made else None
        steps = {"activate": {"suspended": "active"}, "suspend": {"active": "suspended"}}
        steps["deactivate"] = {"active": "deactivated", "suspended": "deactivated"}
        moves = {n: steps[verb][before[n]] for n in places if verb in steps and before[n] in steps[verb]}
        return [moves.get(n, status) for n, status in enumerate(before)] if moves else None

    @rule(token=tokens, month=st.sampled_from(list(MONTHS)))
    def prolong(self, token: str, month: tuple[int, int]) -> None:
        statuses = self.told.get(token)
        able = statuses is not None and all(one in ("active", "suspended") for one in statuses) and statuses
        if not able or MONTHS[month] <= self.rzp.clock.now():
            return
        self.rzp.bank.update_token_expiry(token, *month)
        self.until[token] = MONTHS[month]

    @rule(token=tokens)
    def pay(self, token: str) -> None:
        usable = token in self.told and overall(self.told[token]) == "active"
        try:
            paid = self.rzp.checkout.pay(amount=1000, card=token)
        except (NotPayable, LookupError):
            assert not usable
            return
        assert usable
        assert self.rzp.payment.fetch(paid["razorpay_payment_id"])["token_id"] == token

    @rule(token=tokens)
    def use_elsewhere(self, token: str) -> None:
        usable = token in self.told and overall(self.told[token]) == "active" and self.cards[token][0] != DINERS
        reply = self.rzp.request(
            "POST", "/v1/tokens/service_provider_tokens/token_transactional_data", json={"token_id": token}
        )
        assert (reply.status == 200) is usable

    @rule(token=tokens)
    def delete(self, token: str) -> None:
        try:
            assert self.rzp.tokens.delete({"id": token}) == []
        except BadRequestError:
            assert token not in self.told
            return
        del self.told[token]

    @rule(days=st.sampled_from([1, 30, 400, 1500]))
    def wait(self, days: int) -> None:
        if self.rzp.clock.now() > MONTHS[12, 2030] - 86400 * (days + 1):
            return  # new cards expire in 2030
        self.rzp.clock.advance(days=days)

    @invariant()
    def every_token_is_as_those_behind_it(self) -> None:
        now = self.rzp.clock.now()
        for token, statuses in self.told.items():
            if self.until[token] <= now:
                statuses[:] = ["deactivated" if one in ("active", "suspended") else one for one in statuses]
            shown = self.rzp.token.fetchToken({"id": token})
            assert [one["status"] for one in shown["service_provider_tokens"]] == statuses
            assert shown["status"] == overall(statuses)
        mine = {token for token, (_, of_customer) in self.cards.items() if of_customer and token in self.told}
        assert {one["id"] for one in self.rzp.token.all(self.customer)["items"]} == mine

    @invariant()
    def the_books_hold(self) -> None:
        self.rzp.ledger.check()


def test_whatever_is_done_to_saved_cards():
    limits = settings(
        max_examples=30,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Wallets, settings=limits)


def test_blocked_money_is_debited_as_often_as_it_lasts():
    """Sums by hand, over many debits of odd amounts, some of which fail."""
    from tests.flows.test_flow_reserve_pay import blocked, debit

    rzp = FakeRazorpay(seed=5, at=START)
    customer, token = blocked(rzp)
    left, n = 200000, 0
    while left:
        n += 1
        amount = min(left, 100 + 7919 * n % 23000)
        if n % 4 == 0:
            rzp.bank.next("payment_failed")
        debit(rzp, customer, token, amount)
        left -= 0 if n % 4 == 0 else amount
        shown = rzp.token.fetch(customer, token)["recurring_details"]
        assert shown["amount_blocked"] - shown["amount_debited"] == left
        rzp.ledger.check()
    assert n > 10
    assert shown["failure_reason"] == "Mandate execution is completed."
