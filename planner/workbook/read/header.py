"""A sheet's header: which column is what, found wherever it is, and what is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from planner.case.calendar import Calendar
from planner.workbook.contract.allowed import unit_shown
from planner.workbook.contract.columns import Column, Row, Type
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.faults import codes
from planner.workbook.faults.broken import BROKEN
from planner.workbook.faults.fault import Fault, fault, show
from planner.workbook.layout.banner import a_year_above, unit_above, years_share
from planner.workbook.layout.cross_table import Names, cross_table, periods_down
from planner.workbook.layout.longer_titles import named_more
from planner.workbook.layout.money_column import other_money_below, other_unit_below
from planner.workbook.layout.pivot import AS_A_TABLE, is_pivot_title
from planner.workbook.layout.second_table import is_repeated, second_table
from planner.workbook.layout.stacked_header import unstacked
from planner.workbook.layout.units_row import differs
from planner.workbook.read.period_titles import PeriodTitles, TitleFault
from planner.workbook.read.title_units import other_unit, period_fix, unit_fix
from planner.workbook.text.values import Broken, RawSheet, Value, is_blank
from planner.workbook.text.words import fold, lookalike_remark, nearest, tidy, title_form, visible

Report = Callable[[Fault], None]
REMARKS = ("source", "note")
_ROWS_SEARCHED = 100
_TITLES_DOWN = 25
_PERIODS = ("period", "periods", "quarter", "quarters", "month", "months", "year", "date", "time")


@dataclass(frozen=True, slots=True)
class Header:
    """Positions of the columns: indices from 0 by field id and by ordinal of the period.

    `titled` holds every column with any title; `lost` says that a merged or unreadable title hides columns.
    """

    row: int
    columns: Mapping[str, int]
    periods: Mapping[int, int]
    titled: frozenset[int]
    lost: bool = False


def find_header(raw: RawSheet, kind: type[Row]) -> tuple[int, tuple[Value, ...]] | None:
    """Return the row that names the most columns of the sheet, among the first rows; nothing where none names any."""
    forms = set(_forms(kind.columns()))
    best, max_titles = None, 0
    for number, cells in raw.rows[:_ROWS_SEARCHED]:
        matches = sum(1 for cell in cells if isinstance(cell, str) and title_form(cell) in forms)
        if matches > max_titles:
            best, max_titles = (number, cells), matches
    return best


def read_header(
    raw: RawSheet, kind: type[Row], calendar: Calendar | None, report: Report, names: Names | None = None
) -> Header | None:
    """Return the header of a sheet, or nothing where none can be found, or where the table is the other way round."""
    stacked = unstacked(raw, calendar.period_months) if kind.series and calendar else None
    raw = stacked.raw if stacked else raw
    position = find_header(raw, kind)
    if position is None or lies_on_its_side(raw, _forms(kind.columns())) or _is_turned(raw, kind, position[1]):
        report(_without_header(raw, kind))
        return None
    row, cells = position
    first = next(index for index, cell in enumerate(cells) if not is_blank(cell))
    if stacked and row == stacked.row:
        report(fault(codes.STACKED_HEADER, raw.name, row, stacked.column, found=stacked.example))
    elif row > 1:
        report(fault(codes.HEADER_NOT_FIRST, raw.name, row, first + 1, found=f"row {row}", expected="row 1"))
    _unit_above(raw, kind, calendar, row, report)
    reading = _Reading(raw, kind, calendar, row, report)
    for index, cell in enumerate(cells[: reading.first_table(cells)]):
        if not is_blank(cell):
            reading.take(index, cell)
    return None if reading.is_cross_table(names or {}) else reading.finish()


def _unit_above(raw: RawSheet, kind: type[Row], calendar: Calendar | None, header_row: int, report: Report) -> None:
    """Report a unit above a table of figures by period that is not their own."""
    due = unit_shown(kind.series) if kind.series is not None else ""
    months = calendar.period_months if calendar else 0
    for row, cells in raw.rows if due else ():
        for index, cell in enumerate(cells) if row < header_row else ():
            unit = unit_above(cell)
            if unit is not None and differs(unit, due, months):
                fix = f"convert the figures below to {due} if they are in {unit}, then delete this row"
                report(fault(codes.UNIT_DIFFERS, raw.name, row, index + 1, found=unit, expected=due, fix=fix))
                continue
            a_year, by = a_year_above(cell), years_share(due, months)
            if a_year is not None and by is not None:
                fix = f"divide the figures below by {by} if they are for a year, then delete this row"
                expected = f"{due} for a {'month' if due == 'kwspm' else 'period'}"
                report(fault(codes.UNIT_DIFFERS, raw.name, row, index + 1, found=a_year, expected=expected, fix=fix))


def lies_on_its_side(raw: RawSheet, forms: Collection[str]) -> bool:
    """True where the first column holds more titles than any row."""
    columns = [cells[0] for _, cells in raw.rows[:_TITLES_DOWN] if cells]
    max_titles = max(len(_titles(cells, forms)) for _, cells in raw.rows[:_ROWS_SEARCHED])
    return len(_titles(columns, forms)) > max(1, max_titles)


def _is_turned(raw: RawSheet, kind: type[Row], header: tuple[Value, ...]) -> bool:
    """True where periods stand below each other in a column of names, or in one without a title."""
    down = periods_down(raw) if kind.series is not None else None
    if down is None:
        return False
    title = header[down.column - 1] if down.column <= len(header) else None
    return is_blank(title) or (isinstance(title, str) and title_form(title) in _forms(kind.columns()))


def _titles(cells: Iterable[Value], forms: Collection[str]) -> set[str]:
    return {title_form(cell) for cell in cells if isinstance(cell, str)}.intersection(forms)


def _without_header(raw: RawSheet, kind: type[Row]) -> Fault:
    forms = _forms(kind.columns())
    if lies_on_its_side(raw, forms):
        titles = ", ".join(show(cells[0]) for _, cells in raw.rows[:3] if cells)
        return fault(codes.TABLE_ON_ITS_SIDE, raw.name, raw.rows[0][0], 1, found=f"titles below each other: {titles}")
    down = periods_down(raw) if kind.series is not None else None
    if down is not None:
        keys = [column.title for column in kind.columns() if column.required]
        titles = f"title{'s' * (len(keys) > 1)} {' and '.join(keys)}"
        fix = f"{codes.TABLE_ON_ITS_SIDE.fix}, with the {titles} above the names"
        at, listed = (raw.name, down.row, down.column), f"periods below each other: {down.listed}"
        return fault(codes.TABLE_ON_ITS_SIDE, *at, found=listed, expected="a column for each period", fix=fix)
    named = [column for column in kind.columns() if column.id not in REMARKS]
    required = ", ".join(column.title for column in named if column.required or len(named) == 2)
    first, fix = show(raw.rows[0][1][0]), ""
    for separator, name in ((";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")):
        if len(_titles(str(raw.rows[0][1][0]).split(separator), forms)) > 1:
            fix = f"split the first column into columns at every {name} (Data, Text to Columns)"
            break
    else:
        pivot = next((show(cell) for _, cells in raw.rows[:_TITLES_DOWN] for cell in cells if is_pivot_title(cell)), "")
        first, fix = pivot, AS_A_TABLE if pivot else ""
    return fault(codes.HEADER_NOT_FOUND, raw.name, 1, 1, found=first, expected=f"titles such as {required}", fix=fix)


def _forms(columns: tuple[Column, ...]) -> dict[str, str]:
    return {form: column.id for column in columns for form in (fold(column.id), fold(column.title))}


def _bare(column: Column) -> str:
    """Return the title of a column without its unit."""
    return column.title.partition(" [")[0]


def _sheet_of(titles: list[str]) -> str:
    """Return the sheet that has most of these titles; empty where none has two."""
    forms = [title_form(title) for title in titles]
    counts = {name: sum(form in _forms(kind.columns()) for form in forms) for name, kind in BY_NAME.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > 1 else ""


class _Reading:
    """The header being read, title by title."""

    def __init__(self, raw: RawSheet, kind: type[Row], calendar: Calendar | None, row: int, report: Report) -> None:
        self.raw, self.kind, self.row, self.report = raw, kind, row, report
        self.forms = _forms(kind.columns())
        self.columns: dict[str, int] = {}
        self.periods = PeriodTitles(calendar, kind.series is not None and kind.series.is_level)
        self.titled: set[int] = set()
        self.unknown: dict[int, str] = {}
        self.lost = False

    def fault(self, title_fault: TitleFault) -> None:
        at = self.raw.name, self.row, title_fault.index + 1
        self.report(
            fault(title_fault.code, *at, found=title_fault.found, expected=title_fault.expected, fix=title_fault.fix)
        )

    def first_table(self, cells: tuple[Value, ...]) -> int:
        """Return where the table ends to the right; a second one beside it is reported."""
        keys = [self._key(cell) for cell in cells]
        start = second_table(keys, frozenset(column.id for column in self.kind.columns() if column.required))
        if start is None:
            return len(cells)
        self.titled.update(range(start, len(cells)))
        texts = [tidy(visible(show(cell))) for cell in cells[start:] if not is_blank(cell)]
        listed = ", ".join(texts[:4]) + (f", ... {texts[-1]}" if len(texts) > 4 else "")
        columns = f"{len(texts)} columns: {listed}"
        sheet = _sheet_of(texts)
        fix = f"move the table to the sheet {sheet}" if sheet not in ("", self.kind.sheet) else ""
        if is_repeated(keys, start):
            self.fault(TitleFault(codes.SECOND_TABLE, start, columns, fix=fix))
        else:
            fix = f"{fix} if it holds its data; otherwise ignore this" if fix else ""
            self.fault(TitleFault(codes.COLUMN_UNKNOWN, start, columns, fix=fix))
        return start

    def _key(self, cell: Value) -> str | None:
        """Return what a title stands for: a field or a period; empty for a blank cell, None for an unknown title."""
        if is_blank(cell):
            return ""
        text = tidy(visible(show(cell)))
        field = self.forms.get(title_form(text)) if isinstance(cell, str) else None
        if field in REMARKS:
            return None
        is_period = self.kind.series is not None and PeriodTitles(self.periods.calendar).take(0, cell, text)
        return field or (title_form(text) if is_period else None)

    def take(self, index: int, cell: Value) -> None:
        self.titled.add(index)
        if isinstance(cell, Broken):
            self.lost = True
            self.fault(TitleFault(BROKEN[cell.why], index, str(cell), "a title"))
            return
        text = tidy(visible(show(cell)))
        field = self.forms.get(title_form(text)) if isinstance(cell, str) else None
        if field is None:
            if self.kind.series is None or not self.periods.take(index, cell, text):
                self.unknown[index] = text
        elif field in self.columns:
            code = codes.COLUMN_UNKNOWN if field in REMARKS else codes.COLUMN_TWICE
            self.fault(TitleFault(code, index, text))
        else:
            self.columns[field] = index

    def is_cross_table(self, names: Names) -> bool:
        """Report titles that belong in a column; true where nothing can be read for them."""
        rows = [cells for row, cells in self.raw.rows if row > self.row]
        cross = None if self.periods.any_period() else cross_table(self.kind, self.columns, self.unknown, rows, names)
        if cross is None:
            return False
        code = codes.CROSS_TABLE if cross.is_needed else codes.NAMES_AS_TITLES
        self.fault(TitleFault(code, min(cross.indices), cross.words, f"a column {cross.column.title!r}", cross.fix))
        self.unknown = {at: text for at, text in self.unknown.items() if at not in cross.indices}
        return cross.is_needed

    def finish(self) -> Header:
        self._merged()
        self._periods_in_rows()
        self._another_table()
        if not self.lost:
            self._missing_columns()
        for title_fault in self.periods.faults() if self.kind.series else ():
            if title_fault.code is not codes.PERIOD_MISSING or not self.lost:
                self.fault(self._with_unit(title_fault))
        absent = [column for column in self.kind.columns() if column.id not in self.columns]
        for index, text in self.unknown.items():
            self._money_below(index)
            other = other_unit(text, absent)
            if other is not None:
                column, fix = other
                self.fault(TitleFault(codes.COLUMN_UNREAD_UNIT, index, text, column.title, fix))
                continue
            titles = {known: column.title for column in absent for known in (column.id, column.title, _bare(column))}
            near = titles.get(nearest(text, list(titles)) or "", "")  # as sheets show it
            self.fault(
                TitleFault(codes.COLUMN_UNKNOWN, index, text, fix=f"write {near!r} if that is meant" if near else "")
            )
        return Header(self.row, self.columns, self.periods.columns, frozenset(self.titled), self.lost)

    def _money_below(self, index: int) -> None:
        cell = other_money_below(self.raw, self.row, index)
        if cell is None and self.kind.series is not None:
            due, calendar = unit_shown(self.kind.series), self.periods.calendar
            cell = other_unit_below(self.raw, self.row, index, due, calendar.period_months if calendar else 0)
        if cell is not None:
            at = self.raw.name, cell.row, index + 1
            self.report(fault(codes.UNIT_DIFFERS, *at, found=cell.text, expected=cell.due, fix=cell.fix))

    def _with_unit(self, title_fault: TitleFault) -> TitleFault:
        """A new label alone does not change the unit of the values below it."""
        change = ""
        if title_fault.code is codes.PERIOD_UNREADABLE and self.kind.series is not None:
            change = period_fix(title_fault.found, self.kind.series)
        return replace(title_fault, fix=f"{title_fault.fix}, and {change}") if change else title_fault

    def _merged(self) -> None:
        known = {*self.columns.values(), *self.periods.columns.values()}
        for merge in self.raw.merges:
            if not merge.first_row <= self.row <= merge.last_row:
                continue
            covered = range(merge.first_column, merge.last_column)
            below = any(
                number > self.row and any(i < len(cells) and not is_blank(cells[i]) for i in covered)
                for number, cells in self.raw.rows
            )
            reaches_down = merge.last_row > self.row and not known.isdisjoint(
                range(merge.first_column - 1, merge.last_column)
            )
            if below or reaches_down:
                self.lost = True
                self.report(fault(codes.HEADER_MERGED, self.raw.name, merge.first_row, merge.first_column))

    def _periods_in_rows(self) -> None:
        """A column named period where periods should be columns: so other missing columns are not reported."""
        index = next((i for i, text in self.unknown.items() if title_form(text) in _PERIODS), None)
        if index is not None and self.kind.series is not None and not self.periods.any_period():
            self.lost = True
            self.fault(TitleFault(codes.PERIODS_IN_ROWS, index, self.unknown[index], "a column for each period"))
            self.unknown.clear()

    def _another_table(self) -> None:
        """The columns of another table that is often pasted here, in place of what the rows of this one say."""
        columns, instead, fix = self.kind.mistaken
        pasted = {title_form(text): text for text in self.unknown.values()}
        if columns and pasted.keys() >= set(columns) and not any(field in self.columns for field in instead):
            index = next(i for i, text in self.unknown.items() if title_form(text) == columns[0])
            names = {column.id: column.title for column in self.kind.columns()}
            expected = " and ".join(f"a column {names[field]!r}" for field in instead)
            self.fault(TitleFault(codes.COLUMN_MISSING, index, ", ".join(columns), expected, fix))
            self.unknown = {i: text for i, text in self.unknown.items() if title_form(text) not in columns}

    def _or_rename(self, is_name: bool) -> str:
        """Return which column may hold what no title names: one whose title is not known, or has texts below it."""
        texts = [text for at, text in self.unknown.items() if not text.isascii() or (is_name and self._holds_names(at))]
        return f", or give this title to the column that holds it: {', '.join(texts)}" if 0 < len(texts) <= 4 else ""

    def _holds_names(self, index: int) -> bool:
        """True where a column holds nothing but texts below its title."""
        cells = [cells[index] for row, cells in self.raw.rows if row > self.row and index < len(cells)]
        return any(isinstance(cell, str) for cell in cells) and all(isinstance(cell, str | None) for cell in cells)

    def _missing_columns(self) -> None:
        for column in self.kind.columns():
            if not column.required or column.id in self.columns:
                continue
            other = next(((i, fix) for i, text in self.unknown.items() if (fix := unit_fix(text, column))), None)
            if other is not None:
                index, fix = other
                text = self.unknown.pop(index)
                self.fault(TitleFault(codes.COLUMN_IN_OTHER_UNIT, index, text, column.title, fix))
                continue
            texts = self.unknown.values()
            near = nearest(column.title, texts) or nearest(column.id, texts) or named_more(column.title, texts)
            if near is None:
                is_name = column.type in (Type.NAME, Type.CHOICE)
                is_pivot = any(map(is_pivot_title, self.unknown.values()))
                fix = AS_A_TABLE if is_pivot else f"add a column {column.title!r}{self._or_rename(is_name)}"
                self.fault(TitleFault(codes.COLUMN_MISSING, 0, expected=column.title, fix=fix))
                continue
            index = next(i for i, text in self.unknown.items() if text == near)
            del self.unknown[index]
            fix = f"write {column.title!r}{lookalike_remark(near, column.title)}"
            self.fault(TitleFault(codes.COLUMN_MISSPELT, index, near, column.title, fix))
