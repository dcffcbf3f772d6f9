"""The fake's own exceptions, explained: what is not faked, what nobody can pay, signatures, the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..api.ids import PREFIXES
from ..lifecycles import LIFECYCLES
from .advice import SIGNATURE
from .asked import Asked
from .explanation import Finding
from .routes import ANSWERED, REFUSED, Route, routes

NO_PAGE = "none: the fake's own"
_SIGNATURE_FAILED = "Razorpay Signature Verification Failed"


def own(asked: Asked) -> tuple[Finding, ...]:
    """What the fake, or the SDK without asking Razorpay, raises; () for an error of Razorpay's."""
    explain = _OWN.get(asked.raised or "")
    if explain is not None:
        return (explain(asked),)
    if asked.description == _SIGNATURE_FAILED:
        return (_signature(asked),)
    return ()


def _not_faked(asked: Asked) -> Finding:
    route = _route(asked.endpoint)
    says = asked.description or "NotFaked"
    what = "a call that exists at Razorpay, or a part of one, and that the fake does not answer, so as not to lie"
    if route is None:
        return Finding(what, says, (), "Do as the message says, or try this in Razorpay's test mode.", NO_PAGE)
    raisers = (f"{route.method} {route.path}", *route.names)
    if route.faked == REFUSED:
        do = f"Leave the call out of the test, or answer it by a plugin of yours: {route.why}."
    elif route.faked in ANSWERED:
        do = "Leave out what the message names: the call itself is answered."
    else:
        do = "Do as the message says."
    return Finding(what, says, raisers, do, route.source)


def _route(endpoint: str | None) -> Route | None:
    for route in routes():
        if endpoint is not None and endpoint in (f"{route.method} {route.path}", *route.names):
            return route
    return None


def _not_payable(asked: Asked) -> Finding:
    target = asked.target or ""
    kind = next((kind for kind, prefix in PREFIXES.items() if target.startswith(prefix)), None)
    law = LIFECYCLES.get(kind or "")
    can = tuple(dict.fromkeys(s for row in law.rows if row.event == "pay" for s in row.before)) if law else ()
    what = f"a customer who stands before what can't be paid so: {target or 'no target'}, {asked.status or 'no status'}"
    if can and asked.status not in can:
        do = f"Show the customer that it is {asked.status}: only one that is {' or '.join(can)} can be paid."
    else:
        do = "Pay as the message says that it can be paid; its status does not stand in the way."
    return Finding(what, asked.description or "NotPayable", ("rzp.checkout",), do, law.page if law else NO_PAGE)


def _pending(asked: Asked) -> Finding:
    return Finding(
        "a payment that the bank has not answered yet",
        asked.description or "PaymentPending",
        ("rzp.checkout.pay", "a script of rzp.bank"),
        "Wait for its webhook, or fetch it later: rzp.clock.advance lets the answer fall due.",
        "payments/payments/late-authorisation.md",
    )


def _ledger(asked: Asked) -> Finding:
    return Finding(
        "books that do not add up",
        asked.description or "LedgerError",
        ("rzp.ledger.check",),
        "Tell the project: it is a mistake of the fake, unless a plugin of yours wrote into it.",
        NO_PAGE,
    )


def _signature(asked: Asked) -> Finding:
    return Finding(
        "a signature that does not belong to what it came with",
        asked.description or _SIGNATURE_FAILED,
        tuple(f"utility.verify_{what}_signature" for what in ("payment", "payment_link", "webhook")),
        f"{SIGNATURE['callback']} {SIGNATURE['webhook']}",
        "webhooks/validate-test.md",
    )


def _unverified(asked: Asked) -> Finding:
    return Finding(
        "a warning: the application acted on a callback or a webhook without looking at its signature",
        asked.description or "UnverifiedSignature",
        ("the pytest plugin's detector",),
        f"Verify before you fulfil. {SIGNATURE['webhook']}",
        "webhooks/validate-test.md",
    )


_OWN: Mapping[str, Callable[[Asked], Finding]] = {
    "NotFaked": _not_faked,
    "NotBuilt": _not_faked,
    "NotPayable": _not_payable,
    "PaymentPending": _pending,
    "LedgerError": _ledger,
    "SignatureVerificationError": _signature,
    "UnverifiedSignature": _unverified,
}
