"""Settlements: fetched, listed, and what each is made of. They are made by time (`world/settlements`)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.settlement import settlement_json
from ..errors import settlements as texts
from ..world.recon import rows
from ..world.working_days import INDIA
from .endpoint import Call, Routes, Says
from .fields import Integer
from .lists import page

routes = Routes()

_SAYS: Says = {"key": errors.KEY_DOT, "unknown_id": errors.UNKNOWN_DOT, "epoch": texts.EPOCH_DOT}
_OF_THE_REPORT = ("year", "month", "day", "count", "skip")
_YEAR, _MONTH, _DAY = re.compile("[0-9]{4}"), re.compile("0?[1-9]|1[0-2]"), re.compile("0?[1-9]|[12][0-9]|3[01]")
_COUNT, _SKIP = Integer(least=1, most=1000), Integer(least=0)


@routes.add(
    "GET",
    "/v1/settlements",
    "api/settlements/fetch-all.md",
    python="settlement.all(data={}, **kwargs)",
    node="settlements.all(params={}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of settlements, newest first."""
    return page(call, "settlement", settlement_json)


@routes.add(
    "GET",
    "/v1/settlements/{id}",
    "api/settlements/fetch-with-id.md",
    python="settlement.fetch(settlement_id, data={}, **kwargs)",
    node="settlements.fetch(settlementId, callback)",
    says=_SAYS,
)
def fetch(call: Call, settlement_id: str) -> dict[str, Any]:
    """One settlement."""
    return settlement_json(call.find("settlement", settlement_id))


@routes.add(
    "GET",
    "/v1/settlements/recon/combined",
    "api/settlements/fetch-recon.md",
    python="settlement.report(data={}, **kwargs)",
    node="settlements.reports(params={}, callback)",
    says=_SAYS,
)
def report(call: Call) -> dict[str, Any]:
    """What was paid out in a month, or on a `day` of it, of Indian time: a row per payment, refund and the like.

    Oldest first, `count` of them (1000 if it does not say: inferred) after `skip`.
    """
    query = call.query
    unknown = [name for name in query if name not in _OF_THE_REPORT]
    if unknown:
        raise call.error("extra", extra=", ".join(unknown))
    start, end = _span(call)
    count = _COUNT.read(call, "count", query.get("count", 1000))
    skip = _SKIP.read(call, "skip", query.get("skip", 0))
    return collection(list(islice(rows(call.books, start, end), skip, skip + count)))


def _span(call: Call) -> tuple[int, int]:
    """The first and the last second that are asked for; a day that the month does not have is none of its own."""
    asked = {}
    for name, looks, text in (("year", _YEAR, texts.YEAR), ("month", _MONTH, texts.MONTH), ("day", _DAY, texts.DAY)):
        sent = call.query.get(name)
        if sent in (None, ""):
            if name == "day":
                continue
            raise call.error("required", field=name)
        if not looks.fullmatch(str(sent)):
            raise text.error(field=name)
        asked[name] = int(sent)
    if not 1970 <= asked["year"] < 9999:
        return 0, -1
    first = datetime(asked["year"], asked["month"], 1, tzinfo=INDIA)
    next_month = datetime(asked["year"] + asked["month"] // 12, asked["month"] % 12 + 1, 1, tzinfo=INDIA)
    start, end = first, next_month
    if "day" in asked:
        start = first + timedelta(days=asked["day"] - 1)
        end = min(start + timedelta(days=1), next_month)
    return int(start.timestamp()), int(end.timestamp()) - 1
