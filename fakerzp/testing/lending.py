"""Fakes lent to tests: made when a fixture is set up, in force while it lives, looked over when it is given back.

The one in force is that of the narrowest scope, however late a wider one was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from .asked import Options, options_of
from .callers import Callers
from .heard import Heard
from .tap import Tap

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

FIXTURES = {"session": "rzp_session", "module": "rzp_module", "class": "rzp_class", "function": "rzp"}
"""The fixture of each scope, from wide to narrow."""
_WIDTHS = {scope: rank for rank, scope in enumerate(FIXTURES)}
_NODES: dict[str, type] = {"session": pytest.Session, "module": pytest.Module, "class": pytest.Class}


class Lent:
    """A fake lent to a test, class, module or run (`node`), with the options that it was made with."""

    def __init__(self, lending: Lending, options: Options, scope: str, node: Any) -> None:
        self.options = options
        self.fake = options.make(node)
        self.scope = scope
        self.fixture = FIXTURES[scope]
        self.node = node
        self.callers = lending.callers
        self.tap = lending.tap
        self.heard = Heard(self.fake, lending.callers)
        self.patch: Any = None
        self.passed = True
        """Whether the test passed; for a wider scope, whether all tests did that used it."""

    @property
    def detects(self) -> str:
        """What to do about a signature that nobody verified: off, warn or error."""
        return self.options.detector or ("error" if self.options.strict else "warn")

    def put_in_force(self) -> None:
        """Serve whatever asks Razorpay by this fake."""
        self.patch = self.fake.patch()
        self.patch.__enter__()

    def take_out_of_force(self) -> None:
        """Serve them as before."""
        patch, self.patch = self.patch, None
        if patch is not None:
            patch.__exit__(None, None, None)


class Watcher(Protocol):
    """Who looks on while fakes are lent. What it says against a test fails it."""

    def begin(self, lent: Lent) -> None:
        """The fake is about to be handed out."""

    def end(self, lent: Lent) -> list[str]:
        """The fake was given back, and is no longer in force; returns what is to be said against the test."""


class Lending:
    """All that is lent in one run of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        from .report import Reporter

        self.config = config
        self.callers = Callers(config)
        self.tap = Tap(self.callers.is_application)
        self.lent: list[Lent] = []
        """Those that are out, the one in force last."""
        self.watchers: list[Watcher] = watchers(config)
        config.pluginmanager.register(Reporter(self), "fakerzp-report")

    def lend(self, node: Any, scope: str) -> Lent:
        """Make a fake for that node and put it in force, under those of narrower scopes."""
        lent = Lent(self, options_of(node, self.config), scope, node)
        narrower = [other for other in self.lent if _WIDTHS[other.scope] > _WIDTHS[scope]]
        for one in (lent, *narrower):
            one.take_out_of_force()
            one.put_in_force()
        self.lent[len(self.lent) - len(narrower) :] = [lent, *narrower]
        for watcher in self.watchers:
            watcher.begin(lent)
        return lent

    def take_back(self, lent: Lent) -> None:
        """Take it out of force and look it over; fails the test for what is wrong."""
        lent.take_out_of_force()
        lent.heard.hang_up()
        self.lent.remove(lent)
        said = [text for watcher in self.watchers for text in watcher.end(lent)]
        if lent.passed or lent.scope != "function":
            # Not through `fake.ledger`: what fell due since the test was over is none of its business.
            lent.fake._world.ledger.check()
        if said:
            pytest.fail("\n\n".join(said), pytrace=False)


_LENDING = pytest.StashKey[Lending]()


def watchers(config: pytest.Config) -> list[Watcher]:
    """Those who look on in this run."""
    from .detector import Detector
    from .strict import Strict

    coverage: Any = config.pluginmanager.get_plugin("fakerzp-coverage")
    return [Strict(), Detector(), *([coverage.collector] if coverage is not None else [])]


def lend(request: Any) -> Iterator[FakeRazorpay]:
    """What every fixture of a fake does, whatever its scope."""
    lending = request.config.stash.get(_LENDING, None)
    if lending is None:
        lending = request.config.stash[_LENDING] = Lending(request.config)
    lent = lending.lend(request.node, request.scope)
    try:
        yield lent.fake
    finally:
        lending.take_back(lent)


def lend_unasked(item: Any) -> None:
    """Add the fixture `rzp` to a marked test, unless a fixture of the marker's scope serves it already.

    It goes before the other fixtures of its scope, which may well talk to Razorpay.
    """
    names = getattr(item, "fixturenames", None)
    if names is None or "rzp" in names or not _is_for_itself(item, names):
        return
    found = item._fixtureinfo.name2fixturedefs
    scopes = [found[name][-1].scope if name in found else None for name in names]
    place = scopes.index("function") if "function" in scopes else len(names)
    # A list of its own: the tests of one parametrized function share theirs, and only one may be marked.
    item.fixturenames = [*names[:place], "rzp", *names[place:]]


def _is_for_itself(item: pytest.Item, names: list[str]) -> bool:
    """Whether a marker is nearer to the test than the scope of every fake that it uses."""
    widths = [scope for scope, fixture in FIXTURES.items() if fixture in names]
    if not widths:
        return True
    chain: list[Any] = item.listchain()
    holders = [n for n, node in enumerate(chain) if isinstance(node, _NODES[widths[-1]])]
    nearer = chain[holders[-1] + 1 :] if holders else [item]
    return any(mark.name == "rzp" for node in nearer for mark in node.own_markers)
