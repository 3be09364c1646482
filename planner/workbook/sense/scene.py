"""What the checks of sense look at: the sound rows of each sheet, with the cells they came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

from planner.case.calendar import Calendar
from planner.workbook.contract.columns import Row
from planner.workbook.read.references import Read
from planner.workbook.read.settings import SettingsRead
from planner.workbook.read.table import Record, Table

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Scene:
    """The tables read so far. `absent` names sheets that are at fault as a whole."""

    read: Read
    absent: frozenset[str]
    settings: SettingsRead

    @property
    def calendar(self) -> Calendar | None:
        """The calendar, where the settings give one."""
        return self.settings.calendar

    def table(self, kind: type[Row]) -> Table | None:
        """Return the table of a kind, where the workbook has it."""
        return self.read.get(kind.sheet)

    def sound(self, kind: type[R], *columns: str) -> Iterator[tuple[Table, Record, R]]:
        """Yield the rows of a kind that are sound, or at least in these columns, with their table and record."""
        table = self.table(kind)
        if table is None:
            return
        required = {column.id for column in kind.columns() if column.required}.intersection(columns)
        for record in table.records:
            if record.made is not None:
                yield table, record, cast(R, record.made)
            elif columns and not record.broken.intersection(columns) and required <= record.values.keys():
                yield table, record, cast(R, kind.model_construct(**record.values))

    def is_sound(self, kind: type[Row]) -> bool:
        """True where every row of a kind is sound, so that none of them is left out."""
        table = self.table(kind)
        return kind.sheet not in self.absent and (table is None or all(record.made for record in table.records))

    def is_whole(self, kind: type[Row], *columns: str) -> bool:
        """True where nothing is at fault in these columns, so that what is not listed is really not meant."""
        table = self.table(kind)
        if kind.sheet in self.absent:
            return False
        return table is None or table.is_sound(*columns)
