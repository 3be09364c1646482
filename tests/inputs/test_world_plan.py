"""A plan of the world case against what is known of the industry: the checks that need a plan and not only its data."""

from collections import defaultdict

import pytest

from planner.case.records import Case, Kind
from planner.plan.records import Plan

NAME = "world.xlsx"
WORLD_CAPEX_2025_USD_BN = 160.0


def use(case: Case, plan: Plan, kind: Kind, period: int) -> float:
    """Share of the usable capacity of a kind that is used outside China, whose chain stands alone."""
    rows = [
        row
        for row in plan.capacity
        if row.period == period and case.nodes[row.node].kind is kind and case.sites[row.site].region != "China"
    ]
    return sum(row.used_kwspm for row in rows) / sum(row.kwspm for row in rows)


@pytest.mark.slow
def test_c8_packaging_or_memory_is_full_before_logic(case: Case, plan: Plan) -> None:
    logic = use(case, plan, Kind.LOGIC, 0)
    assert max(use(case, plan, kind, 0) for kind in (Kind.MEMORY, Kind.PACKAGING)) > 0.95
    assert logic < 0.85


@pytest.mark.slow
def test_c10_no_year_spends_more_than_two_and_a_half_times_the_world_of_2025(case: Case, plan: Plan) -> None:
    spent: dict[int, float] = defaultdict(float)
    for draw in plan.draws:
        spent[case.calendar.year(draw.period)] += draw.usd_bn
    assert 0 < max(spent.values()) <= 2.5 * WORLD_CAPEX_2025_USD_BN
