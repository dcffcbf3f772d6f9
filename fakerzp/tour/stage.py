"""Where a scene is played: each method does one thing to a real fake, and the recorder writes down what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..exceptions import NotPayable, raised_as
from ..fake import FakeRazorpay
from .facts import Beat
from .recorder import Deed, Recorder


class OffScript(AssertionError):
    """The fake answered otherwise than the scene says; nothing of such a tour may be shown."""


class Stage:
    """A fake that a scene is played on. What is `refused` and what is not belongs to the script."""

    def __init__(self, rzp: FakeRazorpay) -> None:
        self.rzp = rzp
        self.recorder = Recorder(rzp)
        self.beats: list[Beat] = []
        self.began = self.now

    @property
    def now(self) -> int:
        """The fake's present, in Unix seconds."""
        return self.rzp.clock.now()

    # -- the merchant

    def sdk(self, says: str, name: str, *args: Any, refused: bool = False) -> Any:
        """Call an SDK's method by name ("invoice.create", "invoices.create"); returns the answer, None if refused."""
        resource, _, method = name.partition(".")
        began, answer, refusal = self.now, None, None
        try:
            answer = getattr(getattr(self.rzp, resource), method)(*args)
        except raised_as("BadRequestError") as error:
            refusal = str(error)
        self._expect(refused, refusal, name)
        self._keep(Deed("merchant", name, says, began, refusal), answer)
        return answer

    def rest(
        self,
        says: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        account: str | None = None,
        refused: bool = False,
    ) -> Any:
        """Send a REST request, for the sub-merchant `account` if one is named; returns the answer's body."""
        began = self.now
        headers = {"X-Razorpay-Account": account} if account else None
        reply = self.rzp.request(method, path, json=body, params=params, headers=headers)
        refusal = None if reply.status == 200 else reply.body["error"]["description"]
        self._expect(refused, refusal, f"{method} {path}")
        self._keep(Deed("merchant", "request", says, began, refusal, account=account), reply.body)
        return reply.body

    # -- the customer

    def pays(self, says: str, target: str, method: str, **how: Any) -> dict[str, Any]:
        """The customer pays at Checkout; returns what the browser hands the merchant."""
        began = self.now
        answer = self.rzp.checkout.pay(target, method, **how)
        self._keep(Deed("customer", "checkout.pay", says, began, means=method), answer)
        return answer

    def fails(self, says: str, target: str, method: str, reason: str) -> dict[str, Any]:
        """The customer tries to pay, and the bank says no; returns the error that Checkout shows."""
        began = self.now
        answer = self.rzp.checkout.fail(target, reason, method)
        refusal = answer["error"]["description"]
        self._keep(Deed("customer", "checkout.fail", says, began, refusal, means=method), answer)
        return answer

    def is_turned_away(self, says: str, target: str, method: str) -> None:
        """The customer comes to pay what nobody can pay any more."""
        began, refusal = self.now, None
        try:
            self.rzp.checkout.pay(target, method)
        except NotPayable as error:
            refusal = str(error)
        self._expect(True, refusal, f"checkout.pay({target})")
        self._keep(Deed("customer", "checkout.pay", says, began, refusal, means=method), None)

    # -- the rest of the world

    def bank_confirms(self, says: str, token_id: str) -> None:
        """The bank registers the mandate of a token."""
        began = self.now
        answer = self.rzp.bank.confirm_token(token_id)
        self._keep(Deed("bank", "bank.confirm_token", says, began), answer)

    def wait(self, says: str, *, days: int = 0, hours: int = 0, seconds: int = 0) -> None:
        """Time passes."""
        began = self.now
        self.rzp.clock.advance(days=days, hours=hours, seconds=seconds)
        self._keep(Deed("clock", "clock.advance", says, began), None)

    def wait_until(self, says: str, moment: int) -> None:
        """Time passes until a moment, in Unix seconds."""
        began = self.now
        self.rzp.clock.move_to(moment)
        self._keep(Deed("clock", "clock.move_to", says, began), None)

    def _expect(self, refused: bool, refusal: str | None, what: str) -> None:
        if refused != (refusal is not None):
            raise OffScript(f"{what} was {'refused: ' + refusal if refusal else 'not refused'}")

    def _keep(self, deed: Deed, answer: Any) -> None:
        self.beats.append(self.recorder.beat(deed, answer))
