"""Small defects put into a module on purpose: each is one changed node of its syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import ModuleType
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# What stands in these is told to people or names a thing; no rule hangs on it.
_WORDS = frozenset({"_", "policy", "deny"})
_POLICIES = "__import__('common.policies').policies"
_ANSWERS = {
    "bool": ("True", "False"),
    "Decision": (f"{_POLICIES}.ALLOW", f"{_POLICIES}.deny('no')"),
    "str | None": ("None", "'mutated'"),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """At `line`, the field `name` of a node, or one place of it, becomes `value` (or goes, without one)."""

    line: int
    what: str
    node: ast.AST
    name: str
    at: int | None
    value: Any

    def compiled(self, tree: ast.Module, path: str) -> Any:
        """The module's code with this one change; the tree is as before afterwards."""
        before = getattr(self.node, self.name)
        setattr(self.node, self.name, self._changed(before))
        try:
            return compile(ast.fix_missing_locations(tree), path, "exec")
        finally:
            setattr(self.node, self.name, before)

    def _changed(self, before: Any) -> Any:
        if self.at is None:
            return self.value
        return [*before[: self.at], *([self.value] if self.value is not None else []), *before[self.at + 1 :]]


def mutants_of(tree: ast.Module, module: ModuleType) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its lines."""
    found = [mutant for statement in tree.body for mutant in _within(statement, vars(module))]
    yield from sorted(found, key=lambda mutant: mutant.line)


def _within(node: ast.AST, names: dict[str, Any]) -> Iterator[Mutant]:
    if isinstance(node, ast.Import | ast.ImportFrom) or _is_docstring(node) or _is_words(node):
        return
    if isinstance(node, ast.FunctionDef):
        yield from _answers(node)
    for name, value in ast.iter_fields(node):
        if name in ("decorator_list", "annotation", "returns", "args") and not isinstance(node, ast.Call):
            continue
        if isinstance(node, ast.Call) and name == "args" and _called(node) in _WORDS:
            continue
        many = isinstance(value, list)
        for at, child in enumerate(value if many else [value]):
            if not isinstance(child, ast.AST):
                continue
            place = at if many else None
            for what, changed in _replacements(child, names):
                yield Mutant(_line(child, node), what, node, name, place, changed)
            if _may_go(node, name, value):
                yield Mutant(
                    _line(child, node), f"without {ast.unparse(child)[:60]}", node, name, place, None
                )
            yield from _within(child, names)


def _replacements(node: ast.AST, names: dict[str, Any]) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=right) if type(op) in _COMPARISONS:
            new = ast.Compare(left, [_COMPARISONS[type(op)]()], right)
            yield f"{ast.unparse(node)} → {ast.unparse(new)}", new
        case ast.BoolOp(op=op, values=values):
            new = ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            yield f"{ast.unparse(node)[:80]} → and/or swapped", new
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"{ast.unparse(node)[:60]} → not dropped", operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield f"if {ast.unparse(test)[:60]} → negated", ast.IfExp(test, orelse, body)
        case ast.If(test=test):
            negated = ast.If(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
            yield f"if {ast.unparse(test)[:60]} → negated", negated
        case ast.Constant(value=bool() as value):
            yield f"{value} → {not value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield f"{value} → {value + 1}", ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield f"{value!r} → 'mutated'", ast.Constant("mutated")
        case ast.Attribute(value=ast.Name(id=name), attr=attr):
            kind = names.get(name)
            if isinstance(kind, type) and issubclass(kind, Enum) and attr in kind.__members__:
                members = list(kind.__members__)
                other = members[(members.index(attr) + 1) % len(members)]
                yield f"{name}.{attr} → {name}.{other}", ast.Attribute(node.value, other, ast.Load())


def _answers(node: ast.FunctionDef) -> Iterator[Mutant]:
    """The whole function answers the same whatever it is asked."""
    for answer in _ANSWERS.get(ast.unparse(node.returns) if node.returns else "", ()):
        body = [ast.Return(ast.parse(answer, mode="eval").body)]
        what = f"{node.name} always answers {answer.removeprefix(_POLICIES)}"
        yield Mutant(node.body[-1].lineno, what, node, "body", None, body)


def _may_go(node: ast.AST, name: str, value: Any) -> bool:
    """A row of a table, or one of several refusals."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set) and name == "elts":
        return len(value) > 1 and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    return isinstance(node, ast.Call) and name == "args" and _called(node) == "first_refusal"


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _line(child: ast.AST, node: ast.AST) -> int:
    return getattr(child, "lineno", getattr(node, "lineno", 1))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_words(node: ast.AST) -> bool:
    """Names for importers, and docstrings given later."""
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(("__all__", ".__doc__"))
