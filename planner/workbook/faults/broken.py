"""The fault of a cell without a usable value, by the reason why it has none."""

from planner.workbook.faults import codes
from planner.workbook.faults.codes import Code
from planner.workbook.text.values import Why

BROKEN: dict[Why, Code] = {
    Why.ERROR: codes.ERROR_CELL,
    Why.NOT_STORED: codes.NO_STORED_VALUE,
    Why.NEVER_CALCULATED: codes.NEVER_CALCULATED,
    Why.LINKED_DATA: codes.LINKED_DATA,
}
