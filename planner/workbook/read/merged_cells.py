"""Merged cells among the data of a sheet: one fault each, and no second fault for the cells that they cover."""

from collections.abc import Collection, Iterator

from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault, fault
from planner.workbook.text.values import Merge, RawSheet, Value, is_blank

_MAX_MERGES = 500


class MergedData:
    """The merged ranges below the header that cover more than one cell of the given columns."""

    def __init__(self, raw: RawSheet, header_row: int, columns: Collection[int]) -> None:
        self.name, self.header_row, self.rows = raw.name, header_row, raw.rows
        below = (merge for merge in raw.merges if merge.last_row > header_row)
        merges = [merge for merge in below if _cells(merge, columns) > 1][:_MAX_MERGES]
        self.merges = [merge for merge in merges if self._holds_data(merge, columns)]

    def _holds_data(self, merge: Merge, columns: Collection[int]) -> bool:
        """True where a row of the range holds anything: merged cells in rows that are blank hide no fact."""
        return any(
            merge.first_row <= number <= merge.last_row
            and any(index < len(cells) and not is_blank(cells[index]) for index in columns)
            for number, cells in self.rows
        )

    def covers(self, row: int, index: int) -> bool:
        """True where a cell lies in a merged range."""
        return any(
            merge.first_row <= row <= merge.last_row and merge.first_column <= index + 1 <= merge.last_column
            for merge in self.merges
        )

    def faults(self) -> Iterator[Fault]:
        """Return a fault for each range; those that reach into the header are reported there."""
        for merge in self.merges:
            if merge.first_row > self.header_row:
                value = self._value(merge)
                fix = f"unmerge them and write {value} into each" if isinstance(value, str) and value.strip() else ""
                yield fault(codes.MERGED_CELLS, self.name, merge.first_row, merge.first_column, found=value, fix=fix)

    def _value(self, merge: Merge) -> Value:
        cells = next((cells for number, cells in self.rows if number == merge.first_row), ())
        return cells[merge.first_column - 1] if merge.first_column <= len(cells) else None


def _cells(merge: Merge, columns: Collection[int]) -> int:
    across = sum(1 for index in columns if merge.first_column <= index + 1 <= merge.last_column)
    return across * (merge.last_row - merge.first_row + 1)
