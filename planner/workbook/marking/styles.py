"""The styles of a workbook, with some added: a cell's own style under another colour, and those of the fault list."""

import re

from planner.workbook.marking.xmlparts import Edit, Element, appended, edited, elements, prefix, with_attribute

EMPTY = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    b'<cellXfs count="1"><xf/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_PATHS = ("styleSheet/fonts", "styleSheet/fills", "styleSheet/cellXfs")
_CONDITIONAL = "styleSheet/dxfs"
_BEFORE_CONDITIONAL = ("styleSheet/cellXfs", "styleSheet/cellStyles")
_PLAIN = re.compile(rb"""patternType=["']solid["'][^>]*>\s*<(?:\w+:)?fgColor\s[^>]*?rgb=["']([0-9A-Fa-f]{8})["']""")

_COLOUR = re.compile(rb"""<(?:\w+:)?color\s[^>]*?\b(rgb|theme|indexed)=["'](\w+)["']""")
_WHITE = {b"theme": {b"0"}, b"indexed": {b"1", b"9"}}
_LIGHT = 3 * 0xC0


class Styles:
    """The styles part; additions are numbered after the existing ones."""

    def __init__(self, data: bytes) -> None:
        """Read the styles. Raises ValueError where they lack what every workbook has."""
        data = _with_conditional(data)
        self.data = data
        lists = (*_PATHS, _CONDITIONAL)
        children = ("fonts/font", "fills/fill", "cellXfs/xf", "dxfs/dxf")
        parts = elements(data, {*lists, *(f"styleSheet/{child}" for child in children)})
        self._lists = {element.path: element for element in parts if element.path in lists}
        if len(self._lists) < len(lists):
            raise ValueError("the styles of the workbook are not complete")
        self._children = {
            path: [data[e.start : e.end] for e in parts if e.path.startswith(f"{path}/")] for path in self._lists
        }
        self._counts = {path: len(children) for path, children in self._children.items()}

    def filled(self, style: int, colour: str) -> int:
        """Return a copy of a style with another fill: of one colour as RRGGBB, or none where it is empty."""
        formats = self._children["styleSheet/cellXfs"]
        own = formats[style] if style < len(formats) else formats[0]
        end = own.index(b">") + 1
        tag = with_attribute(own[:end], "fillId", str(self._fill(colour)))
        return self._add("styleSheet/cellXfs", with_attribute(tag, "applyFill", "1") + own[end:])

    def quoted(self, style: int) -> int:
        """Return a style that is another one and says that its cells hold text, whatever it looks like."""
        own = self._children["styleSheet/cellXfs"][style]
        end = own.index(b">") + 1
        return self._add("styleSheet/cellXfs", with_attribute(own[:end], "quotePrefix", "1") + own[end:])

    def colour(self, style: int) -> str:
        """Return the colour that fills a style's cells as RRGGBB, or nothing where it is not a plain one."""
        formats, fills = self._children["styleSheet/cellXfs"], self._children["styleSheet/fills"]
        match = re.search(rb"""\sfillId\s*=\s*["'](\d+)""", formats[style] if style < len(formats) else b"")
        number = int(match[1]) if match else 0
        return _colour_of(fills[number]) if number < len(fills) else ""

    def has_light_text(self, style: int) -> bool:
        """Return whether the text of a style's cells is white or nearly so."""
        formats, fonts = self._children["styleSheet/cellXfs"], self._children["styleSheet/fonts"]
        match = re.search(rb"""\sfontId\s*=\s*["'](\d+)""", formats[style] if style < len(formats) else b"")
        number = int(match[1]) if match else 0
        colour = _COLOUR.search(fonts[number]) if number < len(fonts) else None
        if colour is None:
            return False
        kind, value = colour.groups()
        return sum(bytes.fromhex(value.decode()[-6:])) >= _LIGHT if kind == b"rgb" else value in _WHITE[kind]

    def format(self, font: str, colour: str = "", alignment: str = "") -> int:
        """Return a style of its own: the content of a font element, a colour and the attributes of its alignment."""
        at = self._lists["styleSheet/fonts"]
        number = self._add("styleSheet/fonts", self._named(f"<@font>{font}</@font>", at))
        attributes = f'numFmtId="0" fontId="{number}" fillId="{self._fill(colour)}" borderId="0" xfId="0"'
        applied = 'applyFont="1" applyFill="1" applyAlignment="1"'
        xml = f"<@xf {attributes} {applied}><@alignment {alignment}/></@xf>"
        return self._add("styleSheet/cellXfs", self._named(xml, at))

    def conditional(self, colour: str) -> int:
        """Return the differential style, which conditional formats use, that fills cells with one colour."""
        xml = (
            f'<@dxf><@fill><@patternFill patternType="solid"><@fgColor rgb="FF{colour}"/><@bgColor rgb="FF{colour}"/>'
            "</@patternFill></@fill></@dxf>"
        )
        child = self._named(xml, self._lists[_CONDITIONAL])
        children = self._children[_CONDITIONAL]
        return children.index(child) if child in children else self._add(_CONDITIONAL, child)

    def result(self) -> bytes:
        """Return the part with everything that was added."""
        edits: list[Edit] = []
        for path, children in self._children.items():
            new = children[self._counts[path] :]
            if new:
                element = self._lists[path]
                counted = with_attribute(self.data[element.start : element.inner], "count", str(len(children)))
                edits.append((element.start, element.inner, counted))
                edits.append(appended(self.data, element, b"".join(new)))
        return edited(self.data, edits)

    def _fill(self, colour: str) -> int:
        if not colour:
            return 0
        fills = self._children["styleSheet/fills"]
        known = next((number for number, fill in enumerate(fills) if _colour_of(fill) == colour), None)
        if known is not None:
            return known
        xml = f'<@fill><@patternFill patternType="solid"><@fgColor rgb="FF{colour}"/></@patternFill></@fill>'
        return self._add("styleSheet/fills", self._named(xml, self._lists["styleSheet/fills"]))

    def _add(self, path: str, child: bytes) -> int:
        children = self._children[path]
        if child not in children[self._counts[path] :]:
            children.append(child)
        return children.index(child, self._counts[path])

    @staticmethod
    def _named(text: str, element: Element) -> bytes:
        return text.replace("@", prefix(element)).encode()


def _with_conditional(data: bytes) -> bytes:
    """Return the part with a list of differential styles, if an empty one, where the format has its place."""
    parts = elements(data, {_CONDITIONAL, *_BEFORE_CONDITIONAL})
    if not parts or any(element.path == _CONDITIONAL for element in parts):
        return data
    last = max(parts, key=lambda element: element.end)
    return edited(data, [(last.end, last.end, f'<{prefix(last)}dxfs count="0"/>'.encode())])


def _colour_of(fill: bytes) -> str:
    plain = _PLAIN.search(fill)
    return plain[1].decode()[2:].upper() if plain else ""
