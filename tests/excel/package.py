"""A workbook as the parts that Excel reads, without any library between."""

import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from posixpath import normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)")

Box = tuple[int, int, int, int]
"""First row, first column, last row and last column, counted from 1."""


def tag(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def every(root: Element, *names: str) -> list[Element]:
    """Return all elements below a root that bear one of the names."""
    return [element for element in root.iter() if tag(element) in names]


def box(ref: str) -> Box | None:
    """Return the corners of a range of cells; nothing where it is none, or lies beyond the sheet."""
    first, _, last = ref.partition(":")
    found = [_PLACE.fullmatch(place) for place in (first, last or first)]
    if not all(found):
        return None
    (top, left), (bottom, right) = ((int(place[2]), number(place[1])) for place in found if place)
    inside = 1 <= top <= bottom <= LAST_ROW and 1 <= left <= right <= LAST_COLUMN
    return (top, left, bottom, right) if inside else None


def number(letters: str) -> int:
    """Return the number of a column by its letters."""
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def overlap(one: Box, other: Box) -> bool:
    """Say whether two ranges share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


@dataclass(frozen=True)
class Relation:
    """One relationship of a part; `target` is a part of the package unless it leads outside."""

    id: str
    kind: str
    target: str
    is_outside: bool


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its part, and the part's XML."""

    name: str
    part: str
    root: Element
    state: str


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by name."""

    parts: dict[str, bytes]

    @classmethod
    def read(cls, path: Path) -> "Package":
        """Read all parts of a workbook."""
        with zipfile.ZipFile(path) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def xml(self, part: str) -> Element:
        """Return a part as XML; parsed once."""
        if part not in self._parsed:
            self._parsed[part] = ElementTree.fromstring(self.parts[part])
        return self._parsed[part]

    @cached_property
    def _parsed(self) -> dict[str, Element]:
        return {}

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part, in their order."""
        place = PurePosixPath(part)
        name = str(place.parent / "_rels" / f"{place.name}.rels").removeprefix("./")
        if name not in self.parts:
            return []
        found = []
        for element in every(self.xml(name), "Relationship"):
            target = element.get("Target", "")
            outside = element.get("TargetMode") == "External"
            inner = target[1:] if target.startswith("/") else normpath(str(place.parent / target))
            kind = element.get("Type", "").rpartition("/")[2]
            found.append(Relation(element.get("Id", ""), kind, target if outside else inner, outside))
        return found

    def related(self, part: str, kind: str) -> list[tuple[str, Element]]:
        """Return the parts of a kind that a part leads to, with their XML."""
        targets = [relation.target for relation in self.relations(part) if relation.kind == kind]
        return [(target, self.xml(target)) for target in targets if target in self.parts]

    @cached_property
    def book(self) -> Element:
        """The part that lists the sheets."""
        return self.xml("xl/workbook.xml")

    @cached_property
    def styles(self) -> Element:
        """The part that holds the styles."""
        return self.xml("xl/styles.xml")

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets in the order of their tabs."""
        targets = {relation.id: relation.target for relation in self.relations("xl/workbook.xml")}
        found = []
        for element in every(self.book, "sheet"):
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            part = targets[ids[0]]
            state = element.get("state", "visible")
            found.append(Sheet(element.get("name", ""), part, self.xml(part), state))
        return found

    @cached_property
    def shared(self) -> list[str]:
        """The shared strings."""
        if "xl/sharedStrings.xml" not in self.parts:
            return []
        items = [item for item in self.xml("xl/sharedStrings.xml") if tag(item) == "si"]
        return ["".join(text.text or "" for text in every(item, "t")) for item in items]

    def text(self, cell: Element) -> str:
        """Return the text of a cell, whichever way it is kept."""
        if cell.get("t") == "s":
            return self.shared[int("".join(v.text or "" for v in every(cell, "v")))]
        return "".join(part.text or "" for part in every(cell, "t", "v"))
