"""A call of the control API, declared once: its route, its checks and its help come of the declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from .arguments import Takes

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from .moments import Moments

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Bench(NamedTuple):
    """What a call acts on: the fake, and the moments that were kept of it."""

    fake: FakeRazorpay
    moments: Moments


class Command(NamedTuple):
    """One call. `path` comes after the prefix; `takes` are the fields of its body or query, `needs` those it must have.

    `run` gets the bench, then what the path names in `<...>` and the fields, all by name. It returns the body of the
    answer, or an answer of its own.
    """

    method: str
    path: str
    does: str
    run: Callable[..., Any]
    takes: Takes = NOTHING
    needs: tuple[str, ...] = ()
