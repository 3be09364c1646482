"""Shares of limits that look like fractions: the sheet asks for per cent, a case in memory has fractions."""

from collections.abc import Iterator

from planner.case.checks.draft.words import SHARE_MEASURES
from planner.workbook.contract.means import LimitRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault
from planner.workbook.read.references import Read


def fraction_faults(read: Read) -> Iterator[Fault]:
    """Return the bounds of limits on shares that are probably fractions."""
    table = read.get(LimitRow.sheet)
    for record in table.records if table else ():
        is_share = record.values.get("measure") in SHARE_MEASURES and not record.broken.intersection(("min", "max"))
        for field in ("min", "max") if is_share else ():
            bound = record.values.get(field)
            if table and bound is not None and 0.0 < bound <= 1.0:
                fix = f"write {bound * 100:g} if {bound * 100:g} % is meant"
                yield table.fault(codes.FRACTION_FOR_PERCENT, record, field, found=bound, fix=fix)
