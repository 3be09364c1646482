"""What must hold of the optimum when a case changes, whatever the case."""

from dataclasses import replace

import pytest

from planner.case.records import Case, Region, Site
from tests.cases import pair
from tests.model.changes import dearer, locked, renamed
from tests.model.solving import best_plan, least, least_of_world, near, starts
from tests.model.worlds import plain, world

SLACK = 1e-6
SEEDS = (3, 4)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_budget_never_raises_the_optimum(seed: int) -> None:
    case = world(seed)
    before = least_of_world(seed)
    for name, extra in (("state", 1.0), ("grantor", 0.1)):
        richer = tuple(usd_bn + extra * (t == 1) for t, usd_bn in enumerate(case.funds[name].budget_usd_bn))
        case = replace(case, funds={**case.funds, name: replace(case.funds[name], budget_usd_bn=richer)})
        after = least(case)
        assert after <= before + SLACK
        before = after


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("region", ["far", "new"])
def test_a_new_candidate_site_never_raises_the_optimum(seed: int, region: str) -> None:
    case = world(seed)
    more = replace(
        case,
        regions={**case.regions, region: case.regions.get(region, Region(region))},
        sites={**case.sites, "E": Site("E", region, opening_cost_usd_bn=0.1)},
        pairs={**case.pairs, **{("E", node): pair("E", node, max_phases=2) for node in ("N3", "CoWoS")}},
    )
    assert least(more) <= least_of_world(seed) + SLACK


@pytest.mark.parametrize("seed", SEEDS)
def test_names_and_the_order_of_rows_do_not_matter(seed: int) -> None:
    assert least(renamed(world(seed))) == near(least_of_world(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_money_times_four_is_the_optimum_times_four(seed: int) -> None:
    assert least(dearer(world(seed), 4.0)) == near(4 * least_of_world(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_longer_lead_time_never_lowers_the_optimum(seed: int) -> None:
    case = plain(seed)
    slower = {
        key: replace(made, lead_periods=made.lead_periods + 1, expansion_lead_periods=made.expansion_lead_periods + 1)
        for key, made in case.pairs.items()
    }
    assert least(replace(case, pairs=slower)) >= least(case) - SLACK


@pytest.mark.parametrize("seed", SEEDS)
def test_locking_all_of_a_plan_gives_it_back(seed: int) -> None:
    case = with_cheap_conversion(world(seed))
    plan = best_plan(case)
    again = best_plan(locked(case, plan))
    assert again.outcome.objective == near(plan.outcome.objective)
    assert starts(again) == starts(plan)
    assert again.converted == plan.converted


def with_cheap_conversion(case: Case) -> Case:
    """Return the case with a conversion that is worth its money, so that there is one to lock."""
    (row,) = case.conversions
    return replace(case, conversions=(replace(row, capex_usd_bn_per_lump=0.001, downtime_periods=0, output_ratio=1.0),))
