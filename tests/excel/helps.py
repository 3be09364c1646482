"""Rules of validations, conditional formats, comments and panes."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from xml.etree.ElementTree import Element

from tests.excel.package import Box, Package, box, every, number, overlap
from tests.excel.rules import rule

_LONGEST_FORMULA = _LONGEST_PROMPT = 255
_LONGEST_TITLE, _LONGEST_ERROR = 32, 255
_MOST_VALIDATIONS, _LONGEST_SQREF = 65_534, 8_192
_PANES = {"bottomRight", "topRight", "bottomLeft", "topLeft"}
_COMPARED = ("whole", "decimal", "date", "time", "textLength")
_TWO = ("between", "notBetween")


def areas(sqref: str) -> list[Box | None]:
    """Return the ranges of a list of ranges."""
    return [box(ref) for ref in sqref.split()]


def _text(element: Element, name: str) -> str:
    return "".join(child.text or "" for child in element if child.tag.endswith(f"}}{name}"))


@rule
def validations_say_no_more_than_excel_shows(package: Package) -> Iterator[str]:
    longest = {"promptTitle": _LONGEST_TITLE, "errorTitle": _LONGEST_TITLE}
    longest |= {"prompt": _LONGEST_PROMPT, "error": _LONGEST_ERROR}
    for sheet in package.sheets:
        for found in every(sheet.root, "dataValidation"):
            for name, most in longest.items():
                if len(found.get(name, "")) > most:
                    yield f"{sheet.name} {found.get('sqref')} {name}"


@rule
def validations_have_formulas_that_excel_takes(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for found in every(sheet.root, "dataValidation"):
            kind, one, two = found.get("type", "none"), _text(found, "formula1"), _text(found, "formula2")
            needs_two = kind in _COMPARED and found.get("operator", "between") in _TWO
            if (kind != "none" and not one) or (needs_two and not two) or (kind == "none" and one):
                yield f"{sheet.name} {found.get('sqref')} {kind}: a formula too few or too many"
            for formula in (one, two):
                literal = formula[1:-1] if formula.startswith('"') and formula.endswith('"') else formula
                broken = formula.startswith("=") or formula.count("(") != formula.count(")") or "{" in formula
                if len(literal) > _LONGEST_FORMULA or broken:
                    yield f"{sheet.name} {found.get('sqref')}: {formula[:60]}"


@rule
def validations_share_no_cell(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        found = [element.get("sqref", "") for element in every(sheet.root, "dataValidation")]
        if len(found) > _MOST_VALIDATIONS or any(len(sqref) > _LONGEST_SQREF for sqref in found):
            yield f"{sheet.name}: too many"
        placed = [area for sqref in found for area in areas(sqref)]
        if None in placed:
            yield f"{sheet.name}: a range that is none"
        pairs = combinations([area for area in placed if area], 2)
        yield from (f"{sheet.name}: {one} and {other}" for one, other in pairs if overlap(one, other))


@rule
def conditional_formats_have_a_style_and_a_range(package: Package) -> Iterator[str]:
    styles = sum(len(element) for element in every(package.styles, "dxfs"))
    for sheet in package.sheets:
        for found in every(sheet.root, "conditionalFormatting"):
            rules = every(found, "cfRule")
            if None in areas(found.get("sqref", "-")) or not rules:
                yield f"{sheet.name} {found.get('sqref')}"
            for one in rules:
                needs = one.get("type") in ("expression", "cellIs") and not every(one, "formula")
                if int(one.get("dxfId", "0")) >= max(styles, 1) or int(one.get("priority", "0")) < 1 or needs:
                    yield f"{sheet.name} {found.get('sqref')} {one.get('type')}"


@rule
def every_comment_has_its_box(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        cells = []
        for part, root in package.related(sheet.part, "comments"):
            authors = len(every(root, "author"))
            for comment in every(root, "comment"):
                cells.append(comment.get("ref", ""))
                text = "".join(t.text or "" for t in every(comment, "t"))
                if int(comment.get("authorId", "0")) >= authors or not text or len(text) > 32_767:
                    yield f"{part} {comment.get('ref')}"
        anchors = [place for _, root in package.related(sheet.part, "vmlDrawing") for place in _anchored(root)]
        placed = [found[:2] for ref in cells if (found := box(ref))]
        if sorted(placed) != sorted(anchors) or any(n > 1 for n in Counter(cells).values()):
            yield f"{sheet.name}: comments and their boxes differ"
        if cells and not every(sheet.root, "legacyDrawing"):
            yield f"{sheet.name}: no drawing for its comments"


def _anchored(root: Element) -> Iterator[tuple[int, int]]:
    for data in every(root, "ClientData"):
        if data.get("ObjectType") == "Note":
            yield int(_text(data, "Row")) + 1, int(_text(data, "Column")) + 1


@rule
def panes_are_frozen_where_the_view_says(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for view in every(sheet.root, "sheetView"):
            panes = every(view, "pane")
            for pane in panes:
                corner = re.fullmatch(r"([A-Z]+)(\d+)", pane.get("topLeftCell", ""))
                columns, rows = int(float(pane.get("xSplit", "0"))), int(float(pane.get("ySplit", "0")))
                if not corner or number(corner[1]) <= columns or int(corner[2]) <= rows or not columns + rows:
                    yield f"{sheet.name} {pane.get('topLeftCell')}"
                wanted = "bottomRight" if columns and rows else "bottomLeft" if rows else "topRight"
                if pane.get("activePane", "topLeft") != wanted:
                    yield f"{sheet.name} {pane.get('activePane')}"
            chosen = [found.get("pane", "topLeft") for found in every(view, "selection")]
            if len(set(chosen)) != len(chosen) or not set(chosen) <= _PANES or (len(chosen) > 1 and not panes):
                yield f"{sheet.name}: selected in {', '.join(chosen)}"
