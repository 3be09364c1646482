"""An answer as text of 80 columns."""

import math
import textwrap
from collections.abc import Iterable, Sequence

from planner.study.answers.interval import Interval, words
from planner.study.answers.table import Cell, Table

WIDTH = 80
_MIN_WIDTH = 8


def answer_text(title: str, sentences: Iterable[str], tables: Iterable[Table]) -> str:
    """Return title, sentences and the first rows of every table."""
    parts = [textwrap.fill(title, WIDTH), "\n".join(textwrap.fill(sentence, WIDTH) for sentence in sentences)]
    parts += [_table(table) for table in tables if table.rows and table.shown]
    return "\n\n".join(part for part in parts if part)


def cell_text(value: Cell) -> str:
    """Return a value as it is shown."""
    if value is None:
        return "–"
    if isinstance(value, Interval):
        return words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "–" if math.isinf(value) or math.isnan(value) else f"{value + 0.0:,.2f}"
    return str(value)


def _table(table: Table) -> str:
    shown = [at for at, title in enumerate(table.columns) if title in (table.brief or table.columns)]
    cells = [[cell_text(row[at]) for at in shown] for row in table.rows[: table.shown]]
    right = [all(not isinstance(row[at], str) for row in table.rows) for at in shown]
    names, units = zip(*(_head(table.columns[at]) for at in shown), strict=True)
    needed = [max(len(unit), *(len(row[at]) for row in cells)) for at, unit in enumerate(units)]
    sizes = [max(size, len(name)) for size, name in zip(needed, names, strict=True)]
    _fit(
        sizes,
        [max(_MIN_WIDTH, size) if is_number else _MIN_WIDTH for size, is_number in zip(needed, right, strict=True)],
    )
    heads = [
        [*textwrap.wrap(name, size), *([unit] if unit else [])]
        for name, unit, size in zip(names, units, sizes, strict=True)
    ]
    height = max(len(head) for head in heads)
    lines = [
        _line([head[at - (height - len(head))] if at >= height - len(head) else "" for head in heads], sizes, right)
        for at in range(height)
    ]
    lines += [
        "-" * min(WIDTH, sum(sizes) + 2 * (len(sizes) - 1)),
        *(line for row in cells for line in _rows(row, sizes, right)),
    ]
    left = len(table.rows) - len(cells)
    if left > 0:
        lines.append(f"... and {left} more {'row' if left == 1 else 'rows'}; -o FILE.xlsx and --json give all")
    if table.note:
        lines.append(textwrap.fill(table.note, WIDTH))
    return "\n".join([table.title, *lines])


def _head(title: str) -> tuple[str, str]:
    """Return a title and its unit, which stands on a line of its own."""
    name, bracket, unit = title.partition(" [")
    return (name, f"[{unit}") if bracket else (title, "")


def _fit(sizes: list[int], smallest: Sequence[int]) -> None:
    """Narrow the widest columns until the table fits: texts and titles get more lines, numbers are never cut."""
    while sum(sizes) + 2 * (len(sizes) - 1) > WIDTH:
        wide = [at for at, size in enumerate(sizes) if size > smallest[at]]
        if not wide:
            return
        sizes[max(wide, key=lambda at: sizes[at])] -= 1


def _rows(cells: list[str], sizes: list[int], right: list[bool]) -> list[str]:
    """Return a row on as many lines as its longest text needs."""
    wrapped = [
        [cell] if is_number else textwrap.wrap(cell, size) or [""]
        for cell, size, is_number in zip(cells, sizes, right, strict=True)
    ]
    return [
        _line([cell[at] if at < len(cell) else "" for cell in wrapped], sizes, right)
        for at in range(max(map(len, wrapped)))
    ]


def _line(cells: list[str], sizes: list[int], right: list[bool]) -> str:
    return "  ".join(
        cell.rjust(size) if is_number else cell.ljust(size)
        for cell, size, is_number in zip(cells, sizes, right, strict=True)
    ).rstrip()
