"""The places of a module where a small change is made, and the module with one of them changed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "at_least": "at_most", "at_most": "at_least"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a module: its kind, and the number of the node that is changed, and of what there is of it."""

    kind: str
    place: int
    number: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: its kind, its line, and the text of what was changed."""

    kind: str
    line: int
    before: str
    after: str
    tree: ast.Module


def changes(source: str) -> Iterator[Change]:
    """Yield every change of a module. Annotations, docstrings and texts for readers stay as they are."""
    tree = ast.parse(source)
    left_alone = _left_alone(tree)
    for place, node in enumerate(ast.walk(tree)):
        if place not in left_alone:
            yield from (Change(kind, place, number) for kind, number in _kinds(node))


def mutant(source: str, change: Change) -> Mutant:
    """Return a module with a change."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[change.place]
    before = ast.unparse(node)
    _change(node, change.kind, change.number)
    ast.fix_missing_locations(tree)
    return Mutant(change.kind, getattr(node, "lineno", 0), before, ast.unparse(node), tree)


def _left_alone(tree: ast.Module) -> set[int]:
    """Return the numbers of the nodes below annotations, decorators, imports and formatted text."""
    number = {id(node): at for at, node in enumerate(ast.walk(tree))}
    below: list[ast.AST] = []
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef():
                below += [one for one in (node.returns, *(a.annotation for a in node.args.args)) if one]
                below += node.decorator_list
            case ast.AnnAssign():
                below.append(node.annotation)
            case ast.JoinedStr():
                below.append(node)
            case ast.ClassDef():
                below += [*node.decorator_list, *node.bases]
            case ast.Assign(targets=[ast.Name()], value=ast.Subscript() | ast.BinOp()) if node in tree.body:
                below.append(node.value)  # the name of a type
    return {number[id(node)] for top in below for node in ast.walk(top)}


def _kinds(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the kinds of changes of a node; a number where there are several of one kind."""
    match node:
        case ast.Compare():
            yield from (("comparison turned", at) for at in range(len(node.ops)))
            yield from (("comparison reversed", at) for at, one in enumerate(node.ops) if type(one) in _REVERSED)
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _COMPUTED:
            yield "operator exchanged", 0
        case ast.BoolOp():
            yield "and for or", 0
            yield from (("condition dropped", at) for at in range(len(node.values)))
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "sign or not dropped", 0
        case ast.Constant(value=bool() | int() | float()):
            yield "constant changed", 0
        case ast.Constant(value=""):
            yield "constant changed", 0
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition negated", 0
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return dropped", 0
        case ast.Expr(value=ast.Call()):
            yield "call dropped", 0
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in _NAMED:
            yield "name exchanged", 0
        case ast.comprehension() if node.ifs:
            yield "filter dropped", 0


def _change(node: ast.AST, kind: str, number: int) -> None:
    match kind, node:
        case "comparison turned", ast.Compare():
            node.ops[number] = _COMPARED[type(node.ops[number])]()
        case "comparison reversed", ast.Compare():
            node.ops[number] = _REVERSED[type(node.ops[number])]()
        case "operator exchanged", ast.BinOp() | ast.AugAssign():
            node.op = _COMPUTED[type(node.op)]()
        case "and for or", ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case "condition dropped", ast.BoolOp():
            node.values[number] = ast.Constant(isinstance(node.op, ast.And))
        case "sign or not dropped", ast.UnaryOp():
            node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
            node.operand = node.operand if isinstance(node.op, ast.UAdd) else ast.UnaryOp(ast.Not(), node.operand)
        case "constant changed", ast.Constant():
            node.value = _other(node.value)
        case "condition negated", ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case "return dropped", ast.Return():
            node.value = ast.Constant(None)
        case "call dropped", ast.Expr():
            node.value = ast.Constant(None)
        case "name exchanged", ast.Name():
            node.id = _NAMED[node.id]
        case "name exchanged", ast.Attribute():
            node.attr = _NAMED[node.attr]
        case "filter dropped", ast.comprehension():
            node.ifs = []


def _other(value: object) -> bool | float | int | str:
    match value:
        case bool():
            return not value
        case int() | float():
            return value * 10 if isinstance(value, float) and 0 < abs(value) < 1e-2 else value + 1
        case _:
            return "other"
