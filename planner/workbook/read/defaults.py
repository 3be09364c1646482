"""Defaults used for missing columns and blank cells, so that no assumption stays hidden."""

from dataclasses import dataclass

from planner.workbook.faults.fault import show
from planner.workbook.read.header import REMARKS
from planner.workbook.read.references import Read
from planner.workbook.read.settings import KEYS, SettingsRead


@dataclass(frozen=True, slots=True)
class Default:
    """A default used in a number of rows of a sheet; an empty value means no limit, none or any."""

    sheet: str
    field: str
    value: str
    rows: int


def defaults_used(read: Read, settings: SettingsRead) -> tuple[Default, ...]:
    """Return the defaults in the order of the schema, settings first."""
    defaults = [Default("settings", name, _shown(KEYS[name].default), 1) for name in settings.defaults]
    for sheet, table in read.items():
        for column in table.kind.columns():
            if column.id not in REMARKS and table.defaults[column.id]:
                defaults.append(Default(sheet, column.id, _shown(column.default), table.defaults[column.id]))
    return tuple(defaults)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value == () else show(value)
