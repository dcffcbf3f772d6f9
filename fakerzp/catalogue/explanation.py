"""An explanation: what raises an error, what to do, and the page. Prints as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

SCHEMA = 1
WIDEST = 6
"""How many calls are named before the rest is counted."""


class Finding(NamedTuple):
    """One thing that an error can be.

    `what` it is, in a line; `says` its text as documented; `raised_by` the calls or steps that end in it; `do` what
    to do about it; `page` where it is documented, `inferred` where no page has it.
    """

    what: str
    says: str
    raised_by: tuple[str, ...]
    do: str
    page: str


class Explanation:
    """What is known of an error: `findings`, the surest first, or `near`, what it might have been. False if nothing."""

    def __init__(self, asked: str, findings: tuple[Finding, ...], near: tuple[str, ...] = ()) -> None:
        self.asked = asked
        self.findings = findings
        self.near = near

    def __bool__(self) -> bool:
        return bool(self.findings)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def __repr__(self) -> str:
        return f"<explanation of {self.asked!r}: {len(self.findings)} found>"

    def json(self) -> dict[str, Any]:
        """The same as values: `asked`, `findings` and `near`."""
        return {
            "schema": SCHEMA,
            "asked": self.asked,
            "findings": [{**each._asdict(), "raised_by": list(each.raised_by)} for each in self.findings],
            "near": list(self.near),
        }

    def document(self) -> str:
        """The same as one JSON object."""
        return json.dumps(self.json(), ensure_ascii=False, indent=2) + "\n"

    def _lines(self) -> Iterator[str]:
        if not self.findings:
            yield f"Nothing is known of {self.asked!r}."
            if self.near:
                yield "Near it:"
                yield from (f"  {each}" for each in self.near)
            return
        for n, found in enumerate(self.findings):
            yield from ("",) if n else ()
            yield found.says
            yield f"  is         {found.what}"
            if found.raised_by:
                yield f"  raised by  {_listed(found.raised_by)}"
            yield f"  do         {found.do}"
            yield f"  page       {found.page}"


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - WIDEST
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:WIDEST])} and {more} more"
