"""Shares of limits that look like fractions: the sheet asks for per cent, a case in memory has fractions."""

from collections.abc import Iterator

from planner.case.checks.draft.words import SHARE_MEASURES
from planner.workbook.contract.means import LimitRow
from planner.workbook.faults import codes
from planner.workbook.faults.fault import Fault
from planner.workbook.sense.scene import Scene


def fraction_faults(scene: Scene) -> Iterator[Fault]:
    """Return the bounds of limits on shares that are probably fractions."""
    for table, record, limit in scene.sound(LimitRow, "measure", "min", "max"):
        for field, bound in (("min", limit.min), ("max", limit.max)):
            if limit.measure in SHARE_MEASURES and bound is not None and 0.0 < bound < 1.0:
                mend = f"write {bound * 100:g} if {bound * 100:g} % is meant"
                yield table.fault(codes.FRACTION_FOR_PERCENT, record, field, found=bound, mend=mend)
