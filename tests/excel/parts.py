"""Rules of the package: content types, relationships, the order of elements in a sheet."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.excel.package import Package, every, tag
from tests.excel.rules import rule

_SHEET_ORDER = re.findall(
    r"\w+",
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios"
    " autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations"
    " hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches"
    " ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls"
    " webPublishItems tableParts extLst",
)
_LINKED = re.compile(r"\{[^}]*officeDocument/2006/relationships\}(id|embed|link|pict)")
_TYPED = ("worksheet", "table", "styles", "comments", "drawing", "chart", "sharedStrings", "theme")
_PNG = b"\x89PNG\r\n\x1a\n"


@rule
def every_part_has_a_content_type(package: Package) -> Iterator[str]:
    types = package.xml("[Content_Types].xml")
    named = {element.get("PartName", "").lstrip("/") for element in every(types, "Override")}
    ends = {element.get("Extension", "").lower() for element in every(types, "Default")}
    for part in package.parts:
        if part not in named and part.rpartition(".")[2].lower() not in ends and part != "[Content_Types].xml":
            yield part
    yield from (f"{name} is not there" for name in named if name not in package.parts)


@rule
def parts_are_of_the_type_of_their_relationship(package: Package) -> Iterator[str]:
    """By extension alone, a sheet would be any XML."""
    types = {
        e.get("PartName", "").lstrip("/"): e.get("ContentType", "")
        for e in every(package.xml("[Content_Types].xml"), "Override")
    }
    for part in package.parts:
        for relation in package.relations(part):
            if (
                relation.kind in _TYPED
                and not relation.is_outside
                and relation.kind.lower() not in types.get(relation.target, "").lower()
            ):
                yield f"{relation.target}: {types.get(relation.target)}"


@rule
def parts_differ_by_more_than_case(package: Package) -> Iterator[str]:
    yield from (name for name, n in Counter(part.lower() for part in package.parts).items() if n > 1)


@rule
def every_relationship_leads_somewhere(package: Package) -> Iterator[str]:
    for part in package.parts:
        relations = package.relations(part)
        yield from (
            f"{part} {r.id} {r.target}" for r in relations if not r.is_outside and r.target not in package.parts
        )
        yield from (f"{part} {id_} twice" for id_, n in Counter(r.id for r in relations).items() if n > 1)


@rule
def every_id_has_its_relationship(package: Package) -> Iterator[str]:
    for part in package.parts:
        if not part.endswith(".xml") or part.startswith("docProps"):
            continue
        known = {relation.id for relation in package.relations(part)}
        for element in package.xml(part).iter():
            used = [value for key, value in element.attrib.items() if _LINKED.fullmatch(key)]
            yield from (f"{part} {tag(element)} {id_}" for id_ in used if id_ not in known)


@rule
def elements_of_a_sheet_stand_in_order(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        found = [tag(element) for element in sheet.root]
        known = [_SHEET_ORDER.index(name) for name in found if name in _SHEET_ORDER]
        if known != sorted(known):
            yield f"{sheet.name}: {' '.join(found)}"
        once = Counter(name for name in found if name != "conditionalFormatting")
        yield from (f"{sheet.name}: {name} twice" for name, n in once.items() if n > 1)


@rule
def nothing_is_declared_and_empty(package: Package) -> Iterator[str]:
    """An empty list of merges, validations, links or tables makes Excel repair the sheet; so does a wrong count."""
    for sheet in package.sheets:
        for element in every(sheet.root, "mergeCells", "dataValidations", "hyperlinks", "tableParts", "cols"):
            count = element.get("count")
            if not len(element) or (count is not None and int(count) != len(element)):
                yield f"{sheet.name} {tag(element)}"


@rule
def pictures_are_pictures(package: Package) -> Iterator[str]:
    for name, content in package.parts.items():
        if name.startswith("xl/media/") and name.endswith(".png") and not content.startswith(_PNG):
            yield name


@rule
def shapes_of_a_drawing_have_ids_of_their_own(package: Package) -> Iterator[str]:
    for part in package.parts:
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            found = Counter(element.get("id") for element in every(package.xml(part), "cNvPr"))
            yield from (f"{part} {id_}" for id_, n in found.items() if n > 1)


@rule
def chain_of_calculation_holds_formulas(package: Package) -> Iterator[str]:
    if "xl/calcChain.xml" not in package.parts:
        return
    ids = {
        element.get("sheetId"): sheet
        for element, sheet in zip(every(package.book, "sheet"), package.sheets, strict=True)
    }
    sheet = None
    for entry in every(package.xml("xl/calcChain.xml"), "c"):
        sheet = ids.get(entry.get("i")) if entry.get("i") else sheet
        cells = {} if sheet is None else {cell.get("r"): cell for cell in every(sheet.root, "c")}
        cell = cells.get(entry.get("r"))
        if cell is None or not every(cell, "f"):
            yield f"{entry.get('i')} {entry.get('r')}"
