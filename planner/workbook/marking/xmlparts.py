"""XML parts by the byte positions of their elements, so that a part can be changed without being rewritten."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from defusedxml.common import DTDForbidden
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_TAG = re.compile(rb"""<[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>""")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

Edit = tuple[int, int, bytes]
"""A range of bytes and its replacement."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its start tag is data[start:inner], its content data[inner:close], its end tag data[close:end]."""

    name: str
    path: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    close: int
    end: int

    @property
    def is_empty_tag(self) -> bool:
        """True for <name/>, which has no content to add to."""
        return self.inner == self.end

    def attribute(self, name: str) -> str:
        """Return an attribute by its local name, empty where it is absent."""
        return next((value for key, value in self.attributes.items() if local(key) == name), "")


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def tag_end(data: bytes, start: int) -> int:
    """Return the end of the tag that starts at a place."""
    match = _TAG.match(data, start)
    if match is None:
        raise ValueError("there is no tag here")
    return match.end()


def as_utf8(data: bytes) -> bytes:
    """Return a part in an encoding in which tags can be found by their bytes."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    return _DECLARATION.sub("", data.decode("utf-16")).encode()


def parser() -> Any:
    """Return an XML parser that refuses document types."""
    xml_parser: Any = expat.ParserCreate()
    xml_parser.buffer_text = True
    xml_parser.StartDoctypeDeclHandler = _refuse
    return xml_parser


def _refuse(name: str, system: str | None, public: str | None, _: int) -> None:
    raise DTDForbidden(name, system, public)


def elements(data: bytes, paths: Collection[str]) -> list[Element]:
    """Return the elements at these paths of local names, such as styleSheet/fills, in the order in which they end."""
    reading: Any = parser()
    stack: list[tuple[str, str, dict[str, str], int]] = []
    matches: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path = f"{stack[-1][1]}/{local(name)}" if stack else local(name)
        stack.append((name, path, attributes, reading.CurrentByteIndex))

    def end(_: str) -> None:
        name, path, attributes, at = stack.pop()
        if path in paths:
            inner = tag_end(data, at)
            is_empty = data[inner - 2 : inner] == b"/>"
            close = inner if is_empty else reading.CurrentByteIndex
            matches.append(
                Element(name, path, attributes, at, inner, close, inner if is_empty else tag_end(data, close))
            )

    reading.StartElementHandler, reading.EndElementHandler = start, end
    reading.Parse(data, True)
    return matches


def appended(data: bytes, element: Element, child: bytes, *, first: bool = False) -> Edit:
    """Return the edit that adds a child at the end of an element, or at its beginning."""
    if element.is_empty_tag:
        tag = data[element.start : element.inner - 2].rstrip()
        return element.start, element.end, tag + b">" + child + f"</{element.name}>".encode()
    at = element.inner if first else element.close
    return at, at, child


def prefix(element: Element) -> str:
    """Return the prefix that an element's name has, with its colon."""
    return element.name.removesuffix(local(element.name))


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Return a start tag with an attribute set, or taken out where the value is None."""
    bare = re.sub(rb"""\s%s\s*=\s*(?:"[^"]*"|'[^']*')""" % name.encode(), b"", tag, count=1)
    if value is None:
        return bare
    head = re.match(rb"<[^\s/>]+", bare)
    assert head is not None
    return bare[: head.end()] + f' {name}="{value}"'.encode() + bare[head.end() :]


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the data with edits made. Of several at one place what is added comes first, in the given order."""
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1] > edit[0])):
        pieces += [data[at:start], new]
        at = max(at, end)
    return b"".join([*pieces, data[at:]])


def xml_text(text: str) -> str:
    """Return text for an XML part of any encoding, as Excel reads it back: escaped, without what no cell may hold."""
    clean = _ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    clean = clean.encode("utf-8", "ignore").decode()
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        clean = clean.replace(character, entity)
    return clean.encode("ascii", "xmlcharrefreplace").decode()
