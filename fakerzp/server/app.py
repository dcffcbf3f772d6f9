"""The WSGI application: a request of any path becomes the fake's own answer, to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Request, Response

from ..doors import desk
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
        self._desk = desk.Desk(fake)
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
        try:
            reply = self._desk.answer(request.method, request.environ["RAW_URI"], dict(request.headers), body, None)
        except NotFaked as refusal:
            self._noted(refusal)
            return answer_to(refusal)
        except desk.Unanswered as fault:
            raise Unanswered(fault.kind == "reset") from fault
        except BaseException as error:  # a thread of the server's: who called it gets an answer, who made it the error
            self._noted(error)
            return crash(error)
        return Response(reply.content, reply.status, reply.headers)
