"""Profiles, goods and means of a case in memory: each problem is reported at its record and field."""

from dataclasses import replace

import pytest

from planner.case.checks import check
from planner.case.records import (
    Conversion,
    Fund,
    Incentive,
    Lane,
    Limit,
    Lock,
    Market,
    Measure,
    Part,
    PlannedStart,
    Region,
    Scenario,
    Source,
)
from tests.case.checks.cases import Change, all_of, reported, with_node, with_record, with_records
from tests.cases import product, tiny

PAIR, KEY, CAP = "pairs['A', 'N3']", ("A", "N3"), "limits[0] (cap)"
DEMAND = {("chip", "world"): (3.0,) * 4}


def with_source(source: Source) -> Change:
    return with_record("products", "chip", parts=(Part("die", (source,)),))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_record("pairs", KEY, spend=(0.6, 0.3)), ("E701", PAIR, "spend")),
        (with_record("pairs", KEY, expansion_spend=(0.6, 0.3)), ("E701", PAIR, "expansion_spend")),
        (with_record("pairs", KEY, ramp=(0.5, 0.4)), ("W703", PAIR, "ramp")),
        (with_records("scenarios", Scenario("low", 0.5, DEMAND), Scenario("high", 0.4, DEMAND)),
         ("E704", "scenarios[1] (high)", "probability")),
        (with_source(Source("N3", 1.0)), ("E707", "products['chip']", "parts[0].sources[0].good_units_per_wafer")),
        (with_source(Source("N3", 1.0, 60.0, 800.0)), ("W708", "products['chip']", "parts[0].sources[0].die_area_mm2")),
        (lambda case: replace(case, products={**case.products, "card": replace(product("card"), parts=())}),
         ("E706", "products['card']", "name")),
        (lambda case: replace(case, markets={**case.markets, "moon": Market("moon")}),
         ("I715", "markets['moon']", "name")),
        (all_of(with_node("N5"), with_records("conversions", Conversion("A", "N5", "N5", 1.0))),
         ("E605", "conversions[0]", "to_node")),
        (with_records("lanes", Lane("here")), ("E716", "lanes[0]", "to_region")),
        (with_records("lanes", Lane("here", "here", "world")), ("E716", "lanes[0]", "to_market")),
        (with_records("lanes", Lane("here", to_market="world", from_period=3, until_period=1)),
         ("E717", "lanes[0]", "until_period")),
        (with_records("incentives", Incentive("grant", 0.3, start_from=2, start_until=1)),
         ("E717", "incentives[0] (grant)", "start_until")),
        (with_records("limits", Limit("cap", Measure.ONLINE_PHASES, minimum=3, maximum=2, from_period=2)),
         ("E711", CAP, "minimum")),
        (with_records("locks", Lock("A", "N3", min_phases=3, max_phases=2)), ("E710", "locks[0]", "min_phases")),
        (with_records("locks", Lock("A", "N3", min_phases=0, max_phases=1.5)), ("E406", "locks[0]", "max_phases")),
        (all_of(with_node("N5"), with_records("locks", Lock("A", "N5", min_phases=1))),
         ("E603", "locks[0]", "site")),
        (all_of(with_node("N5"), with_records("locks", Lock("A", "N5", max_phases=0))),
         ("W604", "locks[0]", "site")),
        (all_of(with_node("N5"), with_records("locks", Lock("A", "N3", "N5", min_phases=1))),
         ("E603", "locks[0]", "site")),
        (all_of(with_node("N5"), with_records("last_plan", PlannedStart("A", "N5", 1, 1))),
         ("W604", "last_plan[0]", "site")),
        (lambda case: replace(case, funds={**case.funds, "state": Fund("state", (0.0,) * 4)}),
         ("W606", "funds['state']", "name")),
        (all_of(lambda case: replace(case, regions={**case.regions, "there": Region("there")}),
                with_record("funds", "purse", regions=frozenset({"there"}))), ("W712", PAIR, "site")),
    ],
)  # fmt: skip
def test_each_problem_is_reported(change: Change, expected: tuple[str, str, str]) -> None:
    assert expected in reported(change)


def test_a_sum_says_what_to_write_in_the_units_of_the_case() -> None:
    case = with_record("pairs", KEY, spend=(0.6, 0.3))(tiny())
    (problem,) = check(case)
    assert (problem.found, problem.expected) == ("sum 0.9", "sum 1")
    assert problem.fix == "write 0.4 here, or change the others"


def test_a_lock_names_where_to_list_its_pair() -> None:
    case = all_of(with_node("N5"), with_records("locks", Lock("A", "N5", min_phases=1)))(tiny())
    (problem,) = check(case)
    assert (problem.found, problem.expected) == ("N5 at A", "a record in pairs")
    assert problem.fix == "list N5 at A in pairs, or delete the record"


def test_a_window_that_opens_with_the_horizon_and_closed_before_it_is_idle_not_wrong() -> None:
    lane = Lane("here", to_market="world", until_period=-1)
    assert not any(code == "E717" for code, *_ in reported(with_records("lanes", lane)))
