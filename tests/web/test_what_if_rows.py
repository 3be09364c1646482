"""What-if about single rows: what the form offers of a case, and the cells and rows of the workbook that it changes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import HTTPException
from openpyxl import Workbook, load_workbook
from starlette.datastructures import FormData

from planner.web.changes.lines import FIGURE, LANE, LOCK, NEW_LANE, NEW_LOCK, RowChange, row_changes
from planner.web.changes.offered import Offered, offered
from planner.web.queue.lifeline import Lifeline, Unsolved
from planner.web.store.records import CHANGE, INPUT
from planner.web.tasks import change
from planner.workbook.assemble.tables import Tables
from planner.workbook.contract.goods import DemandRow, ProductRow
from planner.workbook.contract.lanes import LaneRow
from planner.workbook.contract.means import LockRow
from planner.workbook.edit.edits import EditError
from planner.workbook.edit.parse import edits_of_row
from planner.workbook.file.book import open_book
from planner.workbook.grid.of_book import grid_of_book
from planner.workbook.grid.records import Grid, Sheet
from planner.workbook.reader import read_workbook
from tests.cli.commands import STARTER
from tests.web.asking import Site, site


def _sheet(book: Workbook, name: str, *rows: tuple[object, ...]) -> None:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter with lanes, one of them below a blank row, and locks: one stands for many, and one for none."""
    path = tmp_path_factory.mktemp("case") / "case.xlsx"
    book = load_workbook(STARTER)
    _sheet(
        book,
        "lanes",
        ("from_region", "to_market", "allowed", "tariff_pct"),
        ("Taiwan", "Asia and Europe", "yes", 5),
        (),
        ("USA", "Asia and Europe", "no", None),
    )
    _sheet(
        book,
        "locks",
        ("site", "node", "until_period", "max_phases"),
        ("*", None, "2027Q4", 1),
        ("*", "*", "2027Q1", 9),
        ("Kaohsiung", "N3", "2027Q2", 2),
    )
    book.save(path)
    return path


@pytest.fixture(scope="module")
def offers(case: Path) -> Offered:
    tables = grid_of_book(open_book(case))
    assert tables is not None
    return offered(tables.grid)


@pytest.fixture
def pages(tmp_path: Path) -> Site:
    return site(tmp_path)


def _form(*lines: tuple[tuple[str, ...], tuple[str, ...]]) -> FormData:
    """Return a form with lines, each as names and texts, and a blank line of every kind as the page has it."""
    blank = [(names, ("",) * len(names)) for names in (FIGURE, LANE, NEW_LANE, LOCK, NEW_LOCK)]
    return FormData([pair for names, texts in (*lines, *blank) for pair in zip(names, texts, strict=True)])


def _changed(pages: Site, case: Path, changes: list[RowChange], target: Path) -> Tables:
    """Return what a workbook says after the task of a what-if has changed it."""
    with case.open("rb") as file:
        run = pages.store.add("case.xlsx", file, Site.asked())
    asked = {
        "cells": [cell for one in changes for cell in one.cells],
        "rows": [one.row for one in changes if one.row],
        "budgets_usd_bn": {},
        "forbid": ["Singapore"],
        "keep": [],
        "starts": [],
    }
    pages.store.put(run, {CHANGE: json.dumps(asked).encode()})
    change.work(pages.store, run, Lifeline())
    target.write_bytes(pages.store.file(run, INPUT) or b"")
    tables = read_workbook(target).tables
    assert tables is not None
    return tables


def test_each_line_changes_its_row_and_no_other(case: Path, offers: Offered, pages: Site, tmp_path: Path) -> None:
    figures = {key: f"{one.group}: {one.words}" for key, one in offers.figures.items()}
    price = next(key for key, words in figures.items() if key.startswith("products.0.price_usd"))
    demand = next(key for key, one in offers.figures.items() if one.sheet == "demand" and one.is_scaled)
    (tariff, shut), (_, _, lock) = offers.lanes, offers.locks
    assert [one.words + ": " + one.standing for one in offers.lanes.values()] == [
        "Taiwan → Asia and Europe: tariff 5 %",
        "USA → Asia and Europe: closed",
    ]
    names = (offers.sources, "USA"), (offers.targets, "Asia and Europe"), (offers.goods, "N3")
    usa, asia, n3, pair = (
        next(key for key, one in known.items() if one.words == words)
        for known, words in (*names, (offers.pairs, "N3 at Phoenix AZ"))
    )
    changes = row_changes(
        _form(
            (FIGURE, (price, "12,345")),
            (FIGURE, (demand, "150")),
            (LANE, (tariff, "tariff", "25")),
            (LANE, (shut, "open", "")),
            (NEW_LANE, (usa, asia, n3, "2028Q1", "", "closed", "")),
            (LOCK, (lock,)),
            (NEW_LOCK, (pair, "2027Q3", "2028Q2", "1", "2")),
        ),
        offers,
    )
    product = figures[price].rpartition(": ")[2]
    words = [one.words for one in changes]
    assert words[0] == f"Price [USD] of {product}: 12,345"
    assert words[1].startswith("Demand of ")
    assert words[1].endswith(": 150 %")
    assert words[2:] == [
        "Taiwan → Asia and Europe: with a tariff of 25 %",
        "USA → Asia and Europe: open",
        "USA → Asia and Europe, of N3, from 2028Q1: closed",
        "lock lifted: N3 at Kaohsiung, until 2027Q2",
        "N3 at Phoenix AZ, from 2027Q3, until 2028Q2: at least 1, at most 2",
    ]
    before, after = read_workbook(case).tables, _changed(pages, case, changes, tmp_path / "changed.xlsx")
    assert before is not None
    assert [row.price_usd for row in after.of(ProductRow)] == [
        12345,
        *(row.price_usd for row in before.of(ProductRow)[1:]),
    ]
    (first, *others), (first_now, *others_now) = before.of(DemandRow), after.of(DemandRow)
    assert first_now.values == pytest.approx([1.5 * kunits for kunits in first.values])
    assert others_now == others
    lanes = [(row.from_region, row.node, row.from_period, row.allowed, row.tariff_pct) for row in after.of(LaneRow)]
    assert lanes == [
        ("Taiwan", "", None, True, 25),
        ("USA", "", None, True, 0),
        ("USA", "N3", "2028Q1", False, 0),
    ]
    locks = [(row.site, row.min_phases, row.max_phases) for row in after.of(LockRow) if row.node == "N3"]
    assert ("Kaohsiung", 0, None) in locks
    assert ("Phoenix AZ", 1, 2) in locks
    assert all(row.max_phases == 0 for row in after.of(LockRow) if row.site == "Singapore" and not row.until_period)


def test_a_lock_that_stands_for_many_pairs_is_lifted_as_a_whole(
    case: Path, offers: Offered, pages: Site, tmp_path: Path
) -> None:
    none, starred, _ = offers.locks
    (lifted,) = row_changes(_form((LOCK, (starred,))), offers)
    after = _changed(pages, case, [lifted], tmp_path / "changed.xlsx")
    assert [row.max_phases for row in after.of(LockRow) if row.until_period == "2027Q1"].count(9) == 0
    assert any(row.max_phases == 2 for row in after.of(LockRow)), "the other lock stays"
    with pytest.raises(Unsolved, match="this lock applies to no pair, so there is nothing to lift"):
        _changed(pages, case, row_changes(_form((LOCK, (none,))), offers), tmp_path / "changed.xlsx")


def test_a_column_that_the_workbook_does_not_have_is_added(
    case: Path, offers: Offered, pages: Site, tmp_path: Path
) -> None:
    (freight,) = row_changes(_form((LANE, (next(iter(offers.lanes)), "freight", "7"))), offers)
    after = _changed(pages, case, [freight], tmp_path / "changed.xlsx")
    assert [row.cost_usd_per_unit for row in after.of(LaneRow)] == [7, 0]


def _refused() -> Iterator[tuple[tuple[tuple[str, ...], tuple[str, ...]], str]]:
    yield (FIGURE, ("", "5")), "choose the figure"
    yield (FIGURE, ("products.0.price_usd", "")), "give the new value"
    yield (FIGURE, ("products.0.price_usd", "-5")), "-5 is not a number of at least zero"
    yield (FIGURE, ("products.99.price_usd", "5")), "is not in this case"
    yield (LANE, ("", "open", "")), "choose the lane"
    yield (LANE, ("lanes.0", "", "")), "choose what is to change"
    yield (LANE, ("lanes.0", "tariff", "")), "give the tariff in %"
    yield (NEW_LANE, ("", "", "", "", "", "closed", "")), "choose where from or where to"
    yield (NEW_LANE, ("regions.1.region", "", "", "1999Q1", "", "closed", "")), "not a period of this case"
    yield (NEW_LANE, ("regions.1.region", "", "", "", "", "", "")), "choose the rule"
    yield (NEW_LOCK, ("", "", "", "1", "")), "choose what is locked"
    yield (NEW_LOCK, ("site_nodes.0", "", "", "", "")), "at least or at most how many"
    yield (NEW_LOCK, ("site_nodes.0", "", "", "5", "2")), "at least 5 and at most 2 contradict each other"
    yield (NEW_LOCK, ("site_nodes.0", "", "", "1.5", "")), "1.5 is not a whole number"
    yield (NEW_LOCK, ("site_nodes.0", "2029Q1", "2027Q2", "1", "")), "From 2029Q1 until 2027Q2 there is no period"
    yield (
        (NEW_LANE, ("regions.1.region", "", "", "2029Q1", "2027Q2", "closed", "")),
        "From 2029Q1 until 2027Q2 there is no period",
    )
    yield (FIGURE, ("site_nodes.0.lead_periods", "1.5")), "1.5 is not a whole number"
    yield (LANE, ("lanes.0", "closed", "5")), "“closed” takes no amount"
    yield (NEW_LANE, ("regions.1.region", "", "", "", "", "open", "5")), "“open” takes no amount"


@pytest.mark.parametrize(("line", "says"), list(_refused()))
def test_a_line_that_is_not_complete_is_refused_with_what_to_do(
    offers: Offered, line: tuple[tuple[str, ...], tuple[str, ...]], says: str
) -> None:
    with pytest.raises(HTTPException, match=says) as refusal:
        row_changes(_form(line), offers)
    assert refusal.value.status_code == 422


def test_two_lines_for_one_cell_are_refused(offers: Offered) -> None:
    price = offers.figures["products.0.price_usd"]
    scaled = next(one.key for one in offers.figures.values() if one.is_scaled)
    for kind, *lines in (
        (FIGURE, (price.key, "5"), (price.key, "6")),
        (FIGURE, (price.key, "5"), (price.key, f"{price.value}")),
        (FIGURE, (scaled, "50"), (scaled, "50")),
        (LANE, ("lanes.0", "closed", ""), ("lanes.0", "open", "")),
        (LOCK, ("locks.2",), ("locks.2",)),
    ):
        with pytest.raises(HTTPException, match=r"Two lines change the same cell, .*keep one of them") as refusal:
            row_changes(_form(*((kind, line) for line in lines)), offers)
        assert refusal.value.status_code == 422
    both = row_changes(_form((LANE, ("lanes.0", "tariff", "7")), (LANE, ("lanes.0", "max", "9"))), offers)
    assert len(both) == 2, "two fields of one row"


def test_a_change_that_contradicts_the_case_is_reported_with_its_cell(
    case: Path, offers: Offered, pages: Site, tmp_path: Path
) -> None:
    """A lock of at least 3 phases beside one of at most 2; the site that is forbidden too needs the whole case."""
    pair = next(key for key, one in offers.pairs.items() if one.words == "N3 at Kaohsiung")
    lock = row_changes(_form((NEW_LOCK, (pair, "", "2027Q2", "3", ""))), offers)
    says = r"With these changes the case has errors: error E\d+ locks!E5: these requirements contradict each other"
    with pytest.raises(Unsolved, match=says):
        _changed(pages, case, lock, tmp_path / "changed.xlsx")
    with case.open("rb") as file:
        run = pages.store.add("case.xlsx", file, Site.asked())
    values = {"site": "Kaohsiung", "node": "N3", "from_period": "2028Q1", "until_period": "2027Q1", "max_phases": 1}
    asked = {"rows": [{"sheet": "locks", "values": values}], "texts": ["demand[*].* *= 1.1"]}
    pages.store.put(run, {CHANGE: json.dumps(asked).encode()})
    with pytest.raises(Unsolved, match=r"With these changes the case has errors: error E\d+ locks!"):
        change.work(pages.store, run, Lifeline())


def test_what_a_lane_says_now_counts_zeros(case: Path) -> None:
    def standing(**facts: object) -> str:
        sheet = Sheet(tuple(facts), (tuple(facts.values()),))  # type: ignore[arg-type]
        (lane,) = offered(Grid((), {"lanes": sheet})).lanes.values()
        return lane.standing

    assert standing(to_market="A", allowed="yes", max_kunits=0) == "closed (at most 0)"
    assert standing(to_market="A", allowed="yes", tariff_pct=0, max_kunits=3) == "tariff 0 %, at most 3 kunits"
    assert standing(to_market="A", allowed="yes", max_kunits=None) == "open"


def test_what_is_as_it_was_is_no_change(offers: Offered) -> None:
    same = next(one for one in offers.figures.values() if one.key == "products.0.price_usd")
    scaled = next(one.key for one in offers.figures.values() if one.is_scaled)
    assert row_changes(_form((FIGURE, (same.key, f"{same.value}")), (FIGURE, (scaled, "100"))), offers) == []


def test_a_row_that_the_workbook_does_not_have_is_refused(case: Path) -> None:
    tables = read_workbook(case).tables
    assert tables is not None
    for row in (1, 3, 5):  # the header, the blank row, and the one below the last
        with pytest.raises(EditError, match="nothing of the case stands in this row"):
            edits_of_row("lanes", row, "allowed", "=", "yes", tables)
