"""One sheet's XML to raw cells, in one pass: values, error cells, formulas without a value, merged ranges.

openpyxl's own loader trusts the stated dimension, pads rows to it and hides formulas without a value, so the cells are
read here, straight from the XML parser; openpyxl's style tables say which numbers are dates.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from xml.parsers import expat

from defusedxml.common import DTDForbidden
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from planner.workbook.file.number_formats import NumberFormat
from planner.workbook.file.plain_rows import PlainCell, feed
from planner.workbook.text.error_words import is_error_text
from planner.workbook.text.values import Broken, Formula, InUnit, Merge, PerCent, Value, Why, is_blank
from planner.workbook.text.words import decode

MAX_COLUMNS = 1500
_LAST_COLUMN = 16384
_MAX_FAR_CELLS = 20
_LONGEST_TEXT = 32_767  # what a cell of Excel holds; adding on to more would take quadratic time
_TEXTS = ("v", "t", "f")
_TRUE = ("1", "true")
_ATTRIBUTE = re.compile(r'([\w:.]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Shared:
    """What the cells of a workbook share: its strings, its styles and the day its dates count from."""

    strings: Sequence[str]
    date_styles: Collection[int]
    duration_styles: Collection[int]
    percent_styles: Collection[int]
    odd_formats: Mapping[int, NumberFormat]
    format_units: Mapping[int, str]
    struck_styles: Collection[int]
    epoch: datetime


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a sheet; `far` holds the first of those beyond any table's last column.

    `hidden_columns` are ranges of columns, counted from 1, ends included. `zeros` are the formulas that store 0 or an
    empty text; `is_calculated` says that another one stores something else.
    """

    rows: tuple[tuple[int, tuple[Value, ...]], ...]
    merges: tuple[Merge, ...]
    far: tuple[tuple[int, int, Value], ...]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    zeros: tuple[Formula, ...] = ()
    struck: tuple[tuple[int, int], ...] = ()
    is_calculated: bool = False


def read_cells(source: IO[bytes], shared: Shared) -> Cells:
    """Read a sheet. Raises ExpatError, ValueError or IndexError where it is damaged, DTDForbidden where unsafe."""
    handler = _Handler(shared)
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = handler.doctype
    feed(source, parser, handler.take)
    return Cells(
        tuple(handler.rows),
        tuple(handler.merges),
        tuple(handler.far),
        tuple(handler.hidden_rows),
        tuple(handler.hidden_columns),
        tuple(handler.zeros),
        tuple(handler.struck),
        handler.is_calculated,
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """The attributes of plain cells except their place; `is_number`: one that is shown as it is stored."""

    cell: dict[str, str]
    is_number: bool
    is_struck: bool


class _Handler:
    """What the XML parser calls. Prefixes of element names are dropped; text is kept inside <v>, <t> and <f> only."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.rows: list[tuple[int, tuple[Value, ...]]] = []
        self.merges: list[Merge] = []
        self.far: list[tuple[int, int, Value]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.zeros: list[Formula] = []
        self.struck: list[tuple[int, int]] = []
        self.is_calculated = False
        self.columns: dict[str, int] = {}
        self.plain_columns: dict[bytes, int] = {}
        self.kinds: dict[bytes, _Kind] = {}
        self.row, self.column, self.is_hidden = 0, 0, False
        self.values: list[Value] = []
        self.cell: dict[str, str] = {}
        self.text: str | None = None
        self.value, self.inline, self.formula = "", "", ""
        self.in_data, self.in_phonetic = False, False

    def doctype(self, name: str, system: str | None, public: str | None, _: int) -> None:
        raise DTDForbidden(name, system, public)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.cell = attributes
            self.value = self.inline = self.formula = ""
        elif name in _TEXTS:
            self.text = ""
        elif name == "row":
            self.row = int(float(attributes.get("r", self.row + 1)))
            self.column = 0
            self.values = []
            self.is_hidden = attributes.get("hidden") in _TRUE
        elif name == "col":
            if attributes.get("hidden") in _TRUE:
                self.hidden_columns.append((int(attributes.get("min", 1)), int(attributes.get("max", 1))))
        elif name == "mergeCell":
            left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(attributes.get("ref", "A1")))
            self.merges.append(Merge(top, left, bottom, right))
        elif name == "sheetData":
            self.in_data = True
        elif name == "rPh":
            self.in_phonetic = True

    def take(self, row: int, cells: list[PlainCell]) -> None:
        """Read a row of plain cells. Their attributes repeat, so each set of them is read once."""
        self.row, self.values = row, []
        values, columns, kinds = self.values, self.plain_columns, self.kinds
        for letters, attributes, value, inline in cells:
            column = columns.get(letters) or self._plain_column(letters)
            kind = kinds.get(attributes) or self._kind(attributes)
            if kind.is_number and value and column == len(values) + 1 and column <= MAX_COLUMNS:
                try:
                    values.append(int(value) if value.isdigit() else float(value))
                    continue
                except ValueError:
                    pass  # what turns out not to be a number is read below
            self._place(column, _value(kind.cell, value.decode(), inline.decode(), "", self.shared), kind.is_struck)
        if not all(map(is_blank, values)):
            self.rows.append((row, tuple(values)))

    def _plain_column(self, letters: bytes) -> int:
        self.plain_columns[letters] = self._column(letters.decode())
        return self.plain_columns[letters]

    def _kind(self, attributes: bytes) -> "_Kind":
        cell = dict(_ATTRIBUTE.findall(attributes.decode()))
        style, shared, is_struck = cell.get("s"), self.shared, self._is_struck(cell)
        is_plain = style is None or not any(
            int(style) in styles
            for styles in (shared.date_styles, shared.percent_styles, shared.odd_formats, shared.format_units)
        )
        self.kinds[attributes] = _Kind(cell, cell.get("t", "n") == "n" and is_plain and not is_struck, is_struck)
        return self.kinds[attributes]

    def data(self, text: str) -> None:
        if self.text is not None and len(self.text) < _LONGEST_TEXT:
            self.text += text

    def end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            self.value, self.text = self.text or "", None
        elif name == "c":
            self._end_cell()
        elif name == "t":
            self.inline += "" if self.in_phonetic else self.text or ""
            self.text = None
        elif name == "f":
            self.formula, self.text = self.text or "...", None
        elif name == "row":
            if self.in_data and not all(map(is_blank, self.values)):
                self.rows.append((self.row, tuple(self.values)))
                if self.is_hidden:
                    self.hidden_rows.append(self.row)
        elif name == "sheetData":
            self.in_data = False
        elif name == "rPh":
            self.in_phonetic = False

    def _end_cell(self) -> None:
        reference = self.cell.get("r")
        column = self._column(reference) if reference else self.column + 1
        self.column = column
        if self.formula:
            self._note_formula(column)
        value = _value(self.cell, self.value, self.inline, self.formula, self.shared)
        self._place(column, value, self._is_struck(self.cell))

    def _is_struck(self, cell: dict[str, str]) -> bool:
        return bool(self.shared.struck_styles) and int(cell.get("s", 0)) in self.shared.struck_styles

    def _note_formula(self, column: int) -> None:
        kind = self.cell.get("t", "n")
        if (kind == "n" and _is_zero(self.value)) or (kind == "str" and not self.value):
            self.zeros.append(Formula(self.row, column, f"={self.formula}"))
        else:
            self.is_calculated = self.is_calculated or bool(self.value)

    def _place(self, column: int, value: Value, is_struck: bool) -> None:
        if value is None:
            return
        if is_struck and not is_blank(value):
            self.struck.append((self.row, column))
        missing = column - 1 - len(self.values)
        if column <= MAX_COLUMNS:
            if missing > 0:
                self.values.extend([None] * missing)
            if missing >= 0:
                self.values.append(value)
            else:
                self.values[column - 1] = value
        elif len(self.far) < _MAX_FAR_CELLS and not is_blank(value):
            self.far.append((self.row, column, value))

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        known = self.columns.get(letters)
        if known is not None:
            return known
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        if not 1 <= number <= _LAST_COLUMN:
            raise ValueError(f"{reference} is not a cell")
        self.columns[letters] = number
        return number


def _value(cell: dict[str, str], text: str, inline: str, formula: str, shared: Shared) -> Value:
    kind = cell.get("t", "n")
    if kind == "n" and text:
        return _number(text, cell.get("s"), shared)
    if kind == "inlineStr":
        return _text(inline) or None
    if not text:
        return Broken(f"={formula}", Why.NOT_STORED) if formula and kind != "str" else None
    match kind:
        case "s":
            return _text(shared.strings[int(text)])
        case "b":
            return text.strip() not in ("0", "false")
        case "e":
            return Broken(text, Why.LINKED_DATA if "vm" in cell else Why.ERROR)
        case "d":
            return _moment(text)
    return _text(text)


def _text(text: str) -> str | Broken:
    """Return a text, or the error that was pasted as one."""
    return Broken(text) if is_error_text(text) else decode(text)


def _is_zero(text: str) -> bool:
    try:
        return bool(text) and float(text) == 0.0
    except ValueError:
        return False


def _moment(text: str) -> Value:
    parse: Any = from_ISO8601
    try:
        moment: Value = parse(text)
    except ValueError:
        return text
    return text if moment is None else moment


def _number(text: str, style: str | None, shared: Shared) -> Value:
    try:
        number = int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text
    if style is None:
        return number
    if int(style) in shared.percent_styles:
        return PerCent(number)
    if int(style) not in shared.date_styles:
        form, unit = shared.odd_formats.get(int(style)), shared.format_units.get(int(style))
        if form is None and unit is not None:
            return InUnit(number, unit)
        return number if form is None else form.read(number)
    try:
        moment: Any = from_excel(number, shared.epoch, timedelta=int(style) in shared.duration_styles)
    except (OverflowError, ValueError):
        return Broken("#VALUE!")
    return number if moment is None else moment
