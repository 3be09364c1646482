"""Rules of rows, columns and cells."""

import math
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.excel.package import LAST_COLUMN, LAST_ROW, Package, box, every
from tests.excel.rules import rule

_LONGEST_TEXT, _LONGEST_FORMULA, _MOST_BREAKS = 32_767, 8_192, 253
_HIGHEST_POINTS, _WIDEST_CHARACTERS = 409.5, 255
_KINDS = {"b", "d", "e", "inlineStr", "n", "s", "str"}
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
_CONTROL = re.compile(r"_x00(?:0[0-8BCEFbcef]|1[0-9A-Fa-f])_|_xFFF[EF]_|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE_OF_ESCAPE = re.compile(r"_x005[Ff]_")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z?)?|\d\d:\d\d:\d\d(\.\d+)?")


@rule
def rows_and_cells_stand_in_order(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        before = 0
        for row in every(sheet.root, "row"):
            at = int(row.get("r", "0"))
            if not before < at <= LAST_ROW:
                yield f"{sheet.name} row {at}"
            before, last = at, 0
            for cell in row:
                place = box(cell.get("r", ""))
                if place is None or place[0] != at or place[1] <= last:
                    yield f"{sheet.name}!{cell.get('r')}"
                last = place[1] if place else last


@rule
def cells_hold_what_they_say(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        yield from (f"{sheet.name}!{c.get('r')}" for c in every(sheet.root, "c") if not _is_sound(package, c))


def _is_sound(package: Package, cell: Element) -> bool:
    kind = cell.get("t", "n")
    values = [child.text or "" for child in cell if child.tag.endswith("}v")]
    if kind not in _KINDS or len(values) > 1 or (kind == "inlineStr") != any(c.tag.endswith("}is") for c in cell):
        return False
    is_formula = any(child.tag.endswith("}f") for child in cell)
    if not values or (is_formula and not values[0]):
        return True
    value = values[0]
    try:
        checks = {
            "n": lambda: math.isfinite(float(value)),
            "s": lambda: 0 <= int(value) < len(package.shared),
            "b": lambda: value in ("0", "1"),
            "e": lambda: value in _ERRORS,
            "d": lambda: bool(_ISO.fullmatch(value)),
        }
        return checks.get(kind, lambda: True)()
    except ValueError:
        return False


@rule
def text_is_short_and_without_control_characters(package: Package) -> Iterator[str]:
    texts = [("shared strings", text) for text in package.shared]
    texts += [
        (s.name, "".join(t.text or "" for t in every(c, "t"))) for s in package.sheets for c in every(s.root, "is")
    ]
    texts += [
        (s.name, v.text or "") for s in package.sheets for c in every(s.root, "c") if c.get("t") == "str" for v in c
    ]
    for where, text in texts:
        if (
            len(text) > _LONGEST_TEXT
            or text.count("\n") > _MOST_BREAKS
            or _CONTROL.search(_ESCAPE_OF_ESCAPE.sub("", text))
        ):
            yield f"{where}: {text[:40]!r}"


@rule
def spaces_at_the_ends_are_kept(package: Package) -> Iterator[str]:
    """Without xml:space, Excel drops them: a name would no longer be the one that was written."""
    roots = [(sheet.name, sheet.root) for sheet in package.sheets]
    roots += [("shared strings", package.xml("xl/sharedStrings.xml"))] if package.shared else []
    for where, root in roots:
        for text in every(root, "t"):
            if (text.text or "") != (text.text or "").strip() and text.get(_SPACE) != "preserve":
                yield f"{where}: {text.text!r}"


@rule
def formulas_are_short_and_start_without_a_sign(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for formula in every(sheet.root, "f"):
            if len(formula.text or "") > _LONGEST_FORMULA or (formula.text or "").startswith("="):
                yield f"{sheet.name}: {(formula.text or '')[:40]}"


@rule
def rows_and_columns_have_a_size(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for row in every(sheet.root, "row"):
            if not 0 <= float(row.get("ht", "0")) <= _HIGHEST_POINTS:
                yield f"{sheet.name} row {row.get('r')}"
        before = 0
        for column in every(sheet.root, "col"):
            first, last = int(column.get("min", "0")), int(column.get("max", "0"))
            if (
                not before < first <= last <= LAST_COLUMN
                or not 0 <= float(column.get("width", "0")) <= _WIDEST_CHARACTERS
            ):
                yield f"{sheet.name} column {first}"
            before = last
