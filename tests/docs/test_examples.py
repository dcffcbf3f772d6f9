"""The documentation: its examples run, and its tables say what the code says."""

from __future__ import annotations

import importlib.util
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fakerzp
from fakerzp import FakeRazorpay
from fakerzp.catalogue.page import page
from fakerzp.catalogue.routes import routes
from fakerzp.cli import main
from fakerzp.doors.exchange import Request
from fakerzp.doors.surface import names
from fakerzp.doors.wire import Reply
from fakerzp.entities.base import Step
from fakerzp.ledger.money import ACCOUNTS, Posting
from fakerzp.lifecycles import COUPLINGS, EXPIRY, INVOICE_EDITABLE, LIFECYCLES, SAME, Lifecycle
from fakerzp.world.bank import Attempt
from fakerzp.world.cards import TEST_CARDS
from fakerzp.world.emi_plans import CARDLESS, DURATIONS, EMI_ISSUERS, PAY_LATER
from fakerzp.world.outbox import Message
from fakerzp.world.world import Account, Delays

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
SUITE = "pytest.md"
"""The page whose blocks are the files of a test suite: tests/plugin/test_page.py runs it."""
REFERENCE = TEXTS.get("reference.md", "")
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDS_CLIENT = re.compile(r"^import (?:razorpay|requests)|\bclient\.", re.MULTILINE)
HAS_CLIENT = importlib.util.find_spec("razorpay") is not None

# Public by name, made for other parts of the fake: not for users.
WITHIN = {
    "bank": {"decision"},
    "clock": {"go_on", "held", "observe", "reach", "standing_at", "state", "stop"},
    "faults": {"elapse", "meet", "planned", "remove"},
}
OF_THE_LEDGER = {"balance", "balances", "check", "journal"}

Table = list[list[str]]


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each Python block, with the number of its first line on the page."""
    for found in FENCE.finditer(text):
        if found[1] == "python":
            yield text.count("\n", 0, found.start(2)) + 1, found[2]


def section(title: str, text: str) -> str:
    """What stands under a heading, down to the next one."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no heading {title!r}"
    return found[1]


def table(title: str, text: str = REFERENCE) -> Table:
    """The rows of the first table under a heading, without its head."""
    found = re.search(r"^\|.*\n\|[-|]+\n((?:\|.*\n)+)", section(title, text), re.MULTILINE)
    assert found is not None, f"there is no table under {title!r}"
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in found[1].splitlines()]


def code(*texts: object) -> str:
    """The texts as a list of code."""
    return ", ".join(f"`{text}`" for text in texts)


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


# ---------------------------------------------------------------------- examples


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != SUITE], ids=lambda page: page.name)
def test_the_examples_of_a_page_run(page: Path) -> None:
    """In order, in one namespace, at their own line numbers, so that a failure names the line of the page."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for line, source in blocks(TEXTS[page.name]):
        program = compile("\n" * (line - 1) + source, str(page), "exec")
        if HAS_CLIENT or not NEEDS_CLIENT.search(source):
            exec(program, space)
        else:
            with pytest.raises((ImportError, NameError), match=r"razorpay|requests|fakerzp\[sdk\]|'client'"):
                exec(program, space)
    for fake in space.values():
        if isinstance(fake, FakeRazorpay):
            fake.ledger.check()


@pytest.mark.parametrize("name", TEXTS)
def test_every_example_checks_itself(name: str) -> None:
    fences = FENCE.findall(TEXTS[name])
    shown = {"ini", "text"} if name == SUITE else {"js"}  # js: tests/server/test_node.py
    assert {language for language, _ in fences} <= {"python", "sh"} | shown
    assert [line for line, source in blocks(TEXTS[name]) if "assert " not in source] == []
    assert ">>>" not in TEXTS[name]


def test_the_pages_are_those_of_the_map() -> None:
    linked = set(re.findall(r"\]\(([a-z-]+\.md)", TEXTS["index.md"]))
    assert {*linked, "index.md"} == set(TEXTS)
    assert [name for name in linked if not list(blocks(TEXTS[name]))] == []


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_to_pages_and_headings_that_are_there(name: str) -> None:
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", TEXTS[name]):
        text = TEXTS[target or name]
        if anchor:
            assert anchor in {slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_named_on_the_fake_is_there(name: str) -> None:
    rzp = FakeRazorpay(seed=1)
    for path in set(re.findall(r"\brzp\.([a-zA-Z_.]+[a-zA-Z_])", TEXTS[name])):
        owner: Any = rzp
        for part in path.split("."):
            assert hasattr(owner, part), f"rzp.{path}"
            owner = getattr(owner, part)
            if inspect.isroutine(owner) or not hasattr(owner, "__dict__"):
                break


# ---------------------------------------------------------------------- vocabulary


def parameters(function: Any) -> list[list[str]]:
    """Each parameter and its default, as a table shows them."""
    found = inspect.signature(function).parameters.values()
    taken = [p for p in found if p.name != "self" and p.kind is not p.VAR_KEYWORD]
    return [
        [code(p.name), "" if p.default is p.empty else code(repr(p.default).replace("'", '"'))] for p in taken
    ]


def test_every_name_of_the_package_is_explained() -> None:
    explained = [row[0] for row in table("Names to import")]
    assert sorted(explained) == sorted(code(name) for name in fakerzp.__all__)


@pytest.mark.parametrize(
    ("title", "function"),
    [
        ("Options of FakeRazorpay", FakeRazorpay.__init__),
        ("rzp.request", FakeRazorpay.request),
        ("rzp.serve", FakeRazorpay.serve),
        ("rzp.checkout.pay", FakeRazorpay().checkout.pay),
        ("rzp.dashboard.create_offer", FakeRazorpay().dashboard.create_offer),
        ("rzp.faults.inject", FakeRazorpay().faults.inject),
    ],
)
def test_a_table_of_parameters_has_them_all_with_their_defaults(title: str, function: Any) -> None:
    assert [row[:2] for row in table(title)] == parameters(function)


@pytest.mark.parametrize(
    ("title", "record"),
    [
        ("rzp.calls", Request),
        ("rzp.outbox", Message),
        ("rzp.history", Step),
        ("rzp.ledger.journal", Posting),
        ("rzp.bank.script", Attempt),
    ],
)
def test_a_table_of_fields_has_them_all(title: str, record: Any) -> None:
    assert [row[0] for row in table(title)] == [code(name) for name in record._fields]


def test_the_table_of_a_reply_has_all_its_fields() -> None:
    fields = [*Reply.__dataclass_fields__, "content"]
    assert [row[0] for row in table("Reply")] == [code(f"reply.{name}") for name in fields]


@pytest.mark.parametrize(("title", "settings"), [("Account settings", Account()), ("Delays", Delays())])
def test_the_settings_are_listed_with_their_defaults(title: str, settings: Account | Delays) -> None:
    expected = [[code(name), code(getattr(settings, name))] for name in settings.__dataclass_fields__]
    assert [row[:2] for row in table(title)] == expected


def test_every_public_attribute_of_the_fake_is_in_the_reference() -> None:
    rzp = FakeRazorpay(seed=1)
    wanted = {name for name in dir(rzp) if not name.startswith("_")} - set(names())
    for part in ("checkout", "dashboard", "bank", "clock", "faults", "utility"):
        mine = {name for name in dir(getattr(rzp, part)) if not name.startswith("_")}
        wanted |= {f"{part}.{name}" for name in mine - WITHIN.get(part, set())}
    wanted |= {f"ledger.{name}" for name in OF_THE_LEDGER}
    assert [name for name in sorted(wanted) if not re.search(rf"\brzp\.{re.escape(name)}\b", REFERENCE)] == []


def test_the_accounts_of_the_books_are_listed_in_order() -> None:
    assert [row[0] for row in table("Accounts of the books")] == [code(name) for name in ACCOUNTS]


# ---------------------------------------------------------------------- states


def rows_of(machine: Lifecycle) -> Table:
    births = [
        [code("create"), "", code(birth.status), code(birth.emits) if birth.emits else "", ""]
        for birth in machine.births
    ]
    steps = [
        [
            code(row.event) + (" *" if row.basis == "inferred" else ""),
            code(*row.before),
            "the same" if row.after is SAME else code(row.after),
            code(row.emits) if row.emits else "",
            code(row.stamp) if row.stamp else "",
        ]
        for row in machine.rows
    ]
    return births + steps


@pytest.mark.parametrize("entity", LIFECYCLES)
def test_the_states_of_an_entity_are_those_of_the_law(entity: str) -> None:
    assert table(f"States: {entity}") == rows_of(LIFECYCLES[entity])


def test_every_entity_of_the_law_has_its_table() -> None:
    assert re.findall(r"^### States: (\w+)$", REFERENCE, re.MULTILINE) == list(LIFECYCLES)


def test_what_moves_what_is_as_in_the_law() -> None:
    assert table("What moves what") == [
        [
            f"{row.entity} {code(row.event)}",
            f"{row.moves} {code(row.then)}",
            row.when.__name__.strip("_").replace("_", " ") if row.when else "",
        ]
        for row in COUPLINGS
    ]


def test_what_expires_and_what_may_be_edited_is_as_in_the_law() -> None:
    codes = {"qr_code", "virtual_account", "service_provider_token", "authorization_code", "oauth_token"}
    assert set(EXPIRY) == {"invoice", "payment_link", "subscription"} | codes
    assert table("What an invoice lets you edit") == [
        [code(status), code(*sorted(allowed))] for status, allowed in INVOICE_EDITABLE.items()
    ]


# ---------------------------------------------------------------------- calls


def test_the_page_of_calls_is_what_the_command_writes() -> None:
    fresh = page(routes())
    assert TEXTS["calls.md"] == fresh, "docs/calls.md is stale: run `fakerzp routes --markdown > docs/calls.md`"


def test_the_test_cards_are_those_of_the_fake() -> None:
    assert table("Test cards") == [
        [code(c.number), c.network, c.type, ", ".join(c.uses), code(c.reason) if c.reason else ""]
        for c in TEST_CARDS
    ]


def test_the_emi_plans_are_those_of_the_fake() -> None:
    shown = []
    for issuer in EMI_ISSUERS:
        months: dict[int, list[int]] = {}
        for duration, terms in issuer.plans.items():
            months.setdefault(terms.limits.least, []).append(duration)
        least = [str(max(months, key=lambda one: len(months[one])))]
        least += [f"{one} for {', '.join(map(str, months[one]))}" for one in months if str(one) != least[0]]
        rates = [f"{issuer.plans[n].rate / 100:g} %" if n in issuer.plans else "" for n in DURATIONS]
        most = next(iter(issuer.plans.values())).limits.most
        shown.append([code(issuer.code), issuer.type, ", ".join(least), str(most or ""), *rates])
    assert table("EMI plans") == shown


def test_the_providers_are_those_of_the_fake() -> None:
    lenders = [("cardless_emi", CARDLESS), ("paylater", PAY_LATER)]
    assert table("Providers") == [
        [code(method), code(name), str(limits.least or ""), str(limits.most or "")]
        for method, found in lenders
        for name, limits in found.items()
    ]


@pytest.mark.parametrize("command", ["tour", "states", "routes", "explain", "serve"])
def test_the_options_of_a_command_are_those_that_it_offers(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    offered = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) - {"--help"}
    shown = section("Command line", REFERENCE).partition(f"| option of {command} |")[2].partition("\n\n")[0]
    assert {found.partition(" ")[0] for found in re.findall(r"^\| `(--[^`]+)`", shown, re.MULTILINE)} == offered
