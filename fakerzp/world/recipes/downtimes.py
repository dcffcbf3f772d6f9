"""The ways to events: downtimes of payment methods."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ..instrument import DEFAULT_BANK
from ..play import Play
from .recipe import Recipe

_TAKES = ("method", "severity", "bank", "network", "issuer", "card_type", "psp", "vpa_handle", "flow")


def _started(play: Play) -> str:
    asked = {name: play.wanted[name] for name in _TAKES if name in play.wanted}
    wanted: dict[str, Any] = {"method": "netbanking", **asked}
    if wanted["method"] == "netbanking":  # of which no sample is down as a whole
        wanted.setdefault("bank", DEFAULT_BANK)
    return str(play.rzp.bank.downtime(**wanted)["id"])


def _updated(play: Play) -> str:
    downtime = _started(play)
    play.rzp.bank.update_downtime(downtime, severity="medium")
    return downtime


def _resolved(play: Play) -> str:
    downtime = _started(play)
    play.rzp.bank.resolve_downtime(downtime)
    return downtime


RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        "payment.downtime.started": Recipe(_started, _TAKES, always=()),
        "payment.downtime.updated": Recipe(_updated, _TAKES, always=()),
        "payment.downtime.resolved": Recipe(_resolved, _TAKES, always=()),
    }
)
