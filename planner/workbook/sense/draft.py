"""The draft of a workbook: what its sound rows and cells say, as records of a case, and the way back to their cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.case.calendar import Calendar
from planner.case.checks.codes import CODES as CASE_CODES
from planner.case.checks.draft.entries import Curve, Draft, Entry, Listing
from planner.case.checks.draft.records import partial
from planner.case.checks.draft.words import Words, plain
from planner.case.checks.problem import Problem, Ref
from planner.case.records import Settings
from planner.workbook.contract.columns import Column, Row, SeriesRow, fraction
from planner.workbook.contract.places import PairRow, RampRow, SpendRow
from planner.workbook.contract.settings import SettingRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.contract.translation import BY_RECORD, BY_SHEET, SETTINGS, Translation, completed
from planner.workbook.faults.codes import CODES
from planner.workbook.faults.fault import Fault, address, fault
from planner.workbook.read.references import Read
from planner.workbook.read.settings import SettingsRead
from planner.workbook.read.table import Record, Table

_BESIDE = {
    "to_region": ("to_market",),
    "good_units_per_wafer": ("die_area_mm2", "part"),
}
"""Where a fault of a column is shown if the sheet lacks that column."""
_SETTINGS = Ref(SettingRow.sheet)


@dataclass(frozen=True)
class SheetWords(Words):
    """The words for a workbook: per cent, labels, cells and sheets."""

    read: Read
    settings: SettingsRead
    row = "row"

    def share(self, fraction: float) -> str:
        """Return a share in per cent."""
        return plain(float(f"{100.0 * fraction:.10g}"))

    def other_unit(self, total: float, tolerance: float) -> str:
        """Return how to fix shares that were entered as fractions."""
        return "write per cent: every share times 100" if abs(total - 0.01) <= tolerance else ""

    def period(self, calendar: Calendar, ordinal: int) -> str:
        """Return the label of a period."""
        return calendar.label(ordinal)

    def cell(self, ref: Ref, field: str, period: int | None = None) -> str:
        """Return the address of a cell, or the column that the sheet lacks."""
        if ref == _SETTINGS:
            return address(SettingRow.sheet, *self._setting(field))
        table, record = self._place(ref)
        if period is None and not table.has(_column(table, field)):
            return f"a new column {_column(table, field)} of {table.name}"
        return address(table.name, record.row, _column_number(table, field, period))

    def listing(self, kind: type) -> str:
        """Return the sheet of a kind of record."""
        return f"on the {BY_RECORD[kind].row.sheet} sheet"

    def one_of(self, *kinds: type) -> str:
        """Return a row of the sheets of some kinds of record."""
        return f"a row of {' or '.join(BY_RECORD[kind].row.sheet for kind in kinds)}"

    def is_default(self, ref: Ref, record: Any, name: str) -> bool:
        """Say whether a cell is blank."""
        table, record = self._place(ref)
        return record.values.get(_column(table, name)) is None

    def fault(self, problem: Problem) -> Fault:
        """Return a problem as the fault of its cell."""
        code, is_general = CODES[problem.code], problem.fix == CASE_CODES[problem.code].fix
        value, expected, fix = problem.found, problem.expected, "" if is_general else problem.fix
        if problem.record == _SETTINGS:
            at = self._setting(problem.field)
            return fault(code, SettingRow.sheet, *at, found=value, expected=expected, fix=fix)
        table, record = self._place(problem.record)
        column = _column_number(table, problem.field, problem.period)
        return fault(code, table.name, record.row, column, found=value, expected=expected, fix=fix)

    def _setting(self, field: str) -> tuple[int, int]:
        """Return row and column of a setting: a share of a case is in per cent, and has another name."""
        cells = self.settings.cells
        return cells[field] if field in cells else cells[f"{field}_pct"]

    def _place(self, ref: Ref) -> tuple[Table, Record]:
        table = self.read[ref.kind]
        assert isinstance(ref.key, int)
        return table, table.records[ref.key]


def _column(table: Table, field: str) -> str:
    translation = BY_SHEET.get(table.kind.sheet)
    column = translation.column(field) if translation else field
    return next((name for name in (column, *_BESIDE.get(column, ())) if table.has(name)), column)


def _column_number(table: Table, field: str, period: int | None) -> int:
    return table.column(_column(table, field)) if period is None else table.header.periods[period] + 1


def sheet_draft(read: Read, absent: frozenset[str], settings: SettingsRead) -> tuple[Draft, SheetWords]:
    """Return what is known of a case. `absent` names sheets that are at fault as a whole."""
    words = SheetWords(read, settings)
    calendar = settings.calendar
    listings = {
        translation.record: Listing(_entries(read.get(sheet), translation, calendar), _is_lost(read, absent, sheet))
        for sheet, translation in BY_SHEET.items()
    }
    ramps = dict(_curves(read, RampRow, "ramp", "age_periods"))
    spends = dict(_curves(read, SpendRow, "spend", "offset_periods"))
    profiles = dict(_profiles(read, {"ramp": ramps, "spend": spends, "expansion_spend": spends}))
    curves = tuple(ramps.values()), tuple(spends.values())
    return Draft(calendar, _settings(settings), listings, *curves, profiles, words), words


def _profiles(read: Read, curves: Mapping[str, Mapping[str, Curve]]) -> Iterator[tuple[tuple[str, str, str], Curve]]:
    """Yield the curves that each pair and each row of shells names, by site, node and column."""
    for kind in (PairRow, ShellRow):
        table = read.get(kind.sheet)
        for record in table.records if table else ():
            for column, by_name in curves.items():
                curve = by_name.get(str(record.values.get(column)))
                if curve is not None:
                    yield (str(record.values.get("site")), str(record.values.get("node") or ""), column), curve


def _is_lost(read: Read, absent: frozenset[str], sheet: str) -> bool:
    return sheet in absent or (sheet in read and read[sheet].header.lost)


def _entries(table: Table | None, translation: Translation, calendar: Calendar | None) -> tuple[Entry[Any], ...]:
    if table is None:
        return ()
    required = {column.id for column in translation.row.columns() if column.required}
    return tuple(
        _entry(table, number, record, required, translation, calendar) for number, record in enumerate(table.records)
    )


def _entry(
    table: Table, number: int, record: Record, required: set[str], to: Translation, calendar: Calendar | None
) -> Entry[Any]:
    row = record.made

    def given(column: Column) -> Any:
        return getattr(row, column.id) if row else record.values.get(column.id, column.default)

    known = dict(to.values(given, calendar))
    unknown: set[str] = to.columns.keys() - known.keys()
    if isinstance(row, SeriesRow):
        known[to.series] = row.values
    elif row is None:
        unknown |= {to.field(name) for name in record.broken | (required - record.values.keys())}
        unknown |= {to.series} - {""}
    completed(to.record, known, unknown)
    fields = to.record.__dataclass_fields__
    known = {name: value for name, value in known.items() if name in fields and name not in unknown}
    return Entry(Ref(table.kind.sheet, number), partial(to.record, known), frozenset(unknown))


def _settings(read: SettingsRead) -> Entry[Settings] | None:
    values = read.values
    if values is None:
        return None
    return Entry(_SETTINGS, Settings(**SETTINGS.of_row(values, read.calendar)))


def _curves(read: Mapping[str, Table], kind: type[Row], name: str, age: str) -> Iterator[tuple[str, Curve]]:
    """Yield the name and the curve of each profile, but for profiles with an unreadable row: that row is the fault."""
    table, needs = read.get(kind.sheet), (age, "share_pct")
    if table is None or not all(table.has(column) for column in needs) or not table.is_sound(name):
        return
    groups: dict[str, list[tuple[int, Record]]] = {}
    for number, record in enumerate(table.records):
        groups.setdefault(str(record.values.get(name, "")), []).append((number, record))
    for key, group in groups.items():
        if not any(record.broken.intersection(needs) for _, record in group):
            curve = Curve(
                name=key,
                entries=tuple(Entry(Ref(table.kind.sheet, number), record) for number, record in group),
                shares=tuple(fraction(record.values["share_pct"]) for _, record in group),
                ages=tuple(record.values[age] for _, record in group),
                share_field="share_pct",
                age_field=age,
            )
            yield key, curve
