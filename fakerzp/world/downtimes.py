"""Downtimes: what is down, from when to when, and whether payments by it fail meanwhile.

Sources: api/payments/downtime/entity.md, payments/payments/downtime-updates.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..entities.downtimes import Downtime
from ..ledger.books import Books
from ..ledger.due import Due
from .clock import Moment, seconds
from .instruments import is_netbanking_bank, network_code, vpa_parts

if TYPE_CHECKING:
    from .instrument import Instrument
    from .world import World

SEVERITIES: Final = ("high", "medium", "low")
DECLINED: Final = "bank_technical_error"
"""Why payments by what is down fail (errors/payments/upi.md: a downtime at the provider; of others, inferred)."""
NETWORKS: Final = ("AMEX", "DICL", "MC", "RUPAY", "VISA", "ALL")
# The handles of a payment service provider: the page names those of Google Pay; of the others, inferred.
PSP_HANDLES: Final[Mapping[str, tuple[str, ...]]] = {
    "google_pay": ("oksbi", "okhdfcbank", "okicici", "okaxis"),
    "phonepe": ("ybl", "ibl", "axl"),
    "paytm": ("paytm", "ptsbi", "pthdfc", "ptaxis", "ptyes"),
    "bhim": ("upi",),
}
FLOWS: Final = ("collect", "intent", "in_app")


def _is_issuer(code: str) -> bool:
    return len(code) == 4 and code.isalpha() and code.isupper()


# What of each method can be down, which codes it has, and what is taken for down if nothing is named.
_INSTRUMENTS: Final[Mapping[str, Mapping[str, Callable[[str], bool]]]] = {
    "card": {
        "network": lambda code: code in NETWORKS,
        "issuer": _is_issuer,
        "card_type": lambda code: code in ("credit", "debit"),
    },
    "netbanking": {"bank": is_netbanking_bank},
    "upi": {
        "psp": lambda code: code in PSP_HANDLES,
        "vpa_handle": lambda code: code.isalnum(),
        "flow": lambda code: code in FLOWS,
    },
}
_WHOLE: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "card": (("network", "ALL"),),
    "upi": (("vpa_handle", "ALL"),),
}
_DECLINING: Final = ("downtimes", "declining")


class Downtimes:
    """Opens downtimes, moves them, and tells whether an instrument is down."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["downtime_begins"] = self._begins
        world.parts["downtime_ends"] = self._ends

    @property
    def books(self) -> Books:
        """Where they are kept: with the merchant's own, whoever asks."""
        return self._world.ledger.books(self._world.ledger.account)

    def open(
        self,
        method: str,
        severity: str,
        begin: Moment | None,
        end: Moment | None,
        instrument: Mapping[str, str | None],
        *,
        declines: bool,
    ) -> Downtime:
        """A downtime that has begun, or is to begin; raises ValueError for what no page has."""
        world, now = self._world, self._world.now
        named = _named(method, instrument)
        _check_severity(severity)
        first = now if begin is None else seconds(begin)
        last = None if end is None else seconds(end)
        if last is not None and last <= max(first, now):
            raise ValueError("a downtime ends after it begins, and not in the past")
        downtime = Downtime(
            id=world.ledger.new_id("down_"),
            created_at=now,
            status="scheduled" if first > now else "started",
            method=method,
            begin=first,
            end=last,
            # Only of one that was announced is the end known.
            scheduled=first > now or last is not None,
            severity=severity,
            instrument=named,
            updated_at=now,
            declines=declines,
        )
        opened: Downtime = world.law.create(self.books, downtime, now)
        if first > now:
            world.ledger.schedule(first, "downtime_begins", self.books.account, opened.id)
        else:
            self._declining(opened, down=True)
        if last is not None:
            world.ledger.schedule(last, "downtime_ends", self.books.account, opened.id)
        return opened

    def move(self, downtime: Downtime, event: str, **changes: Any) -> Downtime:
        """The downtime after the event; ValueError if it is too early or too late for that."""
        world = self._world
        _check_severity(changes.get("severity", downtime.severity))
        if not world.law.allows(downtime, event):
            raise ValueError(f"{downtime.id} is {downtime.status}: it is too late, or too early, to {event} it")
        moved: Downtime = world.law.move(self.books, downtime, event, world.now, updated_at=world.now, **changes)
        self._declining(moved, down=moved.status != "resolved")
        return moved

    def reason(self, tool: Instrument) -> str | None:
        """Why a payment with this fails now, or None where nothing that declines is down."""
        declining = self._world.ledger.slots.get(_DECLINING)
        if not declining:
            return None
        found = (self.books.get(one) for one in declining)
        return DECLINED if any(_hits(one, tool) for one in found) else None

    def _declining(self, downtime: Downtime, *, down: bool) -> None:
        ledger = self._world.ledger
        others = tuple(one for one in ledger.slots.get(_DECLINING, ()) if one != downtime.id)
        if downtime.declines:
            ledger.slots = ledger.slots.set(_DECLINING, (*others, downtime.id) if down else others)

    def _begins(self, item: Due) -> None:
        downtime = self.books.get(item.entity_id)
        if downtime is not None and self._world.law.allows(downtime, "start"):
            self.move(downtime, "start")

    def _ends(self, item: Due) -> None:
        downtime = self.books.get(item.entity_id)
        if downtime is not None and downtime.end == item.at and self._world.law.allows(downtime, "resolve"):
            self.move(downtime, "resolve")


def _check_severity(severity: str) -> None:
    if severity not in SEVERITIES:
        raise ValueError(f"severity={severity!r}: one of {', '.join(SEVERITIES)}")


def _named(method: str, instrument: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """What is down, in the order in which pages show it; ValueError for what no page shows down."""
    if method not in _INSTRUMENTS:
        raise ValueError(f"method={method!r}: downtimes are told of {', '.join(_INSTRUMENTS)} only")
    known = _INSTRUMENTS[method]
    given = {name: code.removeprefix("@") for name, code in instrument.items() if code is not None}
    for name, code in given.items():
        if name not in known:
            raise ValueError(f"{name}= does not go with method={method!r}, which takes {', '.join(known)}")
        if not (known[name](code) or (name == "vpa_handle" and code == "ALL")):
            raise ValueError(f"{name}={code!r} is none that Razorpay lists")
    named = tuple((name, given[name]) for name in known if name in given)
    if method == "netbanking" and not named:
        raise ValueError("bank= says which bank is down")
    if method == "card" and named and named[0][0] == "card_type":
        return (*_WHOLE[method], *named)
    return named or _WHOLE[method]


def _hits(downtime: Downtime, tool: Instrument) -> bool:
    """Whether all that the downtime names is so of the instrument; an EMI is a card (inferred)."""
    if downtime.method != ("card" if tool.method == "emi" else tool.method):
        return False
    return all(_is(name, code, tool) for name, code in downtime.instrument)


def _is(name: str, code: str, tool: Instrument) -> bool:
    card = tool.card
    if name == "network":
        return code == "ALL" or (card is not None and network_code(card.network) == code)
    if name == "issuer":
        return card is not None and card.issuer == code
    if name == "card_type":
        return card is not None and card.type == code
    if name == "bank":
        return tool.bank == code
    if name == "flow":
        return code == (tool.flow or "collect")
    handle = vpa_parts(tool.vpa)[1] if tool.vpa is not None else ""
    return handle in PSP_HANDLES[code] if name == "psp" else code in ("ALL", handle)
