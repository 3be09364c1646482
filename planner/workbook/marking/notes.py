"""The comments of one sheet, with those of the planner put in or taken out. Every comment needs its own box."""

import re
from collections.abc import Mapping
from functools import cached_property

from openpyxl.utils import coordinate_to_tuple, get_column_letter

from planner.workbook.marking.boxes import with_boxes
from planner.workbook.marking.sheetcells import Spot
from planner.workbook.marking.xmlparts import Edit, Element, appended, edited, elements, prefix, tag_end, xml_text

AUTHOR = "fab-planner"
NO_COMMENTS = (
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>'
)
_COMMENT = "comments/commentList/comment"


class Notes:
    """The comments of a sheet and their boxes, by cell."""

    def __init__(self, comments: bytes, boxes: bytes, threads: frozenset[Spot] = frozenset()) -> None:
        """Read both parts. `threads` are the cells with threaded comments, for which Excel shows nothing else."""
        self.comments, self.boxes, self.threads = comments, boxes, threads
        self._list: dict[Spot, Element] = {}
        self._texts: dict[Spot, Element] = {}
        self._lead: dict[Spot, tuple[Element, str]] = {}
        self._read()

    @cached_property
    def own(self) -> dict[Spot, str]:
        """What the planner wrote earlier, by cell."""
        return {spot: text for spot, (_, text) in self._lead.items() if text.startswith(AUTHOR)}

    def with_texts(self, texts: Mapping[Spot, str]) -> tuple[bytes, bytes]:
        """Return comments and boxes in which these texts replace what the planner wrote earlier.

        What else a comment says stays below.
        """
        changed = {*texts, *self.own} - self.threads
        edits: list[Edit] = []
        new, gone = [], []
        for spot in sorted(changed):
            text = texts.get(spot, "")
            if spot in self._list:
                edit, is_left = self._rewritten(spot, text)
                edits.append(edit)
                gone += [] if is_left else [spot]
            elif text:
                new.append((spot, text))
        return self._listed(edits, new), with_boxes(self.boxes, new, gone)

    def _read(self) -> None:
        run, text = f"{_COMMENT}/text/r", f"{_COMMENT}/text/t"
        waiting: list[Element] = []
        for element in elements(self.comments, {_COMMENT, f"{_COMMENT}/text", run, text}):
            if element.path != _COMMENT:
                waiting.append(element)
                continue
            spot = coordinate_to_tuple(element.attribute("ref").replace("$", "").upper())
            self._list[spot] = element
            for part in waiting:
                if part.path == f"{_COMMENT}/text":
                    self._texts[spot] = part
                else:
                    self._lead.setdefault(spot, (part, _words(self.comments[part.start : part.end])))
            waiting = []

    def _rewritten(self, spot: Spot, text: str) -> tuple[Edit, bool]:
        """Return the edit of a comment that is there, and whether anything is left of it."""
        holder = self._texts[spot]
        inner = self.comments[holder.inner : holder.close]
        mark = prefix(holder)
        lead, words = self._lead.get(spot, (None, ""))
        if lead is not None and words.startswith(AUTHOR):
            rest = words.partition("\n\n")[2]  # what another program has put into the same run
            rest_xml = f'<{mark}r><{mark}t xml:space="preserve">{rest}</{mark}t></{mark}r>' if rest else ""
            before, after = self.comments[holder.inner : lead.start], self.comments[lead.end : holder.close]
            inner = before + rest_xml.encode() + after
        is_left = bool(text or inner.strip())
        if not is_left:
            element = self._list[spot]
            return (element.start, element.end, b""), False
        plain = f"<{mark}t".encode()
        if text and inner.lstrip().startswith((plain + b">", plain + b" ")):  # a run must not precede bare text
            inner = f"<{mark}r>".encode() + inner + f"</{mark}r>".encode()
        run = self._run(mark, text + "\n\n" if inner.strip() else text) if text else b""
        return (holder.inner, holder.close, run + inner), True

    def _listed(self, edits: list[Edit], new: list[tuple[Spot, str]]) -> bytes:
        if not new:
            return edited(self.comments, edits)
        parts = elements(self.comments, {"comments/authors", "comments/commentList", "comments/authors/author"})
        authors = [element for element in parts if element.name.endswith("author")]
        holder = next(element for element in parts if element.path == "comments/authors")
        listed = next(element for element in parts if element.path == "comments/commentList")
        names = [_words(self.comments[author.start : author.end]) for author in authors]
        mark = prefix(holder)
        if AUTHOR not in names:
            edits.append(appended(self.comments, holder, f"<{mark}author>{AUTHOR}</{mark}author>".encode()))
            names.append(AUTHOR)
        by = names.index(AUTHOR)
        comments_xml = b"".join(
            f'<{mark}comment ref="{get_column_letter(column)}{row}" authorId="{by}"><{mark}text>'.encode()
            + self._run(mark, text)
            + f"</{mark}text></{mark}comment>".encode()
            for (row, column), text in new
        )
        return edited(self.comments, [*edits, appended(self.comments, listed, comments_xml)])

    def _run(self, mark: str, text: str) -> bytes:
        """Return a run of text in its own style, to set it apart from what others wrote."""
        look = f'<{mark}sz val="10"/><{mark}color rgb="FF7F1D1D"/><{mark}rFont val="Calibri"/>'
        return (
            f'<{mark}r><{mark}rPr>{look}</{mark}rPr><{mark}t xml:space="preserve">{xml_text(text)}</{mark}t></{mark}r>'
        ).encode()


def _words(xml: bytes) -> str:
    """Return the text of an element, escaped as it stands."""
    inner = xml[tag_end(xml, 0) :]
    inner = re.sub(rb"(?s)<(?:\w+:)?rPr\b.*?</(?:\w+:)?rPr>", b"", inner)
    bare = re.sub(rb"<[^>]*>", b"", inner).decode(errors="replace")
    return re.sub(r"\r\n|\r|&#10;|_x000[aA]_", "\n", bare).lstrip()
