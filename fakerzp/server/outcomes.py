"""How JSON spells what a bank answers: an outcome, and a script of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..world.strategies import Outcome, Strategy

if TYPE_CHECKING:
    from ..world.bank import Bank

_SPELLED = (
    '"succeed", "pending", "time_out", a reason to fail such as "insufficient_funds",'
    ' or {"authorize_late": {"after": seconds, "failed_first": true or false}}'
)
_BY = ("by_method", "by_amount", "by_customer")


def outcome(bank: Bank, said: Any) -> Outcome:
    """The outcome that JSON spells. Raises ValueError for a reason that no page documents, TypeError for no outcome."""
    if isinstance(said, str):
        plain = {"succeed": bank.succeed, "pending": bank.pending, "time_out": bank.time_out}
        return plain[said]() if said in plain else bank.fail(said)
    late = said.get("authorize_late") if isinstance(said, dict) and len(said) == 1 else None
    if not isinstance(late, dict) or not late.keys() <= {"after", "failed_first"}:
        raise TypeError(f"an outcome is {_SPELLED}")
    after, failed_first = late.get("after", 3600), late.get("failed_first", False)
    if type(after) is not int or not isinstance(failed_first, bool):
        raise TypeError(f"an outcome is {_SPELLED}")
    return bank.authorize_late(after=after, failed_first=failed_first)


def script(bank: Bank, said: Any, repeat: bool) -> Outcome | Strategy | None:
    """The script that JSON spells: null, an outcome for all, a list of them, or {"by_method": {...}, "otherwise"}."""
    if said is None:
        return None
    if isinstance(said, list):
        return bank.sequence(*(outcome(bank, one) for one in said), repeat=repeat)
    by = next((name for name in _BY if isinstance(said, dict) and name in said), None)
    if by is None:
        return outcome(bank, said)
    if not said.keys() <= {by, "otherwise"} or not isinstance(said[by], dict):
        raise TypeError(f'a script by what is paid is {{"{by}": {{value: outcome}}, "otherwise": outcome}}')
    otherwise = outcome(bank, said["otherwise"]) if said.get("otherwise") is not None else None
    choose: Mapping[str, Callable[..., Strategy]] = {
        "by_method": bank.by_method,
        "by_amount": lambda outcomes, otherwise: bank.by_amount(_amounts(outcomes), otherwise),
        "by_customer": bank.by_customer,
    }
    return choose[by]({key: outcome(bank, one) for key, one in said[by].items()}, otherwise)


def _amounts(outcomes: Mapping[str, Outcome]) -> dict[int, Outcome]:
    """The keys as whole numbers: JSON has none but text there."""
    wrong = [key for key in outcomes if not key.isdecimal()]
    if wrong:
        raise ValueError(f"by_amount goes by amounts in the smallest unit, such as 50000, not {wrong[0]!r}")
    return {int(key): one for key, one in outcomes.items()}
