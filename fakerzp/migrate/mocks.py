"""What a test says about mocks: where `razorpay.Client` is patched, what is stubbed, what is asserted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import libcst as cst
import libcst.matchers as m

CLIENT = "razorpay.Client"

_ADVICE: Mapping[str, str] = {
    "verify": "a real signature is what rzp.checkout.pay() answers, and for webhooks what rzp.webhooks sends",
    "fetch": "bring the fake there (rzp.checkout.pay, rzp.checkout.fail, rzp.clock.advance) and let it answer",
    "fail": "let the fake refuse: rzp.checkout.fail, rzp.bank.script, or rzp.faults.inject if Razorpay is at fault",
    "called": "rzp.calls has every request with its endpoint, body and answer",
    "made": "let the fake make it, and take its id from the answer: ids are not known beforehand",
    "other": "let the fake answer",
}


class Stub(NamedTuple):
    """`mock.<resource>.<method>.return_value = value`, or what else is said about that call."""

    call: str
    said: str
    value: cst.BaseExpression | None


def dotted(node: cst.CSTNode) -> str | None:
    """A chain of names as text; None for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        before = dotted(node.value)
        return None if before is None else f"{before}.{node.attr.value}"
    return None


def text_of(node: cst.CSTNode) -> str | None:
    """What a plain string literal says."""
    if isinstance(node, cst.SimpleString):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def patches_client(call: cst.CSTNode) -> bool:
    """Whether this is a call of some `patch` with the official client as its target, and nothing in its place."""
    if not isinstance(call, cst.Call) or len(call.args) != 1:
        return False
    name, target = dotted(call.func), text_of(call.args[0].value)
    if name is None or target is None or call.args[0].keyword is not None:
        return False
    return name.rpartition(".")[2] == "patch" and (target == CLIENT or target.endswith(f".{CLIENT}"))


def injects(decorator: cst.Decorator) -> bool:
    """Whether a decorator hands its function a mock: a `patch` to which no replacement is given."""
    call = decorator.decorator
    if not isinstance(call, cst.Call):
        return False
    name = dotted(call.func) or ""
    keywords = {arg.keyword.value for arg in call.args if arg.keyword is not None}
    places = sum(arg.keyword is None for arg in call.args)
    if name.endswith("patch.object"):
        return places <= 2 and "new" not in keywords
    return name.rpartition(".")[2] == "patch" and places <= 1 and "new" not in keywords


def stub_of(statement: cst.CSTNode, mocks: Mapping[str, str]) -> Stub | None:
    """The stub that a statement makes on one of these mocks: each by name, with the path from it to the client."""
    if not m.matches(statement, m.SimpleStatementLine(body=[m.OneOf(m.Assign(targets=[m.AtLeastN(n=1)]), m.Expr())])):
        return None
    assert isinstance(statement, cst.SimpleStatementLine)
    inner = statement.body[0]
    if isinstance(inner, cst.Assign):
        if len(inner.targets) != 1:
            return None
        return _named(inner.targets[0].target, mocks, inner.value)
    if isinstance(inner, cst.Expr) and isinstance(inner.value, cst.Call):
        return _named(inner.value.func, mocks, inner.value)
    return None


def _named(target: cst.CSTNode, mocks: Mapping[str, str], value: cst.BaseExpression) -> Stub | None:
    name, _, path = (dotted(target) or "").partition(".")
    if name not in mocks:
        return None
    way = mocks[name]
    if way and not path.startswith(f"{way}."):
        return None
    parts = path.removeprefix(f"{way}." if way else "").split(".")
    if len(parts) != 3:
        return None
    return Stub(f"{parts[0]}.{parts[1]}", parts[2], value)


def is_alias(statement: cst.CSTNode, mocks: Mapping[str, str]) -> str | None:
    """The name that a statement gives to the client itself, as in `client = mock.return_value`."""
    if not isinstance(statement, cst.SimpleStatementLine) or len(statement.body) != 1:
        return None
    inner = statement.body[0]
    if not isinstance(inner, cst.Assign) or len(inner.targets) != 1:
        return None
    name, _, path = (dotted(inner.value) or "").partition(".")
    target = inner.targets[0].target
    if name in mocks and mocks[name] and path == mocks[name] and isinstance(target, cst.Name):
        return target.value
    return None


@cache
def makers() -> frozenset[str]:
    """The calls by which something new is made, by their Python names: no id goes in, so the fake needs no help."""
    from ..api.registry import endpoints

    return frozenset(
        signature.partition("(")[0]
        for endpoint in endpoints()
        if endpoint.method == "POST" and endpoint.refused is None and "{" not in endpoint.path
        for signature in endpoint.python
        if ".create(" in signature
    )


def is_sure(stub: Stub) -> bool:
    """Whether the fake does by itself what this stub says."""
    return stub.said == "return_value" and stub.call in makers() and isinstance(stub.value, cst.Dict)


def advice(stub: Stub) -> str:
    """What to do about a stub that is no sure one."""
    method = stub.call.partition(".")[2]
    if stub.said.startswith(("assert_", "call")):
        kind = "called"
    elif "verify" in method:
        kind = "verify"
    elif stub.said == "side_effect":
        kind = "fail"
    elif stub.call in makers():
        kind = "made"
    else:
        kind = "fetch" if method.startswith(("fetch", "all")) else "other"
    return _ADVICE[kind]


def made_up(stub: Stub) -> set[str]:
    """The ids that a stub makes up."""
    if not isinstance(stub.value, cst.Dict):
        return set()
    found = set()
    for element in stub.value.elements:
        if isinstance(element, cst.DictElement) and (text_of(element.key) or "").endswith("id"):
            found.add(text_of(element.value) or "")
    return found - {""}
