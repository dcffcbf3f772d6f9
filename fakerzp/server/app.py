"""The WSGI application: a request of any path becomes the fake's own answer, to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request, Response

from ..doors.faulted import fault_of
from ..doors.wire import NO_KEYS, KeyPair
from ..exceptions import NotFaked
from .control import Control
from .listener import Unanswered
from .running import CONTROL
from .troubles import answer_to, crash

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from ..fake import FakeRazorpay


class App:
    """Razorpay's API, and beside it the control API. `noted` is told of what is refused or goes wrong."""

    def __init__(self, fake: FakeRazorpay, control: Control, noted: Callable[[BaseException], None]) -> None:
        self._fake = fake
        self._control = control
        self._noted = noted

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request. Raises ConnectionError where its caller is gone, or is to be left without an answer."""
        request = Request(environ)
        try:
            body = request.get_data(cache=False)
        except ClientDisconnected as gone:
            raise ConnectionError("the caller went away") from gone
        is_ours = request.path == CONTROL or request.path.startswith(CONTROL + "/")
        answer = self._control.answer(request, body) if is_ours else self._answer(request, body)
        return answer(environ, start_response)

    def _answer(self, request: Request, body: bytes) -> Response:
        """What Razorpay answers, whatever the method and the path."""
        path, _, query = request.environ["RAW_URI"].partition("?")
        auth, any_key = _keys(request, self._fake.keys_given)
        headers = {name: value for name, value in request.headers.items() if name != "Authorization"}
        try:
            reply = self._fake.exchange(
                request.method,
                path,
                body=body or None,
                query=parse_qsl(query, keep_blank_values=True),
                headers=headers,
                auth=auth,
                any_key=any_key,
            )
        except NotFaked as refusal:
            self._noted(refusal)
            return answer_to(refusal)
        except BaseException as error:  # a thread of the server's: who called it gets an answer, who made it the error
            fault = fault_of(error)
            if fault is not None:
                raise Unanswered(fault == "reset") from error
            self._noted(error)
            return crash(error)
        return Response(reply.content, reply.status, reply.headers)


def _keys(request: Request, only_own: bool) -> tuple[KeyPair | None, bool]:
    """Whom a request comes from, and whether any pair will do, as `exchange` takes it.

    Where any pair will do, so will a partner's token; a request that carries nothing is a stranger's.
    """
    said = request.authorization
    if said is None:
        return NO_KEYS, False
    pair = (said.username or "", said.password or "") if said.type == "basic" else NO_KEYS
    if only_own or pair[0]:
        return pair, not only_own
    return (NO_KEYS, False) if said.type == "basic" else (None, True)
