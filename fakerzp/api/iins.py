"""IINs: what the first digits of a card or token tell, as far as pages tell it."""

from __future__ import annotations

from typing import Any

from ..errors import token_hq as texts
from ..exceptions import NotFaked
from ..world.cards import UNKNOWN_NETWORK, network
from ..world.iins import KNOWN, Iin, iin_json
from .endpoint import Call, Routes
from .fields import Choice

routes = Routes()

_PAGE = "api/payments/cards/iin-api.md"


# Before the next one, whose variable would take it.
@routes.add(
    "GET",
    "/v1/iins/list",
    "razorpay-python/razorpay/resources/iin.py",
    python="iin.all(data={}, **kwargs)",
    node="iins.all(params = {}, callback)",
    basis="sdk",
)
def fetch_all(call: Call) -> dict[str, Any]:
    """The IINs that are known here; with `flow` otp those for native OTP, with `sub_type` business those of businesses.

    Razorpay knows many more: here every card has one of these.
    """
    query = call.query
    extra = [name for name in query if name not in ("flow", "sub_type")]
    if extra:
        raise call.error("extra", extra=", ".join(extra))
    for name, value in (("flow", "otp"), ("sub_type", "business")):
        if name in query:
            Choice((value,)).read(call, name, query[name])
    found = [iin for iin, facts in KNOWN.items() if _fits(facts, query)]
    return {"count": len(found), "iins": found}


def _fits(facts: Iin, query: dict[str, Any]) -> bool:
    return ("flow" not in query or "otp" in facts.authentications) and (
        "sub_type" not in query or facts.sub_type == query["sub_type"]
    )


@routes.add(
    "GET",
    "/v1/iins/{iin}",
    _PAGE,
    python="iin.fetch(token_iin, data={}, **kwargs)",
    node="iins.fetch(tokenIin, callback)",
)
def fetch(call: Call, iin: str) -> dict[str, Any]:
    """What a page tells of an IIN of 6 to 8 digits, or what a network told of the 9 that its tokens begin with.

    Raises NotFaked for an IIN within a network's range of which no page tells: only networks know whose it is.
    """
    if not (iin.isascii() and iin.isdigit() and 6 <= len(iin) <= 9):
        raise texts.IIN_UNKNOWN.error(iin=iin)
    facts: Iin | None = call.books.claimed(("token iin", iin)) or KNOWN.get(iin)
    if facts is not None:
        return iin_json(iin, facts)
    facts = KNOWN.get(iin[:6])
    if facts is not None and len(iin) == 9:
        raise texts.IIN_OF_CARD.error()
    if facts is not None:
        return iin_json(iin, facts)
    if len(iin) < 9 and call.books.claimed(("token iin begins", iin[:6])):
        raise texts.IIN_OF_TOKEN.error()
    if network(iin) == UNKNOWN_NETWORK:
        raise texts.IIN_UNKNOWN.error(iin=iin)
    raise NotFaked(
        f"whose cards begin with {iin}, no page tells; known are {', '.join(sorted(KNOWN))}, and the token_iin of"
        " cards saved here",
        endpoint="iin.fetch",
    )
