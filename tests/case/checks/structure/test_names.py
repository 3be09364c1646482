"""Names are declared once and used as declared."""

from dataclasses import replace

import pytest

from planner.case.checks import check
from planner.case.records import (
    Committed,
    Conversion,
    Fund,
    Incentive,
    Lane,
    Limit,
    Lock,
    Measure,
    Part,
    PlannedStart,
    Scenario,
    Site,
    Source,
    Tool,
    ToolUse,
)
from tests.case.checks.cases import Change, all_of, reported, with_node, with_record, with_records
from tests.cases import pair, tiny

CAP = "limits[0] (cap)"


def with_demand(product: str, market: str) -> Change:
    return with_records("scenarios", Scenario("base", 1.0, {(product, market): (3.0,) * 4}))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_record("sites", "A", region="heer"), ("E601", "sites['A']", "region")),
        (with_record("sites", "A", region=""), ("E409", "sites['A']", "region")),
        (lambda case: replace(case, pairs={("B", "N3"): pair("B", "N3")}), ("E601", "pairs['B', 'N3']", "site")),
        (lambda case: replace(case, pairs={("A", "N2"): pair("A", "N2")}), ("E601", "pairs['A', 'N2']", "node")),
        (with_demand("chop", "world"), ("E601", "scenarios[0] (base)", "demand_kunits['chop', 'world']")),
        (with_demand("chip", "mars"), ("E601", "scenarios[0] (base)", "demand_kunits['chip', 'mars']")),
        (with_record("products", "chip", parts=(Part("die", (Source("N5", 1.0, 1.0),)),)),
         ("E601", "products['chip']", "parts[0].sources[0].node")),
        (with_records("committed", Committed("A", "N5", (1.0,) * 4)), ("E601", "committed[0]", "node")),
        (with_records("conversions", Conversion("A", "N3", "N5", 1.0)), ("E601", "conversions[0]", "to_node")),
        (with_records("lanes", Lane("there", to_market="world")), ("E601", "lanes[0]", "from_region")),
        (with_records("lanes", Lane("here", to_market="mars")), ("E601", "lanes[0]", "to_market")),
        (with_records("incentives", Incentive("grant", 0.3, site="B")), ("E601", "incentives[0] (grant)", "site")),
        (with_records("limits", Limit("cap", Measure.ONLINE_PHASES, node="N5", maximum=1)), ("E601", CAP, "node")),
        (with_records("limits", Limit("cap", Measure.ONLINE_PHASES, bloc="west", maximum=1)), ("E601", CAP, "bloc")),
        (with_records("locks", Lock("B", "N3", min_phases=1)), ("E601", "locks[0]", "site")),
        (with_records("last_plan", PlannedStart("A", "N5", 1, 1)), ("E601", "last_plan[0]", "node")),
        (with_record("funds", "purse", regions=frozenset({"here", "there"})), ("E602", "funds['purse']", "regions")),
        (with_record("funds", "purse", nodes=frozenset({"N3", "N5"})), ("E602", "funds['purse']", "nodes")),
        (with_record("funds", "purse", regions="here"), ("E602", "funds['purse']", "regions")),
        (lambda case: replace(case, tools={"EUV": Tool("EUV", (1.0,) * 4, (ToolUse("N5", 1.0),))}),
         ("E601", "tools['EUV']", "uses[0].node")),
        (with_record("sites", "A", name="B"), ("E801", "sites['A']", "name")),
        (lambda case: replace(case, pairs={("A", "N3"): pair("A", "N3"), ("A", "N4"): pair("A", "N3")}),
         ("E801", "pairs['A', 'N4']", "site")),
        (with_records("limits", *[Limit("cap", Measure.ONLINE_PHASES, maximum=1)] * 2),
         ("E501", "limits[1] (cap)", "name")),
        (with_records("committed", *[Committed("A", "N3", (1.0,) * 4)] * 2), ("E501", "committed[1]", "site")),
        (with_records("scenarios", *[Scenario("base", 0.5, {("chip", "world"): (3.0,) * 4})] * 2),
         ("E501", "scenarios[1] (base)", "name")),
    ],
)  # fmt: skip
def test_a_name_that_is_not_declared_once_is_reported(change: Change, expected: tuple[str, str, str]) -> None:
    assert expected in reported(change)


def test_the_nearest_name_is_proposed_and_nothing_is_built_on_the_wrong_one() -> None:
    (problem,) = check(with_record("sites", "A", region="heer")(tiny()))
    assert (problem.found, problem.expected, problem.fix) == ("'heer'", "a name in regions", "did you mean 'here'?")


def test_a_set_may_name_a_bloc_that_the_case_does_not_have() -> None:
    change = all_of(
        with_record("regions", "here", bloc="west"),
        with_record("funds", "purse", blocs=frozenset({"west", "east"})),
    )
    assert reported(change) == {("W742", "funds['purse']", "blocs")}


def test_several_problems_are_all_reported() -> None:
    change = all_of(
        with_node("N5", wafer_cost_usd=-1.0),
        with_record("sites", "A", region="there"),
        lambda case: replace(case, sites={**case.sites, "B": Site("B", "here", floor_units=-1.0)}),
        lambda case: replace(case, funds={**case.funds, "state": Fund("state", (1.0, 1.0), max_share=2.0)}),
    )
    assert reported(change) == {
        ("E404", "nodes['N5']", "wafer_cost_usd"),
        ("E404", "sites['B']", "floor_units"),
        ("E308", "funds['state']", "budget_usd_bn"),
        ("E405", "funds['state']", "max_share"),
        ("E601", "sites['A']", "region"),
    }
