"""What a test may ask of its fake: the marker, the ini file and the command line, read and merged; nearest wins.

The order, from far to near: the ini file, the flags, then the markers of package, module, class and function.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

MARKER = (
    "rzp(seed, at, key_id, key_secret, account, delays, legacy_payment_links, script, strict, detector): "
    "give the test a fake Razorpay (fixture `rzp`) made like this; merged from module, class and function, nearest wins"
)
DETECTS = ("off", "warn", "error")
TELLS = ("fail", "always", "never")


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


class Option(NamedTuple):
    """An option of the marker and of the ini file, where its name begins with `rzp_`.

    `read` gives the value or raises TypeError or ValueError; `takes` says in words what it takes, `help` what for;
    `ini` is its type there, None for what can't be written there.
    """

    name: str
    read: Callable[[object], Any]
    takes: str
    help: str
    ini: str | None = "string"


OPTIONS = {
    option.name: option
    for option in (
        Option("seed", _whole, "a whole number", "decides every id", "int"),
        Option("at", _moment, "Unix seconds, ISO 8601 text or (in a marker) a datetime", "where the clock stands"),
        Option("key_id", _text, "text", "the merchant's key id; no other key is let in then"),
        Option("key_secret", _text, "text", "the merchant's key secret; no other key is let in then"),
        Option("account", _settings("Account"), "settings by name", "what is set for the merchant", "linelist"),
        Option("delays", _settings("Delays"), "settings by name", "how long the bank takes", "linelist"),
        Option("legacy_payment_links", _switch, "True or False", "payment links as older accounts get them", "bool"),
        Option("script", _script, "what rzp.bank.script() takes", "how banks decide", None),
        Option("strict", _switch, "True or False", "whether to fail a test for what it planned and never met", "bool"),
        Option("detector", _one_of(*DETECTS), "off, warn or error", "what to do about unverified signatures"),
    )
}
STORY = Option("story", _one_of(*TELLS), "fail, always or never", "when to show what happened on the fake")
_INI = {f"rzp_{option.name}": option for option in (*OPTIONS.values(), STORY) if option.ini}
_MERGED = ("account", "delays")

SETTINGS = pytest.StashKey[dict[str, Any]]()
"""What the ini file and the command line ask for, by the name of the option."""


class Options(NamedTuple):
    """How a fake is made, and what its test is held to; each field is an option of the marker."""

    seed: int = 0
    at: Any = None
    key_id: str | None = None
    key_secret: str | None = None
    account: Mapping[str, Any] = {}
    delays: Mapping[str, Any] = {}
    legacy_payment_links: bool = False
    script: Any = None
    strict: bool | None = None
    detector: str | None = None

    def make(self, node: pytest.Item | pytest.Collector) -> FakeRazorpay:
        """A fake made like this; fails the node's test for what does not go together."""
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
            )
        except (TypeError, ValueError) as error:
            wrong = str(error)
        else:
            wrong = ""
        if wrong:
            pytest.fail(f"{node.nodeid}: {wrong}", pytrace=False)
        if self.script is not None:
            fake.bank.script(self.script)
        return fake


def hint(wrong: str, known: Iterable[str]) -> str:
    """The right word, if one is close, and all of them: how a message about a wrong one ends."""
    from difflib import get_close_matches

    known = list(known)
    close = get_close_matches(wrong, known, n=1)
    meant = f"; did you mean {close[0]!r}?" if close else "."
    return f"{meant} There is {', '.join(known)}."


# -- the ini file and the command line


def add_options(parser: pytest.Parser) -> None:
    """Declare them to pytest."""
    group = parser.getgroup("fakerzp", "Razorpay in memory (fakerzp)")
    group.addoption("--rzp-seed", metavar="N", type=int, help="The seed of fakes whose marker has none (ini: rzp_seed)")
    group.addoption(
        "--rzp-story",
        choices=TELLS,
        help="Show what happened on the fake: of tests that fail (the default), always, never (ini: rzp_story)",
    )
    group.addoption(
        "--rzp-coverage",
        action="store_true",
        help="Show which documented transitions, failure reasons, events and signature checks no test exercised",
    )
    for form in ("html", "json"):
        group.addoption(f"--rzp-coverage-{form}", metavar="FILE", help=f"Show it, and write it as {form.upper()}")
    whole = "int" if pytest.version_tuple >= (8, 4) else "string"
    for name, option in _INI.items():
        kind: Any = whole if option.ini == "int" else option.ini
        parser.addini(name, f"fakerzp: {option.help} ({option.takes})", kind, default=None)


def read_settings(config: pytest.Config) -> None:
    """Keep what they say in the config's stash; raises UsageError, naming the right word, for what is wrong."""
    settings: dict[str, Any] = {}
    for name in _given(config):
        if name not in _INI:
            raise pytest.UsageError(f"there is no ini option {name!r}{hint(name, _INI)}")
        option = _INI[name]
        try:
            given = config.getini(name)
            settings[option.name] = option.read(int(given) if option.ini == "int" else given)
        except (TypeError, ValueError, pytest.UsageError) as wrong:
            raise pytest.UsageError(f"the ini option {name} takes {option.takes}{_why(wrong)}") from None
    for option in (OPTIONS["seed"], STORY):
        given = config.getoption(f"rzp_{option.name}", None)
        if given is not None:
            settings[option.name] = given
    config.stash[SETTINGS] = settings


def _given(config: pytest.Config) -> list[str]:
    """The ini options of ours, right or wrong, that are set: in the file, or by -o."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pytest 9 would rather be asked for options by their names
        names = list(getattr(config, "inicfg", ()))
    names += [one.partition("=")[0] for one in config.getoption("override_ini", None) or ()]
    return [name for name in dict.fromkeys(names) if name.startswith("rzp_")]


def _why(wrong: BaseException) -> str:
    return f"; {wrong}" if str(wrong) else ""


# -- the marker


def options_of(node: pytest.Item | pytest.Collector, config: pytest.Config) -> Options:
    """The options for a fake of that node: a test, class, module or session; fails the test for what is wrong."""
    asked = {name: value for name, value in config.stash[SETTINGS].items() if name in OPTIONS}
    for holder in node.listchain():
        for mark in holder.own_markers:
            if mark.name == "rzp":
                for name, value in _marked(mark, holder.nodeid or holder.name).items():
                    asked[name] = {**asked.get(name, {}), **value} if name in _MERGED else value
    return Options(**asked)


def _marked(mark: pytest.Mark, where: str) -> dict[str, Any]:
    if mark.args:
        pytest.fail(f"{where}: the marker rzp takes its options by name, such as rzp(seed=7)", pytrace=False)
    read, wrong = {}, ""
    for name, given in mark.kwargs.items():
        if name not in OPTIONS:
            wrong = f"the marker rzp has no option {name!r}{hint(name, OPTIONS)}"
            break
        try:
            read[name] = OPTIONS[name].read(given)
        except (TypeError, ValueError) as error:
            wrong = f"rzp({name}={given!r}): {name} takes {OPTIONS[name].takes}{_why(error)}"
            break
    if wrong:
        pytest.fail(f"{where}: {wrong}", pytrace=False)
    return read
