"""The official client's transport: a `requests` session whose every request a fake answers.

`Transport` shares the `__dict__` of the client's own session, so that its headers, auth, params, hooks and
cookies count as they would on the network, and what is set on one is set on both. Only the adapter, which
would open a connection, is ours. A request with nothing unusual about it takes a short cut past the
preparation that `requests` does, which costs more than all the rest; anything else goes the long way.
"""

from __future__ import annotations

import datetime
import http.client
import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict
from urllib3.response import HTTPResponse

from ..exceptions import NotFaked
from .bodies import with_type
from .credentials import credentials, known
from .faulted import read_timeout
from .hosts import API, AUTH, at_host
from .wire import KeyPair, Reply, Wire

HOME = "https://api.razorpay.com"

_HOME_AND_SLASH = HOME + "/"
_AUTH_AND_SLASH = f"https://{AUTH}/"
_VERSION_AT_END = re.compile(r"(/v\d+)?/*$")
_CLEAN_PATH = re.compile(r"/[A-Za-z0-9_/-]*")
_WITHOUT_EFFECT = {"verify", "cert", "timeout", "proxies", "stream", "allow_redirects"}
_SHORT_CUT_OPTIONS = frozenset({"params", "data", "json", "headers", "auth"} | _WITHOUT_EFFECT)
_PLAIN_VALUES = (str, int, float, bool)


class FakedResponse(requests.Response):
    """A `requests.Response` made from a reply. What callers rarely look at is made when they do."""

    _content_consumed = True
    _next = None
    encoding = "utf-8"
    elapsed = datetime.timedelta(0)

    def __init__(self, reply: Reply, sent: Callable[[], requests.PreparedRequest], throwaway: bool) -> None:
        """`sent` makes the request that this answers; `throwaway`: it is read once and then forgotten."""
        self.status_code = reply.status
        self._reply = reply
        self._sent = sent
        self._throwaway = throwaway

    def __getattr__(self, name: str) -> Any:
        make = _MADE_LATE.get(name)
        if make is None or "_reply" not in self.__dict__:
            raise AttributeError(name)
        value = self.__dict__[name] = make(self)
        return value

    def json(self, **kwargs: Any) -> Any:
        """The parsed body, fresh each time, as `requests` gives it."""
        if kwargs or self.__dict__.pop("_throwaway", False) is False:
            return super().json(**kwargs)
        body = self._reply.body
        return body if isinstance(body, dict) else super().json()


_MADE_LATE: Mapping[str, Callable[[FakedResponse], Any]] = {
    "_content": lambda response: response._reply.content,
    "headers": lambda response: CaseInsensitiveDict(
        {**response._reply.headers, "Content-Length": str(len(response.content))}
    ),
    "reason": lambda response: http.client.responses.get(response.status_code, ""),
    "raw": lambda response: HTTPResponse(
        io.BytesIO(response.content),
        response.headers,
        response.status_code,
        version=11,
        reason=response.reason,
        preload_content=False,
    ),
    "request": lambda response: response._sent(),
    "url": lambda response: response.request.url,
    "cookies": lambda response: RequestsCookieJar(),
    "history": lambda response: [],
}


class Line(BaseAdapter):
    """A client's line to a fake. To `requests` it is an adapter; to the short cut, the wire itself."""

    def __init__(self, wire: Wire, client: Any, *, any_key: bool) -> None:
        """`client` is asked for its `base_url` at each request, since callers may change it."""
        self.wire = wire
        self.client = client
        self.any_key = any_key
        # The headers of the last request without a body and of the last with one, and what they came to.
        self._seen: dict[bool, tuple[Any, dict[str, str] | None]] = {False: (None, None), True: (None, None)}

    def headers(self, session: Any, own: Mapping[str, Any], has_body: bool) -> dict[str, str] | None:
        """The session's headers with the request's own over them, None if something in them needs an opinion.

        A client sends the same ones again and again, so they are looked through when they are others than before.
        """
        kept: dict[str, tuple[str, Any]] | None = getattr(session, "_store", None)
        if kept is None:
            return None
        given = (tuple(kept.values()), tuple(own.items()))
        seen, headers = self._seen[has_body]
        if given != seen:
            headers = _plain_headers(kept, own)
            if headers is not None and has_body and with_type(headers, "{}") is not headers:
                headers = None
            self._seen[has_body] = (given, headers)
        return headers

    def send(
        self, request: requests.PreparedRequest, stream: bool = False, timeout: Any = None, *_: Any, **__: Any
    ) -> requests.Response:
        """Answer a prepared request: the long way, with all of `requests` in front."""
        base = requests.PreparedRequest()
        base.prepare_url(self.client.base_url, None)
        url = urlsplit(cast("str", request.url))
        whole = f"{url.scheme}://{url.netloc}{url.path}"
        headers, pair = credentials(request.headers)
        auth, any_key = self.known(pair, has_token="authorization" in map(str.lower, headers))
        body = _read(request.body)
        reply = self.answer(
            lambda: request,
            cast("str", request.method),
            located(whole, cast("str", base.url).rstrip("/")),
            body=body,
            query=parse_qsl(url.query, keep_blank_values=True),
            headers=with_type(headers, body),
            auth=auth,
            any_key=any_key,
            timeout=read_timeout(timeout),
        )
        response = FakedResponse(reply, lambda: request, False)
        if stream:  # read bit by bit, and once
            return HTTPAdapter.build_response(cast("Any", self), request, response.raw)
        vars(response)["connection"] = self
        return response

    def answer(self, sent: Callable[[], requests.PreparedRequest], method: str, path: str, **rest: Any) -> Reply:
        """The reply of the wire; an exception of `requests` says what request it is about, as from the network."""
        try:
            return self.wire.exchange(method, path, **rest)
        except requests.RequestException as error:
            if error.request is None:
                error.request = sent()
            raise

    def known(self, pair: KeyPair, has_token: bool = False) -> tuple[KeyPair | None, bool]:
        """Whom a request comes from, and whether any will do: the `auth` and `any_key` of the wire."""
        return known(pair, any_key=self.any_key, has_token=has_token)

    def close(self) -> None:
        """Nothing is open."""


class Wired:
    """Mixed into a session class: whatever the URL, the adapter is the line to the fake."""

    __slots__ = ()
    _line: Line

    def get_adapter(self, url: str) -> BaseAdapter:
        """The line to the fake."""
        return self._line


class Transport(Wired, requests.Session):
    """The session that a client of a fake talks to."""

    __slots__ = ("_line",)

    def request(self, method: str, url: Any, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        """As `requests.Session.request`; `get`, `post` and the others come through here."""
        if not args:
            response = _short_cut(self._line, self.__dict__, method, url, options)
            if response is not None:
                return response
        return super().request(method, url, *args, **options)


def transport(session: Any, line: Line, flavours: dict[type, type]) -> requests.Session:
    """The line to a fake, in the shape of the client's own session.

    A session of a caller's own class keeps its methods: the transport is of a subclass of that class (kept in
    `flavours`, those made so far). What is no `requests` session at all gives way to a plain one.
    """
    if not isinstance(session, requests.Session):
        session = requests.Session()
    own = type(session)
    flavour = Transport if own is requests.Session else flavours.get(own)
    if flavour is None:
        members: dict[str, Any] = {"__slots__": ("_line",), "__module__": own.__module__}
        if hasattr(own, "__del__"):  # the session still lives when its transport goes
            members["__del__"] = lambda self: None
        flavour = flavours[own] = type(own.__name__, (Wired, own), members)
    made = cast("Transport", object.__new__(flavour))
    made.__dict__ = session.__dict__
    made._line = line
    return made


def located(url: str, base_url: str) -> str:
    """The path that a URL asks Razorpay for.

    At Razorpay's own host it is the URL's. Elsewhere (a proxy, a mock server) what `base_url` has in front of
    the version is that host's own. Raises NotFaked for a URL that is neither.
    """
    if url.startswith(_HOME_AND_SLASH):
        return at_host(API, url[len(HOME) :])
    if url.startswith(_AUTH_AND_SLASH):
        return at_host(AUTH, url[len(_AUTH_AND_SLASH) - 1 :])
    if url.startswith(base_url):
        rest = url[len(base_url) :]
        if rest.startswith("/") or base_url.endswith("/"):
            version = _VERSION_AT_END.search(base_url)
            return f"{(version and version[1]) or ''}/{rest.lstrip('/')}"
    raise NotFaked(
        f"fakerzp answers for Razorpay only, and {url} is neither {HOME} nor under the client's base_url "
        f"({base_url}). Send it with a session of your own."
    )


def _short_cut(
    line: Line, session: dict[str, Any], method: str, url: Any, options: dict[str, Any]
) -> FakedResponse | None:
    """Answer a request that holds nothing unusual, else None."""
    if not options.keys() <= _SHORT_CUT_OPTIONS or options.get("json") is not None:
        return None
    auth: Any = options.get("auth")
    data, params = options.get("data"), options.get("params")
    if session["hooks"].get("response") or session["params"] or len(session["cookies"]):
        return None
    if type(url) is not str or not _is_plain_pair(auth):
        return None
    if data and type(data) is not str and type(data) is not bytes:
        return None
    query = _plain_query(params) if params else []
    headers = line.headers(session["headers"], options.get("headers") or {}, bool(data))
    if query is None or headers is None:
        return None
    client = line.client
    path = located(url, client.base_url)
    if _CLEAN_PATH.fullmatch(path) is None:
        return None
    pair, any_key = line.known(auth)

    def sent() -> requests.PreparedRequest:
        return requests.Request(method, url, headers, data=data, params=params, auth=auth).prepare()

    timeout = read_timeout(options.get("timeout"))
    sending = {"body": data or None, "query": query, "headers": headers, "auth": pair, "any_key": any_key}
    reply = line.answer(sent, method, path, timeout=timeout, **sending)
    # The SDK reads an answer once and drops it; anyone else may look again after changing what json() gave.
    verify = options.get("verify")
    throwaway = verify is not None and verify is getattr(client, "cert_path", None)
    return FakedResponse(reply, sent, throwaway)


def _is_plain_pair(auth: Any) -> bool:
    if type(auth) is not tuple or len(auth) != 2:
        return False
    user, secret = auth
    if type(user) is not str or type(secret) is not str:
        return False
    return user.isascii() and secret.isascii() and ":" not in user


def _plain_query(params: Any) -> list[tuple[str, str]] | None:
    """A dict's parameters as `requests` would put them in a URL and a server read them back."""
    if type(params) is not dict:
        return None
    query = []
    for name, given in params.items():
        if type(name) is not str:
            return None
        for value in given if type(given) in (list, tuple) else (given,):
            if type(value) is str:
                query.append((name, value))
            elif isinstance(value, _PLAIN_VALUES):
                query.append((name, str(value)))
            elif value is not None:
                return None
    return query


def _plain_headers(kept: dict[str, tuple[str, Any]], own: Mapping[str, Any]) -> dict[str, str] | None:
    """The headers of a session's store with the request's own over them, if nothing in them needs an opinion."""
    headers: dict[str, Any] = dict(kept.values())
    for name in own:
        if name not in headers and (name.lower() in kept or name.lower() == "authorization"):
            return None
    headers.update(own)
    try:
        joined = "|".join(("", *headers, *headers.values()))
    except TypeError:
        return None
    plain = joined.isascii() and joined.isprintable() and "| " not in joined
    return headers if plain and "authorization" not in kept else None


def _read(body: Any) -> str | bytes | None:
    """A request's body, read to its end if it was given as a file or an iterator."""
    if body is None or isinstance(body, (str, bytes)):
        return body
    if hasattr(body, "read"):
        return _read(body.read())
    parts: Iterable[str | bytes] = body
    return b"".join(part.encode() if isinstance(part, str) else part for part in parts)
