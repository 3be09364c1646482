"""A mend that names what to write works when it is applied: the fault is gone and no other has come."""

import re
from pathlib import Path

from openpyxl.utils import coordinate_to_tuple

from planner.workbook.faults import Fault
from planner.workbook.reader import read_workbook
from tests.workbook.books import save, sound
from tests.workbook.test_kinds import KINDS, put

WRITE = re.compile(r"write '?(?P<what>[^ ,;']+)'?( as a number| as text| here, .*| if .*| or .*)?")
NOT_A_VALUE = {"a", "an", "one", "it", "its", "per", "the", "names", "whole"}
# Here the nearest name makes a row that stands there already.
LEFT_OVER = {"52 an unknown node": {("E501", "site_nodes!A3")}}


def written(fault: Fault) -> str | float | None:
    """Return what the mend says to write into the cell, or nothing where it says something else."""
    found = WRITE.fullmatch(fault.mend)
    if found is None or found["what"] in NOT_A_VALUE:
        return None
    text = found["what"]
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def test_what_a_mend_names_mends(tmp_path: Path) -> None:
    applied = 0
    for name, plant, _ in KINDS:
        sheets = sound()
        plant(sheets)
        before = read_workbook(save(tmp_path / "before.xlsx", sheets)).faults
        for fault in before:
            value = written(fault)
            if value is not None:
                put(fault.sheet, *coordinate_to_tuple(fault.cell.rpartition("!")[2]), value)(sheets)
                applied += 1
        after = read_workbook(save(tmp_path / "after.xlsx", sheets)).faults
        left = {(fault.code, fault.cell) for fault in after} - LEFT_OVER.get(name, set())
        assert left == {(fault.code, fault.cell) for fault in before if written(fault) is None}, name
    assert applied > 30
