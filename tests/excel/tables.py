"""Rules of tables and of merged cells."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from xml.etree.ElementTree import Element

from tests.excel.package import Box, Package, Sheet, box, every, overlap
from tests.excel.rules import rule

_LONGEST_TITLE = 255


def _tables(package: Package) -> Iterator[tuple[Sheet, Element, Box | None]]:
    for sheet in package.sheets:
        for _, table in package.related(sheet.part, "table"):
            yield sheet, table, box(table.get("ref", ""))


@rule
def a_table_has_a_row_below_its_header(package: Package) -> Iterator[str]:
    for sheet, table, ref in _tables(package):
        if ref is None or ref[2] <= ref[0]:
            yield f"{sheet.name} {table.get('displayName')} {table.get('ref')}"


@rule
def titles_of_a_table_stand_in_its_header(package: Package) -> Iterator[str]:
    for sheet, table, ref in _tables(package):
        columns = every(table, "tableColumn")
        titles = [column.get("name", "") for column in columns]
        if ref is None or len(titles) != ref[3] - ref[1] + 1 or len({c.get("id") for c in columns}) != len(columns):
            yield f"{sheet.name}: {len(titles)} columns in {table.get('ref')}"
            continue
        cells = {
            cell.get("r"): cell for cell in every(sheet.root, "c") if (box(cell.get("r", "")) or (0,))[0] == ref[0]
        }
        placed = {place[1]: cell for key, cell in cells.items() if key and (place := box(key))}
        for at, title in enumerate(titles, start=ref[1]):
            cell = placed.get(at)
            if cell is None or cell.get("t") not in ("s", "inlineStr") or package.text(cell) != title:
                yield f"{sheet.name} {table.get('displayName')}: {title}"


@rule
def titles_of_a_table_are_short_and_differ(package: Package) -> Iterator[str]:
    for sheet, table, _ in _tables(package):
        titles = [column.get("name", "") for column in every(table, "tableColumn")]
        yield from (f"{sheet.name}: {title}" for title, n in Counter(t.lower() for t in titles).items() if n > 1)
        for title in titles:
            if not 0 < len(title) <= _LONGEST_TITLE or "\n" in title or "_x000a_" in title.lower():
                yield f"{sheet.name}: {title[:40]!r}"


@rule
def tables_and_merged_cells_keep_apart(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        found = [ref for other, _, ref in _tables(package) if other is sheet and ref]
        merged = [box(cell.get("ref", "")) for cell in every(sheet.root, "mergeCell")]
        if None in merged or any(area and area[:2] == area[2:] for area in merged):
            yield f"{sheet.name}: a merge of one cell or none"
        areas = found + [area for area in merged if area]
        yield from (f"{sheet.name}: {a} and {b}" for a, b in combinations(areas, 2) if overlap(a, b))


@rule
def a_filter_covers_its_table(package: Package) -> Iterator[str]:
    for sheet, table, ref in _tables(package):
        filters = [box(element.get("ref", "")) for element in every(table, "autoFilter")]
        if any(found != ref for found in filters):
            yield f"{sheet.name} {table.get('displayName')}"
        if any(element.get("ref") for element in sheet.root if element.tag.endswith("}autoFilter")):
            yield f"{sheet.name} has a filter beside its table's"
