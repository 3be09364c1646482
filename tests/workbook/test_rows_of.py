"""A case gives back the rows of its workbook: assembled again, they are the same case."""

from dataclasses import replace
from pathlib import Path

import pytest

import planner
from planner.workbook.assemble.case import assemble
from planner.workbook.assemble.rows_of import tables_of
from tests.model.tangles import tangle

ROOT = Path(planner.__file__).parent.parent
WORKBOOKS = sorted([*(ROOT / "inputs").glob("*.xlsx"), *(ROOT / "examples").glob("*/*.xlsx")])


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_workbooks_case(path: Path) -> None:
    case = planner.read_case(path)
    assert assemble(tables_of(case)) == case


@pytest.mark.parametrize("seed", range(25))
def test_a_case_built_in_python(seed: int) -> None:
    """A scenario of 0 % is a row of the workbook that the case leaves out."""
    case = tangle(seed)
    case = replace(case, calendar=planner.Calendar.starting("2027Q1", case.calendar.periods))
    likely = tuple(scenario for scenario in case.scenarios if scenario.probability > 0)
    assert assemble(tables_of(case)) == replace(case, scenarios=likely)
