"""`fakerzp serve`: a fake of its own, served until somebody ends it."""

from __future__ import annotations

import json
import signal
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import Event
from traceback import print_exception
from typing import IO

from ..exceptions import NotFaked
from ..fake import FakeRazorpay
from .running import Server


class Misused(Exception):
    """Options that do not go; the text says why."""


def serve(options: Namespace, out: IO[str], err: IO[str]) -> bool:
    """Serve until SIGINT or SIGTERM, having said where on `out`; whether all went well within the fake.

    Raises Misused. What is not faked or goes wrong is told on `err` when it happens.
    """
    if options.secret is not None and options.webhook is None:
        raise Misused("--secret signs what --webhook URL is told; give that too")
    wrong: list[BaseException] = []

    def complain(trouble: BaseException) -> None:
        with suppress(OSError):  # nobody reads it
            if isinstance(trouble, NotFaked):
                print(f"fakerzp serve: {trouble}", file=err, flush=True)
            else:
                wrong.append(trouble)
                print_exception(trouble, file=err)

    try:
        fake = FakeRazorpay(options.seed, options.key_id, options.key_secret, at=_moment(options.at))
        if options.webhook is not None:
            fake.webhooks.subscribe(options.webhook, secret=options.secret)
        server = Server(fake, options.port, options.host, options.hold, complain)
    except (ImportError, ValueError) as error:
        raise Misused(str(error)) from None
    try:
        with ExitStack() as open_, _asked_to_end() as asked:
            _listen(server, options, open_)
            if not server.is_on_loopback:
                print(f"fakerzp serve: {options.host} is not this machine alone: {_OPEN}", file=err, flush=True)
            out.write(_line(fake, server, options) if options.json else _text(fake, server, options))
            out.flush()
            while not asked.wait(0.5):  # in pieces: on Windows no signal ends a wait
                pass
    except BaseException as error:
        if not any(error is one for one in wrong):
            raise
    return not wrong


_OPEN = "whoever reaches it can do anything with this fake, and make it call servers on this machine"


def _listen(server: Server, options: Namespace, open_: ExitStack) -> None:
    try:
        open_.enter_context(server)
    except OSError as error:
        why = str(error.strerror or error).partition(" (while")[0]
        text = f"cannot listen on {options.host}, port {options.port}: {why}"
        raise Misused(f"{text}; choose another with --port, 0 for any that is free") from None


@contextmanager
def _asked_to_end() -> Iterator[Event]:
    """An event that is set by the first SIGINT or SIGTERM; a second one ends the process as it always does."""
    asked, before = Event(), {}

    def end(*_: object) -> None:
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as in the background of a script
            before[number] = signal.signal(number, end)
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _moment(text: str | None) -> str | int | None:
    return int(text) if text is not None and text.isdecimal() else text


def _line(fake: FakeRazorpay, server: Server, options: Namespace) -> str:
    told = {
        "url": server.url,
        "control": server.control,
        "key_id": fake.key_id,
        "key_secret": fake.key_secret,
        "takes_any_keys": not fake.keys_given,
        "account_id": fake.account_id,
        "webhook": options.webhook,
        "secret": options.secret,
    }
    return json.dumps(told) + "\n"


def _text(fake: FakeRazorpay, server: Server, options: Namespace) -> str:
    pairs = "No other key pair is let in." if fake.keys_given else "Any other key pair is taken as this merchant's too."
    lines = [
        "Razorpay in memory.",
        f"  URL          {server.url}",
        f"  key id       {fake.key_id}",
        f"  key secret   {fake.key_secret}",
        f"  control API  {server.control}/",
    ]
    if options.webhook is not None:
        signed = "not signed" if options.secret is None else f"signed with {options.secret}"
        lines.append(f"  webhook      {options.webhook}, {signed}")
    return "\n".join([*lines, f"{pairs} Ctrl-C ends it, and nothing is kept.", ""])
