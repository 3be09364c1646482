"""A copy of an input workbook in which every fault is coloured and commented at its cell, and listed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl.utils import coordinate_to_tuple

from planner.workbook.faults.fault import Fault, Severity, shorten
from planner.workbook.file.book import open_book
from planner.workbook.file.saving import write_whole
from planner.workbook.marking.boxes import NO_BOXES
from planner.workbook.marking.conditions import above_conditions
from planner.workbook.marking.listing import COLOURS, DEEP_COLOURS, HEADS, LIST, list_sheet
from planner.workbook.marking.notes import AUTHOR, NO_COMMENTS, Notes
from planner.workbook.marking.package import Package
from planner.workbook.marking.sheetcells import SheetCells, Spot
from planner.workbook.marking.styles import EMPTY, Styles
from planner.workbook.marking.workbookpart import WorkbookPart
from planner.workbook.marking.xmlparts import elements
from planner.workbook.text.values import RawSheet
from planner.workbook.text.words import fold

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CONDITIONS = b"conditionalFormatting"
_BEFORE = "colour before: "
_MERGE = re.compile(rb"""mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+\d+):([A-Z]+\d+)["']""")


def mark(source: Path, target: Path, faults: Iterable[Fault]) -> None:
    """Write the marked copy, whole or not at all. Marks of an earlier marking are removed.

    Everything but the marks stays as it is: what is not touched is copied byte for byte.
    Raises an error for a workbook too unusual to be copied.
    """
    ranked = sorted(faults, key=lambda fault: list(Severity).index(fault.severity))
    package = Package(source)
    book = WorkbookPart(package)
    held = package.related(book.name, "styles")
    styles = Styles(package.read(held) if held else EMPTY)
    for name, part in book.worksheets.items():
        _mark_sheet(package, part, [fault for fault in ranked if fault.cell and fault.sheet == name], styles)
    listing = list_sheet(ranked, book.worksheets, styles)
    name = _list_name(source, book)
    if name in book.worksheets:
        package.write(book.worksheets[name], listing)
    else:
        book.add_first(name, listing)
    book.show(name)
    if held:
        package.write(held, styles.result())
    else:
        name = package.add("xl/styles.xml", f"{_TYPES}styles+xml", styles.result())
        package.relate(book.name, "styles", name)
    write_whole(target, package.content())


def _mark_sheet(package: Package, part: str, faults: Sequence[Fault], styles: Styles) -> None:
    """Mark the cells of a sheet, and take away what was marked earlier."""
    notes = _notes(package, part)
    if not faults and not notes.own:
        return
    data = package.read(part)
    merges = [(_spot(first.decode()), _spot(last.decode())) for first, last in _MERGE.findall(data)]
    here: dict[Spot, list[Fault]] = {}
    for fault in faults:
        here.setdefault(_seen(_spot(fault.cell), merges), []).append(fault)
    cells = SheetCells(data, {*here, *notes.own})
    if not cells.can_be_marked:
        return
    looks: dict[Spot, int] = {}
    texts: dict[Spot, str] = {}
    for spot in {*here, *notes.own}:
        style = cells.style(spot)
        before = _before(notes.own.get(spot, ""), styles.colour(style))
        if spot in here:
            colours = DEEP_COLOURS if styles.has_light_text(style) else COLOURS
            looks[spot] = styles.filled(style, colours[here[spot][0].severity])
            texts[spot] = _text(here[spot], before)
        elif styles.colour(style) in {*COLOURS.values(), *DEEP_COLOURS.values()}:
            looks[spot] = styles.filled(style, before)
    boxes = _write_notes(package, part, notes.with_texts(texts), cells.has_boxes)
    marked_xml = cells.restyled(looks, boxes)
    if _CONDITIONS in marked_xml:
        shown = {spot: styles.conditional(COLOURS[cell_faults[0].severity]) for spot, cell_faults in here.items()}
        marked_xml = above_conditions(marked_xml, shown)
    package.write(part, marked_xml)


def _notes(package: Package, part: str) -> Notes:
    comments, boxes = package.related(part, "comments"), package.related(part, "vmlDrawing")
    threads = package.related(part, "threadedComment")
    thread_elements = elements(package.read(threads), {"ThreadedComments/threadedComment"}) if threads else []
    return Notes(
        package.read(comments) if comments else NO_COMMENTS,
        package.read(boxes) if boxes else NO_BOXES,
        frozenset(_spot(element.attribute("ref")) for element in thread_elements),
    )


def _write_notes(package: Package, part: str, parts: tuple[bytes, bytes], has_boxes: bool) -> str:
    """Write comments and their boxes; return the id of the relation to the boxes where the sheet has none yet."""
    comments, boxes = parts
    held, drawn = package.related(part, "comments"), package.related(part, "vmlDrawing")
    if held:
        package.write(held, comments)
    elif comments != NO_COMMENTS:
        name = package.add(package.free("xl/comments{}.xml"), f"{_TYPES}comments+xml", comments)
        package.relate(part, "comments", name)
    if drawn and has_boxes:
        package.write(drawn, boxes)
    elif boxes != NO_BOXES:
        package.declare_extension("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        name = package.add(package.free("xl/drawings/vmlDrawing{}.vml"), "", boxes)
        return package.relate(part, "vmlDrawing", name)
    return ""


def _before(note: str, colour: str) -> str:
    """Return the colour that a cell had before it was marked, as an earlier mark recorded it."""
    return note.partition(_BEFORE)[2][:6] if note else colour


def _spot(cell: str) -> Spot:
    return coordinate_to_tuple(cell.rpartition("!")[2])


def _seen(spot: Spot, merges: Sequence[tuple[Spot, Spot]]) -> Spot:
    """Return the cell that is seen: of merged cells, the first."""
    for first, last in merges:
        if first[0] <= spot[0] <= last[0] and first[1] <= spot[1] <= last[1]:
            return first
    return spot


def _text(faults: Sequence[Fault], before: str) -> str:
    """Return the comment of a cell; no line of it is blank."""
    lines = [AUTHOR]
    for fault in faults:
        lines.append(f"{fault.severity} {fault.code}: {fault.meaning}")
        lines += [f"found {shorten(fault.found)}"] if fault.found else []
        lines += [f"expected {fault.expected}"] if fault.expected else []
        lines.append(f"-> {fault.fix}")
    return "\n".join([*lines, f"{_BEFORE}{before}"] if before else lines)


def _list_name(source: Path, book: WorkbookPart) -> str:
    """Return the name of an earlier list of faults, else the first name that is free."""
    for sheet in open_book(source, only=LIST).sheets:
        if _is_list(sheet):
            return sheet.name
    used: Mapping[str, str] = {fold(name): name for name in book.parts}
    names = [LIST, *(f"planner {LIST} {number}" for number in range(1, len(used) + 2))]
    return next(name for name in names if name not in used)


def _is_list(sheet: RawSheet) -> bool:
    return bool(sheet.rows) and sheet.rows[0][1][: len(HEADS)] == HEADS
