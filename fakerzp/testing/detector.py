"""The detector: an application that acted on a webhook or a callback without verifying its signature.

It speaks of tests that passed, and only where it saw the application, never of a test that drives the fake by itself:

- A signed webhook was delivered to the application (`Callers.is_applications`), which answered 2xx, and nobody made an
  HMAC of these very bytes by the end of the test. Where it verified any delivery, what it let pass unverified is taken
  for events that it does not act on.
- The signature that Checkout handed out came back to the application, as JSON or in a form, or the application
  captured the payment, which it had not found by itself; and nobody made an HMAC of the ids that Checkout signs. A
  webhook about that payment that was verified will do instead.

It can't see a check by other means than Python's `hmac` (see `tap`), whether a check's outcome was heeded, nor what
happens in another process; for the second, there is `rzp.webhooks.probe`.

Sources: payments/payment-gateway/web-integration/standard/integration-steps.md, webhooks/validate-test.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..exceptions import UnverifiedSignature
from ..webhooks.delivery import Delivery

if TYPE_CHECKING:
    from .lending import Lent

_OFF = (
    'If that is meant, switch this off: @pytest.mark.rzp(detector="off") on the test, its class or its module,\n'
    "or rzp_detector = off in the ini file for all (off, warn or error)."
)


class Detector:
    """Looks on while fakes are lent, and warns."""

    def begin(self, lent: Lent) -> None:
        """See what is verified from now on."""
        if lent.detects != "off":
            lent.tap.start()

    def end(self, lent: Lent) -> list[str]:
        """Warn, or return what is to be an error."""
        if lent.detects == "off":
            return []
        try:
            texts = [f"{text}\n{_OFF}" for text in _unverified(lent)] if lent.passed else []
        finally:
            lent.tap.stop()
        if lent.detects == "error":
            return texts
        for text in texts:
            lent.node.warn(UnverifiedSignature(text))
        return []


def _unverified(lent: Lent) -> Iterator[str]:
    if not lent.heard.handed and not lent.fake._world.ledger.slots:
        return  # nothing was signed
    deliveries: list[Delivery] = []
    if "webhook" in lent.fake._world.ledger.slots:
        with lent.fake._world.paused():
            deliveries = list(lent.fake.webhooks.deliveries)
    yield from _webhooks(lent, deliveries)
    yield from _callbacks(lent, deliveries)


def _webhooks(lent: Lent, deliveries: list[Delivery]) -> Iterator[str]:
    for subscription in lent.fake.webhooks.subscriptions if deliveries else ():
        to_it = [delivery for delivery in deliveries if delivery.subscription == subscription]
        signed = [delivery for delivery in to_it if delivery.accepted and "X-Razorpay-Signature" in delivery.headers]
        target = subscription.target
        if not signed or isinstance(target, str) or not lent.callers.is_applications(target):
            continue
        if lent.tap.messages.isdisjoint(delivery.body for delivery in to_it):
            events = ", ".join(dict.fromkeys(delivery.event for delivery in signed))
            yield (
                f"the application accepted webhooks and verified none of them: {target!r} answered "
                f"{signed[0].status} to {events},\nand nobody made an HMAC of what was sent. Whoever knows the URL can "
                "send the same; rzp.webhooks.probe(...) tries it out.\nVerify the raw body with "
                "client.utility.verify_webhook_signature(body, signature, secret) before acting on it."
            )


def _callbacks(lent: Lent, deliveries: list[Delivery]) -> Iterator[str]:
    heard, tap = lent.heard, lent.tap
    came = dict.fromkeys(heard.handed[signature] for signature in heard.handed if signature in tap.arrived)
    captured = dict.fromkeys(one for one in heard.handed.values() if one in heard.captured)
    for payment_id in {**came, **captured}:
        told = (delivery.body for delivery in deliveries if payment_id.encode() in delivery.body)
        if not tap.verified(payment_id) and tap.messages.isdisjoint(told):
            did = "read the signature" if payment_id in came else "captured the payment"
            yield (
                f"the application was handed {payment_id} by Checkout, {did} and verified nothing: nobody made an\n"
                "HMAC of the ids that are signed, so whoever can call it can claim a payment. Verify the answer with\n"
                "client.utility.verify_payment_signature(...) before acting on it."
            )
