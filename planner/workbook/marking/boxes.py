"""The boxes in which a sheet's comments are shown: drawings in an old format, one for each comment."""

import re
from collections.abc import Iterable

from planner.workbook.marking.sheetcells import Spot
from planner.workbook.marking.xmlparts import tag_end

_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
NO_BOXES = ("<xml " + " ".join(f'xmlns:{short}="{name}"' for short, name in _NAMES.items()) + "></xml>").encode()

# Names are written with their short prefix and an @, which is replaced by the prefix that the part uses.
_TYPE = (
    '<v@shapetype id="_x0000_t202" coordsize="21600,21600" o@spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v@stroke joinstyle="miter"/><v@path gradientshapeok="t" o@connecttype="rect"/></v@shapetype>'
)
_BOX = (
    '<v@shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o@insetmode="auto" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:270pt;height:{height}pt;z-index:1;visibility:hidden">'
    '<v@fill color2="#ffffe1"/><v@shadow color="black" obscured="t"/><v@path o@connecttype="none"/>'
    '<v@textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v@textbox>'
    '<x@ClientData ObjectType="Note"><x@MoveWithCells/><x@SizeWithCells/><x@AutoFill>False</x@AutoFill>'
    "<x@Row>{row}</x@Row><x@Column>{column}</x@Column></x@ClientData></v@shape>"
)
_SHAPE = re.compile(rb"(?s)<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>")
_PLACE = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*</(?:\w+:)?Row>\s*<(?:\w+:)?Column>\s*(\d+)\s*</")
_LINE_POINTS = 13
_LINE_CHARACTERS = 52


def with_boxes(boxes: bytes, new: Iterable[tuple[Spot, str]], gone: Iterable[Spot]) -> bytes:
    """Return the part with boxes for new comments, tall enough for their texts, and without those that are gone."""
    boxes = _without(boxes, set(gone))
    first = 1 + max([1024, *(int(number) for number in re.findall(rb"_x0000_s(\d+)", boxes))])
    boxes_xml = "".join(_box(number, spot, text) for number, (spot, text) in enumerate(new, start=first))
    if not boxes_xml:
        return boxes
    end = boxes.rfind(b"</xml>")
    if end < 0:
        raise ValueError("the boxes of the comments cannot be read")
    if b'"_x0000_t202"' not in boxes:
        boxes_xml = _TYPE + boxes_xml
    return boxes[:end] + _prefixed(boxes_xml, boxes).encode() + boxes[end:]


def _box(number: int, spot: Spot, text: str) -> str:
    lines = 1 + sum(1 + len(line) // _LINE_CHARACTERS for line in text.split("\n"))
    return _BOX.format(number=number, height=_LINE_POINTS * lines, row=spot[0] - 1, column=spot[1] - 1)


def _prefixed(xml: str, boxes: bytes) -> str:
    """Return new boxes with the prefixes that a part declares, and with what it does not declare."""
    start = boxes.index(b"<xml")
    declared = re.findall(r"""xmlns:(\w+)\s*=\s*["']([^"']+)["']""", boxes[start : tag_end(boxes, start)].decode())
    prefixes = {name: prefix for prefix, name in declared}
    own = ""
    for short, name in _NAMES.items():
        if name not in prefixes:
            own += f' xmlns:{short}="{name}"'
        xml = xml.replace(f"{short}@", f"{prefixes.get(name, short)}:")
    return re.sub(r"(<\w+:(?:shape|shapetype)) ", rf"\1{own} ", xml)


def _without(boxes: bytes, gone: set[Spot]) -> bytes:
    """Return the part without the first box at each of these cells, in one pass."""
    left = set(gone)

    def kept_or_empty(match: re.Match[bytes]) -> bytes:
        place = _PLACE.search(match[0])
        spot = (int(place[1]) + 1, int(place[2]) + 1) if place else (0, 0)
        if spot not in left:
            return match[0]
        left.discard(spot)
        return b""

    return _SHAPE.sub(kept_or_empty, boxes) if left else boxes
