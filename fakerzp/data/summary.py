"""What `populate` made, as a value that prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..ledger.tables import aligned, moment, money

if TYPE_CHECKING:
    from ..ledger.books import Books


@dataclass(frozen=True)
class Populated:
    """What was made: the ids in order of creation, and what became of them.

    `made` has customers, items, orders, invoices, payment_links, tokens, refunds, payments and settlements; `statuses`
    counts each by status. `start` and `end` are Unix seconds; `methods` counts captured payments by method, `reasons`
    failed ones by reason; `captured` and `refunded` are in paise. Prints as a table.
    """

    start: int
    end: int
    made: Mapping[str, tuple[str, ...]]
    statuses: Mapping[str, Mapping[str, int]]
    methods: Mapping[str, int]
    reasons: Mapping[str, int]
    captured: int
    refunded: int

    def __str__(self) -> str:
        """A line per kind, and one each for money, methods and reasons."""
        rows = [[kind, str(len(ids)), _counts(self.statuses[kind])] for kind, ids in self.made.items()]
        lines = [f"{moment(self.start)} to {moment(self.end)} IST", *aligned(rows, right=(1,))]
        lines.append(f"captured {money('INR', self.captured)}, refunded {money('INR', self.refunded)}")
        lines.append(f"paid by {_counts(self.methods) or 'nobody'}")
        lines.append(f"failed for {_counts(self.reasons) or 'nothing'}")
        return "\n".join(lines)


def summary(
    books: Books, noted: Mapping[str, Sequence[str]], before: frozenset[str], start: int, end: int
) -> Populated:
    """What became of what was noted, and of the payments and settlements that were not there before."""
    found = {kind: [books.get(entity_id) for entity_id in ids] for kind, ids in noted.items()}
    found["payments"], found["settlements"] = (
        [record for record in reversed(list(books.all(kind))) if record.id not in before]
        for kind in ("payment", "settlement")
    )
    payments: Sequence[Any] = found["payments"]
    captured = [payment for payment in payments if any(step.status == "captured" for step in payment.steps)]
    return Populated(
        start,
        end,
        {kind: tuple(record.id for record in records) for kind, records in found.items()},
        {kind: _counted(r.status for r in records if r.status is not None) for kind, records in found.items()},
        _counted(payment.method for payment in captured),
        _counted(payment.failure.reason for payment in payments if payment.status == "failed"),
        sum(payment.amount for payment in captured),
        sum(refund.amount for refund in found["refunds"] if refund.status != "failed"),
    )


def present(books: Books) -> frozenset[str]:
    """The ids of the payments and settlements that are in the books."""
    return frozenset(record.id for kind in ("payment", "settlement") for record in books.all(kind))


def _counted(values: Iterable[str]) -> dict[str, int]:
    """How often each comes, the most frequent first."""
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
