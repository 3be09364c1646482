"""Rules of names: of sheets, of tables, of what is defined."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.excel.package import Package, box, every
from tests.excel.rules import rule

_LONGEST, _LONGEST_NAME = 31, 255
_FORBIDDEN = set("[]:*?/\\")
_NAME = re.compile(r"[^\W\d][\w.]*|\\[\w.]*")
_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*")
SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-z_][\w.]*))!")
_QUOTED_TEXT = re.compile(r'"[^"]*"')


def sheets_in(formula: str) -> list[str]:
    """Return the names of the sheets that a formula refers to."""
    found = SHEET.findall(_QUOTED_TEXT.sub("", formula))
    return [quoted.replace("''", "'") or plain for quoted, plain in found]


def is_name(text: str) -> bool:
    """Say whether Excel takes a text for a name: a letter first, no spaces, and not what could be a cell."""
    return bool(_NAME.fullmatch(text)) and not _CELL.fullmatch(text) and len(text) <= _LONGEST_NAME


@rule
def sheets_have_names_that_excel_takes(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        name = sheet.name
        bad = not 0 < len(name) <= _LONGEST or _FORBIDDEN & set(name) or name[0] == "'" or name[-1] == "'"
        if bad or name.lower() == "history":
            yield repr(name)
    yield from (f"{name} twice" for name, n in Counter(s.name.lower() for s in package.sheets).items() if n > 1)


@rule
def a_visible_sheet_is_shown_first(package: Package) -> Iterator[str]:
    active = [int(view.get("activeTab", "0")) for view in every(package.book, "workbookView")] or [0]
    for at in active:
        if at >= len(package.sheets) or package.sheets[at].state != "visible":
            yield str(at)
    selected = [
        s.name for s in package.sheets for v in every(s.root, "sheetView") if v.get("tabSelected") in ("1", "true")
    ]
    if len(selected) > 1:  # no repair, but what is typed would go into all of them
        yield f"selected together: {', '.join(selected)}"


@rule
def names_are_defined_well(package: Package) -> Iterator[str]:
    known = {sheet.name.lower() for sheet in package.sheets}
    seen = Counter()  # type: Counter[tuple[str, str | None]]
    for element in every(package.book, "definedName"):
        name, at = element.get("name", ""), element.get("localSheetId")
        seen[name.lower(), at] += 1
        plain = name.removeprefix("_xlnm.")
        if not is_name(plain) or (at is not None and int(at) >= len(package.sheets)):
            yield name
        used = sheets_in(element.text or "")
        if "#REF!" in (element.text or "") or not {sheet.lower() for sheet in used} <= known:
            yield f"{name}: {element.text}"
        if plain in ("Print_Area", "Print_Titles") and (at is None or set(used) != {package.sheets[int(at)].name}):
            yield f"{name} of sheet {at}: {element.text}"
    yield from (f"{name} twice" for (name, _), n in seen.items() if n > 1)


@rule
def tables_have_names_of_their_own(package: Package) -> Iterator[str]:
    defined = [e.get("name", "").lower() for e in every(package.book, "definedName") if e.get("localSheetId") is None]
    tables = [table for sheet in package.sheets for _, table in package.related(sheet.part, "table")]
    names = Counter([*defined, *(table.get("displayName", "").lower() for table in tables)])
    yield from (f"{name} twice" for name, n in names.items() if n > 1)
    yield from (str(table.get("displayName")) for table in tables if not is_name(table.get("displayName", "")))
    ids = Counter(table.get("id") for table in tables)
    yield from (f"id {id_} twice" for id_, n in ids.items() if n > 1)


@rule
def charts_and_rules_refer_to_sheets_that_are_there(package: Package) -> Iterator[str]:
    known = {sheet.name.lower() for sheet in package.sheets}
    formulas = [(s.name, f) for s in package.sheets for f in every(s.root, "f", "formula", "formula1", "formula2")]
    charts = [part for part in package.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", part)]
    formulas += [(part, f) for part in charts for f in every(package.xml(part), "f")]
    for where, formula in formulas:
        for sheet in sheets_in(formula.text or ""):
            if sheet.lower() not in known and not sheet.startswith("["):
                yield f"{where}: {formula.text}"
        last = (formula.text or "").rpartition("!")[2]
        if where in charts and box(last) is None:
            yield f"{where}: {formula.text}"
