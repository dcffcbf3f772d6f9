"""What the files around the code promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

import fakerzp

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
MODULES = sorted((ROOT / "fakerzp").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

DEPENDENCIES = {"dateutil", "faker", "immutables", "pluggy", "stdnum"}
EXTRAS = {
    "aiohttp",
    "freezegun",
    "httpx",
    "hypothesis",
    "libcst",
    "pytest",
    "razorpay",
    "requests",
    "rich",
    "urllib3",
    "werkzeug",
}
"""What a user may not have, or does not need in most runs: imported on first use."""


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """The packages that a module imports, other than for its types."""

    def walk(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            for child in ast.iter_child_nodes(node):
                yield from walk(child)

    return set(walk(ast.parse(path.read_text(encoding="utf-8"))))


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function's name, and how many lines it has, decorators and docstring left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            first = body[0].lineno if body else node.lineno
            yield node.name, (node.end_lineno or first) - first + 1


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_readme_runs(number):
    code = EXAMPLES[number]
    if "import razorpay" in code:
        pytest.importorskip("razorpay", reason="this example uses the official client")
    exec(compile(code, f"README.md, example {number + 1}", "exec"), {"__name__": "__main__"})


def test_the_readme_opens_with_a_dozen_lines_that_assert_something():
    first = [line for line in EXAMPLES[0].splitlines() if line.strip()]
    assert len(first) <= 12
    assert sum(line.lstrip().startswith("assert ") for line in first) >= 3


def test_the_readme_links_to_files_that_are_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert {"CONTRIBUTING.md", "CHANGELOG.md"} <= set(links)
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_readme_gives_two_commands_that_make_their_own_environments():
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    environments = [re.findall(r"python3 -m venv (\S+)", block) for block in blocks]
    assert environments == [[".venv-tour"], [".venv-test"]]
    assert [re.findall(r"(\S+)/bin/", block) for block in blocks] == [[".venv-tour"] * 2, [".venv-test"] * 2]
    assert [block.count("\n") for block in blocks] == [1, 1]


def test_the_version_stands_in_one_place():
    assert re.fullmatch(r"\d+\.\d+\.\d+", fakerzp.__version__)
    literal = re.compile(rf"""["']{re.escape(fakerzp.__version__)}["']""")
    assert literal.findall(PYPROJECT) == []
    holders = [named(module) for module in MODULES if literal.search(module.read_text(encoding="utf-8"))]
    assert holders == ["fakerzp/__init__.py"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == fakerzp.__version__


def test_types_are_shipped():
    assert (ROOT / "fakerzp" / "py.typed").is_file()
    try:
        installed = distribution("fakerzp")
    except PackageNotFoundError:  # run from the source tree: nothing was built that could lack it
        return
    shipped = {file.as_posix() for file in installed.files or ()}
    if any("__editable__" in file or file.endswith(".pth") for file in shipped):
        return
    assert "fakerzp/py.typed" in shipped
    assert {named(module) for module in MODULES} <= shipped
    assert not any(file.startswith("tests/") for file in shipped)
    assert installed.version == fakerzp.__version__


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=named)
def test_files_and_functions_keep_to_the_size_of_the_house(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 600
    assert [name for name, lines in functions(ast.parse(text)) if lines > 60] == []


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_imports_nothing_undeclared(module):
    assert imports(module) <= {*sys.stdlib_module_names, "fakerzp", *DEPENDENCIES, *EXTRAS}


def test_making_a_fake_imports_nothing_heavy():
    """Every pytest run of every user pays for what is imported here."""
    heavy = sorted(EXTRAS | {"faker", "pluggy", "asyncio", "http.server"})
    code = f"import sys, fakerzp; fakerzp.FakeRazorpay(); print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_dependencies_are_those_that_are_imported():
    block = re.search(r"^dependencies = \[\n(.*?)^\]", PYPROJECT, re.MULTILINE | re.DOTALL)
    assert block is not None
    declared = re.findall(r'^ +"([a-z-]+)[^"]*", +# \w', block[1], re.MULTILINE)
    assert len(declared) == block[1].count("\n")  # each with its reason
    assert {name.removeprefix("python-") for name in declared} == DEPENDENCIES
    assert set().union(*map(imports, MODULES)) >= DEPENDENCIES
