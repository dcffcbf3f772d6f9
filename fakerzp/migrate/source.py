"""One file's source: rewritten where it is sure, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import libcst as cst
import libcst.matchers as m
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import RemoveImportsVisitor
from libcst.metadata import MetadataWrapper, PositionProvider

from .leftovers import Left, Leftovers
from .mocks import Stub, advice, dotted, injects, is_alias, is_sure, made_up, patches_client, stub_of, text_of

_FIXTURE = "rzp"


class Rewritten(NamedTuple):
    """A source and what became of it: the tests that were rewritten, by name, and what is left."""

    before: str
    after: str
    tests: tuple[str, ...]
    left: tuple[Left, ...]


def rewrite(source: str) -> Rewritten:
    """Rewrite a test file's source; raises SyntaxError for what is no Python."""
    try:
        wrapper = MetadataWrapper(cst.parse_module(source))
    except cst.ParserSyntaxError as error:
        raise SyntaxError(error.message, ("<source>", error.raw_line, error.raw_column, None)) from None
    visitor = _Rewriter()
    after = _without_idle_imports(wrapper.module, wrapper.visit(visitor)).code
    others = Leftovers(visitor.looked_at)
    wrapper.visit(others)
    return Rewritten(source, after, tuple(visitor.tests), tuple(sorted({*visitor.left, *others.left})))


_TOOLS = ("patch", "MagicMock", "Mock")
_MOCKS = (("unittest.mock", _TOOLS), ("mock", _TOOLS), ("unittest", ("mock",)))


def _without_idle_imports(before: cst.Module, after: cst.Module) -> cst.Module:
    """The module without what it imported for the patches that are gone, and for nothing else."""
    context = CodemodContext()
    idle = [
        (module, name) for module, names in _MOCKS for name in names if _says(before, name) and not _says(after, name)
    ]
    for module, name in idle:
        RemoveImportsVisitor.remove_unused_import(context, module, name)
    return RemoveImportsVisitor(context).transform_module(after) if idle else after


def _says(module: cst.Module, name: str) -> bool:
    """Whether a module uses a name, other than where it imports it."""
    imported = m.findall(module, m.ImportFrom() | m.Import())
    within = {id(node) for one in imported for node in m.findall(one, m.Name(name))}
    return any(id(node) not in within for node in m.findall(module, m.Name(name)))


class _Found(NamedTuple):
    """What a function does with its mock: its names, each with the path to the client, the stubs, what names it."""

    mocks: dict[str, str]
    stubs: list[tuple[cst.CSTNode, Stub]]
    aliases: list[cst.CSTNode]

    @property
    def statements(self) -> list[cst.CSTNode]:
        """All that is there for the mock alone."""
        return [*self.aliases, *(statement for statement, _ in self.stubs)]


class _Rewriter(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.tests: list[str] = []
        self.left: list[Left] = []
        self.looked_at: set[cst.FunctionDef] = set()
        self._classes: list[cst.ClassDef] = []
        self._depth = 0

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        """Remember where we are: unittest's classes take no fixtures."""
        self._classes.append(node)

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        self._classes.pop()
        return updated_node

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._depth += 1

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        self._depth -= 1
        if self._depth or not original_node.name.value.startswith("test"):
            return updated_node
        place = _patched(original_node, bool(self._classes))
        if place is None:
            return updated_node
        mock, decorator = place
        self.looked_at.add(original_node)
        found = _read(original_node.body, mock)
        why = self._doubt(original_node, found, mock)
        if why:
            self.left += why
            return updated_node
        self.tests.append(original_node.name.value)
        return _with_fixture(updated_node, original_node, mock, decorator, found)

    def _line(self, node: cst.CSTNode) -> int:
        return int(self.get_metadata(PositionProvider, node).start.line)

    def _doubt(self, function: cst.FunctionDef, found: _Found, mock: str | None) -> list[Left]:
        """Why a function is left alone; empty if it is sure what its mock does."""
        here = self._line(function)
        if any(
            dotted(base.value) and "TestCase" in str(dotted(base.value)) for one in self._classes for base in one.bases
        ):
            return [Left(here, f"{function.name.value} is unittest's, which takes no fixtures", _UNITTEST)]
        if any(param.name.value == _FIXTURE for param in function.params.params):
            return [Left(here, f"{function.name.value} has an argument {_FIXTURE} already", "rename it")]
        doubts = []
        for statement, stub in found.stubs:
            what = f"{stub.call}.{stub.said}"
            if not is_sure(stub):
                doubts.append(Left(self._line(statement), what, advice(stub)))
            elif _mentions(function, made_up(stub), but=statement):
                doubts.append(Left(self._line(statement), f"{what}: its id is used elsewhere", advice(stub)))
        if not doubts and _uses(function, found.mocks, but=found.statements):
            doubts.append(Left(here, f"{function.name.value} uses its mock in another way", "see what it is used for"))
        return doubts


_UNITTEST = f"make it a function, or decorate it with @fakerzp.patch(), which hands it the argument {_FIXTURE}"


def _patched(function: cst.FunctionDef, in_class: bool) -> tuple[str | None, cst.CSTNode] | None:
    """The name of the mock that stands for the client (None: it has none), and what patches it."""
    below = 0
    for decorator in reversed(function.decorators):
        if patches_client(decorator.decorator):
            params = [param.name.value for param in function.params.params][1 if in_class else 0 :]
            return (params[below] if below < len(params) else None), decorator
        below += injects(decorator)
    for statement in function.body.body:
        if isinstance(statement, cst.With) and len(statement.items) == 1 and patches_client(statement.items[0].item):
            alias = statement.items[0].asname
            return (dotted(alias.name) if alias is not None else None), statement
        mocker = m.SimpleStatementLine(
            body=[m.Expr(m.Call()) | m.Assign(targets=[m.AssignTarget(m.Name())], value=m.Call())]
        )
        if m.matches(statement, mocker):
            assert isinstance(statement, cst.SimpleStatementLine)
            inner = statement.body[0]
            assert isinstance(inner, (cst.Expr, cst.Assign))
            if patches_client(inner.value):
                return (dotted(inner.targets[0].target) if isinstance(inner, cst.Assign) else None), statement
    return None


def _read(body: cst.CSTNode, mock: str | None) -> _Found:
    """The stubs and names of a mock, in the order in which a function says them."""
    found = _Found({mock: "return_value"} if mock is not None else {}, [], [])

    class Reader(cst.CSTVisitor):
        def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> bool:
            alias = is_alias(node, found.mocks)
            stub = stub_of(node, found.mocks)
            if alias is not None:
                found.mocks[alias] = ""
                found.aliases.append(node)
            elif stub is not None:
                found.stubs.append((node, stub))
            return False

    body.visit(Reader())
    return found


def _mentions(function: cst.FunctionDef, texts: set[str], *, but: cst.CSTNode) -> bool:
    """Whether a function says one of these texts anywhere but in one statement."""
    said = [node for node in m.findall(function, m.SimpleString()) if text_of(node) in texts]
    within = set(map(id, m.findall(but, m.SimpleString())))
    return any(id(node) not in within for node in said)


def _uses(function: cst.FunctionDef, mocks: dict[str, str], *, but: Sequence[cst.CSTNode]) -> bool:
    """Whether a function's body speaks of its mocks anywhere but in these statements and where they are made."""
    names = m.OneOf(*[m.Name(name) for name in mocks]) if mocks else m.Name("")
    within = {id(node) for statement in but for node in m.findall(statement, names)}
    made = {
        id(node)
        for place in m.findall(function.body, m.AsName() | m.AssignTarget(target=m.Name()))
        for node in m.findall(place, names)
    }
    return any(id(node) not in within | made for node in m.findall(function.body, names))


def _with_fixture(
    updated: cst.FunctionDef, original: cst.FunctionDef, mock: str | None, place: cst.CSTNode, found: _Found
) -> cst.FunctionDef:
    """The function with the fixture as its argument in place of the mock, without the patch and the stubs."""
    drop = set(map(id, found.statements))
    if not isinstance(place, (cst.Decorator, cst.With)):
        drop.add(id(place))
    body = _without(original.body, drop, place)
    params = [
        param for param in updated.params.params if not (isinstance(place, cst.Decorator) and param.name.value == mock)
    ]
    gone = "mocker" if not isinstance(place, (cst.Decorator, cst.With)) else ""
    if gone and not m.findall(body, m.Name(gone)):
        params = [param for param in params if param.name.value != gone]
    params.append(cst.Param(cst.Name(_FIXTURE)))
    params = [param.with_changes(comma=cst.MaybeSentinel.DEFAULT) for param in params]
    decorators = [now for was, now in zip(original.decorators, updated.decorators, strict=True) if was is not place]
    lines = updated.lines_after_decorators if decorators else ()
    return updated.with_changes(
        params=updated.params.with_changes(params=params),
        decorators=decorators,
        body=body,
        lines_after_decorators=lines,
    )


def _without(body: cst.BaseSuite, drop: set[int], place: cst.CSTNode) -> cst.BaseSuite:
    """A suite without some of its statements, wherever they stand; the `with` of the patch gives way to its body."""

    class Dropper(cst.CSTTransformer):
        def leave_SimpleStatementLine(
            self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
        ) -> cst.SimpleStatementLine | cst.RemovalSentinel:
            return cst.RemoveFromParent() if id(original_node) in drop else updated_node

        def leave_With(
            self, original_node: cst.With, updated_node: cst.With
        ) -> cst.With | cst.FlattenSentinel[cst.BaseStatement]:
            if original_node is not place or not isinstance(updated_node.body, cst.IndentedBlock):
                return updated_node
            return cst.FlattenSentinel(list(updated_node.body.body))

        def leave_IndentedBlock(
            self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
        ) -> cst.IndentedBlock:
            if updated_node.body:
                return updated_node
            return updated_node.with_changes(body=[cst.SimpleStatementLine([cst.Pass()])])

    found = body.visit(Dropper())
    assert isinstance(found, cst.BaseSuite)
    return found
