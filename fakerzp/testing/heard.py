"""What is heard of a lent fake: calls that it refused, what Checkout handed out, payments the application captured."""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

from ..exceptions import NotFaked
from ..fake import FakeRazorpay
from .callers import Callers

_CAPTURE = re.compile(r"/payments/(pay_\w+)/capture/*\Z")


class Refused(NamedTuple):
    """A call that met NotFaked: `text` is what it was told, `by_application` who made it, as far as the stack tells."""

    text: str
    by_application: bool


class Heard:
    """Listens to a fake's line, on which every client and every REST request comes, and to its Checkout."""

    def __init__(self, fake: FakeRazorpay, callers: Callers) -> None:
        self.refused: list[Refused] = []
        self.handed: dict[str, str] = {}
        """Each signature that Checkout handed to the browser, and the payment that it is for."""
        self.captured: set[str] = set()
        """Payments that the application captured without having found them by itself."""
        self._found: set[str] = set()
        self._callers = callers
        self._exchange, self._pay = fake.exchange, fake.checkout.pay
        self._taps = (vars(fake), "exchange", self._listen), (vars(fake.checkout), "pay", self._paying())
        for space, name, ours in self._taps:
            space[name] = ours

    def hang_up(self) -> None:
        """Listen no more."""
        for space, name, ours in self._taps:
            if space.get(name) == ours:
                del space[name]

    def _listen(self, method: str, path: str, **request: Any) -> Any:
        try:
            reply = self._exchange(method, path, **request)
        except NotFaked as refusal:
            self.refused.append(Refused(str(refusal), self._callers.is_application()))
            raise
        if self.handed and reply.status == 200 and self._callers.is_application():
            found = _CAPTURE.search(path)
            if found is None:
                self._look_up(path, str(reply.body))
            elif found[1] not in self._found:
                self.captured.add(found[1])
        return reply

    def _look_up(self, path: str, told: str) -> None:
        """Note the payments that an answer told of, unless the call named them."""
        self._found |= {one for one in self.handed.values() if one in told and one not in path}

    def _paying(self) -> Any:
        @functools.wraps(self._pay)
        def pay(*args: Any, **how: Any) -> dict[str, Any]:
            answer = self._pay(*args, **how)
            if "razorpay_signature" in answer:
                self.handed[answer["razorpay_signature"]] = answer["razorpay_payment_id"]
            return answer

        return pay
