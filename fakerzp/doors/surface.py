"""The SDKs' names: `rzp.invoice.notify_by(...)` and `rzp.invoices.notifyBy(...)`, from the endpoints' declarations."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from ..api.endpoint import Body, Endpoint
from ..api.refused import NOT_FOUND
from ..api.registry import endpoints
from ..errors import ApiError
from ..exceptions import raised_as
from .arguments import headers_of
from .bodies import read_query, sent
from .exchange import Exchange
from .faulted import Faulted, read_timeout
from .multipart import form_of

# What requests.Session takes besides, and the SDK hands on.
TRANSPORT_OPTIONS = frozenset(
    ("headers", "timeout", "cookies", "allow_redirects", "proxies", "hooks", "stream", "cert", "files")
)
_BODIES = ("data", "params", "param")
_VARIABLE = re.compile(r"\{([^}]*)\}")
_CAPITAL = re.compile("[A-Z]")
_PLAIN = re.compile(r"[0-9A-Za-z_-]+\Z")
_ANNOTATION = re.compile(r":\s*[\w.]+(\[[^\]]*\])?")
_DEFAULTS: Mapping[str, Any] = {"": None, "None": None, "{}": {}, "false": False}
_CLASSES = {
    "BAD_REQUEST_ERROR": "BadRequestError",
    "GATEWAY_ERROR": "GatewayError",
    "SERVER_ERROR": "ServerError",
}


class Name(NamedTuple):
    """One SDK method: its resource, its name, its parameters and the endpoint that it calls (None: no such URL)."""

    resource: str
    method: str
    signature: inspect.Signature
    endpoint: Endpoint | None
    doc: str
    query: tuple[tuple[str, str], ...] = ()
    url: tuple[str, str] = ("", "")
    otherwise: Endpoint | None = None
    """What it calls when it is not told all that the path has (a webhook of no account is the merchant's own)."""


def raise_as_sdk(error: ApiError) -> Exception:
    """The exception of the official client for an API error, carrying what the SDK drops; raise it."""
    body = error.body["error"]
    exception = raised_as(_CLASSES.get(body["code"], "ServerError"))(error.description)
    for name in ("code", "source", "step", "reason", "metadata"):
        setattr(exception, name, body.get(name))
    carried = {"field": body.get("field"), "status": error.status, "description": error.description}
    exception.__dict__.update(carried)
    return exception


def _made_of(fault: Faulted) -> Any:
    """What the SDK makes of an answer that is not the endpoint's: returned from status 200 to 299, else raised."""
    status, body = fault.answer.status, fault.read()
    if status < 300:
        return body
    said = body.get("error") if isinstance(body, dict) else None
    error = said if isinstance(said, dict) else {}
    name = _CLASSES.get(str(error.get("code")).upper(), "ServerError")
    exception = raised_as(name)(error.get("description", ""))
    carried = ("code", "description", "source", "step", "reason", "metadata", "field")
    exception.__dict__.update({part: error.get(part) for part in carried}, status=status)
    raise exception from None


@cache
def names() -> Mapping[str, Mapping[str, Name]]:
    """Every SDK method by resource and name, Python's and Node's."""
    return names_of(endpoints())


def names_of(declared: Iterable[Endpoint]) -> Mapping[str, Mapping[str, Name]]:
    """The methods of these endpoints, and those that lead nowhere; the first of a name counts.

    A second endpoint under the same signature is called where a value of the first one's path is left out.
    """
    found: dict[str, dict[str, Name]] = {}
    for endpoint in declared:
        doc = f"{endpoint.method} {endpoint.path}\n\nSource: {endpoint.source} ({endpoint.basis})."
        for signature in (*endpoint.python, *endpoint.node):
            _add(found, signature, endpoint, doc)
    for signatures, method, path in NOT_FOUND:
        for signature in signatures:
            doc = f"{method} {path}: Razorpay has no such URL, and answers so."
            _add(found, signature, None, doc, (method, path))
    return found


def _add(
    found: dict[str, dict[str, Name]],
    signature: str,
    endpoint: Endpoint | None,
    doc: str,
    url: tuple[str, str] = ("", ""),
) -> None:
    dotted, _, rest = signature.partition("(")
    resource, _, method = dotted.partition(".")
    parameters = _parameters(rest.rpartition(")")[0])
    query = tuple(parse_qsl(rest.rpartition(")")[2].removeprefix("?")))
    name = Name(resource, method, inspect.Signature(list(parameters)), endpoint, doc, query, url)
    first = found.setdefault(resource, {}).setdefault(method, name)
    if endpoint is not None and first.endpoint not in (None, endpoint) and first.signature == name.signature:
        found[resource][method] = first._replace(otherwise=endpoint)


def _parameters(text: str) -> Iterable[inspect.Parameter]:
    """The parameters of a signature as the SDK writes it; Node's callback has no place in Python.

    JavaScript lets one without a default follow one that has one; in Python it may then be left out too.
    """
    optional = False
    for part in (part.strip() for part in _ANNOTATION.sub("", text).split(",")):
        if part == "**kwargs":
            yield inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)
        elif part and part != "callback":
            name, _, default = (piece.strip() for piece in part.partition("="))
            value = _DEFAULTS.get(default, default) if default or optional else inspect.Parameter.empty
            optional = value is not inspect.Parameter.empty
            yield inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=value)


class Resource:
    """One resource of an SDK: its methods are those of the SDK, and answer from the fake."""

    def __init__(self, name: str, exchange: Exchange) -> None:
        self._name = name
        self._exchange = exchange

    def __getattr__(self, method: str) -> Callable[..., Any]:
        known = self._exchange.names().get(self._name, {})
        if method.startswith("_") or method not in known:
            raise AttributeError(f"{self._name} has no method {method!r}; it has {', '.join(sorted(known))}")
        bound = _method(known[method], self._exchange)
        self.__dict__[method] = bound
        return bound

    def __dir__(self) -> Iterable[str]:
        return sorted(self._exchange.names().get(self._name, {}))

    def _forget(self) -> None:
        """Look the methods up anew: plugins came or went."""
        for method in [name for name in self.__dict__ if not name.startswith("_")]:
            del self.__dict__[method]

    def __repr__(self) -> str:
        return f"<{self._name} of a FakeRazorpay>"


def _method(name: Name, exchange: Exchange) -> Callable[..., Any]:
    call = _asker(name, name.endpoint, exchange)
    if name.otherwise is not None:
        call = _either(name, call, _asker(name, name.otherwise, exchange))
    call.__name__ = call.__qualname__ = name.method
    call.__doc__ = name.doc
    call.__signature__ = name.signature  # type: ignore[attr-defined]
    return call


def _either(name: Name, usual: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """Asks the second where a value of the first one's path is left out."""
    parameters = _plain(name.signature)
    places = _places(name.endpoint, parameters)

    def call(*args: Any, **kwargs: Any) -> Any:
        given = name.signature.bind(*args, **kwargs).arguments
        is_whole = all(given.get(parameters[n]) for n in places)
        return (usual if is_whole else otherwise)(*args, **kwargs)

    return call


def _plain(signature: inspect.Signature) -> list[str]:
    """The names of the parameters, without the transport's options."""
    return [p.name for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]


def _places(endpoint: Endpoint | None, parameters: list[str]) -> list[int]:
    """Where the values of a path stand among the parameters: some of Node's methods take the body before them.

    In the order of the path's variables if they have the parameters' names, else in the parameters' order.
    """
    variables = _VARIABLE.findall(endpoint.path) if endpoint is not None else []
    named = [_snake(parameter) for parameter in parameters]
    if variables and all(variable in named for variable in variables):
        return [named.index(variable) for variable in variables]
    return [n for n, parameter in enumerate(parameters) if parameter not in _BODIES][: len(variables)]


def _snake(parameter: str) -> str:
    return _CAPITAL.sub(lambda found: "_" + found[0].lower(), parameter)


def _asker(name: Name, endpoint: Endpoint | None, exchange: Exchange) -> Callable[..., Any]:
    """Asks an endpoint with a method's arguments and the transport's options."""
    parameters = _plain(name.signature)
    takes_options = len(parameters) < len(name.signature.parameters)
    required = sum(name.signature.parameters[one].default is inspect.Parameter.empty for one in parameters)
    places = _places(endpoint, parameters)
    reads = endpoint is not None and endpoint.method == "GET"
    rest = [n for n in range(len(parameters)) if n not in places]
    others = [_snake(parameters[n]) for n in rest]  # Node sends cancelAtCycleEnd as cancel_at_cycle_end
    renamed = {value[1:-1]: key for key, value in name.query if value.startswith("{")}
    added = tuple((key, value) for key, value in name.query if not value.startswith("{"))

    def call(*args: Any, **kwargs: Any) -> Any:
        if kwargs or not required <= len(args) <= len(parameters):
            args, kwargs = _bind(name, args, kwargs, parameters, takes_options)
        if endpoint is None:
            raise raise_as_sdk(exchange.lost(*name.url))
        given = len(args)
        fields = _fields(others, [args[n] for n in rest if n < given])
        path = tuple([str(args[n]) if n < given else "" for n in places])
        try:
            query: dict[str, Any] = {}
            body: Body | None = None
            headers = headers_of(kwargs["headers"]) if "headers" in kwargs else {}
            if not reads:
                if endpoint.multipart:
                    body, headers = form_of(fields, headers)
                else:
                    # Whoever sets headers may say that the body is something else.
                    body = json.dumps(fields) if kwargs else sent(fields)
            elif fields or added:
                query = read_query([*((renamed.get(key, key), value) for key, value in fields.items()), *added])
            timeout = read_timeout(kwargs["timeout"]) if "timeout" in kwargs else None
            for value in path:
                if _PLAIN.match(value) is None:
                    # Such an id makes another URL of it, and the SDK asks for that one.
                    return exchange.at(endpoint.method, endpoint.url(path), body, query, headers, timeout)
            return exchange.perform(endpoint, path, body, query, headers, timeout=timeout)
        except ApiError as error:
            raise raise_as_sdk(error) from None
        except Faulted as fault:
            return _made_of(fault)

    return call


def _fields(parameters: list[str], args: list[Any]) -> dict[str, Any]:
    """The request's fields: those of `data` or `params`, and every other parameter under its own name."""
    fields: dict[str, Any] = {}
    for parameter, value in zip(parameters, args, strict=False):
        if parameter in _BODIES:
            if value and not isinstance(value, dict):
                raise TypeError(f"{parameter} is a dict of the request's fields, not {type(value).__name__}")
            fields = {**value, **fields} if value else fields
        elif value is not None:
            fields[parameter] = value
    return fields


def _bind(
    name: Name, args: tuple[Any, ...], kwargs: dict[str, Any], parameters: list[str], takes_options: bool
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments in order, and the transport's options; raises TypeError as the SDK's method would."""
    bound = name.signature.bind(*args, **kwargs)
    options = bound.arguments.pop("kwargs", {}) if takes_options else {}
    unknown = set(options) - TRANSPORT_OPTIONS
    if unknown:
        raise TypeError(f"{name.resource}.{name.method}() got an unexpected keyword argument {min(unknown)!r}")
    bound.apply_defaults()
    return tuple(bound.arguments[p] for p in parameters if p in bound.arguments), options
