"""The national programme's figures against public ones: each test states the band and where it comes from."""

import math

import pytest

from inputs.industry.curves import WORLD_A_YEAR, WORLD_MILLION
from inputs.industry.nodes import COWOS, HBM, N2, N3
from inputs.national.demand import EXPORT, GULF_MARKET
from inputs.national.goods import GPU_N2, GPU_N3
from inputs.national.places import ABU_DHABI, GULF, PHOENIX, RIYADH
from planner.case.records import Case, Kind
from tests.inputs.measures import capex_per_kwspm, case_of, outside
from tests.inputs.test_world_sense import BANDS

HOME_PLACES = (ABU_DHABI, RIYADH)


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of("national_programme.xlsx")


def test_six_sites_two_generations_and_three_products(case: Case) -> None:
    assert len(case.sites) == 6
    assert {name for name, node in case.nodes.items() if node.kind is Kind.LOGIC} == {N3, N2}
    assert len(case.products) == 3


def test_the_funds_hold_100_bn_and_each_has_a_restriction(case: Case) -> None:
    assert math.fsum(sum(fund.budget_usd_bn) for fund in case.funds.values()) == pytest.approx(100.0)
    assert all(fund.max_share < 1 for fund in case.funds.values())
    assert not all(fund.carry_over for fund in case.funds.values())


@pytest.mark.parametrize("region", ["Taiwan", "Korea"])
def test_capacity_of_the_leaders_costs_what_it_costs_them(case: Case, region: str) -> None:
    # N2 0.50-0.65, HBM 0.15-0.26, CoWoS 0.05-0.17 bn/kwspm
    assert outside(case, {N2: (0.50, 0.65), HBM: (0.15, 0.26), COWOS: (0.05, 0.17)}, region) == []


def test_capacity_abroad_costs_what_is_announced(case: Case) -> None:
    assert 20 / 30 <= capex_per_kwspm(case, PHOENIX, N2) <= 30 / 30  # 30 kwspm of N2 in the US: 20-30 bn
    for node, taiwan in ((N3, 0.40), (N2, 0.56), (HBM, 0.20)):
        # A country's first fab: up to twice the leader's (announced 0.8-1.3 bn/kwspm for N3 to 2 nm, one outlier).
        assert 1.4 * taiwan <= capex_per_kwspm(case, ABU_DHABI, node) <= 2.0 * taiwan


def test_new_fabs_take_as_long_as_they_do(case: Case) -> None:
    for pair in case.pairs.values():
        low, high = BANDS[case.sites[pair.site].region]
        if case.nodes[pair.node].kind is Kind.PACKAGING:
            low, high = 7, 9
        assert low <= pair.lead_periods <= high, (pair.site, pair.node)


def test_it_asks_for_a_ninth_of_the_world_at_home_and_less_for_export(case: Case) -> None:
    year = [t for t in case.calendar.horizon if case.calendar.year(t) == 2035]
    million = {
        market: sum(row[t] for (_, m), row in case.scenarios[0].demand_kunits.items() for t in year if m == market)
        / 1e3
        for market in (GULF_MARKET, EXPORT)
    }
    assert million[GULF_MARKET] / WORLD_MILLION[2035] == pytest.approx(0.09, abs=0.002)
    assert 0.03 <= million[EXPORT] / WORLD_MILLION[2035] <= 0.05


def test_it_gets_less_than_a_twelfth_of_the_scanners_of_any_year(case: Case) -> None:
    delivered = case.tools["EUV scanner"].deliveries
    for year in range(2027, 2036):
        got = sum(delivered[t] for t in case.calendar.horizon if case.calendar.year(t) == year)
        assert 0 < got <= WORLD_A_YEAR[year] / 12


def test_contracts_make_what_the_licence_lets_in(case: Case) -> None:
    # 180 thousand packages a quarter; one of the N3 class takes 8 stacks, of which a wafer gives 27.5.
    licensed = next(row.max_kunits for row in case.lanes if not math.isinf(row.max_kunits))
    assert licensed * 4 == pytest.approx(700, rel=0.05)  # UAE 500 k a year, Humain 600 k in three years
    in_2028 = case.calendar.ordinal("2028Q4")
    kwspm = {row.node: row.kwspm[in_2028] * case.nodes[row.node].utilisation for row in case.committed}
    stacks = next(p for p in case.products[GPU_N3].parts if p.sources[0].node == HBM).sources[0]
    assert stacks.good_units_per_wafer is not None
    kunits = kwspm[HBM] * 3 * stacks.good_units_per_wafer / stacks.units * case.products[GPU_N3].assembly_yield
    assert kunits == pytest.approx(licensed, rel=0.35)


def test_the_newest_generation_and_the_gulfs_tools_wait_for_licences(case: Case) -> None:
    closed = next(row for row in case.lanes if row.product == GPU_N2 and not row.allowed)
    assert case.calendar.label(closed.until_period) == "2029Q2"
    dated = {limit.node: case.calendar.label(limit.until_period) for limit in case.limits if limit.maximum == 0}
    assert dated == {N3: "2027Q3", N2: "2028Q4"}
    assert {case.sites[site].region for site in HOME_PLACES} == set(GULF)
