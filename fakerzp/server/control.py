"""The control API: the customer, the bank, time and what happened, over HTTP with JSON, for any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .. import __version__
from . import bank_commands, payment_commands, webhook_commands, world_commands
from .arguments import checked, example_of, fields_of
from .command import Bench, Command
from .moments import Moments
from .running import CONTROL
from .troubles import answer_to, is_expected, json_answer, trouble

if TYPE_CHECKING:
    from ..fake import FakeRazorpay


def _about(bench: Bench) -> Any:
    fake = bench.fake
    return {
        "fakerzp": __version__,
        "key_id": fake.key_id,
        "key_secret": fake.key_secret,
        "takes_any_keys": not fake.keys_given,
        "account_id": fake.account_id,
        "now": fake.clock.now(),
        "calls": [
            {
                "call": f"{command.method} {url_of(command)}",
                "does": command.does,
                "takes": {name: kind.words for name, kind in command.takes.items()},
                "needs": list(command.needs),
            }
            for command in COMMANDS
        ],
    }


COMMANDS = (
    Command("GET", "", "the keys, the time and this list", _about),
    *payment_commands.COMMANDS,
    *bank_commands.COMMANDS,
    *world_commands.COMMANDS,
    *webhook_commands.COMMANDS,
)
"""Every call of the control API."""


_PLACES: Mapping[tuple[str, str], Command] = MappingProxyType({(one.path, one.method): one for one in COMMANDS})
_METHODS = ("DELETE", "GET", "POST")


def url_of(command: Command) -> str:
    """The path of a call; what the caller fills in stands in `<...>`."""
    return f"{CONTROL}/{command.path}"


class Control:
    """Answers the calls of the control API. `noted` is told of what is refused or goes wrong."""

    def __init__(self, fake: FakeRazorpay, noted: Callable[[BaseException], None]) -> None:
        self._bench = Bench(fake, Moments(fake))
        self._noted = noted

    def answer(self, request: Request, body: bytes) -> Response:
        """The answer to a call: its result as JSON, or an error that says what to do."""
        if "Origin" in request.headers:  # or any page that a developer looks at could call servers on this machine
            return trouble(403, "FORBIDDEN", "the control API is for programs, and a page in a browser asked for this")
        path, ids = _place(request.path)
        command = _PLACES.get((path, request.method))
        if command is None:
            return _lost(request, path)
        try:
            found = command.run(self._bench, **ids, **_given(command, request, body))
        except BaseException as error:  # a thread of the server's: who called it gets an answer, who made it the error
            if not is_expected(error):
                self._noted(error)
            return answer_to(error)
        return found if isinstance(found, Response) else json_answer(200, found)


def _place(url: str) -> tuple[str, dict[str, str]]:
    """The path of a call as it is declared, and the id that stands in it."""
    path = url[len(CONTROL) :].strip("/")
    parent, _, tail = path.rpartition("/")
    return (f"{parent}/<id>", {"id": tail}) if parent else (path, {})


def _given(command: Command, request: Request, body: bytes) -> dict[str, Any]:
    """The fields of a call: of its query for GET, else of its body; raises Misused."""
    takes, needs = command.takes, command.needs
    fields = dict(request.args) if command.method == "GET" else fields_of(body, example_of(takes, needs))
    return checked(f"{command.method} {url_of(command)}", takes, needs, fields)


def _lost(request: Request, path: str) -> Response:
    allowed = [method for method in _METHODS if (path, method) in _PLACES]
    if allowed:
        text = f"{request.path} is called with {' or '.join(allowed)}, not with {request.method}"
        return trouble(405, "METHOD_NOT_ALLOWED", text)
    close = get_close_matches(request.path, list(map(url_of, COMMANDS)), n=1, cutoff=0.8)
    hint = f"did you mean {close[0]}? " if close else ""
    return trouble(404, "NOT_FOUND", f"there is no {request.path}; {hint}GET {CONTROL}/ lists every call")
