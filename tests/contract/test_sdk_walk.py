"""Every public method of the official clients: it is there, takes what theirs takes, and answers as documented.

The Python package is walked as it is installed (the nox file installs 2.0.1, 1.4.2 and 1.3.1), through the fake's own
names and through the package itself; Node's names are those of the documented facts. What a name is to do is read from
the declarations: one that is refused raises NotFaked today, and is held against the documents as soon as it is built.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pytest

from fakerzp import BadRequestError, NotFaked
from fakerzp.doors.surface import Name, names
from tests.contract.documented_calls import EXCEPTIONS, call_of
from tests.contract.documented_world import MISSING, PRESENT, SHARED, new_world, tool
from tests.contract.sdk_walk import (
    PLUMBING,
    Ready,
    Unsendable,
    arguments,
    awaited,
    bodies_of,
    documented,
    examples,
    has_variables,
    kin,
    made_ready,
    misfits,
    name_of,
    node_names,
    outcome,
    over_rest,
    played,
    shown_by,
)

needs_oracle = pytest.mark.skipif(not PRESENT, reason=MISSING)
pytestmark = pytest.mark.filterwarnings("ignore:Will be Deprecated:DeprecationWarning")  # the package's own
NO_URL = "The requested URL was not found on the server."
try:
    VERSION: str | None = version("razorpay")
except PackageNotFoundError:
    VERSION = None
needs_package = pytest.mark.skipif(VERSION is None, reason="the official client is what is walked")


@cache
def installed() -> dict[str, dict[str, inspect.Signature]]:
    """Resources and methods of the installed package, inherited ones too, with the parameters that each takes."""
    if VERSION is None:
        return {}
    found: dict[str, dict[str, inspect.Signature]] = {}
    for resource, owner in importlib.import_module("razorpay.client").RESOURCE_CLASSES.items():
        found[resource] = {}
        for method, function in inspect.getmembers(owner, inspect.isfunction):
            if not method.startswith("_") and method not in PLUMBING:
                _, *rest = inspect.signature(function).parameters.values()
                found[resource][method] = inspect.Signature(rest)
    return found


METHODS = [(resource, method) for resource, methods in installed().items() for method in methods]
DOTTED = ["{}.{}".format(*pair) for pair in METHODS]
NODE = [name for name in node_names() if name.endpoint is not None]


def known(resource: str, method: str) -> Name:
    return names()[resource][method]


# ---------------------------------------------------------------------- it is there, and takes what theirs takes


@needs_package
def test_there_is_something_to_walk() -> None:
    expected = {"2": (26, 150), "1": (17, 90)}[str(VERSION)[0]]
    assert len(installed()) >= expected[0]
    assert len(METHODS) >= expected[1]


@needs_package
@pytest.mark.parametrize(("resource", "method"), METHODS, ids=DOTTED)
def test_a_method_is_there_under_its_name_and_takes_all_that_the_packages_takes(rzp, resource, method) -> None:
    mine = inspect.signature(getattr(getattr(rzp, resource), method))
    theirs = installed()[resource][method]
    for kind in (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_KEYWORD):
        wanted = [each.name for each in theirs.parameters.values() if each.kind is kind]
        assert [each.name for each in mine.parameters.values() if each.kind is kind] == wanted
    required = [each.name for each in theirs.parameters.values() if each.default is each.empty]
    assert [each.name for each in mine.parameters.values() if each.default is each.empty] == required


@needs_oracle
def test_every_method_of_node_is_there() -> None:
    resources = json.loads((SHARED / "oracle" / "sdk_surface.json").read_text(encoding="utf-8"))["node"]["resources"]
    there = {(name.resource, name.method) for name in node_names()}
    wanted = {(resource, method) for resource, record in resources.items() for method in record["methods"]}
    assert len(wanted) >= 120
    assert there == wanted


# ---------------------------------------------------------------------- and answers as documented


def walked(name: Name) -> Iterator[tuple[dict[str, Any], Any]]:
    """The documented requests of a name's call: the record, and one body of it. Files have tests of their own."""
    assert name.endpoint is not None
    for record in documented(name.endpoint, query=name.query):
        if record["request_encoding"] != "multipart":
            yield from ((record, body) for body in bodies_of(record)[:2])


def held(name: Name, owner: str) -> tuple[int, list[str]]:
    """Make a name's documented requests by that name: how many could be made, and where one did not do as it should.

    `owner` is whose name: `rzp`, the fake's own, or `client`, the official package's.
    """
    made, wrong = 0, []
    for record, body in walked(name):
        call = call_of(record["id"])
        ready = made_ready(record, call, body)
        try:
            given = arguments(name, ready)
        except Unsendable:
            continue
        if ready.headers and owner == "rzp" and "kwargs" not in name.signature.parameters:
            continue  # Node's methods take no headers
        options = {"headers": dict(ready.headers)} if ready.headers else {}
        caller = ready.world.rzp if owner == "rzp" else ready.world.rzp.client()
        method = getattr(getattr(caller, name.resource), name.method)
        answer = outcome(lambda: method(*given, **options))  # noqa: B023 - called at once
        made += 1
        ready.world.rzp.ledger.check()
        rest = over_rest(name, made_ready(record, call, body))
        if answer != rest:
            wrong.append(f"{record['id']}: {answer!r} by name, {rest!r} by path")
        elif record["id"] not in EXCEPTIONS:
            wrong += [f"{record['id']}: {miss}" for miss in misfits(successes(record), answer)]
    return made, wrong


def successes(record: dict[str, Any]) -> list[Any]:
    shown = [each["body"] for each in record["response_examples"] if each["kind"] == "success"]
    return [body for body in shown if body is not None]


def blank(name: Name) -> list[Any]:
    """What has no default: ids that nothing has, and empty bodies."""
    filler: dict[str, Any] = {"data": {}, "params": {}, "param": {}, "amount": 100}
    return [
        filler.get(each.name, "x_00000000000001")
        for each in name.signature.parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is each.empty
    ]


def refused(rzp: Any, name: Name, owner: str) -> bool:
    """Whether a name is one that is not answered; holds it to the way in which it says so."""
    caller = rzp if owner == "rzp" else rzp.client()
    method = getattr(getattr(caller, name.resource), name.method)
    if name.endpoint is None:
        with pytest.raises(BadRequestError, match=NO_URL):
            method(*blank(name))
        return True
    if name.endpoint.handler is None:
        with pytest.raises(NotFaked) as refusal:
            method(*blank(name))
        assert name.endpoint.refused is not None
        assert name.endpoint.refused in str(refusal.value)
        return True
    return False


def is_elsewhere(name: Name) -> bool:
    """Whether no page shows the call as JSON: only an SDK has it, or it takes files."""
    assert name.endpoint is not None
    assert not awaited(name.endpoint), f"{name.endpoint.name} is held against no page"
    pages = documented(name.endpoint)
    files = [each for each in pages if each["request_encoding"] == "multipart"]
    return name.endpoint.basis == "sdk" or (bool(pages) and files == pages)


@needs_package
@needs_oracle
@pytest.mark.parametrize("owner", ["rzp", "client"])
@pytest.mark.parametrize(("resource", "method"), METHODS, ids=DOTTED)
def test_a_method_called_with_the_documented_request_answers_as_documented(rzp, resource, method, owner) -> None:
    name = known(resource, method)
    if not refused(rzp, name, owner):
        made, wrong = held(name, owner)
        assert wrong == []
        assert made or is_elsewhere(name)


@needs_oracle
@pytest.mark.parametrize("name", NODE, ids=lambda name: f"{name.resource}.{name.method}")
def test_a_method_of_node_called_with_the_documented_request_answers_as_documented(rzp, name) -> None:
    if not refused(rzp, name, "rzp"):
        made, wrong = held(name, "rzp")
        assert wrong == []
        assert made or is_elsewhere(name)


# ---------------------------------------------------------------------- the examples in the SDKs' documents


MISSING_EXAMPLES: dict[str, str] = {
    r"python\.invoice\.create-invoice\.create-2": "a slip in the example: a field named 'type: '",
    r"python\.registerNach\.create-registration-link\.createRecurring": "a slip: the body is a registration link's",
    r"python\.customer\.eligibility-check-api\.requestEligibilityCheck": "a slip: an elig_ id as the customer's",
    r"\w+\.stakeholders?\.edit-stakeholder\.edit": "a slip: shows the account in the place of the stakeholder",
    r"\w+\.transfer\.modify-settlement-hold-for-transfers\.edit": "shows a list, where its page shows the transfer",
    r"node\.transfer\.create-transfers-from-payment\.transfer": "a slip: a linked note that is not in notes",
    r"\w+\.token\.create-a-token\.create": "its card expired in 2021",
    r"\w+\.paymentLink\.create-payment-link\.create-2": "asks for a UPI link paid in parts, which its page refuses",
    r"\w+\.paymentLink\.managing-reminders-for-payment-links\.create": "shows the older API's answer",
    r"\w+\.payment\.fetch-all-payments\.all": "shows the customer_id of payments that customers made; here nobody's",
    r"\w+\.settlement\.settlement-(recon|report-for-a-month)\.reports?": "asks for a month of the past, which is empty",
    r"node\.payment\.fetch-payment-methods-third-party-validation\..*": "shows no answer; the page's is of an order",
    r"node\.payment\.fetch-a-payment-with-expanded-card-details\.fetch": "shows terminal_id, which is on no page",
    r"node\.payment\.fetch-a-payment-with-expanded-upi-details\.fetch": "expands by upi, which no page has",
    r"node\.subscription\.create-subscription\.create": "names an offer that is not at hand",
    r"python\.deviceActivity\.error-handling\.create": "is to fail: half of a request",
    r"node\.order\.create-an-order-magic-checkout\.create": "its answer leaves out what the page of such orders shows",
    r"\w+\.payment\.create-payment-json-third-party-validation\..*": "pays an amount, and does not show its order",
    r"node\.upi\.create-a-recurring-payment\.createRecurringPayment": "charges an amount, and does not show its order",
}
"""Examples that do not hold, and why: the one who mends one takes it out."""


def id_of(example: dict[str, Any]) -> str:
    return str(example["id"])


def tried(example: dict[str, Any], owner: str) -> list[str]:
    """Make an example's call; what is wrong with its answer."""
    name = name_of(example)
    assert name is not None
    assert name.endpoint is not None
    assert not awaited(name.endpoint)
    found = kin(example, name)
    if found is None:  # only an SDK has the call
        record: dict[str, Any] = {"method": name.endpoint.method, "path_key": "", "response_examples": []}
        world = new_world()
        ids = {part: world.get(part[1:].partition("_")[0]) for part in re.findall(r"\{\w+_id\}", name.endpoint.path)}
        path = re.sub(r"\{\w+_id\}", lambda part: ids[part[0]], name.endpoint.path)
        ready = Ready(world, path, None, {}, {})
    else:
        record, body = found
        ready = made_ready(record, call_of(record["id"]), body)
    if example["request"] is not None and not has_variables(example["request"]):
        needs = tool().NEEDS.get(f"{record['method']} {record['path_key']}", {})
        request = tool().prepared(ready.world, example["request"], needs)
        ready = ready._replace(**{"query" if name.endpoint.method == "GET" else "body": request})
    elif name.endpoint.method == "GET" and not example["args"]:
        ready = ready._replace(query={})
    caller = ready.world.rzp if owner == "rzp" else ready.world.rzp.client()
    method = getattr(getattr(caller, name.resource), name.method)
    given = arguments(name, ready)
    answer = outcome(lambda: method(*given))
    ready.world.rzp.ledger.check()
    return ["NotFaked"] if answer == ("NotFaked",) else misfits(shown_by(example, record), answer)


def holds(example: dict[str, Any], owner: str) -> None:
    why = next((why for pattern, why in MISSING_EXAMPLES.items() if re.fullmatch(pattern, example["id"])), None)
    wrong = tried(example, owner)
    if why is None:
        assert wrong == []
    else:
        assert wrong, f"it holds now, and is said not to: {why}"


@needs_package
@pytest.mark.parametrize("example", played("python"), ids=id_of)
def test_an_example_of_the_python_sdk(example) -> None:
    name = name_of(example)
    if name is not None and name.method not in installed().get(name.resource, {}):
        pytest.skip("the installed package is older than the example")
    holds(example, "client")


@pytest.mark.parametrize("example", played("node"), ids=id_of)
def test_an_example_of_the_node_sdk(example) -> None:
    holds(example, "rzp")


@needs_oracle
def test_the_examples_that_can_be_made_are_most_of_them() -> None:
    """The others call the SDK's tools (signatures, OAuth), or methods that the SDK does not have."""
    for sdk, least in (("python", 240), ("node", 225)):
        assert len([each for each in examples(sdk) if name_of(each) is not None]) >= least


@needs_oracle
@pytest.mark.parametrize("pattern", MISSING_EXAMPLES)
def test_what_does_not_hold_is_an_example(pattern) -> None:
    assert any(re.fullmatch(pattern, each["id"]) for each in (*examples("python"), *examples("node")))


# ---------------------------------------------------------------------- what only an SDK sends


@needs_oracle
def test_a_refund_by_field_is_the_refund_of_its_page() -> None:
    answers = []
    for by_field in (True, False):
        world = new_world()
        payment = world.make_pay()
        client = world.rzp.refund.create if by_field else world.rzp.payment.refund
        answers.append(client({"payment_id": payment, "amount": 100}) if by_field else client(payment, {"amount": 100}))
    assert answers[0] == answers[1]
    assert answers[0]["entity"] == "refund"


def test_the_methods_of_the_python_package_are_those_of_the_page(rzp) -> None:
    page = rzp.request("GET", "/v1/methods").body
    assert rzp.payment.fetchPaymentMethods() == rzp.payments.fetchPaymentMethods() == page
    assert page["entity"] == "methods"
