"""The one declaration of an endpoint, and the request that reaches it.

REST, the Python names, the Node names, the official client and the list of routes are all read from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar
from urllib.parse import quote

from ..errors import GENERAL, ApiError, Text
from .ids import PREFIXES, is_well_formed, stripped

if TYPE_CHECKING:
    from ..ledger.books import Books
    from ..world.world import World
    from .fields import Shape

Basis = Literal["documented", "sdk", "inferred"]
Says = Mapping[str, Text]
Handler = Callable[..., Any]
H = TypeVar("H", bound=Handler)
Body = str | bytes | dict[str, Any]
"""A request's body: as it came over the wire, or its fields, if they are the endpoint's own to keep."""
_VARIABLE = re.compile(r"\{[^}]*\}")


class Blob(bytes):
    """An answer that is a file: its bytes, and the type that it goes out under."""

    content_type: str

    def __new__(cls, content: bytes, content_type: str) -> Blob:
        """These bytes, under that type."""
        made = super().__new__(cls, content)
        made.content_type = content_type
        return made


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One documented call.

    `python` and `node` are the SDKs' signatures, as `resource.method(parameters)`, with the query that the SDK adds
    by itself after a `?`, where `{name}` is the parameter that it sends under another name. `says` gives the texts of
    the conditions that every endpoint has (see `errors.GENERAL`) where this page words them its own way; it may be a
    function of the call, where the page depends on what is asked for.
    """

    method: str
    path: str
    source: str
    python: tuple[str, ...] = ()
    node: tuple[str, ...] = ()
    basis: Basis = "documented"
    body: Shape | None = None
    says: Says | Callable[[Call], Says] = field(default_factory=dict)
    handler: Handler | None = None
    refused: str | None = None
    key_only: bool = False
    """Whether the key id alone will do, with no secret or as `key_id` in the query: browsers and apps ask for it."""
    keyless: bool = False
    """Whether no keys are asked for: who calls is in the body."""
    multipart: bool = False
    """Whether the SDKs send the fields as a form with a file."""
    name: str = field(init=False)
    """How the endpoint is called in faults and reports: its first Python name, else method and path."""
    _template: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        name = self.python[0].partition("(")[0] if self.python else f"{self.method} {self.path}"
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "_template", _VARIABLE.sub("{}", self.path))

    def url(self, path: tuple[str, ...]) -> str:
        """The path with these values in the places of its variables."""
        return self._template.format(*path) if path else self.path


class Denied(NamedTuple):
    """What an endpoint returns in place of raising where Razorpay answers an error and something happened all the same.

    A payment that failed at once has failed; a wrong one-time password was tried.
    """

    error: ApiError


@dataclass(slots=True)
class Call:
    """One request being answered: what was sent, the books it is about, and the world around them.

    `path` are the values of the path's variables, `url` the path as it was asked for; `raw` the body before it was
    read; `wrong` what is wrong with the keys (`key` or `secret`), if anything is.
    """

    world: World
    endpoint: Endpoint
    body: dict[str, Any]
    query: dict[str, Any]
    headers: Mapping[str, str]
    account: str
    key_id: str = ""
    key_secret: str = ""
    now: int = 0
    path: tuple[str, ...] = ()
    url: str = ""
    raw: Body | None = None
    wrong: str | None = None
    books: Books = field(init=False)

    def __post_init__(self) -> None:
        self.books = self.world.ledger.books(self.account)

    def enter(self, account: str) -> None:
        """Go on in the books of a sub-merchant (X-Razorpay-Account)."""
        self.account = account
        self.books = self.world.ledger.books(account)

    def header(self, name: str) -> str | None:
        """A header's value, whatever the case of its name."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)

    def shaped(self) -> dict[str, Any]:
        """The body, read by the endpoint's shape; raises the API error of the first field that does not fit."""
        assert self.endpoint.body is not None
        return self.endpoint.body.read(self, "", self.body)

    def error(self, condition: str, *, field: str | None = None, **fill: Any) -> ApiError:
        """The error of a general condition, as this endpoint's page words it; raise it."""
        says = self.endpoint.says
        if callable(says):
            says = says(self)
        return (says.get(condition) or GENERAL[condition]).error(field=field, **fill)

    def known(self, kind: str, entity_id: Any) -> Any:
        """The record of that kind which a field names; raises the `unknown id` error for any other id."""
        record = self.books.get(entity_id)
        if record is None or record.KIND != kind:
            raise self.error("unknown_id")
        return record

    def find(self, kind: str, entity_id: str) -> Any:
        """The record of that kind and id in these books; raises the page's `unknown id` or `invalid id` error."""
        record = self.books.get(entity_id)
        if record is None or record.KIND != kind:
            condition = "unknown_id" if is_well_formed(kind, entity_id) else "invalid_id"
            # Subscriptions cut off the length of the prefix, whatever they were sent.
            cut = quote(entity_id, safe="", errors="replace")[len(PREFIXES[kind]) :]
            raise self.error(condition, id=stripped(kind, entity_id), raw=entity_id, cut=cut)
        return record


class Routes:
    """A resource's endpoints, in order of declaration."""

    def __init__(self) -> None:
        self.endpoints: list[Endpoint] = []

    def add(self, method: str, path: str, source: str, **rest: Any) -> Callable[[H], H]:
        """Declare the decorated function as the endpoint's handler; `python` and `node`: one string or several."""
        for sdk in ("python", "node"):
            if isinstance(rest.get(sdk), str):
                rest[sdk] = (rest[sdk],)

        def declare(handler: H) -> H:
            self.endpoints.append(Endpoint(method, path, source, handler=handler, **rest))
            return handler

        return declare
