"""Opening: a site is opened once, before anything is built there, and pays when it opens."""

from dataclasses import replace

import pytest

from planner.case.records import Committed
from tests.cases import tiny
from tests.model.parts import discounted, quarters, site_a, with_node
from tests.model.solving import best_plan, least, line, near

LATE = {("chip", "world"): (0.0, 0.0, 0.0, 3.0)}


def test_a_site_pays_its_opening_beside_the_phase() -> None:
    # 1 phase + 2 opening + 3 missed in the lead quarter.
    assert least(site_a(tiny(), opening_cost_usd_bn=2.0)) == near(1 + 2 + 3)


def test_an_opening_that_costs_more_than_it_saves_stays_undone() -> None:
    # Opening for 9 would make 1 + 9 + 3 = 13; four quarters missed cost 12.
    plan = best_plan(site_a(tiny(), opening_cost_usd_bn=9.0))
    assert plan.outcome.objective == near(4 * 3)
    assert plan.openings == ()


def test_two_nodes_of_a_site_share_one_opening() -> None:
    case = with_node(site_a(tiny(demand={("chip", "world"): (6.0,) * 4}), opening_cost_usd_bn=2.0), "N5")
    # Demand needs two phases of N3: 2 phases + 2 opening + 6 missed.
    assert least(case) == near(2 + 2 + 6)


@pytest.mark.parametrize("kwspm", [(1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 1.0)])
def test_a_site_with_committed_capacity_is_open_free_of_charge(kwspm: tuple[float, ...]) -> None:
    case = site_a(tiny(demand={("chip", "world"): (6.0,) * 4}), opening_cost_usd_bn=50.0)
    plan = best_plan(replace(case, committed=(Committed("A", "N3", kwspm),)))
    assert line(plan, "opening") == 0
    # Demand of 6 against 3 a quarter from committed capacity while it is there, and 3 from each new phase.
    if kwspm[0] > 0:
        assert plan.outcome.objective == near(1 + 3)
    else:
        assert plan.outcome.objective == near(2 + 6)


def test_opening_is_due_in_the_quarter_it_happens() -> None:
    # Demand only in quarter 3: start and open in quarter 2, the lead time before.
    case = site_a(tiny(demand=LATE, settings=discounted()), opening_cost_usd_bn=1.5)
    plan = best_plan(case)
    assert plan.outcome.objective == near((1 + 1.5) * quarters(2))
    assert [(row.site, row.period) for row in plan.openings] == [("A", 2)]
