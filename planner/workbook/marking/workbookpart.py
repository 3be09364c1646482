"""The workbook part: which sheets there are, one more of them, and which one is seen first."""

import re

from planner.workbook.marking.package import RELATIONS, Package
from planner.workbook.marking.xmlparts import Edit, appended, edited, elements, prefix, with_attribute, xml_text

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


class WorkbookPart:
    """`parts` holds the part of every sheet by its name, `worksheets` those that hold cells."""

    def __init__(self, package: Package) -> None:
        """Read which sheets a workbook has."""
        self.package = package
        self.name = package.related("", "officeDocument")
        targets = {relation.id: relation for relation in package.relations(self.name)}
        self.parts: dict[str, str] = {}
        self.worksheets: dict[str, str] = {}
        for sheet in elements(package.read(self.name), {"workbook/sheets/sheet"}):
            relation = targets.get(sheet.attribute("id"))
            self.parts[sheet.attribute("name")] = relation.target if relation else ""
            if relation is not None and relation.kind == "worksheet" and package.has(relation.target):
                self.worksheets[sheet.attribute("name")] = relation.target

    def add_first(self, name: str, data: bytes) -> None:
        """Add a sheet before all others. Names that belong to a sheet count the sheets, so they are moved on."""
        part = self.package.free("xl/worksheets/planner{}.xml")
        self.package.add(part, _WORKSHEET, data)
        id_ = self.package.relate(self.name, "worksheet", part)
        book = self.package.read(self.name)
        parts = elements(book, {"workbook/sheets", "workbook/sheets/sheet", "workbook/definedNames/definedName"})
        sheets = next(element for element in parts if element.path == "workbook/sheets")
        number = 1 + max((int(element.attribute("sheetId") or 0) for element in parts), default=0)
        attributes = f'xmlns:r="{RELATIONS}" name="{xml_text(name)}" sheetId="{number}" r:id="{id_}"'
        edits: list[Edit] = [appended(book, sheets, f"<{prefix(sheets)}sheet {attributes}/>".encode(), first=True)]
        for element in parts:
            if element.attribute("localSheetId"):
                moved = str(int(element.attribute("localSheetId")) + 1)
                tag = with_attribute(book[element.start : element.inner], "localSheetId", moved)
                edits.append((element.start, element.inner, tag))
        self.package.write(self.name, edited(book, edits))
        self.parts = {name: part, **self.parts}

    def show(self, name: str) -> None:
        """Let the workbook open at a sheet, and no other be selected with it: what is typed would go into both."""
        for other, part in self.parts.items():
            if other != name and self.package.has(part):
                head, mark, rest = self.package.read(part).partition(b"sheetData")
                if _SELECTED.search(head):
                    self.package.write(part, _SELECTED.sub(b"", head) + mark + rest)
        book = self.package.read(self.name)
        at = str(list(self.parts).index(name))
        edits: list[Edit] = []
        for view in elements(book, {"workbook/bookViews/workbookView"}):
            tag = with_attribute(book[view.start : view.inner], "firstSheet", None)
            edits.append((view.start, view.inner, with_attribute(tag, "activeTab", at)))
        self.package.write(self.name, edited(book, edits))
