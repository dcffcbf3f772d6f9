"""The options of `fakerzp serve`; apart from what it runs, so that other commands load none of that."""

from __future__ import annotations

from argparse import ArgumentParser

from .running import HOLD, LOOPBACK

PORT = 8080


def add_options(parser: ArgumentParser) -> None:
    """The options of `fakerzp serve`."""
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"default: {PORT}; 0: any that is free")
    parser.add_argument(
        "--host", default=LOOPBACK, help=f"what it listens on; default: {LOOPBACK}, which only this machine reaches"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="decides every id; default: 0")
    parser.add_argument("--at", metavar="TIME", help="where its clock stands: Unix seconds or ISO 8601; default: now")
    parser.add_argument("--key-id", metavar="ID", help="only this pair is let in; default: any, and one from the seed")
    parser.add_argument("--key-secret", metavar="SECRET", help="the secret of that pair")
    parser.add_argument("--webhook", metavar="URL", help="a URL on this machine that is told of every event")
    parser.add_argument("--secret", metavar="TEXT", help="what the webhook is signed with; default: it is not signed")
    parser.add_argument(
        "--hold", type=float, default=HOLD, metavar="SECONDS", help=f"longest wait for no answer; default: {HOLD:g}"
    )
    parser.add_argument("--json", action="store_true", help="say where it is as one line of JSON")
