"""Small changes by program: only what is asked for changes, and the changed workbook reads without faults."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.case.records import Case
from planner.workbook.contract.means import BudgetRow, LockRow
from planner.workbook.editing import Edit, edit_book
from planner.workbook.reader import read_case, read_workbook
from tests.cli.commands import STARTER, WORLD


def _edited(folder: Path, source: Path, edit: Edit) -> Case:
    target = folder / "edited.xlsx"
    edit_book(source, target, edit)
    reading = read_workbook(target)
    assert reading.case is not None, reading.faults
    return reading.case


def test_no_change_leaves_the_case_as_it_is(tmp_path: Path) -> None:
    assert _edited(tmp_path, STARTER, Edit()) == read_case(STARTER)


def test_a_budget_keeps_its_shape(tmp_path: Path) -> None:
    before = read_case(STARTER)
    after = _edited(tmp_path, STARTER, Edit({"Founders": 24.0}))
    assert after.funds["Founders"].budget_usd_bn == pytest.approx(
        [2 * x for x in before.funds["Founders"].budget_usd_bn]
    )
    assert replace(after, funds=before.funds) == before


def test_an_empty_budget_is_spread_evenly(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.xlsx"
    edit_book(STARTER, nothing, Edit({"Founders": 0.0}))
    after = _edited(tmp_path, nothing, Edit({"Founders": 12.0}))
    assert after.funds["Founders"].budget_usd_bn == pytest.approx([1.0] * 12)


def test_a_fund_without_a_row_is_reported(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="no row for Nobody"):
        edit_book(STARTER, tmp_path / "x.xlsx", Edit({"Nobody": 1.0}))


def test_locks_are_added_where_there_was_no_sheet(tmp_path: Path) -> None:
    lock = ("N3", "2028Q1", "2028Q1", 1, 1)
    (made,) = _edited(tmp_path, STARTER, Edit(locks={"Phoenix AZ": [lock]})).locks
    assert (made.site, made.node, made.min_phases, made.max_phases) == ("Phoenix AZ", "N3", 1, 1)
    assert made.from_period == made.until_period == 4


def test_locks_of_a_site_take_the_place_of_those_that_it_had(tmp_path: Path) -> None:
    first = tmp_path / "first.xlsx"
    edit_book(
        STARTER, first, Edit(locks={"Phoenix AZ": [("N3", None, None, 1, 2)], "Kaohsiung": [("N3", None, None, 0, 1)]})
    )
    case = _edited(tmp_path, first, Edit(locks={"phoenix az": [("N3", None, None, 0, 0)]}))
    assert {(lock.site, lock.min_phases, lock.max_phases) for lock in case.locks} == {
        ("Kaohsiung", 0, 1),
        ("Phoenix AZ", 0, 0),
    }


@pytest.mark.parametrize("mark", ["{} *", "1. {}", '"{}"', '2. "{}"', "{}:"])
@pytest.mark.parametrize("series", [False, True])
def test_titles_with_marks_are_edited_as_they_are_read(tmp_path: Path, mark: str, series: bool) -> None:
    """Of every sheet that is edited, also in a column for remarks and, where `series` says so, above figures."""
    lock = ("N3", None, None, 1, 2)
    plain, marked = tmp_path / "plain.xlsx", tmp_path / "marked.xlsx"
    edit_book(STARTER, plain, Edit(locks={"Phoenix AZ": [lock], "Kaohsiung": [lock]}))
    book = load_workbook(plain)
    budget = book[BudgetRow.sheet]
    budget.cell(1, budget.max_column + 1, "note")
    budget.cell(2, budget.max_column, 7)
    for sheet in (budget, book[LockRow.sheet]):
        for cell in sheet[1]:
            if cell.value is not None and (series or not str(cell.value)[:4].isdigit()):
                cell.value = mark.format(cell.value)
    book.save(marked)
    assert read_case(marked) == read_case(plain)
    edit = Edit({"Founders": 24.0}, {"Kaohsiung": [("N3", None, None, 0, 0)]})
    assert _edited(tmp_path, marked, edit) == _edited(tmp_path, plain, edit)
    assert load_workbook(tmp_path / "edited.xlsx")[LockRow.sheet].max_column == 6


def test_the_other_sheets_of_a_large_case_stay_as_they_are(tmp_path: Path) -> None:
    before = read_case(WORLD)
    after = _edited(tmp_path, WORLD, Edit({"China national fund": 75.0}))
    assert sum(after.funds["China national fund"].budget_usd_bn) == pytest.approx(75.0)
    assert replace(after, funds=before.funds) == before


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    edit_book(STARTER, target, Edit(locks={"=1+1": [("N3", None, None, 0, 0)]}))
    sheet = load_workbook(target)["locks"]
    assert sheet.cell(2, 1).value == "=1+1"
    assert sheet.cell(2, 1).data_type == "s"
