"""Documented requests made by the names of an SDK: which arguments they become, and in which world they are made.

A request of the oracle is a method, a path and fields; a method of an SDK takes the path's values, a body or query, and
at times single fields. The worlds are those of `documented_world`, always the same, so answers can be compared to the
byte.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from fakerzp import NotFaked
from fakerzp.api.endpoint import Endpoint
from fakerzp.doors.surface import Name, _places, names
from tests.contract.documented_calls import call_of, records
from tests.contract.documented_world import PRESENT, Call, new_world, oracle, shapes, tool

BODIES = ("data", "params", "param")
PLUMBING = {"get_url", "post_url", "put_url", "patch_url", "delete_url", "file_url"}
"""What the official package's base class has besides the calls."""


class Ready(NamedTuple):
    """A documented request, made concrete in a world of its own."""

    world: Any
    path: str
    body: Any
    query: Mapping[str, Any]
    headers: Mapping[str, str]


def documented(endpoint: Endpoint, most: int = 3, query: tuple[tuple[str, str], ...] = ()) -> list[dict[str, Any]]:
    """The first documented calls of an endpoint, the API reference's before those of other pages.

    Before all those with this query: it is what the SDK adds by itself.
    """
    key = re.sub(r"\{\w+\}", "{}", endpoint.path)
    found = [each for each in records() if (each["method"], each["path_key"]) == (endpoint.method, key)]
    added = dict(query).items()
    return sorted(found, key=lambda each: (not added <= (each["query_example"] or {}).items(), each["part"]))[:most]


def awaited(endpoint: Endpoint) -> bool:
    """Whether pages show the call, and its family does not hold it against them yet (`documented_calls.API`)."""
    key = re.sub(r"\{\w+\}", "{}", endpoint.path)
    return not documented(endpoint) and (endpoint.method, key) in _shown()


@cache
def _shown() -> set[tuple[str, str]]:
    return {(each["method"], each["path_key"]) for each in oracle("endpoints")}


def bodies_of(record: Mapping[str, Any]) -> list[Any]:
    """The requests that a page shows for one call, as its preparation has them; [None] for none."""
    call = call_of(record["id"])
    return [call.body] if call.body is not None else record["request_examples"] or [None]


def made_ready(record: Mapping[str, Any], call: Call, body: Any) -> Ready:
    """A new world in which all is that the request needs, and the request with the ids of that world."""
    world = new_world(live=call.live)
    world.asked = body
    if call.first is not None:
        call.first(world)
    needs = tool().NEEDS.get(f"{record['method']} {record['path_key']}", {})
    query = record["query_example"] or {} if call.query is None else call.query
    parts = [tool().prepared(world, part, needs) for part in (body, query, _telling(record["request_headers"]))]
    asked = {**record, "path_example": call.path or record["path_example"]}
    return Ready(world, tool().concrete_path(world, asked, needs), *parts)


def _telling(headers: Mapping[str, str] | None) -> dict[str, str]:
    """The headers that are not the same for every request."""
    return {name: value for name, value in (headers or {}).items() if name.lower() not in ("content-type", "accept")}


class Unsendable(Exception):
    """The SDK's method has no place for a part of the documented request."""


def arguments(name: Name, ready: Ready) -> list[Any]:
    """What the method is called with to send this request; raises Unsendable where it can't."""
    endpoint = name.endpoint
    assert endpoint is not None
    values = _values(endpoint.path, ready.path)
    places = _places(endpoint, [each.name for each in name.signature.parameters.values() if each.name != "kwargs"])
    fields = dict(ready.query if endpoint.method == "GET" else ready.body or {})
    for key, value in name.query:  # the SDK adds it by itself
        if fields.get(key) == value:
            del fields[key]
    given: dict[str, Any] = {}
    parameters = [each for each in name.signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
    for n, parameter in enumerate(parameters):
        if parameter.name in BODIES:
            continue
        if n in places:
            given[parameter.name] = values[places.index(n)]
        else:
            field = _field_of(parameter.name, fields)
            if field is not None:
                given[parameter.name] = fields.pop(field)
            elif parameter.default is parameter.empty:
                raise Unsendable(f"{parameter.name} is not in the documented request")
    takes = [each.name for each in parameters if each.name in BODIES]
    if takes:
        given[takes[0]] = fields
    elif fields:
        raise Unsendable(f"no place for {', '.join(fields)}")
    return _in_order(parameters, given)


def _values(template: str, path: str) -> list[str]:
    pairs = zip(template.strip("/").split("/"), path.strip("/").split("/"), strict=True)
    return [value for part, value in pairs if part.startswith("{")]


def _field_of(parameter: str, fields: Mapping[str, Any]) -> str | None:
    plain = parameter.replace("_", "").lower()
    return next((field for field in fields if field.replace("_", "").lower() == plain), None)


def _in_order(parameters: list[inspect.Parameter], given: Mapping[str, Any]) -> list[Any]:
    ordered = []
    for n, parameter in enumerate(parameters):
        if parameter.name in given:
            ordered.append(given[parameter.name])
        elif any(later.name in given for later in parameters[n + 1 :]):
            ordered.append(parameter.default)
    return ordered


def outcome(call: Callable[[], Any]) -> Any:
    """What came of a call: its answer, or that it was refused and with which words."""
    try:
        return call()
    except NotFaked:
        return ("NotFaked",)
    except Exception as error:
        if type(error).__name__ not in ("BadRequestError", "GatewayError", "ServerError"):
            raise
        return ("refused", str(error))


def over_rest(name: Name, ready: Ready) -> Any:
    """What came of it over REST, in the same words; with the query that the SDK adds by itself."""
    assert name.endpoint is not None
    query = [*ready.query.items(), *(pair for pair in name.query if "{" not in pair[1])]
    reply = outcome(
        lambda: ready.world.rzp.request(
            name.endpoint.method, ready.path, json=ready.body, params=query, headers=ready.headers
        )
    )
    if isinstance(reply, tuple):
        return reply
    return reply.body if reply.status < 300 else ("refused", reply.body["error"]["description"])


def misfits(shown: list[Any], answer: Any) -> list[str]:
    """Where an answer is not shaped as the nearest of those that are shown; a refusal is one misfit."""
    if isinstance(answer, tuple):
        return [repr(answer)]
    found = min((list(shapes().misfits(one, answer)) for one in shown), key=len, default=[])
    return [where for _, where in found]


@cache
def python_names() -> tuple[Name, ...]:
    """The names of the Python SDK: its methods take the transport's options."""
    return tuple(name for name in _names() if "kwargs" in name.signature.parameters)


@cache
def node_names() -> tuple[Name, ...]:
    """The names of the Node SDK."""
    return tuple(name for name in _names() if "kwargs" not in name.signature.parameters)


def _names() -> Iterator[Name]:
    for methods in names().values():
        yield from methods.values()


# ---------------------------------------------------------------------- the examples of the SDKs' own documents


@cache
def examples(sdk: str) -> tuple[dict[str, Any], ...]:
    """The calls that an SDK's documents show, of `python` or `node`; () without the oracle."""
    return tuple(each for each in oracle("sdk_examples") if each["sdk"] == sdk) if PRESENT else ()


def played(sdk: str) -> tuple[dict[str, Any], ...]:
    """Those that can be made: calls of methods that are there, with a request in the example or on a page."""
    return tuple(each for each in examples(sdk) if _is_whole(each))


def _is_whole(example: Mapping[str, Any]) -> bool:
    name = name_of(example)
    if name is None or name.endpoint is None or name.endpoint.handler is None:
        return False
    found = kin(example, name)
    if found is not None:
        return bool(found[0]["request_encoding"] != "multipart")  # an example can't show a file
    return not has_variables(example["args"]) or name.endpoint.method == "GET"


def name_of(example: Mapping[str, Any]) -> Name | None:
    """The name that an example calls, or None: a call of the SDK's tools, or of a method that it does not have."""
    _, _, dotted = example["call"].partition(".")
    resource, _, method = dotted.partition(".")
    return names().get(resource, {}).get(method)


def kin(example: Mapping[str, Any], name: Name) -> tuple[dict[str, Any], Any] | None:
    """The documented call, and its body, that is most like an example: what has to exist is prepared as for that."""
    asked, answered = example["request"], _keys(example["response"])
    endpoint = name.endpoint
    assert endpoint is not None
    reads = endpoint.method == "GET"
    ranked = []
    for n, record in enumerate(documented(endpoint, 100, name.query)):
        unlike = min((len(answered ^ _keys(each)) for each in shown_by({"response": None}, record)), default=0)
        for body in bodies_of(record):
            like = record["query_example"] if reads else body
            distance = (len(_keys(asked) ^ _keys(like)), -len(_pairs(asked) & _pairs(like)), unlike, n)
            distance = (len(_telling(record["request_headers"])), *distance)  # no example shows headers
            ranked.append((*distance, record, body))
    return min(ranked, key=lambda each: each[:5])[5:] if ranked else None


def _keys(value: Any, prefix: str = "") -> set[str]:
    if isinstance(value, dict):
        return {prefix + key for key in value} | {
            each for key, part in value.items() for each in _keys(part, f"{prefix}{key}.")
        }
    return _keys(value[0], prefix) if isinstance(value, list) and value else set()


def _pairs(value: Any) -> set[str]:
    return {f"{key}={part}" for key, part in value.items()} if isinstance(value, dict) else set()


def has_variables(value: Any) -> bool:
    """Whether an example leaves a part of its request to the reader."""
    if isinstance(value, dict):
        return any(key.startswith("$") for key in value) or any(map(has_variables, value.values()))
    return any(map(has_variables, value)) if isinstance(value, list) else False


def shown_by(example: Mapping[str, Any], record: Mapping[str, Any]) -> list[Any]:
    """The answers that the example and its page show."""
    shown = [example["response"], *example.get("more_responses", ())]
    shown += [each["body"] for each in record["response_examples"] if each["kind"] == "success"]
    return [body for body in shown if body is not None and not (isinstance(body, dict) and "error" in body)]
