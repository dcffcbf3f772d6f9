"""The options, for `pytest --help`: their names, and what the command line and the ini file say of them.

Loaded in every pytest run, so what reads their values is in `asked`, which is loaded when there are any.
"""

from __future__ import annotations

import warnings
from typing import Any

import pytest

MARKER = (
    "rzp(seed, at, key_id, key_secret, account, delays, legacy_payment_links, plugins, script, strict, detector): "
    "give the test a fake Razorpay (fixture `rzp`) made like this; merged from module, class and function, nearest wins"
)

# Name, type in the ini file ("" for what can't be written there), what it takes, what it is for.
ROWS = (
    ("seed", "int", "a whole number", "decides every id"),
    ("at", "string", "Unix seconds, ISO 8601 text or (in a marker) a datetime", "where the clock stands"),
    ("key_id", "string", "text", "the merchant's key id; no other key is let in then"),
    ("key_secret", "string", "text", "the merchant's key secret; no other key is let in then"),
    ("account", "linelist", "settings by name", "what is set for the merchant"),
    ("delays", "linelist", "settings by name", "how long the bank takes"),
    ("legacy_payment_links", "bool", "True or False", "payment links as older accounts get them"),
    ("plugins", "", "a list of plugins", "what decides, answers, adds and sees"),
    ("script", "", "what rzp.bank.script() takes", "how banks decide"),
    ("strict", "bool", "True or False", "whether to fail a test for what it planned and never met"),
    ("detector", "string", "off, warn or error", "what to do about signatures that nobody verified"),
    ("story", "string", "fail, always or never", "when to show what happened on the fake"),
)
"""The options of the marker; the last, `story`, is of the run."""

SETTINGS = pytest.StashKey[dict[str, Any]]()
"""What the ini file and the command line ask for, by the name of the option."""


def add_options(parser: pytest.Parser) -> None:
    """Declare them to pytest."""
    group = parser.getgroup("fakerzp", "Razorpay in memory (fakerzp)")
    group.addoption("--rzp-seed", metavar="N", type=int, help="The seed of fakes whose marker has none (ini: rzp_seed)")
    group.addoption(
        "--rzp-story",
        choices=("fail", "always", "never"),
        help="Show what happened on the fake: of tests that fail (the default), always, never (ini: rzp_story)",
    )
    group.addoption(
        "--rzp-coverage",
        action="store_true",
        help="Show which documented transitions, failure reasons, events and signature checks no test exercised",
    )
    for form in ("html", "json"):
        group.addoption(f"--rzp-coverage-{form}", metavar="FILE", help=f"Show it, and write it as {form.upper()}")
    has_int = pytest.version_tuple >= (8, 4)
    for name, kind, takes, what in ROWS:
        if kind:
            ini: Any = kind if kind != "int" or has_int else "string"
            parser.addini(f"rzp_{name}", f"fakerzp: {what} ({takes})", ini, default=None)


def configure(config: pytest.Config) -> None:
    """Keep what they say in the config's stash; raises UsageError, naming the right word, for what is wrong."""
    config.addinivalue_line("markers", MARKER)
    given = _given(config)
    settings: dict[str, Any] = {}
    if given:
        from .asked import ini_settings

        settings = ini_settings(config, given)
    for name in ("seed", "story"):
        flag = config.getoption(f"rzp_{name}", None)
        if flag is not None:
            settings[name] = flag
    config.stash[SETTINGS] = settings


def _given(config: pytest.Config) -> list[str]:
    """The ini options of ours, right or wrong, that are set: in the file, or by -o."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pytest 9 would rather be asked for options by their names
        names = list(getattr(config, "inicfg", ()))
    names += [one.partition("=")[0] for one in config.getoption("override_ini", None) or ()]
    return [name for name in dict.fromkeys(names) if name.startswith("rzp_")]
