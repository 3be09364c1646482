"""Tiers and classes in a workbook: one row a tier, classes beside products, and scenarios with rows of their own."""

from pathlib import Path
from typing import Any

import pytest

from planner.case.records import Buyer, Case, ClassMember, Measure, Tier
from planner.workbook.assemble.case import assemble
from planner.workbook.assemble.rows_of import tables_of
from planner.workbook.case_file import read_case_file
from planner.workbook.edit.of_file import with_edits
from planner.workbook.reader import read_case, read_workbook
from tests.workbook.books import Sheets, save, sound

PERIODS = ("2027Q1", "2027Q2", "2027Q3", "2027Q4")


def demand(*rows: list[Any]) -> Sheets:
    """The sound workbook with a class, two scenarios and these rows of demand: names, terms, then one amount."""
    sheets = sound()
    head = ["product", "market", "scenario", "tier", "price_usd", "shortage_penalty_usd", "backlog_pct"]
    sheets["demand"] = [[*head, *PERIODS], *([*row[:-1], *[row[-1]] * 4] for row in rows)]
    sheets["classes"] = [["class", "product", "units_per_package", "price_factor_pct"], ["training", "chip", 2, 80]]
    sheets["scenarios"] = [["scenario", "probability_pct", "demand_factor_pct"], ["base", 60, 100], ["high", 40, 200]]
    return sheets


def read(tmp_path: Path, *rows: list[Any]) -> Case:
    return read_case(save(tmp_path / "case.xlsx", demand(*rows)))


def test_a_row_without_terms_is_demand_on_the_terms_of_its_product(tmp_path: Path) -> None:
    base, high = read(tmp_path, ["chip", "world", "", "", None, None, None, 3]).scenarios
    assert base.demand_kunits == {("chip", "world"): (3.0,) * 4}
    assert high.demand_kunits == {("chip", "world"): (6.0,) * 4}
    assert (base.tiers, high.tiers) == ({}, {})


def test_tiers_have_terms_and_scenarios_of_their_own(tmp_path: Path) -> None:
    base, high = read(
        tmp_path,
        ["chip", "world", "", "", None, None, None, 3],
        ["chip", "world", "", "gold", 900, None, 50, 1],
        ["chip", "world", "high", "gold", None, 700, 0, 2],
    ).scenarios
    gold = Buyer("chip", "world", "gold")
    assert base.tiers == {gold: Tier((1.0,) * 4, price_usd=900.0, backlog=0.5)}
    assert high.tiers == {gold: Tier((4.0,) * 4, shortage_penalty_usd=700.0)}
    assert high.demand_kunits == {("chip", "world"): (6.0,) * 4}


def test_a_scenario_may_put_terms_on_what_has_none_elsewhere(tmp_path: Path) -> None:
    rows = ["chip", "world", "", "", None, None, None, 3], ["chip", "world", "high", "", None, None, 100, 2]
    base, high = read(tmp_path, *rows).scenarios
    assert (base.demand_kunits, base.tiers) == ({("chip", "world"): (3.0,) * 4}, {})
    assert (high.demand_kunits, high.tiers) == ({}, {Buyer("chip", "world"): Tier((4.0,) * 4, backlog=1.0)})


def test_demand_may_name_a_class(tmp_path: Path) -> None:
    case = read(tmp_path, ["Training", "world", "", "", None, None, None, 3])
    assert case.classes["training"].members == (ClassMember("chip", 2.0, 0.8),)
    assert case.scenarios[0].tiers == {Buyer("training", "world"): Tier((3.0,) * 4)}


def test_a_name_that_is_neither_is_reported_with_the_nearest(tmp_path: Path) -> None:
    faults = read_workbook(
        save(tmp_path / "case.xlsx", demand(["trainin", "world", "", "", None, None, None, 3]))
    ).faults
    (fault,) = [fault for fault in faults if fault.code == "E601"]
    assert (fault.cell, fault.fix) == ("demand!A2", "write training")
    assert fault.expected == "a name listed in products.product or classes.class"


def test_the_same_tier_twice_is_reported(tmp_path: Path) -> None:
    row: list[Any] = ["chip", "world", "", "gold", None, None, 50, 1]
    faults = read_workbook(save(tmp_path / "case.xlsx", demand(row, row))).faults
    assert [(fault.code, fault.cell, fault.found) for fault in faults if fault.code == "E501"] == [
        ("E501", "demand!A3", "chip, world, gold")
    ]


def test_rows_are_made_of_a_case_and_give_it_back(tmp_path: Path) -> None:
    case = read(
        tmp_path,
        ["chip", "world", "", "", None, None, None, 3],
        ["chip", "world", "", "gold", 900, 800, 50, 1],
        ["training", "world", "high", "", None, None, 20, 2],
    )
    assert assemble(tables_of(case)) == case


def test_limits_on_service_are_shares_of_demand(tmp_path: Path) -> None:
    sheets = demand(["chip", "world", "", "gold", None, None, 50, 1])
    sheets["limits"] = [["limit", "measure", "market", "tier", "min"], ["served", "service", "World", "Gold", 60]]
    (limit,) = read_case(save(tmp_path / "case.xlsx", sheets)).limits
    assert (limit.measure, limit.market, limit.tier, limit.minimum) == (Measure.SERVICE, "world", "gold", 0.6)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("demand[chip,world,,gold].backlog_pct = 75", Tier((1.0,) * 4, price_usd=900.0, backlog=0.75)),
        ("demand[tier=gold].* *= 3", Tier((3.0,) * 4, price_usd=900.0, backlog=0.5)),
        ("demand[chip,world,,gold].price_usd += 100", Tier((1.0,) * 4, price_usd=1000.0, backlog=0.5)),
    ],
)
def test_cells_of_tiers_can_be_set(edit: str, expected: Tier, tmp_path: Path) -> None:
    rows = ["chip", "world", "", "", None, None, None, 3], ["chip", "world", "", "gold", 900, None, 50, 1]
    file = read_case_file(save(tmp_path / "case.xlsx", demand(*rows)))
    case = with_edits(file, [edit]).case
    assert case.scenarios[0].tiers == {Buyer("chip", "world", "gold"): expected}
    assert case.scenarios[0].demand_kunits == {("chip", "world"): (3.0,) * 4}
