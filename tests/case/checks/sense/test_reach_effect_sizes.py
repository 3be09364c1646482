"""Reach, effect and sizes of a case in memory: each warning is reported at its record and field."""

from dataclasses import replace
from typing import Any

import pytest

from planner.case.checks import check
from planner.case.checks.sense.sizes import unit_of
from planner.case.records import (
    Case,
    Fund,
    Incentive,
    Kind,
    Lane,
    Limit,
    Market,
    Measure,
    Objective,
    Part,
    PlannedStart,
    Region,
    Scenario,
    Settings,
    Source,
    Tool,
    ToolUse,
)
from planner.workbook.contract.columns import SeriesRow
from planner.workbook.contract.translation import BY_RECORD, Translation
from tests.case.checks.cases import Change, all_of, reported, with_node, with_record, with_records, with_settings
from tests.cases import tiny

PAIR, KEY, CAP = "pairs['A', 'N3']", ("A", "N3"), "limits[0] (cap)"
CHIP, BASE = "products['chip']", "scenarios[0] (base)"
DEMAND = {("chip", "world"): (3.0,) * 4}


def with_more(attribute: str, name: str, record: object) -> Change:
    def change(case: Case) -> Case:
        changed: dict[str, Any] = {attribute: {**getattr(case, attribute), name: record}}
        return replace(case, **changed)

    return change


def with_parts(*sources: Source) -> Change:
    return with_record("products", "chip", parts=tuple(Part(source.node, (source,)) for source in sources))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_record("pairs", KEY, lead_periods=9, expansion_lead_periods=9), ("W705", PAIR, "lead_periods")),
        (all_of(with_node("HBM", Kind.MEMORY), with_parts(Source("N3", 1.0, 1.0), Source("HBM", 8.0, 500.0))),
         ("W713", CHIP, "parts[1].sources[0].node")),
        (with_record("nodes", "N3", available_from=2), ("W709", BASE, "demand_kunits['chip', 'world']")),
        (all_of(with_record("nodes", "N3", wafer_cost_usd=20000.0),
                with_record("products", "chip", shortage_penalty_usd=100.0)), ("W719", CHIP, "shortage_penalty_usd")),
        (with_record("products", "chip", parts=(Part("die", (), bought=Source("", 1.0)),)),
         ("W742", CHIP, "parts[0].bought.part")),
        (with_parts(Source("N3", 1.0, 1.0, harvest=0.2)), ("W741", CHIP, "parts[0].sources[0].harvest")),
        (all_of(with_node("HBM", Kind.MEMORY), with_records("lanes", Lane("here", to_market="world", node="HBM"))),
         ("W742", "lanes[0]", "node")),
        (with_records("lanes", Lane("here", to_market="world", until_period=-1)), ("W742", "lanes[0]", "until_period")),
        (with_records("lanes", Lane("here", to_market="world", from_period=4)), ("W742", "lanes[0]", "from_period")),
        (with_records("limits", Limit("cap", Measure.CAPEX_SHARE)), ("W742", CAP, "name")),
        (with_records("limits", Limit("cap", Measure.CAPEX_SHARE, product="chip", maximum=0.5)),
         ("W741", CAP, "product")),
        (with_records("limits", Limit("cap", Measure.CAPEX_SHARE, node="N3", kind=Kind.MEMORY, maximum=0.5)),
         ("W742", CAP, "kind")),
        (all_of(with_more("regions", "there", Region("there")),
                with_records("limits", Limit("cap", Measure.CAPEX_SHARE, region="there", site="A", maximum=0.5))),
         ("W742", CAP, "site")),
        (all_of(with_more("regions", "there", Region("there")),
                with_records("limits", Limit("cap", Measure.CAPEX_SHARE, region="there", maximum=0.5))),
         ("W742", CAP, "name")),
        (with_records("incentives", Incentive("grant", 0.3, kind=Kind.MEMORY)),
         ("W742", "incentives[0] (grant)", "name")),
        (with_more("funds", "state", Fund("state", (1.0,) * 4, kinds=frozenset({Kind.MEMORY}))),
         ("W742", "funds['state']", "name")),
        (with_more("tools", "EUV", Tool("EUV", (1.0,) * 4, (ToolUse("N3", 0.0),))), ("W742", "tools['EUV']", "name")),
        (with_records("scenarios", Scenario("base", 1.0, DEMAND, tool_factor=0.9)), ("W741", BASE, "tool_factor")),
        (with_records("last_plan", PlannedStart("A", "N3", 1, 1)), ("W742", "last_plan[0]", "site")),
        (with_settings(max_changes=3), ("W741", "settings", "max_changes")),
        (with_record("nodes", "N3", phase_capex_usd_bn=2e10), ("W718", "nodes['N3']", "phase_capex_usd_bn")),
        (with_records("scenarios", Scenario("base", 1.0, {("chip", "world"): (5e7, 0.1, 3.0, 3.0)})),
         ("W718", BASE, "demand_kunits['chip', 'world']")),
    ],
)  # fmt: skip
def test_each_warning_is_reported(change: Change, expected: tuple[str, str, str]) -> None:
    assert expected in reported(change)


def test_a_period_is_named_by_its_number_and_its_label() -> None:
    (problem,) = check(with_record("nodes", "N3", available_from=2)(tiny()))
    assert (problem.period, problem.found, problem.expected) == (0, "chip from 0 (2027Q1)", "2 (2027Q3) or later")


def test_coverage_comes_before_cost() -> None:
    dear = all_of(
        with_record("nodes", "N3", wafer_cost_usd=20000.0),
        with_record("products", "chip", shortage_penalty_usd=100.0),
        with_settings(objective=Objective.COVERAGE_FIRST),
    )
    assert reported(dear) == set()


def test_what_has_no_effect_is_not_looked_for_beside_an_error() -> None:
    idle = with_records("limits", Limit("cap", Measure.CAPEX_SHARE))
    wrong = with_record("sites", "A", floor_units=-1.0)
    assert reported(all_of(idle, wrong)) == {("E404", "sites['A']", "floor_units")}


def test_a_market_without_demand_is_only_an_info() -> None:
    case: Case = with_more("markets", "moon", Market("moon"))(tiny())
    (problem,) = check(case)
    assert (problem.severity, problem.fix) == ("info", "nothing to do, or add its demand")


def test_settings_of_changes_have_an_effect_where_there_is_a_last_plan() -> None:
    planned = with_records("last_plan", PlannedStart("A", "N3", 1, 1))
    assert reported(all_of(planned, lambda case: replace(case, settings=Settings("tiny", max_changes=3)))) == set()


@pytest.mark.parametrize("translation", BY_RECORD.values(), ids=lambda one: one.row.sheet)
def test_units_of_sizes_are_those_of_the_workbook(translation: Translation) -> None:
    known = {"usd_bn", "kwspm", "kunits", "usd", "usd/wafer", "tools"}
    units = {field: column.unit for field, column in translation.columns.items()}
    row = translation.row
    if issubclass(row, SeriesRow) and row.series is not None:
        units[translation.series] = row.series.unit
    assert {field: unit_of(field) for field in units} == {
        field: unit if unit in known else "" for field, unit in units.items()
    }
