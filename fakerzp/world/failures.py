"""Why payments fail: the documented reasons, and what the API says of each.

Sources: errors/payments/list.md, errors/payments/payment-methods-error-parameters.md, the pages of the
single methods and the sample answers; see `failure_table` and `failure_texts` for the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from fakerzp.world.failure_table import CODES, EXACT, GENERIC, PAGES, PLACES, REASONS, Row
from fakerzp.world.failure_texts import TEXTS

Basis = Literal["documented", "inferred"]

METHODS: Final[tuple[str, ...]] = (
    "card",
    "upi",
    "netbanking",
    "wallet",
    "emandate",
    "nach",
    "emi",
    "cardless_emi",
    "paylater",
    "app",
    "fpx",
)
"""Payment methods that a failure can be asked for."""
MANDATES_ONLY: Final = ("emandate", "nach")
"""Methods that register a mandate, and pay for nothing else."""

# Methods whose failures are told as those of another: an EMI is a card payment, paper NACH is debited as
# eMandate is, pay-later has the parties and steps of cardless EMI, an app those of a
# wallet and FPX those of netbanking (inferred).
_TOLD_AS: Final[Mapping[str, str]] = MappingProxyType(
    {"emi": "card", "nach": "emandate", "paylater": "cardless_emi", "app": "wallet", "fpx": "netbanking"}
)


class FailureReason(NamedTuple):
    """A failed payment as the API tells it, without the ids of `metadata`.

    `code`, `description`, `source`, `step`, `reason` and `field` are the fields of the error object (and,
    as `error_*`, of the payment). `methods` are the methods whose pages name the reason (none: the page
    does not say); `page` is where it is documented. `basis` is "documented" when a page shows exactly this
    combination for this method, "inferred" when a part had to be filled in.
    """

    reason: str
    code: str
    description: str
    source: str
    step: str
    methods: tuple[str, ...]
    page: str
    field: str | None = None
    basis: Basis = "documented"


_ROWS: Final[Mapping[str, Row]] = MappingProxyType({row[0]: row for row in REASONS})


def reasons() -> tuple[str, ...]:
    """Every reason that the documentation names, by name."""
    return tuple(_ROWS)


def is_reason(reason: str) -> bool:
    """Whether the documentation names this reason."""
    return reason in _ROWS


def failure(reason: str, method: str = "card", *, recurring: bool = False) -> FailureReason:
    """Tell what the API says of a payment that failed for `reason` with `method`.

    The documented combination of that method if there is one; else the description documented for that
    method, or for another one where it speaks of no instrument; else the generic description; with a source
    and step that the method allows. `recurring` asks for a debit by mandate rather than a first payment,
    where UPI documents other texts.

    Raises `ValueError`, naming close reasons, for a reason that no page names, and for an unknown method.
    """
    return failures(reason, method, recurring=recurring)[0]


def failures(reason: str, method: str = "card", *, recurring: bool = False) -> tuple[FailureReason, ...]:
    """All documented tellings of one reason with one method, the default first; raises as `failure` does."""
    row = _ROWS.get(reason)
    if row is None:
        raise ValueError(_unknown(reason))
    if method not in METHODS:
        raise ValueError(f"unknown payment method {method!r}; known: {', '.join(METHODS)}")
    found = _exact(reason, method, row)
    spoken = _spoken(reason, method, row, recurring=recurring)
    found = spoken + found if recurring else found + spoken
    return found or (_borrowed(reason, method, row) or _told(reason, method, row),)


def default_method(reason: str, *, mandate: bool = True) -> str:
    """Choose a method when only the reason is given: the first that its pages name, else "card".

    Without a `mandate` to register, those that do nothing else are passed over. Raises `ValueError` for an unknown
    reason.
    """
    row = _ROWS.get(reason)
    if row is None:
        raise ValueError(_unknown(reason))
    _, _, _, methods, _ = row
    return next((each for each in methods.split() if mandate or each not in MANDATES_ONLY), "card")


def _unknown(reason: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(reason, _ROWS, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(close)}?" if close else "fakerzp.world.failures.reasons() lists them all"
    return f"Razorpay documents no failure reason {reason!r}; {hint}"


def _exact(reason: str, method: str, row: Row) -> tuple[FailureReason, ...]:
    asked = "card" if method == "emi" else method
    return tuple(
        _told(
            reason,
            method,
            row,
            code=code,
            place=(source, step) if source and step else None,
            field=field,
            description=text,
            page=page,
        )
        for name, methods, code, source, step, field, text, page in EXACT
        if name == reason and asked in methods.split()
    )


def _borrowed(reason: str, method: str, row: Row) -> FailureReason | None:
    for name, methods, code, _, _, _, text, page in EXACT:
        if name == reason and "*" in methods.split():
            return _told(reason, method, row, code=code, description=text, page=page)
    return None


def _spoken(reason: str, method: str, row: Row, *, recurring: bool) -> tuple[FailureReason, ...]:
    # Texts of the mandate pages. Paper NACH documents those of the registration only; a phase without a
    # text of its own speaks with that of the other one.
    if method not in ("upi", "nach"):
        return ()
    phases = "dr" if recurring and method == "upi" else "r" if method == "nach" else "rd"
    pages = {"d": "debit", "r": "paper" if method == "nach" else "register"}
    for phase in phases:
        texts = [text for name, where, text in TEXTS if name == reason and phase in where]
        if texts:
            return tuple(_told(reason, method, row, description=text, page=pages[phase]) for text in texts)
    return ()


def _told(
    reason: str,
    method: str,
    row: Row,
    *,
    code: str | None = None,
    place: tuple[str, str] | None = None,
    field: str | None = None,
    description: str = GENERIC,
    page: str | None = None,
) -> FailureReason:
    _, codes, kind, methods, listed = row
    source, step = place or _place(kind, method)
    return FailureReason(
        reason=reason,
        code=CODES[code or _code(codes, source)],
        description=description,
        source=source,
        step=step,
        methods=tuple(methods.split()),
        page=PAGES[page or listed],
        field=field,
        basis="documented" if code and place else "inferred",
    )


def _place(kind: str, method: str) -> tuple[str, str]:
    asked = _TOLD_AS.get(method, method)
    for places in (PLACES.get(kind, {}), PLACES["gateway"]):
        place = places.get(method) or places.get(asked) or places.get("")
        if place:
            return place
    raise AssertionError(f"no place for a failure of kind {kind!r}")  # unreachable: "gateway" has a default


def _code(codes: str, source: str) -> str:
    # Reasons listed under both codes: what the customer or the business did is a bad request, what happened
    # further down is the gateway's. Reasons listed under none: every failed payment that the API
    # documentation shows carries BAD_REQUEST_ERROR.
    if len(codes) == 1:
        return codes
    if not codes:
        return "B"
    return "B" if source in ("customer", "business") else "G"
