"""What the study changes in a case: the functions from a case to a case, on cases of one site and one node."""

import math
from dataclasses import replace

import pytest

from examples.seven_trillion.changes import (
    CHANGES,
    Change,
    at_least_cost,
    total_budget_usd_bn,
    with_budget,
    with_half_the_lead_times,
    with_twice_the_room,
    without_bans,
    without_crew_limits,
    without_policy_limits,
    without_tool_limits,
)
from planner.audit import audit
from planner.case.records import (
    Case,
    Fund,
    Lane,
    Limit,
    Market,
    Measure,
    Objective,
    Region,
    Settings,
    Site,
    Tool,
    ToolUse,
)
from tests.cases import pair, tiny
from tests.model.solving import best_plan, least, near
from tests.model.worlds import world


def limited() -> Case:
    """One phase a year at most, for one that may be built, with one scanner; a lead time of three quarters."""
    return tiny(
        demand={("chip", "world"): (6.0,) * 4},
        regions={"here": Region("here", max_phase_starts_per_year=1.0)},
        sites={"A": Site("A", "here", floor_units=1.0)},
        pairs={("A", "N3"): pair("A", "N3", 3, max_phases=1)},
        tools={"scanner": Tool("scanner", (1.0, 0.0, 0.0, 0.0), (ToolUse("N3", 1.0),))},
    )


def test_budgets_are_scaled_to_a_total_and_keep_their_timing_and_their_shares() -> None:
    case = tiny(funds={"a": Fund("a", (1.0, 3.0, 0.0, 0.0)), "b": Fund("b", (0.0, 0.0, 0.0, 4.0))})
    scaled = with_budget(case, 20.0)
    assert total_budget_usd_bn(case) == 8.0
    assert total_budget_usd_bn(scaled) == 20.0
    assert scaled.funds["a"].budget_usd_bn == (2.5, 7.5, 0.0, 0.0)
    assert scaled.funds["b"].budget_usd_bn == (0.0, 0.0, 0.0, 10.0)


def test_a_case_without_money_cannot_be_scaled() -> None:
    with pytest.raises(ValueError, match="without money"):
        with_budget(tiny(funds={"a": Fund("a", (0.0,) * 4)}), 20.0)


def test_plans_are_made_for_least_cost_whatever_the_case_asks_for() -> None:
    case = tiny(settings=Settings("tiny", discount_rate=0.07, objective=Objective.COVERAGE_FIRST))
    assert at_least_cost(case).settings == replace(case.settings, objective=Objective.LEAST_COST)


def test_a_changed_case_is_otherwise_the_same() -> None:
    case = limited()
    assert replace(without_tool_limits(case), tools=case.tools) == case
    assert replace(without_crew_limits(case), regions=case.regions) == case
    assert replace(with_half_the_lead_times(case), pairs=case.pairs) == case
    assert replace(with_twice_the_room(case), sites=case.sites, pairs=case.pairs) == case
    assert replace(without_bans(case), lanes=case.lanes) == case
    assert replace(without_policy_limits(case), limits=case.limits) == case


def test_lead_times_are_halved_and_rounded_up_and_the_bills_come_twice_as_fast() -> None:
    made = pair("A", "N3", 5, expansion_lead_periods=4, spend=(0.1, 0.2, 0.3, 0.4), expansion_spend=(0.5, 0.3, 0.2))
    found = with_half_the_lead_times(tiny(pairs={("A", "N3"): made})).pairs["A", "N3"]
    assert (found.lead_periods, found.expansion_lead_periods) == (3, 2)
    assert found.spend == pytest.approx((0.3, 0.7))
    assert found.expansion_spend == pytest.approx((0.8, 0.2))


def test_room_is_doubled_and_no_limit_stays_none() -> None:
    case = with_twice_the_room(limited())
    assert case.sites["A"].floor_units == 2.0
    assert case.pairs["A", "N3"].max_phases == 2
    assert with_twice_the_room(tiny()).sites["A"].floor_units == math.inf


def test_lifted_bans_leave_freight_and_limits() -> None:
    dear = Lane("here", to_market="world", cost_usd_per_unit=5.0, max_kunits=2.0)
    case = tiny(lanes=(Lane("here", to_market="world", product="chip", allowed=False), dear))
    assert without_bans(case).lanes == (dear,)
    # Closed: 12 kunits missed at 1 usd_bn. Open: a phase, 2 kunits in three quarters at 5 usd, 12 - 6 missed.
    assert least(case) == near(12.0)
    assert least(without_bans(case)) == near(1.0 + 3 * 2 * 5e-6 + 6.0)


def test_lifted_policy_limits_free_what_they_forbid() -> None:
    none = Limit("none", Measure.PHASES_STARTED, region="here", maximum=0.0)
    case = tiny(limits=(none,))
    assert least(case) == near(12.0)
    assert least(without_policy_limits(case)) == near(4.0)


def test_each_change_is_worth_what_the_sum_says() -> None:
    # One phase makes 3 of the 6 kunits from quarter 3 on: 1 + 6 + 6 + 6 + 3 = 22, and no rule alone makes room for two.
    case = limited()
    worth = {change.name: least(change(case)) for change in CHANGES}
    # With half the lead time, 2 quarters, the phase runs in two of them: 1 + 6 + 6 + 3 + 3 = 19.
    # All together, two phases run in two quarters: 2 + 6 + 6 = 14.
    assert worth == {
        "scanners": near(22.0),
        "crews": near(22.0),
        "lead times": near(19.0),
        "room": near(22.0),
        "all four": near(14.0),
        "bans": near(22.0),
        "policies": near(22.0),
    }


def test_changes_may_be_distinguished_by_name_and_by_words() -> None:
    assert len({change.name for change in CHANGES}) == len({change.words for change in CHANGES}) == len(CHANGES)


def test_a_case_stays_solvable_with_every_change() -> None:
    case = replace(limited(), markets={"world": Market("world")})
    assert all(best_plan(change(case)).shortage for change in CHANGES)


@pytest.mark.parametrize("change", [change for change in CHANGES if change.relaxes], ids=lambda change: change.name)
def test_a_change_that_relaxes_leaves_every_plan_a_plan(change: Change) -> None:
    for case in (world(0), replace(limited(), limits=(Limit("few", Measure.PHASES_STARTED, maximum=1),))):
        # What a plan says of the price of bans is of the case that it was made for.
        assert audit(change(case), replace(best_plan(case), bans=())).clean
