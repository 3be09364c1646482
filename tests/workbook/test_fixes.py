"""Every fix works: applied to the planted workbook, it removes the fault and adds no other."""

import re
from pathlib import Path

import pytest
from openpyxl.utils import coordinate_to_tuple

from planner.workbook.faults.fault import Fault
from planner.workbook.reader import read_workbook
from tests.workbook.books import Sheets, save, sound
from tests.workbook.hands import HANDS
from tests.workbook.test_kinds import KINDS, Plant, put

LEFT_OPEN = ("I774", "W766", "W767")
"""What a fix may leave to the planner: rows that are named nowhere, nodes of no use, prices of a profit."""
FAULTY = [(label, plant) for label, plant, told in KINDS if any(code not in LEFT_OPEN for code, _ in told)]

WRITE = re.compile(r"write '?(?P<what>[^ ,;']+)'?( as a number| as text| here, .*| if .*| or .*)?")
NOT_A_VALUE = {"a", "an", "one", "it", "its", "per", "the", "names", "whole", "at", "more", "yes or no"}


def written(fault: Fault) -> str | float | None:
    """Return what the fix says to write into the cell, or nothing where it says something else."""
    found = WRITE.fullmatch(fault.fix)
    if found is None or found["what"] in NOT_A_VALUE:
        return None
    text = found["what"]
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def write_what_is_named(fault: Fault, sheets: Sheets) -> None:
    """Write the value that a fix names into the cell of its fault."""
    value = written(fault)
    assert value is not None, fault.fix
    put(fault.sheet, *coordinate_to_tuple(fault.cell.rpartition("!")[2]), value)(sheets)


@pytest.mark.parametrize(("label", "plant"), FAULTY, ids=[label for label, _ in FAULTY])
def test_a_workbook_with_the_fix_applied_has_no_fault(tmp_path: Path, label: str, plant: Plant) -> None:
    sheets = sound()
    plant(sheets)
    before = read_workbook(save(tmp_path / "before.xlsx", sheets)).faults
    assert before
    if label in HANDS:
        words, hand = HANDS[label]
        assert words in {fault.fix for fault in before}
        hand(sheets)
    else:
        for fault in before:
            write_what_is_named(fault, sheets)
    after = read_workbook(save(tmp_path / "after.xlsx", sheets)).faults
    assert [str(fault) for fault in after if fault.code not in LEFT_OPEN] == []


def test_most_fixes_of_cells_name_the_value_to_write() -> None:
    assert len(FAULTY) - len(HANDS) > 25
    assert set(HANDS) <= {label for label, _ in FAULTY}
