"""The settings sheet: keys and values to SettingValues, and the calendar that every other sheet needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from planner.case.calendar import PERIOD_MONTHS, Calendar
from planner.workbook.contract.columns import Column
from planner.workbook.contract.means import SettingRow, SettingValues
from planner.workbook.faults import codes
from planner.workbook.faults.fault import fault, show
from planner.workbook.read.coerce import RejectedCell, coerce, expectation
from planner.workbook.read.header import REMARKS, Header, Report, read_header
from planner.workbook.read.rows import bound_fault
from planner.workbook.read.title_units import unit_fix
from planner.workbook.text.periods import label_of_date, suggest_label
from planner.workbook.text.values import RawSheet, Value, is_blank
from planner.workbook.text.words import fold, nearest, tidy, visible

KEYS: Mapping[str, Column] = {c.id: c for c in SettingValues.columns() if c.id not in REMARKS}
_FORMS = {form: column.id for column in KEYS.values() for form in (fold(column.id), fold(column.title))}


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """What the settings sheet says. Either part is missing where it is at fault."""

    values: SettingValues | None = None
    calendar: Calendar | None = None
    defaults: tuple[str, ...] = ()
    cells: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    title: str = SettingRow.sheet


def read_settings(raw: RawSheet, report: Report) -> SettingsRead:
    """Read the settings sheet."""
    if not raw.rows:
        report(fault(codes.SHEET_EMPTY, raw.name, 1, 1))
        return SettingsRead()
    header = read_header(raw, SettingRow, None, report)
    if header is None or "key" not in header.columns:
        return SettingsRead()
    if "value" not in header.columns:
        report(fault(codes.COLUMN_MISSING, raw.name, header.row, 1, expected="Value", fix="add a column 'Value'"))
        return SettingsRead()
    if all(number <= header.row for number, _ in raw.rows):
        report(fault(codes.SHEET_NO_ROWS, raw.name, header.row, 1))
        return SettingsRead()
    reading = _Reading(raw, header, report)
    for number, cells in raw.rows:
        if number > header.row:
            reading.take(number, cells)
    return reading.finish()


class _Reading:
    """The settings being read, row by row."""

    def __init__(self, raw: RawSheet, header: Header, report: Report) -> None:
        self.raw, self.header, self.report = raw, header, report
        self.key, self.value = header.columns["key"], header.columns["value"]
        self.found: dict[str, tuple[int, Value]] = {}
        self.values: dict[str, Any] = {}
        self.broken: set[str] = set()
        self.misspelt: dict[int, tuple[str, Value]] = {}
        self.meant: dict[str, str] = {}

    def take(self, row: int, cells: tuple[Value, ...]) -> None:
        key, value = (cells[i] if i < len(cells) else None for i in (self.key, self.value))
        if is_blank(key):
            if not is_blank(value):
                self.report(fault(codes.BLANK_REQUIRED, self.raw.name, row, self.key + 1, expected="a setting"))
            return
        text = tidy(visible(str(key)))
        name = _FORMS.get(fold(text))
        if name is None:
            self.misspelt[row] = (text, value)
        elif name in self.found:
            fix = f"{codes.KEY_TWICE.fix}; the other is row {self.found[name][0]}"
            self.report(fault(codes.KEY_TWICE, self.raw.name, row, self.key + 1, found=text, fix=fix))
        else:
            self.found[name] = (row, value)

    def finish(self) -> SettingsRead:
        self._name_the_misspelt()
        months = self._months()
        for name, (row, value) in self.found.items():
            if name != "period_months":
                self._read(name, row, value, months)
        for name, column in KEYS.items():
            if column.required and name not in self.found:
                fix = f"add a row {name} with {expectation(column)}"
                self.report(fault(codes.SETTING_MISSING, self.raw.name, self.header.row, 1, expected=name, fix=fix))
                self.broken.add(name)
        values = self._validated()
        calendar = self._calendar(months)
        defaults = tuple(name for name in KEYS if name not in self.values and name not in self.broken)
        cells = {name: (row, self.value + 1) for name, (row, _) in self.found.items()}
        return SettingsRead(values, calendar, defaults, cells, self.raw.name)

    def _name_the_misspelt(self) -> None:
        absent = [name for name in KEYS if name not in self.found]
        for row, (text, value) in self.misspelt.items():
            titles = {title: name for name in absent for title in (name, KEYS[name].title)}
            near = nearest(text, titles)
            meant = titles[near] if near else None
            fix = f"did you mean {meant!r}?" if meant else ""
            if meant:
                fix = unit_fix(text, KEYS[meant]) or fix
            code = codes.UNKNOWN_SETTING
            if meant and KEYS[meant].required:
                code, fix = codes.SETTING_MISSING, f"write {meant!r}"
                self.broken.add(meant)
                self.found.setdefault(meant, (row, value))
            self.report(fault(code, self.raw.name, row, self.key + 1, found=text, fix=fix))

    def _months(self) -> int | None:
        name = "period_months"
        row, value = self.found.get(name, (0, None))
        if is_blank(value):
            return 3
        self._read(name, row, value, None)
        months = self.values.get(name)
        if months is not None and months not in PERIOD_MONTHS:
            self._report(codes.NOT_A_CHOICE, row, value, "1, 3 or 12", "write 1, 3 or 12")
            self.broken.add(name)
        return months if months in PERIOD_MONTHS else None

    def _read(self, name: str, row: int, value: Value, months: int | None) -> None:
        column = KEYS[name]
        if is_blank(value):
            if column.required:
                self._report(codes.BLANK_REQUIRED, row, None, expectation(column), f"write {expectation(column)}")
                self.broken.add(name)
            return
        context = Calendar(0, 1, months) if months else None

        def note(code: codes.Code, fix: str) -> None:
            self._report(code, row, value, "", fix)

        try:
            self.values[name] = coerce(value, column, context, note)
        except RejectedCell as rejected:
            self._report(rejected.code, row, value, rejected.expected or expectation(column), rejected.fix)
            self.broken.add(name)
            if name == "first_period" and months:
                self.meant[name] = _label_meant(value, months)

    def _report(self, code: codes.Code, row: int, found: Value, expected: str, fix: str = "") -> None:
        self.report(fault(code, self.raw.name, row, self.value + 1, found=found, expected=expected, fix=fix))

    def _validated(self) -> SettingValues | None:
        try:
            settings = SettingValues.model_validate(self.values)
        except ValidationError as error:
            for error_ in error.errors(include_url=False, include_context=False, include_input=False):
                name = str(error_["loc"][0])
                if name in self.broken or name not in self.found:
                    continue
                row, value = self.found[name]
                code, fix = bound_fault(error_["type"], KEYS[name])
                self._report(code, row, value, expectation(KEYS[name]), fix)
                self.broken.add(name)
            return None
        return None if self.broken else settings

    def _calendar(self, months: int | None) -> Calendar | None:
        """The calendar; where the first period is at fault, the one that was probably meant, to read the rest."""
        label = self.values.get("first_period") or self.meant.get("first_period")
        periods = self.values.get("periods", 0)
        if months is None or not label or not 1 <= periods <= (KEYS["periods"].maximum or 0):
            return None
        return Calendar.starting(label, periods, months)


def _label_meant(value: Value, months: int) -> str:
    if isinstance(value, date | datetime):
        return label_of_date(value, months)
    return suggest_label(show(value), months) or ""
