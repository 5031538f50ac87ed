"""Which names a cell of code reads from outside itself, and which it binds."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from typing import Any, cast

from IPython.core.inputtransformer2 import TransformerManager

# IPython tells no types of its functions.
_transformer: Any = cast(Any, TransformerManager)()
BUILTINS = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out"}


@dataclass(frozen=True)
class Names:
    """`reads` are names that the cell needs from before it (no builtins); `binds` those it leaves behind."""

    reads: frozenset[str]
    binds: frozenset[str]


def plain_python(source: str) -> str:
    """The source with notebook magics turned into calls of `get_ipython()`; unchanged if that fails."""
    try:
        return str(_transformer.transform_cell(source))
    except SyntaxError:
        return source


def names_of(source: str) -> Names:
    """The names of one cell; a cell that is no Python reads and binds nothing."""
    try:
        tree = ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError):
        return Names(frozenset(), frozenset())
    reader = _Reader()
    for statement in tree.body:
        reader.visit(statement)
    # What a function reads is looked up when it is called, by when the whole cell may have run.
    reads = reader.reads | {name for name in reader.later if name not in reader.binds}
    return Names(frozenset(reads - BUILTINS), frozenset(reader.binds))


class _Reader(ast.NodeVisitor):
    """Walks a module in the order in which it runs."""

    def __init__(self) -> None:
        self.reads: set[str] = set()
        self.later: set[str] = set()
        self.binds: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.binds:
                self.reads.add(node.id)
        else:
            self.binds.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)
            self.visit(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name) and node.target.id not in self.binds:
            self.reads.add(node.target.id)
        self.visit(node.value)
        self.visit(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.visit(node.target)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.visit(node.target)
        for part in (*node.body, *node.orelse):
            self.visit(part)

    visit_AsyncFor = visit_For

    def visit_Import(self, node: ast.Import) -> None:
        self.binds.update(alias.asname or alias.name.split(".")[0] for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.binds.update(alias.asname or alias.name for alias in node.names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.type is not None:
            self.visit(node.type)
        inner_name = node.name if node.name and node.name not in self.binds else None
        if inner_name:
            self.binds.add(inner_name)
        for part in node.body:
            self.visit(part)
        if inner_name:
            self.binds.discard(inner_name)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (*node.decorator_list, *_defaults(node.args)):
            self.visit(part)
        self._inner(node.body, _parameters(node.args))
        self.binds.add(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in _defaults(node.args):
            self.visit(part)
        self._inner([node.body], _parameters(node.args))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.visit(part)
        body = _Reader()
        body.binds = set()
        for statement in node.body:
            body.visit(statement)
        self.reads |= body.reads - self.binds
        self.later |= body.later
        self.binds.add(node.name)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        inner = _Reader()
        for generator in node.generators:
            inner.visit(generator.iter)
            inner.visit(generator.target)
            for condition in generator.ifs:
                inner.visit(condition)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            inner.visit(part)
        self.reads |= inner.reads - self.binds
        self.later |= inner.later

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _comprehension

    def _inner(self, body: list[ast.stmt] | list[ast.expr], parameters: set[str]) -> None:
        inner = _Reader()
        inner.binds = set(parameters)
        stated: set[str] = set()
        for part in body:
            for node in ast.walk(part):
                if isinstance(node, ast.Global):
                    stated.update(node.names)
            inner.visit(part)
        self.later |= (inner.reads - parameters) | (inner.later - inner.binds)
        self.binds |= stated & inner.binds


def _parameters(arguments: ast.arguments) -> set[str]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {argument.arg for argument in every if argument is not None}


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]
