"""The one way through: a request comes in, an endpoint answers it, and nothing is half done if it does not."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..api.endpoint import Call, Endpoint
from ..api.registry import router
from ..errors import GENERAL, ApiError
from ..exceptions import NotFaked
from ..ledger.log import append
from ..world.fault_plan import Answer, call_of
from ..world.world import World
from .arguments import path_of
from .bodies import read_body, read_query
from .faulted import LATE, Faulted, in_place_of
from .wire import KeyPair, Query, Reply

_ACCOUNT = re.compile(r"acc_[0-9A-Za-z]{14}\Z")
JSON_HEADERS = {"content-type": "application/json"}


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


class _Entry(NamedTuple):
    method: str
    path: str
    endpoint: str
    kept: bytes
    account: str
    at: int
    status: int


def as_request(entry: object) -> Request:
    """The logged request, read back."""
    assert isinstance(entry, _Entry)
    query, body, answer = marshal.loads(entry.kept)
    return Request(entry.method, entry.path, entry.endpoint, query, body, entry.account, entry.at, entry.status, answer)


class Exchange:
    """Answers requests for one world. `own` is the merchant's own pair of keys."""

    def __init__(self, world: World, own: KeyPair) -> None:
        self._world = world
        self._own = own
        self._router = router()

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
        match = self._router.match(method, path)
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
        return Reply(status, result, dict(JSON_HEADERS))

    def at(
        self,
        method: str,
        url: str,
        body: str | bytes | None,
        query: dict[str, Any],
        headers: Mapping[str, str],
        timeout: float | None = None,
    ) -> Any:
        """What a URL answers with the merchant's own keys; raises as `perform` does."""
        path, asked = path_of(url)
        query = {**read_query(asked), **query}
        match = self._router.match(method, path)
        if match is None:
            raise self.lost(method, path, query)
        return self.perform(match.endpoint, match.path, body, query, headers, None, False, path, timeout)

    def lost(self, method: str, path: str, query: dict[str, Any] | None = None) -> ApiError:
        """The error of a URL that Razorpay does not have; the request is kept like any other."""
        error = GENERAL["no_url"].error()
        self._keep(method, path, "", (query or {}, {}, error.body), self._world.ledger.account, error.status)
        return error

    def perform(
        self,
        endpoint: Endpoint,
        path: tuple[str, ...],
        body: str | bytes | None,
        query: dict[str, Any],
        headers: Mapping[str, str],
        auth: KeyPair | None,
        any_key: bool = False,
        url: str | None = None,
        timeout: float | None = None,
    ) -> Any:
        """The endpoint's answer; raises ApiError with everything as it was before, or NotFaked.

        A fault that answers instead raises Faulted, or what `requests` raises where no answer comes; so does a
        latency that is longer than `timeout`, the seconds that the caller waits.
        """
        faults = self._world.faults
        url = url or _url(endpoint, path)
        if not faults.planned:
            return self._act(endpoint, path, body, query, headers, auth, any_key, url)
        request = self._unanswered(endpoint, url, body, query, headers)
        met = faults.meet(call_of(endpoint.method, endpoint.path), request)
        if met is None:
            return self._act(endpoint, path, body, query, headers, auth, any_key, url)
        is_late = timeout is not None and met.before + met.after > timeout
        answer = LATE if is_late else met.answer
        faults.elapse(met.before)
        result = refused = None
        if met.is_written:
            try:
                result = self._act(endpoint, path, body, query, headers, auth, any_key, url, answer)
            except ApiError as error:
                refused = error
        elif answer is not None:
            lost = request()
            said = (lost.query, lost.body, answer.body)
            self._keep(lost.method, lost.path, lost.endpoint, said, lost.account, answer.status)
        faults.elapse(met.after)
        if answer is not None:
            raise in_place_of(answer, timeout, faults.elapse)
        if refused is not None:
            raise refused
        return result

    def _unanswered(
        self, endpoint: Endpoint, url: str, body: str | bytes | None, query: dict[str, Any], headers: Mapping[str, str]
    ) -> Callable[[], Request]:
        """A request as it is read where nobody answers it: keys are not looked at, and no body is wrong."""
        world = self._world

        def request() -> Request:
            account = _header(headers, "x-razorpay-account") or ""
            if not _ACCOUNT.match(account):
                account = world.ledger.account
            try:
                fields = read_body(body, _header(headers, "content-type") or "")
            except (ValueError, NotFaked):
                fields = {}
            return Request(endpoint.method, url, endpoint.name, dict(query), fields, account, world.now, 0, None)

        return request

    def _act(
        self,
        endpoint: Endpoint,
        path: tuple[str, ...],
        body: str | bytes | None,
        query: dict[str, Any],
        headers: Mapping[str, str],
        auth: KeyPair | None,
        any_key: bool,
        url: str,
        seen: Answer | None = None,
    ) -> Any:
        """The endpoint's own answer, or ApiError; `seen` is what the caller gets in its place, and what is kept."""
        if endpoint.handler is None:
            raise NotFaked(
                f"{endpoint.method} {endpoint.path} exists at Razorpay and is not faked: {endpoint.refused}. "
                f"See {endpoint.source}; give the code under test a stub for this one call.",
                endpoint=endpoint.name,
            )
        world = self._world
        if world.watcher is not None:
            world.watcher.before(endpoint)
        world.settle()
        key_id, key_secret = self._own if auth is None else auth
        call = Call(world, endpoint, {}, query, headers, world.ledger.account, key_id, key_secret, world.now, body)
        try:
            with world.acting():
                call.now = world.now  # not before: another thread may have made time pass while this one waited
                self._admit(call, auth, any_key)
                result = endpoint.handler(call, *path)
                self._log(call, url, 200, result, seen)
        except ApiError as error:
            self._log(call, url, error.status, error.body, seen)
            raise
        if world.watcher is not None:
            world.watcher.after(endpoint)
        return result

    def _admit(self, call: Call, auth: KeyPair | None, any_key: bool) -> None:
        """Keys, account and body, in Razorpay's order; raises the ApiError of the first that is wrong."""
        headers = call.headers
        readable = True
        if call.raw:
            # Some pages word even a wrong key by what the body asks for, so it is read first and judged later.
            try:
                call.body = read_body(call.raw, (_header(headers, "content-type") or "") if headers else "")
            except ValueError:
                readable = False
            except NotFaked as refused:
                asked = call.endpoint
                raise NotFaked(f"{asked.method} {asked.path}, {refused}", endpoint=asked.name) from None
        if auth is not None and auth != self._own and not any_key and not self._knows_the_key_id(call, auth):
            raise call.error("key", which="secret" if auth[0] == self._own[0] else "key")
        account = _header(headers, "x-razorpay-account") if headers else None
        if account is not None:
            if not _ACCOUNT.match(account):
                raise call.error("unknown_id")
            call.enter(account)
        if not readable:
            raise call.error("bad_json")

    def _knows_the_key_id(self, call: Call, auth: KeyPair) -> bool:
        """Whether that is enough here: the key id, and no secret."""
        key_id = auth[0] or call.query.get("key_id")
        return call.endpoint.key_only and (key_id, auth[1]) == (self._own[0], "")

    def _log(self, call: Call, path: str, status: int, result: Any, seen: Answer | None) -> None:
        endpoint = call.endpoint
        if seen is not None:
            status, result = seen.status, seen.body
        self._keep(endpoint.method, path, endpoint.name, (call.query, call.body, result), call.account, status)

    def _keep(self, method: str, path: str, endpoint: str, said: Any, account: str, status: int) -> None:
        """Keep a request and its answer; marshal is the quickest frozen copy of plain JSON values."""
        ledger = self._world.ledger
        entry = _Entry(method, path, endpoint, marshal.dumps(said), account, self._world.now, status)
        with ledger.lock:
            ledger.calls = append(ledger.calls, entry)


def _header(headers: Mapping[str, str], name: str) -> str | None:
    for key, value in headers.items():
        if key.lower() == name:
            return value
    return None


def _url(endpoint: Endpoint, path: tuple[str, ...]) -> str:
    url = endpoint.path
    if path:
        values = iter(path)
        url = "/".join(next(values) if part.startswith("{") else part for part in url.split("/"))
    return url
