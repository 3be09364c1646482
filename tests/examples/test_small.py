"""The small examples: the workbooks are what the rows give, and the plans are what the READMEs work out by hand."""

import functools
from pathlib import Path

import pytest
from openpyxl import load_workbook

from examples.build import EXAMPLES, HERE, books
from examples.teaching import MADE_UP
from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.excel.workbook import write_plan
from planner.workbook.reader import read_workbook
from planner.workbook.template.books import write_book
from tests.examples.readmes import Readme, numbers, periods, worth
from tests.model.solving import best_plan, near

NAMES = sorted(books())
FOLDERS = sorted(EXAMPLES)
Cells = dict[str, list[tuple[object, ...]]]


def cells(path: Path) -> Cells:
    book = load_workbook(path, read_only=True)
    found: Cells = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    book.close()
    return found


def read(name: str) -> Case:
    reading = read_workbook(HERE / name)
    assert reading.faults == ()
    assert reading.case is not None
    return reading.case


@functools.cache
def planned(name: str) -> tuple[Case, Plan]:
    """Return a case and its plan: proven optimal and audited without a finding."""
    case = read(name)
    return case, best_plan(case)


def told(case: Case, plan: Plan) -> str:
    """Return the decisions of a plan as the READMEs write them."""
    label = case.calendar.label
    starts = [(s.period, s.site, s.node, f"{s.phases} x {s.node} at {s.site}") for s in plan.starts]
    lumps = [
        (c.period, c.site, c.node, f"{c.lumps} lump of {c.from_node} to {c.node} at {c.site}") for c in plan.converted
    ]
    shells = [(b.period, b.site, "", f"{b.shells} shell at {b.site}") for b in plan.shells_built]
    given_up = [(r.period, r.site, r.node, f"{r.node} at {r.site} is retired") for r in plan.retired]
    decided = [f"{what} in {label(period)}" for period, *_, what in sorted([*starts, *lumps, *shells, *given_up])]
    return "; ".join(decided) or "nothing is built"


def readme(folder: str) -> Readme:
    return Readme(HERE / folder / "README.md")


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_workbook_holds_what_the_rows_give(name: str, tmp_path: Path) -> None:
    rows, calendar = books()[name]
    write_book(tmp_path / "case.xlsx", rows, calendar, blank_columns=False)
    assert cells(HERE / name) == cells(tmp_path / "case.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_that_it_is_made_up(name: str) -> None:
    rows, _ = books()[name]
    assert {row["source"] for lines in rows.values() for row in lines} == {MADE_UP}
    assert MADE_UP in " ".join(readme(name.split("/")[0]).text.split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_readme_covers_every_workbook(folder: str) -> None:
    workbooks = {path.name for path in (HERE / folder).glob("*.xlsx")}
    assert set(readme(folder).plans()) == workbooks == set(EXAMPLES[folder].books())


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_figures_stand_in_the_case(folder: str) -> None:
    found = cells(HERE / folder / "case.xlsx")
    for figure, sheet in readme(folder).figures():
        values = {value for row in found[sheet] for value in row}
        assert numbers(figure) <= {float(value) for value in values if isinstance(value, int | float)}, figure
        assert periods(figure) <= {str(value) for value in values}, figure


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_sums_add_up(folder: str) -> None:
    for line in readme(folder).sums():
        assert worth(line.terms) == pytest.approx(line.value, abs=1e-9), line.label


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_number_of_the_text_stands_in_the_figures_or_the_sums(folder: str) -> None:
    page = readme(folder)
    known = {number for figure, _ in page.figures() for number in numbers(figure)}
    known |= {number for line in page.sums() for number in (*numbers(line.terms), line.value)}
    assert numbers(page.prose()) - known == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_is_the_one_worked_out_by_hand(name: str) -> None:
    folder, workbook = name.split("/")
    plan, objective = readme(folder).plans()[workbook]
    by_hand = [line.value for line in readme(folder).sums() if line.label.startswith(workbook)]
    assert by_hand == [objective]
    case, found = planned(name)
    assert found.outcome.objective == near(objective)
    assert told(case, found) == plan


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_sheets_of_the_plan_show_the_rows_quoted(folder: str, tmp_path: Path) -> None:
    case, plan = planned(f"{folder}/case.xlsx")
    write_plan(tmp_path / "plan.xlsx", case, plan)
    found = cells(tmp_path / "plan.xlsx")
    quotes = readme(folder).quotes()
    assert quotes
    for quote in quotes:
        assert any(shows(row, quote.cells) for row in found[quote.sheet]), quote


def shows(row: tuple[object, ...], quoted: tuple[str, ...]) -> bool:
    """Say whether a row holds all the cells quoted; numbers may differ in the last digits."""
    held = {f"{value:.9g}" if isinstance(value, int | float) else str(value) for value in row}
    return {f"{float(cell):.9g}" if cell.replace(".", "").isdigit() else cell for cell in quoted} <= held
