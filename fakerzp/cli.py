"""The command line: `fakerzp tour`, `routes` and the rest. Each command imports what it needs when it is run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from io import TextIOWrapper
from typing import IO

from . import __version__

DONE, WRONG, MISUSED = 0, 1, 2
FAKED = ("documented", "sdk", "inferred", "refused", "nowhere")  # as in catalogue.routes, which is not needed for help
BROKEN_PIPE = 141  # as a shell names a program that was ended by SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status: 0 done, 1 something is wrong with the fake, 2 used wrongly."""
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as leaving:  # argparse has said why; a caller gets the status instead
        return MISUSED if leaving.code else DONE
    try:
        if options.command is None:
            parser.print_help()
            return DONE
        return _COMMANDS[options.command](options)
    except BrokenPipeError:  # the reader had enough: `fakerzp tour | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _parser() -> argparse.ArgumentParser:
    from .server.options import add_options

    parser = argparse.ArgumentParser(
        prog="fakerzp",
        description="Razorpay in memory: a fake that answers as Razorpay does, at once, offline, always the same way.",
        epilog="exit status: 0 done, 1 something is wrong with the fake, 2 used wrongly",
    )
    parser.add_argument("--version", action="version", version=f"fakerzp {__version__}")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    tour = commands.add_parser(
        "tour",
        help="watch five life cycles play on the real fake",
        description="Plays five life cycles on a real fake and shows the calls, each entity's states, time passing "
        "and money moving: in colour on a terminal (with the extra `tour`), else as plain text.",
    )
    tour.add_argument(
        "--scene",
        type=int,
        action="append",
        metavar="N",
        help="only this scene, 1 to 5; may be given more than once",
    )
    form = tour.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object: amounts in paise, times in Unix seconds")
    form.add_argument("--plain", action="store_true", help="plain text, also on a terminal")
    states = commands.add_parser(
        "states",
        help="draw the law: states, steps, events, refusals and couplings",
        description="Draws the law itself, from the tables that the fake goes by: every state and step of an entity, "
        "the events, the refusals, and what moves with it.",
    )
    states.add_argument("entity", nargs="?", metavar="ENTITY", help="only this one, such as order; without it, all")
    states.add_argument("--format", choices=("text", "mermaid", "json"), default="text", help="default: text")
    _add_catalogue(commands)
    migrate = commands.add_parser(
        "migrate",
        help="rewrite tests that stub the official client to the fixture",
        description="Shows how tests that stub razorpay.Client become tests with the fixture rzp, where that is sure, "
        "and lists the rest with what to do about it (with the extra `migrate`). Changes nothing without --write.",
    )
    migrate.add_argument("paths", nargs="+", metavar="PATH", help="a test file, or a folder of them")
    migrate.add_argument("--write", action="store_true", help="keep the changes; run your tests then")
    serve = commands.add_parser(
        "serve",
        help="answer over HTTP, for other languages",
        description="Serves one fake over HTTP, for clients in any language, until Ctrl-C (with the extra `server`).",
    )
    add_options(serve)
    return parser


def _add_catalogue(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    routes = commands.add_parser(
        "routes",
        help="list every call of Razorpay, and how far it is faked",
        description="Lists every documented call and every one that the SDKs send: method, path, both SDKs' names, the "
        "page that has it, and how far it is faked. documented: as its page says; sdk: as an SDK shows; inferred: as "
        "we infer; refused: NotFaked, and why; nowhere: Razorpay has no such URL either.",
    )
    routes.add_argument("words", nargs="*", metavar="WORD", help="only what has it, such as refund or api/orders")
    routes.add_argument("--resource", metavar="NAME", help="only this one, as either SDK calls it: payment, qrCode")
    routes.add_argument("--faked", choices=FAKED, help="only calls that are faked so far")
    form = routes.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object, names with their parameters")
    form.add_argument("--markdown", action="store_true", help="the page docs/calls.md")
    form.add_argument("--plain", action="store_true", help="plain text, also on a terminal")
    explain = commands.add_parser(
        "explain",
        help="say what raises an error, what to do about it, and its page",
        description="Says what raises an error, what to do about it, and its page. TEXT is what the error says, with "
        "the names and figures in it; or a reason such as insufficient_funds; a code; the number of a test card; the "
        "last line of a traceback; or what Checkout handed over, as JSON.",
    )
    explain.add_argument("text", nargs="+", metavar="TEXT", help="in quotes or not; - reads it from standard input")
    explain.add_argument("--json", action="store_true", help="one JSON object")


def _tour(options: argparse.Namespace) -> int:
    from . import tour
    from .tour.stage import OffScript

    try:
        played = tour.play(options.scene or tour.NUMBERS)
    except IndexError as error:
        print(f"fakerzp tour: {error}", file=sys.stderr)
        return MISUSED
    except OffScript as error:
        print(f"fakerzp tour: the fake does not keep to the script: {error}", file=sys.stderr)
        return WRONG
    out = sys.stdout
    if options.json:
        from .tour.machine import document

        out.write(document(played))
    elif options.plain or not _in_colour(out):
        from .tour.plain import text

        _speak_utf8(out)
        out.write(text(played))
    else:
        from .tour.painted import show

        _speak_utf8(out)
        show(played, out)
    out.flush()
    return DONE if played.balanced else WRONG


def _states(options: argparse.Namespace) -> int:
    from .story.states import drawn, machines

    try:
        found = machines(options.entity)
    except LookupError as error:
        print(f"fakerzp states: {error}", file=sys.stderr)
        return MISUSED
    out = sys.stdout
    _speak_utf8(out)
    out.write(drawn(found, options.format))
    out.flush()
    return DONE


def _routes(options: argparse.Namespace) -> int:
    from .catalogue import listing
    from .catalogue.routes import chosen, routes

    try:
        found = chosen(routes(), options.words, options.resource, options.faked)
    except LookupError as error:
        print(f"fakerzp routes: {error}", file=sys.stderr)
        return MISUSED
    out = sys.stdout
    _speak_utf8(out)
    if options.json:
        out.write(listing.document(found))
    elif options.markdown:
        from .catalogue.page import page

        out.write(page(found))
    elif options.plain or not _in_colour(out):
        out.write(listing.text(found))
    else:
        from .catalogue.painted import show

        show(found, out)
    out.flush()
    return DONE


def _explain(options: argparse.Namespace) -> int:
    from .catalogue.explaining import explain

    asked = " ".join(options.text)
    try:
        found = explain(sys.stdin.read() if asked == "-" else asked)
    except TypeError as error:
        print(f"fakerzp explain: {error}", file=sys.stderr)
        return MISUSED
    out = sys.stdout
    _speak_utf8(out)
    out.write(found.document() if options.json else f"{found}\n")
    out.flush()
    return DONE if found else MISUSED


def _migrate(options: argparse.Namespace) -> int:
    if find_spec("libcst") is None:
        print("fakerzp migrate needs libcst: pip install 'fakerzp[migrate]'", file=sys.stderr)
        return MISUSED
    from .migrate.files import report

    out = sys.stdout
    _speak_utf8(out)
    try:
        sound = report(options.paths, out, sys.stderr, write=options.write)
    except FileNotFoundError as error:
        print(f"fakerzp migrate: {error}", file=sys.stderr)
        return MISUSED
    out.flush()
    return DONE if sound else WRONG


def _serve(options: argparse.Namespace) -> int:
    from .server import command_line

    try:
        return DONE if command_line.serve(options, sys.stdout, sys.stderr) else WRONG
    except command_line.Misused as error:
        print(f"fakerzp serve: {error}", file=sys.stderr)
        return MISUSED


def _in_colour(out: IO[str]) -> bool:
    """Whether to paint: on a terminal that can, or where FORCE_COLOR asks for it; and rich must be there."""
    forced = bool(os.environ.get("FORCE_COLOR"))
    able = out.isatty() and os.environ.get("TERM") != "dumb"
    if not (forced or able):
        return False
    if find_spec("rich") is None:
        print("In colour with: pip install 'fakerzp[tour]'", file=sys.stderr)
        return False
    return True


def _speak_utf8(out: IO[str]) -> None:
    """Let an output of an older encoding take the rupee sign."""
    if isinstance(out, TextIOWrapper) and out.encoding.lower().replace("-", "") != "utf8":
        out.reconfigure(encoding="utf-8", errors="replace")


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "tour": _tour,
    "states": _states,
    "routes": _routes,
    "explain": _explain,
    "migrate": _migrate,
    "serve": _serve,
}

if __name__ == "__main__":
    sys.exit(main())
