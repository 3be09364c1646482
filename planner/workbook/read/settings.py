"""The settings sheet: keys and values to SettingValues, and the calendar that every other sheet needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from planner.case.calendar import PERIOD_MONTHS, Calendar
from planner.workbook.contract.columns import Column
from planner.workbook.contract.settings import SettingRow, SettingValues
from planner.workbook.faults import codes
from planner.workbook.faults.fault import fault, show
from planner.workbook.layout.blank_words import is_word_for_blank
from planner.workbook.layout.comments import is_comment
from planner.workbook.layout.money_column import names_other_money
from planner.workbook.layout.settings_pairs import SettingPair, other_layout, pairs_below
from planner.workbook.read.coerce import RejectedCell, coerce, expectation
from planner.workbook.read.header import REMARKS, Report, find_header, lies_on_its_side, read_header
from planner.workbook.read.rows import bound_fault
from planner.workbook.read.sheet_faults import MAX_PER_KIND, FaultCounter
from planner.workbook.read.title_units import unit_fix
from planner.workbook.text.periods import label_of_date, suggest_label
from planner.workbook.text.values import RawSheet, Value, is_blank
from planner.workbook.text.words import fold, nearest, tidy, title_form, visible

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
    position = find_header(raw, SettingRow)
    has_keys = position is not None and any(isinstance(cell, str) and title_form(cell) == "key" for cell in position[1])
    other = other_layout(raw, _FORMS) if not has_keys or lies_on_its_side(raw, ("key", "value")) else None
    if other is not None:
        reading = _Reading(raw, other.pairs[0].key_at[0], report)
        report(fault(codes.SETTINGS_LAYOUT, raw.name, *other.pairs[0].key_at, found=other.place))
        if other.again is not None:
            fix = "leave one row of values below the keys, and delete the others"
            report(fault(codes.KEY_TWICE, raw.name, *other.again, found="a second row of values", fix=fix))
        pairs: Iterable[SettingPair] = other.pairs
    else:
        header = read_header(raw, SettingRow, None, report)
        if header is None or "key" not in header.columns:
            return SettingsRead()
        if "value" not in header.columns:
            report(fault(codes.COLUMN_MISSING, raw.name, header.row, 1, expected="Value", fix="add a column 'Value'"))
            return SettingsRead()
        if all(number <= header.row for number, _ in raw.rows):
            report(fault(codes.SHEET_NO_ROWS, raw.name, header.row, 1))
            return SettingsRead()
        reading = _Reading(raw, header.row, report)
        pairs = pairs_below(raw, header.row, header.columns["key"], header.columns["value"])
    for pair in pairs:
        reading.take(pair)
    return reading.finish()


class _Reading:
    """The settings being read, pair by pair."""

    def __init__(self, raw: RawSheet, header_row: int, report: Report) -> None:
        self.raw, self.header_row, self._report_fault = raw, header_row, report
        self.counter = FaultCounter(raw.name, report)
        self.found: dict[str, SettingPair] = {}
        self.values: dict[str, Any] = {}
        self.broken: set[str] = set()
        self.unknown: list[SettingPair] = []
        self.meant: dict[str, str] = {}

    def report(self, code: codes.Code, at: tuple[int, int], **says: Any) -> None:
        """Report a fault of the cell at a row and column."""
        if self.counter.wants(code, *at):
            self._report_fault(fault(code, self.raw.name, *at, **says))

    def take(self, pair: SettingPair) -> None:
        """Add a pair."""
        if is_blank(pair.key):
            if not is_blank(pair.value):
                self.report(codes.BLANK_REQUIRED, pair.key_at, expected="a setting")
            return
        if is_comment(pair.key):
            self.report(codes.COMMENTED, pair.key_at, found=pair.key)
            return
        text = tidy(visible(str(pair.key)))
        name = _FORMS.get(fold(text))
        if name is None:
            self.unknown.append(pair)
        elif name in self.found:
            fix = f"{codes.KEY_TWICE.fix}; the other is row {self.found[name].key_at[0]}"
            self.report(codes.KEY_TWICE, pair.key_at, found=text, fix=fix)
        else:
            self.found[name] = pair

    def finish(self) -> SettingsRead:
        """Read the values of the known keys."""
        self._name_the_misspelt()
        months = self._months()
        for name, pair in self.found.items():
            if name != "period_months":
                self._read(name, pair, months)
        for name, column in KEYS.items():
            if column.required and name not in self.found:
                fix = f"add a row {name} with {expectation(column)}"
                self.report(codes.SETTING_MISSING, (self.header_row, 1), expected=name, fix=fix)
                self.broken.add(name)
        values = self._validated()
        calendar = self._calendar(months)
        defaults = tuple(name for name in KEYS if name not in self.values and name not in self.broken)
        cells = {name: pair.value_at for name, pair in self.found.items()}
        return SettingsRead(values, calendar, defaults, cells, self.raw.name)

    def _name_the_misspelt(self) -> None:
        absent = [name for name in KEYS if name not in self.found]
        titles = {title: name for name in absent for title in (name, KEYS[name].title)}
        for number, pair in enumerate(self.unknown):
            text = tidy(visible(str(pair.key)))
            near = nearest(text, titles) if number < MAX_PER_KIND else None
            meant = titles[near] if near else None
            fix = f"did you mean {meant!r}?" if meant else ""
            if meant:
                fix = unit_fix(text, KEYS[meant]) or fix
            code = codes.UNKNOWN_SETTING
            if meant and KEYS[meant].required:
                code, fix = codes.SETTING_MISSING, f"write {meant!r}"
                self.broken.add(meant)
                self.found.setdefault(meant, pair)
            self.report(code, pair.key_at, found=text, fix=fix)
            if isinstance(pair.value, str) and names_other_money(pair.value):
                fix = f"convert all money to USD if it is in {tidy(pair.value)}, then delete this row"
                self.report(codes.UNIT_DIFFERS, pair.value_at, found=pair.value, expected="USD", fix=fix)

    def _months(self) -> int | None:
        name = "period_months"
        pair = self.found.get(name)
        if pair is None or is_blank(pair.value):
            return 3
        self._read(name, pair, None)
        months = self.values.get(name)
        if months is not None and months not in PERIOD_MONTHS:
            self.report(
                codes.NOT_A_CHOICE, pair.value_at, found=pair.value, expected="1, 3 or 12", fix="write 1, 3 or 12"
            )
            self.broken.add(name)
        return months if months in PERIOD_MONTHS else None

    def _read(self, name: str, pair: SettingPair, months: int | None) -> None:
        column, value = KEYS[name], pair.value
        if is_word_for_blank(value, column):
            self.report(codes.READ_AS_BLANK, pair.value_at, found=value)
            value = None
        if is_blank(value):
            if column.required:
                expected = expectation(column)
                self.report(codes.BLANK_REQUIRED, pair.value_at, expected=expected, fix=f"write {expected}")
                self.broken.add(name)
            return
        context = Calendar(0, 1, months) if months else None

        def note(code: codes.Code, fix: str) -> None:
            self.report(code, pair.value_at, found=value, fix=fix)

        try:
            self.values[name] = coerce(value, column, context, note)
        except RejectedCell as rejected:
            expected = rejected.expected or expectation(column)
            self.report(rejected.code, pair.value_at, found=value, expected=expected, fix=rejected.fix)
            self.broken.add(name)
            if name == "first_period" and months:
                self.meant[name] = _label_meant(value, months)

    def _validated(self) -> SettingValues | None:
        try:
            settings = SettingValues.model_validate(self.values)
        except ValidationError as error:
            for error_ in error.errors(include_url=False, include_context=False, include_input=False):
                name = str(error_["loc"][0])
                if name in self.broken or name not in self.found:
                    continue
                pair = self.found[name]
                code, fix = bound_fault(error_["type"], KEYS[name])
                self.report(code, pair.value_at, found=pair.value, expected=expectation(KEYS[name]), fix=fix)
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
