"""References between sheets: unique keys, and names that are declared where the schema says."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from planner.workbook.contract.columns import Column, Row, Type
from planner.workbook.contract.schema import BY_NAME
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault
from planner.workbook.layout.blank_words import is_any_name
from planner.workbook.layout.listed_names import names_within, rejoined
from planner.workbook.read.header import Report
from planner.workbook.read.sheet_faults import FaultCounter
from planner.workbook.read.table import Record, Table
from planner.workbook.read.unknown_names import name_fix
from planner.workbook.text.words import fold, nearest

Read = dict[str, Table]
_MAX_EXCUSED = 200
_WITH_DIGITS = re.compile(r"\w*\d\w*")


def resolve(read: Mapping[str, Table], absent: frozenset[str], faults: list[Fault]) -> Read:
    """Return the tables with every reference spelled as declared and without rows whose key stands there already.

    `absent` names sheets that are at fault as a whole: names in them are not looked for.
    """
    resolved: Read = dict(read)
    for sheet in read:
        for column in BY_NAME[sheet].columns():
            if column.targets and column.id in resolved[sheet].header.columns:
                resolved[sheet] = _resolve_column(resolved, sheet, column, absent, faults.append)
    noted = {fault.cell for fault in faults if fault.code in ("I411", "I424", "W415")}
    return {sheet: _unique(table, noted, faults.append) for sheet, table in resolved.items()}


def _resolve_column(read: Read, sheet: str, column: Column, absent: frozenset[str], report: Report) -> Table:
    table = read[sheet]
    for target, field in column.targets:
        if target in absent or (target in read and not read[target].has(field) and _is_required(target, field)):
            return table
    names: dict[str, str] = {}
    for target, field in column.targets:
        names = _declared(read, target, field) | names
    by_number = _by_number(names.values())
    excused = _excused(read, table, column, names)
    keys = _Keys(table, column)
    counter = FaultCounter(table.name, report)
    code = codes.UNKNOWN_IN_LIST if column.type is Type.NAMES else codes.UNKNOWN_NAME
    at = table.column(column.id)
    records = []
    is_noted = False
    for record in table.records:
        value = record.values.get(column.id)
        if not value:
            records.append(record)
            continue
        given: tuple[str, ...] = value if isinstance(value, tuple) else (value,)
        listed = rejoined(given, column, names)
        forms = [form if (form := fold(name)) in names else by_number.get(_number(form), form) for name in listed]
        unknown = [name for name, form in zip(listed, forms, strict=True) if form not in names]
        if unknown and len(listed) == 1 and is_any_name(listed[0], column):
            if not is_noted:
                report(table.fault(codes.READ_AS_BLANK, record, column.id, found=listed[0]))
            is_noted = True
            table.defaults[column.id] += 1
            records.append(respelled(record, {column.id: column.default}))
            continue
        whole = "; ".join(given)
        if unknown and len(given) > 1 and names_within(whole, names):
            unknown = [whole]
        for name in unknown:
            if name not in excused and counter.wants(code, record.row, at):
                used = [target for target in column.targets if target[0] in read] or column.targets[:1]
                expected = f"a name listed in {' or '.join(map('.'.join, used))}"
                fix = name_fix(name, column, keys.without_used(record, names))
                report(table.fault(code, record, column.id, found=name, expected=expected, fix=fix))
        spelled = tuple(names.get(form, name) for name, form in zip(listed, forms, strict=True))
        if unknown:
            record = replace(record, broken=record.broken | {column.id}, made=None)
        elif spelled != given:
            if listed == given:
                fix = f"write {'; '.join(spelled)}"
                report(table.fault(codes.CASE_DIFFERS, record, column.id, found="; ".join(listed), fix=fix))
            record = respelled(record, {column.id: spelled if isinstance(value, tuple) else spelled[0]})
        records.append(record)
    return replace(table, records=tuple(records))


class _Keys:
    """The keys of a table, so that no name is proposed that would duplicate a key."""

    def __init__(self, table: Table, column: Column) -> None:
        self._table, self._field = table, column.id

    @cached_property
    def _used(self) -> set[tuple[str, ...]]:
        if self._field not in self._table.kind.unique:
            return set()
        return {self._key(record, record.values.get(self._field)) for record in self._table.records}

    def _key(self, record: Record, name: object) -> tuple[str, ...]:
        values = {**record.values, self._field: name}
        return tuple(fold(str(values.get(field, ""))) for field in self._table.kind.unique)

    def without_used(self, record: Record, names: Mapping[str, str]) -> Mapping[str, str]:
        """Return the names that would not duplicate the key of an existing row; of very many, all."""
        if not self._used or len(names) > _MAX_EXCUSED:
            return names
        return {form: name for form, name in names.items() if self._key(record, name) not in self._used}


def _is_required(sheet: str, field: str) -> bool:
    return any(column.id == field and column.required for column in BY_NAME[sheet].columns())


def _declared(read: Read, sheet: str, field: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for record in read[sheet].records if sheet in read else ():
        name = record.values.get(field)
        if name:
            names.setdefault(fold(name), name)
    return names


def _by_number(names: Collection[str]) -> dict[str, str]:
    """Return the folded names that are numbers by that number: one program's 007 is another's 7."""
    counts = Counter(filter(None, map(_number, map(fold, names))))
    return {number: form for form in map(fold, names) if counts[number := _number(form)] == 1}


def _number(name: str) -> str:
    """Return a name that is a number without leading zeros; an empty text for every other name."""
    return (name.lstrip("0") or "0") if name.isascii() and name.isdecimal() else ""


def _excused(read: Read, table: Table, column: Column, names: Mapping[str, str]) -> frozenset[str]:
    """Names that an unreadable cell of the target may have declared: the fault is that cell, not the names."""
    there = [(read[target], field) for target, field in column.targets if target in read]
    broken = sum(1 for target, field in there for record in target.records if field in record.broken)
    is_lost = any(target.header.lost for target, _ in there)
    if not broken and not is_lost:
        return frozenset()
    unknown = {name for record in table.records for name in _listed(record, column) if fold(name) not in names}
    if len(unknown) > _MAX_EXCUSED:  # to look for names near to each would take long
        return frozenset(unknown) if is_lost else frozenset()
    lost = frozenset(name for name in unknown if not _is_misspelt(name, names))
    return lost if len(lost) <= broken or is_lost else frozenset()


def _is_misspelt(name: str, names: Mapping[str, str]) -> bool:
    """True where a listed name is near; not one that differs only in words with digits, as N2 and A16."""
    near = nearest(name, names.values(), cutoff=0.8)
    return near is not None and _WITH_DIGITS.sub("", fold(near)) != _WITH_DIGITS.sub("", fold(name))


def _listed(record: Record, column: Column) -> tuple[str, ...]:
    value = record.values.get(column.id)
    return value if isinstance(value, tuple) else (value,) if value else ()


def respelled(record: Record, names: Mapping[str, object]) -> Record:
    """Return a record with other names."""
    model: Row | None = record.made.model_copy(update=names) if record.made else None
    return replace(record, values={**record.values, **names}, made=model)


def _unique(table: Table, noted: set[str], report: Report) -> Table:
    fields = table.kind.unique
    if (
        not fields
        or table.header.lost
        or not all(table.has(name) or not _is_required(table.kind.sheet, name) for name in fields)
    ):
        return table
    defaults = {column.id: column.default for column in table.kind.columns()}
    first: dict[tuple[str, ...], Record] = {}
    counter = FaultCounter(table.name, report)
    unique = []
    for record in table.records:
        key = tuple(fold(str(record.values.get(name, defaults[name]))) for name in fields)
        if record.broken.intersection(fields) or first.setdefault(key, record) is record:
            unique.append(record)
            continue
        earlier = first[key]
        same = all(record.values.get(name) == earlier.values.get(name) for name in fields)
        spaced = any(table.cell(one, name) in noted for one in (record, earlier) for name in fields)
        code = codes.KEY_TWICE if same and not spaced else codes.KEY_NEARLY_TWICE
        if not counter.wants(code, record.row, table.column(fields[0])):
            continue
        names = ", ".join(str(record.values[name]) for name in fields if record.values.get(name, "") != "")
        report(table.fault(code, record, fields[0], found=names, fix=f"{code.fix}; the other is row {earlier.row}"))
    return replace(table, records=tuple(unique))
