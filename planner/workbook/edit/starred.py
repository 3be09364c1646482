"""Edited locks with `*`: a row for each pair that one stands for, the first in its place and the others at the end.

They stand for the same as in a workbook: the listed pairs, conversions, sites with shells or capacity that may be
retired that no other row names.
"""

from collections.abc import Iterator, Mapping

from planner.workbook.assemble.starred_locks import Names, is_star, stands_for
from planner.workbook.contract.columns import Row
from planner.workbook.contract.goods import CapacityRow, ConversionRow
from planner.workbook.contract.means import LockRow
from planner.workbook.contract.places import NodeRow, PairRow, SiteRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.edit.edits import EditError
from planner.workbook.layout.blank_words import is_any_word
from planner.workbook.text.words import fold

Rows = Mapping[type[Row], tuple[Row, ...]]
NAMES = ("site", "node", "from_node")
STAR = "*"


def may_be_star(kind: type[Row], field: str, text: str) -> bool:
    """Say whether a text in a field stands for every name there."""
    return kind is LockRow and field in NAMES and is_any_word(text)


def with_locks_for_stars(rows: dict[type[Row], tuple[Row, ...]]) -> dict[type[Row], tuple[Row, ...]]:
    """Return rows with a lock for each pair that a lock with `*` stands for. Raises EditError where that is none."""
    locks = rows.get(LockRow, ())
    declared = {fold(row.site) for row in rows.get(SiteRow, ()) if isinstance(row, SiteRow)}
    declared |= {fold(row.node) for row in rows.get(NodeRow, ()) if isinstance(row, NodeRow)}
    starred = [number for number, row in enumerate(locks) if any(is_star(name, declared) for name in _names(row))]
    if not starred:
        return rows
    others = {_folded(_names(row)) for number, row in enumerate(locks) if number not in starred}
    listed = [names for names in dict.fromkeys(_listed(rows)) if _folded(names) not in others]
    listing, more = list(locks), list[Row]()
    for number in starred:
        row = locks[number]
        meant = [names for names in listed if stands_for(_names(row), names, declared)]
        if not meant:
            what = ", ".join(filter(None, _names(row)))
            raise EditError(f"locks: {what} stands for nothing here: other rows name every pair. Change one of those.")
        first, *further = (row.model_copy(update=dict(zip(NAMES, names, strict=True))) for names in meant)
        listing[number] = first
        more += further
    return {**rows, LockRow: (*listing, *more)}


def _names(row: Row) -> Names:
    assert isinstance(row, LockRow)
    return row.site, row.node, row.from_node


def _folded(names: Names) -> Names:
    site, node, from_node = map(fold, names)
    return site, node, from_node


def _listed(rows: Rows) -> Iterator[Names]:
    for row in (row for kind in (PairRow, ConversionRow, ShellRow, CapacityRow) for row in rows.get(kind, ())):
        if isinstance(row, PairRow):
            yield row.site, row.node, ""
        elif isinstance(row, ConversionRow):
            yield row.site, row.to_node, row.from_node
        elif isinstance(row, ShellRow):
            yield row.site, "", ""
        elif isinstance(row, CapacityRow) and row.retire_from is not None:
            yield row.site, "", row.node
