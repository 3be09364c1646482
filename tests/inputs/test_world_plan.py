"""A plan of the world case against what is known of the industry: the checks that need a plan and not only its data."""

from collections import defaultdict

import pytest

from inputs.world.demand import OWN
from planner.case.records import Case, Kind
from planner.plan.records import Plan
from tests.inputs.measures import paid

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
    assert max(use(case, plan, kind, 0) for kind in (Kind.MEMORY, Kind.PACKAGING)) > 0.80
    assert use(case, plan, Kind.LOGIC, 0) < 0.90


@pytest.mark.slow
def test_c10_no_year_spends_more_than_two_and_a_half_times_the_world_of_2025(case: Case, plan: Plan) -> None:
    spent: dict[int, float] = defaultdict(float)
    for draw in plan.draws:
        spent[case.calendar.year(draw.period)] += draw.usd_bn
    assert 0 < max(spent.values()) <= 2.5 * WORLD_CAPEX_2025_USD_BN


@pytest.mark.slow
def test_c10_a_decade_of_building_costs_what_the_makers_invest_in_three_to_twelve_years(case: Case, plan: Plan) -> None:
    """TSMC's 60-64 bn in 2026 and some 40 for HBM: what is committed here, and what the plan adds."""
    committed = sum(
        max(0.0, row.kwspm[-1] - row.kwspm[0]) * node.phase_capex_usd_bn / node.phase_kwspm
        for row in case.committed
        for node in (case.nodes[row.node],)
    )
    assert 50 <= committed <= 200
    assert 3 * 100 <= committed + paid(plan) <= 12 * 100


@pytest.mark.slow
def test_the_investors_own_chips_are_not_starved(case: Case, plan: Plan) -> None:
    served = {year: _served(case, plan, year) for year in range(2027, 2036)}
    assert min(served.values()) >= 0.65


def _served(case: Case, plan: Plan, year: int) -> float:
    periods = {t for t in case.calendar.horizon if case.calendar.year(t) == year}
    short = sum(row.kunits for row in plan.shortage if row.tier == OWN and row.period in periods)
    wanted = sum(
        tier.kunits[t] for buyer, tier in case.scenarios[0].tiers.items() if buyer.tier == OWN for t in periods
    )
    return 1 - short / wanted
