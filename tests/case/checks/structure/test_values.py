"""Every field holds what it may hold, and the problem names code, record and field."""

import math
import re
from dataclasses import fields, replace
from typing import Any

import pytest

from planner.case.calendar import Calendar
from planner.case.checks import check
from planner.case.checks.structure.fields import FIELDS
from planner.case.curves import DefectLearning
from planner.case.records import Case, Committed, Conversion, Limit, Lock, Measure, Region, Scenario, Tool, ToolUse
from tests.case.checks.cases import Change, reported, with_record, with_records
from tests.cases import tiny

A, PAIR = "sites['A']", "pairs['A', 'N3']"
KEY = ("A", "N3")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_record("sites", "A", floor_units=-1), ("E404", A, "floor_units")),
        (with_record("sites", "A", latitude=240.0), ("E405", A, "latitude")),
        (with_record("sites", "A", floor_units=math.nan), ("E414", A, "floor_units")),
        (with_record("sites", "A", floor_units=-math.inf), ("E414", A, "floor_units")),
        (with_record("sites", "A", opening_cost_usd_bn=math.inf), ("E414", A, "opening_cost_usd_bn")),
        (with_record("sites", "A", opening_cost_usd_bn="1"), ("E401", A, "opening_cost_usd_bn")),
        (with_record("sites", "A", opening_cost_usd_bn=None), ("E401", A, "opening_cost_usd_bn")),
        (with_record("sites", "A", opening_cost_usd_bn=True), ("E401", A, "opening_cost_usd_bn")),
        (with_record("nodes", "N3", phase_kwspm=0.0), ("E404", "nodes['N3']", "phase_kwspm")),
        (with_record("nodes", "N3", utilisation=1.2), ("E405", "nodes['N3']", "utilisation")),
        (with_record("nodes", "N3", shell_share=20.0), ("E405", "nodes['N3']", "shell_share")),
        (with_record("nodes", "N3", kind="logic"), ("E417", "nodes['N3']", "kind")),
        (with_record("nodes", "N3", learning=DefectLearning(cluster_alpha=0.0)),
         ("E404", "nodes['N3']", "learning.cluster_alpha")),
        (with_record("pairs", KEY, lead_periods=1.5), ("E406", PAIR, "lead_periods")),
        (with_record("pairs", KEY, lead_periods=1.0), ("E406", PAIR, "lead_periods")),
        (with_record("pairs", KEY, max_phases=2.5), ("E406", PAIR, "max_phases")),
        (with_record("pairs", KEY, ramp=()), ("E401", PAIR, "ramp")),
        (with_record("pairs", KEY, ramp=(0.5, 1.5)), ("E405", PAIR, "ramp")),
        (with_record("pairs", KEY, spend=(2.0, -1.0)), ("E405", PAIR, "spend")),
        (with_record("products", "chip", assembly_yield=0.0), ("E404", "products['chip']", "assembly_yield")),
        (with_record("funds", "purse", budget_usd_bn=(1.0,)), ("E308", "funds['purse']", "budget_usd_bn")),
        (with_record("funds", "purse", budget_usd_bn=(1.0, 0.0, -1.0, 0.0)),
         ("E404", "funds['purse']", "budget_usd_bn")),
        (with_record("funds", "purse", budget_usd_bn=7.0), ("E401", "funds['purse']", "budget_usd_bn")),
        (with_record("funds", "purse", max_share=60.0), ("E405", "funds['purse']", "max_share")),
        (with_record("funds", "purse", carry_over="no"), ("E412", "funds['purse']", "carry_over")),
        (with_record("funds", "purse", kinds=frozenset({"logic"})), ("E417", "funds['purse']", "kinds")),
        (with_records("committed", Committed("A", "N3", (1.0,) * 5)), ("E308", "committed[0]", "kwspm")),
        (with_records("conversions", Conversion("A", "N3", "N3", 0.0)), ("E404", "conversions[0]", "lump_kwspm")),
        (with_records("limits", Limit("cap", "capex_share")), ("E417", "limits[0] (cap)", "measure")),  # type: ignore[arg-type]
        (with_records("locks", Lock("A", "N3", min_phases=-1)), ("E404", "locks[0]", "min_phases")),
        (with_record("sites", "A", name=7), ("E802", A, "name")),
        (with_record("nodes", "N3", learning=None), ("E802", "nodes['N3']", "learning")),
        (with_record("products", "chip", parts=("die",)), ("E802", "products['chip']", "parts[0]")),
        (with_records("locks", ("A", "N3")), ("E802", "locks[0]", "")),
        (lambda case: replace(case, sites=()), ("E802", "sites", "")),
        (lambda case: replace(case, limits={}), ("E802", "limits", "")),
        (with_records("scenarios"), ("E206", "scenarios", "")),
        (with_records("scenarios", Scenario("base", 1.0, {("chip", "world"): (3.0,)})),
         ("E308", "scenarios[0] (base)", "demand_kunits['chip', 'world']")),
        (lambda case: replace(case, settings=replace(case.settings, discount_rate=8.0)),
         ("E405", "settings", "discount_rate")),
        (lambda case: replace(case, settings=replace(case.settings, objective="profit")),
         ("E417", "settings", "objective")),
        (lambda case: replace(case, tools={"EUV": Tool("EUV", (1.0,), (ToolUse("N3", 1.0),))}),
         ("E308", "tools['EUV']", "deliveries")),
        (lambda case: replace(case, tools={"EUV": Tool("EUV", (1.0,) * 4, (ToolUse("N3", -1.0),))}),
         ("E404", "tools['EUV']", "uses[0].tools_per_kwspm")),
        (lambda case: replace(case, calendar=Calendar(8108, 4, 7)), ("E417", "calendar", "period_months")),
    ],
)  # fmt: skip
def test_a_value_that_may_not_be_is_reported(change: Change, expected: tuple[str, str, str]) -> None:
    assert expected in reported(change)


def test_a_value_of_a_series_is_reported_with_its_period() -> None:
    case = with_record("funds", "purse", budget_usd_bn=(1.0, 0.0, math.nan, -2.0))(tiny())
    (problem,) = check(case)
    assert str(problem) == (
        "error E414 funds['purse'] budget_usd_bn[2]: not a finite number, found nan, expected a number of at least 0; "
        "give a number of at least 0"
    )


def test_whole_floats_count_phases_and_infinity_stands_for_no_limit() -> None:
    assert reported(with_record("pairs", KEY, max_phases=2.0)) == set()
    assert reported(with_record("pairs", KEY, max_phases=math.inf)) == set()


def test_nothing_else_is_reported_about_a_value_at_fault() -> None:
    shares: dict[str, Any] = {"spend": (60.0, 40.0), "expansion_spend": (60.0, 40.0)}
    assert reported(with_record("pairs", KEY, **shares)) == {
        ("E405", PAIR, "spend"),
        ("E405", PAIR, "expansion_spend"),
    }


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_record_has_a_rule(kind: type) -> None:
    assert list(FIELDS[kind]) == [one.name for one in fields(kind)]


def test_every_record_of_a_case_has_rules() -> None:
    records = set(re.findall(r"planner\.case\.\w+\.(\w+)", " ".join(str(one.type) for one in fields(Case))))
    assert Region.__name__ in records
    assert records <= {kind.__name__ for kind in FIELDS}


def test_a_bound_names_its_measure() -> None:
    assert reported(with_records("limits", Limit("cap", Measure.CAPEX_SHARE, maximum=-0.1))) == {
        ("E404", "limits[0] (cap)", "maximum")
    }
