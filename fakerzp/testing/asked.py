"""What a test asks of its fake: values of the ini file and of markers, read, checked and merged; nearest wins.

The order, from far to near: the ini file, the flags, then the markers of package, module, class and function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .options import ROWS, SETTINGS

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

_TAKES = {name: takes for name, _, takes, _ in ROWS}
_KINDS = {f"rzp_{name}": kind for name, kind, _, _ in ROWS if kind}
_MERGED = ("account", "delays")


class Options(NamedTuple):
    """How a fake is made, and what its test is held to; each field is an option of the marker."""

    seed: int = 0
    at: Any = None
    key_id: str | None = None
    key_secret: str | None = None
    account: Mapping[str, Any] = {}
    delays: Mapping[str, Any] = {}
    legacy_payment_links: bool = False
    plugins: tuple[object, ...] = ()
    script: Any = None
    strict: bool | None = None
    detector: str | None = None

    def make(self, node: pytest.Item | pytest.Collector) -> FakeRazorpay:
        """A fake made like this; fails the node's test for what does not go together."""
        from pluggy import PluginValidationError

        from ..fake import FakeRazorpay

        try:
            fake = FakeRazorpay(
                self.seed,
                self.key_id,
                self.key_secret,
                at=self.at,
                account=self.account,
                delays=self.delays,
                legacy_payment_links=self.legacy_payment_links,
                plugins=self.plugins,
            )
        except (TypeError, ValueError, LookupError, PluginValidationError) as error:
            wrong = str(error)
        else:
            wrong = ""
        if wrong:
            pytest.fail(f"{node.nodeid}: {wrong}", pytrace=False)
        if self.script is not None:
            fake.bank.script(self.script)
        return fake


# -- reading values: each gives the value, or raises TypeError or ValueError


def _whole(given: object) -> int:
    if type(given) is not int:
        raise TypeError
    return given


def _switch(given: object) -> bool:
    if type(given) is not bool:
        raise TypeError
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _moment(given: object) -> object:
    from ..world.clock import seconds

    if isinstance(given, str) and given.isdigit():
        given = int(given)
    seconds(given)  # type: ignore[arg-type]  # it raises TypeError for what is no moment
    return given


def _script(given: object) -> object:
    from ..world.strategies import strategy_of

    strategy_of(given)
    return given


def _listed(given: object) -> object:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TypeError
    return tuple(given)


def _one_of(*known: str) -> Callable[[object], str]:
    def read(given: object) -> str:
        if given not in known:
            raise ValueError(f"it is {given!r}{hint(str(given), known)}")
        return str(given)

    return read


def _settings(which: str) -> Callable[[object], Mapping[str, Any]]:
    def read(given: object) -> Mapping[str, Any]:
        from ..world import world

        if isinstance(given, list):  # of an ini file: a line each, `name = value`
            given = dict(map(_line, given))
        if not isinstance(given, Mapping):
            raise TypeError
        known = getattr(world, which).__dataclass_fields__
        for name in given:
            if name not in known:
                raise ValueError(f"none is {name!r}{hint(str(name), known)}")
        return given

    return read


def _line(line: str) -> tuple[str, Any]:
    """A setting of an ini file: a name, an equals sign and a value, as JSON or as plain text."""
    name, equals, value = line.partition("=")
    if not equals:
        raise ValueError(f"{line!r} is no line such as: capture = manual")
    value = value.strip()
    try:
        return name.strip(), json.loads(value.lower() if value in ("True", "False") else value)
    except ValueError:
        return name.strip(), value


READ: Mapping[str, Callable[[object], Any]] = {
    "seed": _whole,
    "at": _moment,
    "key_id": _text,
    "key_secret": _text,
    "account": _settings("Account"),
    "delays": _settings("Delays"),
    "legacy_payment_links": _switch,
    "plugins": _listed,
    "script": _script,
    "strict": _switch,
    "detector": _one_of("off", "warn", "error"),
    "story": _one_of("fail", "always", "never"),
}
"""How the value of each option is read."""


def hint(wrong: str, known: Iterable[str]) -> str:
    """The right word, if one is close, and all of them: how a message about a wrong one ends."""
    from difflib import get_close_matches

    known = list(known)
    close = get_close_matches(wrong, known, n=1)
    meant = f"; did you mean {close[0]!r}?" if close else "."
    return f"{meant} There is {', '.join(known)}."


def _why(wrong: BaseException) -> str:
    return f"; {wrong}" if str(wrong) else ""


# -- the ini file and the marker


def ini_settings(config: pytest.Config, given: Iterable[str]) -> dict[str, Any]:
    """The values of the ini options that are given; raises UsageError for what is wrong."""
    settings = {}
    for name in given:
        if name not in _KINDS:
            raise pytest.UsageError(f"there is no ini option {name!r}{hint(name, _KINDS)}")
        option = name.removeprefix("rzp_")
        try:
            value = config.getini(name)
            settings[option] = READ[option](int(value) if _KINDS[name] == "int" else value)
        except (TypeError, ValueError, pytest.UsageError) as wrong:
            raise pytest.UsageError(f"the ini option {name} takes {_TAKES[option]}{_why(wrong)}") from None
    return settings


def options_of(node: pytest.Item | pytest.Collector, config: pytest.Config) -> Options:
    """The options for a fake of that node: a test, class, module or session; fails the test for what is wrong."""
    asked = {name: value for name, value in config.stash[SETTINGS].items() if name != "story"}
    for holder in node.listchain():
        for mark in holder.own_markers:
            if mark.name == "rzp":
                for name, value in _marked(mark, holder.nodeid or holder.name).items():
                    asked[name] = {**asked.get(name, {}), **value} if name in _MERGED else value
    return Options(**asked)


def _marked(mark: pytest.Mark, where: str) -> dict[str, Any]:
    """The options of one marker."""
    if mark.args:
        pytest.fail(f"{where}: the marker rzp takes its options by name, such as rzp(seed=7)", pytrace=False)
    read, wrong = {}, ""
    for name, given in mark.kwargs.items():
        if name not in Options._fields:
            wrong = f"the marker rzp has no option {name!r}{hint(name, Options._fields)}"
            break
        try:
            read[name] = READ[name](given)
        except (TypeError, ValueError) as error:
            wrong = f"rzp({name}={given!r}): {name} takes {_TAKES[name]}{_why(error)}"
            break
    if wrong:
        pytest.fail(f"{where}: {wrong}", pytrace=False)
    return read
