"""The README of an example, read as data: its figures, its sums, its plans and the rows of sheets that it quotes."""

import ast
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w]|\.\d)")
_PERIOD = re.compile(r"\b20\d\dQ\d\b")
_YEAR = re.compile(r"\b20[23]\d\b")
_SUM = re.compile(r"^(?P<label>\S.*?)\s{2,}(?P<sum>[^=]+?)(?: = (?P<value>-?[\d.]+))?$")


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of arithmetic: what it is about, what is added up, and what is said to come out."""

    label: str
    terms: str
    value: float


@dataclass(frozen=True, slots=True)
class Quote:
    """Cells that stand together in a row of a sheet of the plan."""

    sheet: str
    cells: tuple[str, ...]


class Readme:
    """The README of one example."""

    def __init__(self, path: Path) -> None:
        """Read the file."""
        self.text = path.read_text(encoding="utf-8")

    def figures(self) -> list[tuple[str, str]]:
        """Return what the table of figures says, with the sheet of the case that it stands in."""
        return [(figure, sheet.strip("`")) for _, figure, sheet in self._table("what", "figure", "sheet")]

    def sums(self) -> list[Sum]:
        """Return every line of the blocks of arithmetic."""
        blocks = re.findall(r"^```text\n(.*?)^```", self.text, re.MULTILINE | re.DOTALL)
        found = [_SUM.match(line) for block in blocks for line in block.splitlines()]
        assert all(found), "a line of arithmetic reads: label, two blanks or more, sum = value"
        return [Sum(m["label"], m["sum"], float(m["value"] or m["sum"])) for m in found if m]

    def plans(self) -> dict[str, tuple[str, float]]:
        """Return the decisions and the objective in usd_bn that the README gives for each workbook."""
        rows = self._table("workbook", "plan", "objective [bn USD]")
        return {workbook.strip("`"): (plan, float(objective)) for workbook, plan, objective in rows}

    def quotes(self) -> list[Quote]:
        """Return the rows of plan sheets that the README shows."""
        rows = self._table("sheet", "row", "what it says")
        return [Quote(sheet.strip("`"), tuple(cell.strip() for cell in row.split("·"))) for sheet, row, _ in rows]

    def prose(self) -> str:
        """Return the text without tables, arithmetic and names of files."""
        text = re.sub(r"^```text\n.*?^```", "", self.text, flags=re.MULTILINE | re.DOTALL)
        return re.sub(r"^\|.*$|`[^`]*`", "", text, flags=re.MULTILINE)

    def _table(self, *head: str) -> list[list[str]]:
        lines = iter(self.text.splitlines())
        assert any(line == f"| {' | '.join(head)} |" for line in lines), f"no table of {', '.join(head)}"
        next(lines)
        return list(_rows(lines))


def _rows(lines: Iterator[str]) -> Iterator[list[str]]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def numbers(text: str) -> set[float]:
    """Return the numbers of a text that are neither part of a name nor years."""
    return {float(found) for found in _NUMBER.findall(_YEAR.sub("", _PERIOD.sub("", text)))}


def periods(text: str) -> set[str]:
    """Return the quarters that a text names."""
    return set(_PERIOD.findall(text))


def worth(terms: str) -> float:
    """Return what a sum comes to: + - x / and brackets, and % for hundredths."""
    written = re.sub(r"(\d) ?%", r"\1 / 100", terms).replace(" x ", " * ")
    return _worth(ast.parse(written, mode="eval").body)


def _worth(tree: ast.expr) -> float:
    match tree:
        case ast.Constant(value=float() | int() as value):
            return float(value)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_worth(left), _worth(right))
    raise ValueError(f"no arithmetic: {ast.unparse(tree)}")
