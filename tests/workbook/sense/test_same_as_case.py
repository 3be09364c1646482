"""A case read from a workbook has the problems that the workbook has, whoever looks."""

from pathlib import Path

import pytest

from planner.case.checks.codes import CODES
from planner.workbook.reader import check, read_workbook
from tests.workbook.books import save, sound
from tests.workbook.rich import rich
from tests.workbook.test_kinds import KINDS, Plant

# What the reader settles before there is a case.
SETTLED = {"W708"}
PLANNED = [(label, plant) for label, plant, faults in KINDS if not any(code.startswith("E") for code, _ in faults)]


@pytest.mark.parametrize(("label", "plant"), PLANNED, ids=[label for label, _ in PLANNED])
def test_a_case_that_was_read_has_the_problems_of_its_workbook(tmp_path: Path, label: str, plant: Plant) -> None:
    sheets = sound()
    plant(sheets)
    reading = read_workbook(save(tmp_path / "planted.xlsx", sheets))
    assert reading.case is not None
    in_sheets = {fault.code for fault in reading.faults} & CODES.keys() - SETTLED
    assert {problem.code for problem in check(reading.case)} == in_sheets


def test_a_case_in_which_everything_has_an_effect_has_no_problem(tmp_path: Path) -> None:
    case = read_workbook(save(tmp_path / "rich.xlsx", rich())).case
    assert case is not None
    assert check(case) == ()
