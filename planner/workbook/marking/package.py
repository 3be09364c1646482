"""A workbook file as its parts: read as they are, related to each other, written back with few of them changed."""

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from defusedxml.ElementTree import fromstring

from planner.workbook.file.container import with_plain_names
from planner.workbook.marking.xmlparts import Element, appended, as_utf8, edited, elements, prefix, xml_text

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_EMPTY = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_TEMPLATE, _WORKBOOK = b"spreadsheetml.template.main+xml", b"spreadsheetml.sheet.main+xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the last word of the relation's type, `target` the part's name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a workbook by name. What is not changed is written as it was read."""

    def __init__(self, path: Path) -> None:
        """Open a file that is known to be a workbook of bearable size."""
        with with_plain_names(zipfile.ZipFile(path)) as archive:
            self.infos = {info.filename: info for info in archive.infolist()}
            self.parts = {name: archive.read(name) for name in self.infos}
        self.changed: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """Return a part, as it is now."""
        return self.changed.get(name) or as_utf8(self.parts[name])

    def has(self, name: str) -> bool:
        """True where there is such a part."""
        return name in self.changed or name in self.parts

    def write(self, name: str, data: bytes) -> None:
        """Change a part, where it is not what it was."""
        if self.parts.get(name) != data:
            self.changed[name] = data

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Return what a part refers to inside the file."""
        name = _relations_of(part)
        if not self.has(name):
            return ()
        return tuple(
            Relation(relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], _resolved(part, target))
            for relation in fromstring(self.read(name))
            if relation.get("TargetMode") != "External" and (target := relation.get("Target", ""))
        )

    def related(self, part: str, kind: str) -> str:
        """Return the first part of a kind that a part refers to, or nothing."""
        return next((r.target for r in self.relations(part) if r.kind == kind and self.has(r.target)), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another and return the id of the relation."""
        name = _relations_of(part)
        data = self.read(name) if self.has(name) else _EMPTY
        used = {relation.id for relation in self.relations(part)}
        used |= {element.attribute("Id") for element in elements(data, {"Relationships/Relationship"})}
        id_ = next(f"rIdPlanner{n}" for n in range(1, len(used) + 2) if f"rIdPlanner{n}" not in used)
        (root,) = elements(data, {"Relationships"})
        attributes = f'Id="{id_}" Type="{RELATIONS}/{kind}" Target="/{xml_text(target)}"'
        self._append(name, data, root, f"<{prefix(root)}Relationship {attributes}/>")
        return id_

    def add(self, name: str, content_type: str, data: bytes) -> str:
        """Add a part under a name that is free, say what it holds unless its extension does, and return the name."""
        self.changed[name] = data
        if content_type:
            self._declare(f'Override PartName="/{name}" ContentType="{content_type}"')
        return name

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what parts with an extension hold, where it is not said yet."""
        defaults = elements(self.read(_TYPES), {"Types/Default"})
        if all(element.attribute("Extension").lower() != extension for element in defaults):
            self._declare(f'Default Extension="{extension}" ContentType="{content_type}"')

    def free(self, pattern: str) -> str:
        """Return the first name of a numbered pattern that no part has."""
        return next(name for n in range(1, len(self.parts) + len(self.changed) + 2)
                    if not self.has(name := pattern.format(n)))  # fmt: skip

    def content(self) -> bytes:
        """Return the file. A template becomes a workbook."""
        self.write(_TYPES, self.read(_TYPES).replace(_TEMPLATE, _WORKBOOK))
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, info in self.infos.items():
                archive.writestr(info, self.changed.get(name, self.parts[name]), compress_type=zipfile.ZIP_DEFLATED)
            for name in self.changed.keys() - self.infos.keys():
                archive.writestr(name, self.changed[name])
        return content.getvalue()

    def _declare(self, element: str) -> None:
        data = self.read(_TYPES)
        (root,) = elements(data, {"Types"})
        self._append(_TYPES, data, root, f"<{prefix(root)}{element}/>")

    def _append(self, name: str, data: bytes, element: Element, child: str) -> None:
        self.changed[name] = edited(data, [appended(data, element, child.encode())])


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
