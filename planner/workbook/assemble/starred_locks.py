"""Locks on many pairs in one row: `*` as site or node stands for the listed pairs that no other row names.

`*` as the node that a lump comes from stands for the listed conversions in the same way, without a node for capacity
that may be retired, and as site without either for the sites with shells.
"""

from collections.abc import Iterator

from planner.workbook.contract.goods import CapacityRow, ConversionRow
from planner.workbook.contract.means import LockRow
from planner.workbook.contract.places import NodeRow, PairRow, SiteRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault
from planner.workbook.layout.blank_words import is_any_word
from planner.workbook.read.references import Read, respelled
from planner.workbook.read.table import Record
from planner.workbook.text.words import fold

_FIELDS = ("site", "node", "from_node")
Names = tuple[str, str, str]
"""Site, node (empty for shells) and the node that a lump comes from (empty for phases and shells)."""


def with_starred_locks(read: Read, absent: frozenset[str], faults: list[Fault]) -> Read:
    """Return the tables with a lock for each pair that a row with `*` stands for."""
    table = read.get(LockRow.sheet)
    if table is None:
        return read
    declared = set(_names(read, SiteRow.sheet, "site")) | set(_names(read, NodeRow.sheet, "node"))
    starred = [record for record in table.records if any(is_star(name, declared) for name in _key(record))]
    if not starred:
        return read
    others = {_folded(_key(record)) for record in table.records if record not in starred}
    listed = [names for names in dict.fromkeys(_listed(read)) if _folded(names) not in others]
    records: list[Record] = []
    for record in table.records:
        if record not in starred:
            records.append(record)
            continue
        meant = [names for names in listed if stands_for(_key(record), names, declared)]
        records += [respelled(record, dict(zip(_FIELDS, names, strict=True))) for names in meant]
        if not meant and not absent & {PairRow.sheet, ConversionRow.sheet, ShellRow.sheet}:
            names = " ".join(filter(None, _key(record)))
            faults.append(table.fault(codes.ROW_IDLE, record, "site", found=names))
    return {**read, LockRow.sheet: table.with_records(records)}


def _key(record: Record) -> Names:
    site, node, from_node = (record.values.get(field) or "" for field in _FIELDS)
    return site, node, from_node


def _folded(names: Names) -> Names:
    site, node, from_node = map(fold, names)
    return site, node, from_node


def is_star(name: str, declared: set[str]) -> bool:
    """Say whether a name is `*`, or a word such as all, and no site or node of the case."""
    return is_any_word(name) and fold(name) not in declared


def stands_for(key: Names, names: Names, declared: set[str]) -> bool:
    """Whether the names of a lock, of which some are a star, are those of a pair, a conversion or shells."""
    is_same_kind = (bool(key[1]), bool(key[2])) == (bool(names[1]), bool(names[2]))
    return is_same_kind and all(
        is_star(of_lock, declared) or fold(of_lock) == fold(name) for of_lock, name in zip(key, names, strict=True)
    )


def _listed(read: Read) -> Iterator[Names]:
    """Yield the pairs, conversions and shells whose names are declared; the others are faults of their own sheets."""
    sites, nodes = set(_names(read, SiteRow.sheet, "site")), set(_names(read, NodeRow.sheet, "node"))
    for sheet, fields in ((PairRow.sheet, ("site", "node")), (ConversionRow.sheet, ("site", "to_node", "from_node"))):
        for record in read[sheet].records if sheet in read else ():
            site, node, *rest = (record.values.get(field) or "" for field in fields)
            if fold(site) in sites and {fold(name) for name in (node, *rest)} <= nodes:
                yield site, node, rest[0] if rest else ""
    for record in read[CapacityRow.sheet].records if CapacityRow.sheet in read else ():
        site, node = (record.values.get(field) or "" for field in ("site", "node"))
        if record.values.get("retire_from") and fold(site) in sites and fold(node) in nodes:
            yield site, "", node
    for record in read[ShellRow.sheet].records if ShellRow.sheet in read else ():
        site = record.values.get("site") or ""
        if fold(site) in sites:
            yield site, "", ""


def _names(read: Read, sheet: str, field: str) -> Iterator[str]:
    for record in read[sheet].records if sheet in read else ():
        if name := record.values.get(field):
            yield fold(name)
