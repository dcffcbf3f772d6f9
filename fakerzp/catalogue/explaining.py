"""`fakerzp explain` and `rzp.explain`: what an error is, put together from the tables that raise it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from ..errors import INFERRED, Text, fund_accounts
from ..world.cards import TEST_CARDS
from ..world.instruments import FAILURE_VPA, SUCCESS_VPA
from ..world.route import FAILURES
from .advice import CODES, CONDITIONS, ENVELOPES, SHAPES, TEXTS, TRANSFERS
from .asked import OF_RAZORPAY, Asked, read
from .explanation import Explanation, Finding
from .own import own
from .reach import ANYWHERE, sayers
from .reasons import all_reasons, by_description, descriptions, is_known_reason, of_reason
from .texts import Known, Refused, known_texts, literal, matching, pattern, refused_by_law

ENOUGH = 4
_NOTHING = ("NA", "input_validation_failed")
"""Reasons that say no more than that the request was wrong: the description says what."""
_ASK = "`fakerzp explain {reason}` says what to do then."
_VPAS = {FAILURE_VPA: "payment_failed", SUCCESS_VPA: None}


def explain(error: Any) -> Explanation:
    """What raises an error, what to do, and the page; what comes near where it is not known.

    `error` is an exception, the dict that Checkout hands over, a failed payment, a reply, or text: a description, a
    reason, a code, a test card's number. Raises TypeError for anything else.
    """
    asked = read(error)
    said = asked.description or asked.reason or asked.code or ""
    found = tuple(_findings(asked))
    return Explanation(said, found, () if found else _near(said))


def _findings(asked: Asked) -> Iterator[Finding]:
    mine = own(asked)
    if mine:
        yield from mine
        return
    described, reason = asked.description, asked.reason
    refused = tuple(_texts(described, reason)) if described is not None else ()
    if reason is not None and is_known_reason(reason) and not (reason in _NOTHING and refused):
        yield of_reason(reason, described)
        return
    if described is not None:
        found = [*refused, *by_description(described)] or [*_word(described)]
        found += [*_of_lenders(described), *_of_transfers(described)]
        if found:
            yield from found
            return
    if reason is not None and reason != "NA":
        yield from _reason_of_texts(reason)
        return
    if asked.code is not None and asked.code in CODES and (asked.raised is None or asked.raised in OF_RAZORPAY):
        yield _code(asked.code)


def _word(said: str) -> Iterator[Finding]:
    """One word: a reason, a code, a card's number, a UPI id."""
    if is_known_reason(said):
        yield of_reason(said)
    yield from _reason_of_texts(said)
    if said in CODES:
        yield _code(said)
    digits = said.replace(" ", "").replace("-", "")
    for card in TEST_CARDS:
        if card.number == digits:
            yield _plastic(f"a {card.network} {card.type} test card: {', '.join(card.uses)}", said, card.reason)
    if said.lower() in _VPAS:
        yield _vpa(said.lower())


def _of_lenders(said: str) -> Iterator[Finding]:
    """What a lender answers of a customer, by its reason or its words."""
    for reason, description in fund_accounts.LENDERS.items():
        if said.rstrip(".") in (reason, description.rstrip(".")):
            what = f"a lender's answer about a customer, in an eligibility check: error reason {reason}"
            raisers = ("customer.requestEligibilityCheck", "customer.fetchEligibility", "rzp.bank.script_eligibility")
            do = "Offer this customer another way to pay: the lender has declined, or can't say."
            yield Finding(what, f"{reason}: {description}", raisers, do, fund_accounts.ELIGIBILITY_ID.page)


def _of_transfers(said: str) -> Iterator[Finding]:
    """Why a transfer failed that was accepted before, by its code, its reason or its words."""
    for failure in FAILURES:
        if said.rstrip(".") in (failure.code, failure.reason, failure.description):
            do = TRANSFERS[failure.code]
            what = f"why a transfer that was pending failed: code {failure.code}, reason {failure.reason}"
            raisers = ("transfer.fetch", "the event transfer.failed", "rzp.bank.fail_transfer")
            yield Finding(what, failure.description, raisers, do, "api/payments/route/transfers-entity.md")


def _code(code: str) -> Finding:
    what, do, page = CODES[code]
    return Finding(f"a code: {what}", code, (), do, page)


def _plastic(what: str, said: str, reason: str | None) -> Finding:
    ends = f"; it fails with {reason}" if reason else "; it pays"
    do = _ASK.format(reason=reason) if reason else "Give it to rzp.checkout.pay(card=...)."
    return Finding(what + ends, said, ("rzp.checkout.pay",), do, "payments/payments/test-card-details.md")


def _vpa(vpa: str) -> Finding:
    reason = _VPAS[vpa]
    ends = f"fails with {reason}" if reason else "pays"
    do = _ASK.format(reason=reason) if reason else "Give it to rzp.checkout.pay(vpa=...)."
    page = "payments/payments/test-upi-details.md"
    return Finding(f"a test UPI id that {ends}", vpa, ("rzp.checkout.pay",), do, page)


# -- texts of refused calls


def _texts(description: str, reason: str | None) -> Iterator[Finding]:
    """The texts that say this; of several those that come with this reason, if it is known and any does."""
    found = matching(description)
    for known in [each for each in found if reason and each.text.envelope.reason == reason] or found:
        yield _text(known)


def _text(known: Known) -> Finding:
    text = known.text
    return Finding(_answered(text), text.template, tuple(_raisers(known)), _advice(known), text.page)


def _answered(text: Text) -> str:
    code, _, _, reason, _ = text.envelope
    said = f"an API error: {code}, status {text.status}"
    return said if reason in (None, "NA") else f"{said}, reason {reason}"


def _raisers(known: Known) -> Iterator[str]:
    if any(name.removeprefix("general.") in ANYWHERE for name in known.names):
        yield "any call"
        return
    yield from dict.fromkeys(map(_step, refused_by_law().get(known.text, ())))
    calls = sayers().get(known.text, ())
    own_page = sorted(calls, key=lambda endpoint: endpoint.source != known.text.page)
    yield from (endpoint.name for endpoint in own_page)


def _step(refused: Refused) -> str:
    step = "any step" if refused.step == "*" else refused.step
    when = "that its status does not allow" if refused.status == "*" else f"when {refused.status}"
    return f"{refused.entity}: {step} {when}"


def _advice(known: Known) -> str:
    for name in known.names:
        if name in TEXTS:
            return TEXTS[name]
    condition = _condition(known)
    if condition is not None:
        return CONDITIONS[condition]
    for refused in refused_by_law().get(known.text, ()):
        if refused.allowed:
            return f"Fetch the {refused.entity} first: {refused.step} is for one that is {_either(refused.allowed)}."
    for said, sentence in SHAPES:
        if re.search(said, known.text.template, re.IGNORECASE):
            return sentence
    code = known.text.envelope.code
    return ENVELOPES.get(code) or ENVELOPES["SERVER_ERROR" if known.text.status >= 500 else "BAD_REQUEST_ERROR"]


def _condition(known: Known) -> str | None:
    """The general condition that a text words, in its own way or another page's."""
    for name in known.names:
        if name.removeprefix("general.") in CONDITIONS:
            return name.removeprefix("general.")
    said = {other.names[0].removeprefix("general."): other.text for other in known_texts()}
    near = [name for name in CONDITIONS if name in said and pattern(said[name].template).fullmatch(known.text.template)]
    return max(near, key=lambda name: literal(said[name].template), default=None)


def _either(statuses: Iterable[str]) -> str:
    *most, last = statuses
    return f"{', '.join(most)} or {last}" if most else last


def _reason_of_texts(reason: str) -> Iterator[Finding]:
    """A reason that errors of refused calls carry: that error, or how many there are."""
    found = [known for known in known_texts() if known.text.envelope.reason == reason and reason != "NA"]
    if len(found) == 1:
        yield _text(found[0])
    elif found:
        pages = [known.text.page for known in found if known.text.page != INFERRED]
        what = f"the reason of {len(found)} errors of refused calls"
        texts = tuple(f'"{known.text.template}"' for known in found)
        do = "Look at the description, which says what is wrong; explain that."
        yield Finding(what, reason, texts, do, pages[0] if pages else INFERRED)


# -- what comes near


def _near(said: str) -> tuple[str, ...]:
    """Texts that have what was asked for within them, then those that are spelled like it."""
    words = said.lower()
    everything = list(dict.fromkeys([*all_reasons(), *(k.text.template for k in known_texts()), *descriptions()]))
    within = [each for each in everything if len(words) > 2 and words in each.lower()]
    lowered = {each.lower(): each for each in everything}
    close = [lowered[each] for each in get_close_matches(words, lowered, n=ENOUGH, cutoff=0.5)]
    return tuple(dict.fromkeys([*within[:ENOUGH], *close]))[:ENOUGH]
