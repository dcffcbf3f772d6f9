"""What a test file says about Razorpay outside of the tests that could be rewritten."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import NamedTuple

import libcst as cst
import libcst.matchers as m
from libcst.metadata import PositionProvider

from .mocks import CLIENT, Stub, advice, dotted, text_of

_HOST = "api.razorpay.com"
_PATCHED = "take the fixture rzp, or rzp.patch() in this fixture: every client of the process is then served"
_SERVED = "with the fixture rzp, the fake answers for Razorpay's host: no canned answer is needed"


class Left(NamedTuple):
    """What is left for a person: the line, what is there, and what to do about it."""

    line: int
    what: str
    advice: str


class Leftovers(cst.CSTVisitor):
    """Lists it, but for what stands in functions that were `looked_at` already."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, looked_at: Set[cst.FunctionDef]) -> None:
        super().__init__()
        self.left: list[Left] = []
        self._looked_at = looked_at

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        """Go in, unless it was looked at."""
        return node not in self._looked_at

    def visit_Assign(self, node: cst.Assign) -> None:
        """`anything.order.create.return_value = ...`."""
        for target in node.targets:
            self._named(target.target, node.value)

    def visit_Call(self, node: cst.Call) -> None:
        """`anything.order.create.assert_called_once()`, and what puts something in the client's place."""
        self._named(node.func, node)
        texts = [text_of(arg.value) or "" for arg in node.args]
        names = [dotted(arg.value) for arg in node.args]
        if any(text == CLIENT or text.endswith(f".{CLIENT}") for text in texts):
            self._leave(node, f"{dotted(node.func)}({CLIENT!r})", _PATCHED)
        elif "razorpay" in names and "Client" in texts:
            self._leave(node, f"{dotted(node.func)}(razorpay, 'Client')", _PATCHED)
        elif any(_HOST in text for text in texts) and m.matches(node.func, m.Attribute()):
            self._leave(node, f"{dotted(node.func)}(... {_HOST} ...)", _SERVED)

    def _named(self, target: cst.CSTNode, value: cst.BaseExpression) -> None:
        parts = (dotted(target) or "").split(".")
        if len(parts) > 3 and ".".join(parts[-3:-1]) in _calls() and _is_mock(parts[-1]):
            stub = Stub(".".join(parts[-3:-1]), parts[-1], value)
            self._leave(target, f"{stub.call}.{stub.said}", advice(stub))

    def _leave(self, node: cst.CSTNode, what: str, advice: str) -> None:
        line = self.get_metadata(PositionProvider, node).start.line
        self.left.append(Left(line, what, advice))


def _is_mock(said: str) -> bool:
    """Whether only a mock has an attribute of that name."""
    return said in ("return_value", "side_effect", "called", "call_args", "call_count") or said.startswith("assert_")


@cache
def _calls() -> frozenset[str]:
    """Every call of the official client, as `resource.method`."""
    from ..api.registry import endpoints

    known = {signature.partition("(")[0] for endpoint in endpoints() for signature in endpoint.python}
    checks = ("payment_signature", "payment_link_signature", "subscription_payment_signature", "webhook_signature")
    return frozenset(known | {f"utility.verify_{check}" for check in checks})
