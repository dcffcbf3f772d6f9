"""The one way through: a request comes in, an endpoint answers it, and nothing is half done if it does not."""

from __future__ import annotations

import copy
import marshal
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..api.endpoint import Blob, Body, Call, Denied, Endpoint
from ..api.registry import Match, router
from ..errors import GENERAL, ApiError
from ..errors import accounts as texts
from ..exceptions import NotFaked
from ..world.consent import ISSUED
from ..world.fault_plan import Answer, call_of
from ..world.world import World
from .arguments import path_of
from .bodies import read_body, read_query
from .faulted import LATE, Faulted, in_place_of
from .wire import KeyPair, Query, Reply

if TYPE_CHECKING:
    from ..extending.hooks import Hooks
    from .surface import Name

_ACCOUNT = re.compile(r"acc_[0-9A-Za-z]{14}\Z")
JSON_HEADERS = {"content-type": "application/json"}
HTML_HEADERS = {"content-type": "text/html; charset=UTF-8"}


class Request(NamedTuple):
    """A request as it came, and its answer. `body` and `answer` are fresh copies at each look."""

    method: str
    path: str
    endpoint: str
    query: dict[str, Any]
    body: dict[str, Any]
    account: str
    at: int
    status: int
    answer: Any


class SeenRequest(NamedTuple):
    """A request as plugins see it: `query`, `body` and `answer` are fresh copies at each look."""

    method: str
    path: str
    endpoint: str
    kept: bytes
    account: str
    at: int
    status: int

    @property
    def query(self) -> dict[str, Any]:
        """The query as text by name; `expand[]` is a list."""
        found: dict[str, Any] = marshal.loads(self.kept)[0]
        return found

    @property
    def body(self) -> dict[str, Any]:
        """The fields of the body."""
        found: dict[str, Any] = marshal.loads(self.kept)[1]
        return found

    @property
    def answer(self) -> Any:
        """What the caller gets; None as long as it has no answer."""
        return marshal.loads(self.kept)[2]


def as_request(entry: Any) -> Request:
    """The logged request, read back."""
    (method, path, endpoint, said, account, at, status), _ = entry
    query, body, answer = marshal.loads(said)
    return Request(method, path, endpoint, query, body, account, at, status, answer)


class Exchange:
    """Answers requests for one world. `own` is the merchant's own pair of keys."""

    def __init__(self, world: World, own: KeyPair) -> None:
        self._world = world
        self._own = own

    def _match(self, method: str, path: str) -> Match | None:
        hooks = self._world.hooks
        return (router() if hooks is None else hooks.router).match(method, path)

    def names(self) -> Mapping[str, Mapping[str, Name]]:
        """Every SDK method that this fake has, by resource and name."""
        from .surface import names

        hooks = self._world.hooks
        return names() if hooks is None else hooks.names

    def answer(
        self,
        method: str,
        path: str,
        body: str | bytes | None,
        query: Query,
        headers: Mapping[str, str],
        auth: KeyPair | None,
        any_key: bool,
        timeout: float | None = None,
    ) -> Reply:
        """The reply to a request as it comes over the wire; raises NotFaked, never an API error.

        Where a fault leaves it without any, raises the transport's own exception.
        """
        read = read_query(query)
        match = self._match(method, path)
        if match is None:
            error = self.lost(method, path, read)
            return Reply(error.status, error.body, dict(JSON_HEADERS))
        try:
            status, result = (
                200,
                self.perform(match.endpoint, match.path, body, read, headers, auth, any_key, path, timeout),
            )
        except ApiError as error:
            status, result = error.status, error.body
        except Faulted as fault:
            return Reply(fault.answer.status, fault.answer.body, fault.headers)
        if isinstance(result, Blob):
            return Reply(status, result, {"content-type": result.content_type})
        return Reply(status, result, dict(HTML_HEADERS if isinstance(result, str) else JSON_HEADERS))

    def at(
        self,
        method: str,
        url: str,
        body: Body | None,
        query: dict[str, Any],
        headers: Mapping[str, str],
        timeout: float | None = None,
    ) -> Any:
        """What a URL answers with the merchant's own keys; raises as `perform` does."""
        path, asked = path_of(url)
        query = {**read_query(asked), **query}
        match = self._match(method, path)
        if match is None:
            raise self.lost(method, path, query)
        return self.perform(match.endpoint, match.path, body, query, headers, None, False, path, timeout)

    def lost(self, method: str, path: str, query: dict[str, Any] | None = None) -> ApiError:
        """The error of a URL that Razorpay does not have; the request is kept like any other."""
        error = GENERAL["no_url"].error()
        said = marshal.dumps((query or {}, {}, error.body))
        world = self._world
        self._keep((method, path, "", said, world.ledger.account, world.now, error.status))
        return error

    def perform(
        self,
        endpoint: Endpoint,
        path: tuple[str, ...],
        body: Body | None,
        query: dict[str, Any],
        headers: Mapping[str, str],
        auth: KeyPair | None = None,
        any_key: bool = False,
        url: str | None = None,
        timeout: float | None = None,
    ) -> Any:
        """The endpoint's answer; raises ApiError with everything as it was before, or NotFaked.

        A fault that answers instead raises Faulted, or what `requests` raises where no answer comes; so does a
        latency that is longer than `timeout`, the seconds that the caller waits.
        """
        world, own = self._world, self._own
        wrong = None
        if auth is None:
            auth = own
        elif not any_key and auth != own:
            wrong = self._wrong(auth, endpoint, query)
        url = url or endpoint.url(path)
        call = Call(world, endpoint, {}, query, headers, world.ledger.account, *auth, 0, path, url, body, wrong)
        return self._meet(call, timeout) if world.faults.planned else self._act(call)

    def _meet(self, call: Call, timeout: float | None) -> Any:
        """The endpoint's answer, or what the faults that are planned make of it."""
        faults = self._world.faults
        request = self._unanswered(call)
        met = faults.meet(call_of(call.endpoint.method, call.endpoint.path), request)
        if met is None:
            return self._act(call)
        is_late = timeout is not None and met.before + met.after > timeout
        answer = LATE if is_late else met.answer
        faults.elapse(met.before)
        result = refused = None
        if met.is_written:
            try:
                result = self._act(call, answer)
            except (ApiError, Faulted) as error:
                refused = error
        elif answer is not None:
            lost = request()
            call.body, call.account = lost.body, lost.account
            self._log(call, lost.at, answer.status, answer.body)
        faults.elapse(met.after)
        if answer is not None:
            raise in_place_of(answer, timeout, faults.elapse)
        if refused is not None:
            raise refused
        return result

    def _unanswered(self, call: Call) -> Callable[[], Request]:
        """A request as it is read where nobody answers it: keys are not looked at, and no body is wrong."""
        world, endpoint = self._world, call.endpoint

        def request() -> Request:
            account = _header(call.headers, "x-razorpay-account") or ""
            if not _ACCOUNT.match(account):
                account = world.ledger.account
            try:
                fields = copy.deepcopy(_fields(call))
            except (ValueError, NotFaked):
                fields = {}
            query = dict(call.query)
            return Request(endpoint.method, call.url, endpoint.name, query, fields, account, world.now, 0, None)

        return request

    def _act(self, call: Call, seen: Answer | None = None) -> Any:
        """The endpoint's own answer, or ApiError, or Faulted with the answer of a plugin.

        `seen` is what the caller gets in its place, and what is kept.
        """
        world, endpoint = self._world, call.endpoint
        hooks = world.hooks
        if endpoint.handler is None and (hooks is None or not hooks.asks):
            raise _not_faked(endpoint)
        said: Answer | None = None
        if world.watcher is not None:
            world.watcher.before(endpoint)
        world.settle()
        try:
            with world.acting():
                # Not before: another thread may have made time pass while this one waited.
                call.now = now = world.clock.now()
                self._admit(call)
                if hooks is None:
                    result = endpoint.handler(call, *call.path)  # type: ignore[misc]
                else:
                    said, result = self._ask(hooks, call)
                shown = seen or said
                denied = result.error if type(result) is Denied else None
                if shown is None and denied is not None:
                    self._log(call, now, denied.status, denied.body)
                elif shown is None:
                    self._log(call, now, 200, result)
                else:
                    self._log(call, now, shown.status, shown.body)
        except ApiError as error:
            status, told = (error.status, error.body) if seen is None else (seen.status, seen.body)
            self._log(call, world.now, status, told)
            raise
        if world.watcher is not None:
            world.watcher.after(endpoint)
        if said is not None:
            raise Faulted(said)
        if denied is not None:
            raise denied
        return result

    def _ask(self, hooks: Hooks, call: Call) -> tuple[Answer | None, Any]:
        """What a plugin answers and its body, or None and what the endpoint answers."""
        endpoint = call.endpoint
        if hooks.asks:
            kept = marshal.dumps((call.query, call.body, None))
            asked = SeenRequest(endpoint.method, call.url, endpoint.name, kept, call.account, call.now, 0)
            said = hooks.asked(self._world, asked)
            if said is not None:
                return said, said.body
        if endpoint.handler is None:
            raise _not_faked(endpoint)
        return None, hooks.handled(self._world, call, call.path)

    def _admit(self, call: Call) -> None:
        """Keys, account and body, in Razorpay's order; raises the ApiError of the first that is wrong."""
        headers = call.headers
        readable, is_new = True, False
        if call.raw:
            # Some pages word even a wrong key by what the body asks for, so it is read first and judged later.
            try:
                call.body = _fields(call)
            except ValueError:
                readable = False
            except NotFaked as refused:
                asked = call.endpoint
                raise NotFaked(f"{asked.method} {asked.path}, {refused}", endpoint=asked.name) from None
        own = self._world.ledger
        if headers and own.books(own.account).claimed(ISSUED):
            self._admit_bearer(call, _header(headers, "authorization") or "")
        if call.wrong is not None:
            raise call.error("key", which=call.wrong)
        account = _header(headers, "x-razorpay-account") if headers else None
        if account is not None:
            if not _ACCOUNT.match(account):
                raise call.error("unknown_id")
            is_new = not self._world.ledger.is_open(account)
            call.enter(account)
        if not readable:
            raise call.error("bad_json")
        hooks = self._world.hooks
        if is_new and hooks is not None and hooks.enriches:
            hooks.enriched(self._world, call.account)

    def _admit_bearer(self, call: Call, header: str) -> None:
        """Who calls with an access token that a sub-merchant granted acts in their books."""
        scheme, _, value = header.partition(" ")
        world = self._world
        own = world.ledger.books(world.ledger.account)
        token = world.onboarding.bearer(own, value) if scheme == "Bearer" else None
        if token is None or call.endpoint.keyless:
            return
        if not world.onboarding.is_valid(token):
            raise texts.BEARER.error()
        if call.endpoint.method != "GET" and not any(scope.endswith("read_write") for scope in token.scopes):
            raise texts.FORBIDDEN.error()
        call.wrong = None
        call.key_id, call.key_secret = token.public_token, own.get(token.client_id).secret
        if token.account_id != own.account:
            call.enter(token.account_id)

    def _wrong(self, auth: KeyPair, endpoint: Endpoint, query: dict[str, Any]) -> str | None:
        """Which part of a pair of keys is wrong here; None where the key id is enough and no secret came."""
        key_id = self._own[0]
        if endpoint.keyless:
            return None
        if endpoint.key_only and (auth[0] or query.get("key_id"), auth[1]) == (key_id, ""):
            return None
        return "secret" if auth[0] == key_id else "key"

    def _log(self, call: Call, at: int, status: int, answer: Any) -> None:
        """Keep a request and its answer as they are now, whatever becomes of them."""
        endpoint = call.endpoint
        said = marshal.dumps((call.query, call.body, answer))  # the quickest frozen copy of plain JSON values
        self._keep((endpoint.method, call.url, endpoint.name, said, call.account, at, status))

    def _keep(self, entry: tuple[Any, ...]) -> None:
        """Keep a request with its answer, when plugins have seen it."""
        world = self._world
        if world.hooks is not None and world.hooks.told:
            with world.acting():
                world.hooks.answered(world, SeenRequest(*entry))
                world.ledger.keep(entry)
        else:
            world.ledger.keep(entry)


def _not_faked(endpoint: Endpoint) -> NotFaked:
    return NotFaked(
        f"{endpoint.method} {endpoint.path} exists at Razorpay and is not faked: {endpoint.refused}. "
        f"See {endpoint.source}; give the code under test a stub for this one call.",
        endpoint=endpoint.name,
    )


def _fields(call: Call) -> dict[str, Any]:
    """The body's fields; raises ValueError if it can't be read."""
    raw = call.raw
    if isinstance(raw, dict):
        return raw
    return read_body(raw, (_header(call.headers, "content-type") or "") if call.headers else "")


def _header(headers: Mapping[str, str], name: str) -> str | None:
    size = len(name)
    for key, value in headers.items():
        if len(key) == size and key.lower() == name:
            return value
    return None
