"""The foundry's figures against public ones: each test states the band and where it comes from."""

import pytest

from inputs.foundry.nodes import N7
from inputs.foundry.places import KAOHSIUNG, PHOENIX_SHELL, TAICHUNG, TAINAN
from inputs.industry.curves import WORLD_A_YEAR
from inputs.industry.nodes import A16, COWOS, N2, N3, N5
from planner.case.records import Case, Kind
from tests.inputs.measures import capex_per_kwspm, case_of, outside
from tests.inputs.test_world_sense import good_dies


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of("foundry.xlsx")


def test_about_fifteen_pairs_and_three_conversions_are_to_decide(case: Case) -> None:
    assert 13 <= len(case.pairs) <= 17
    assert len(case.conversions) == 3


def test_new_capacity_in_taiwan_costs_what_is_published_and_shells_save_the_building(case: Case) -> None:
    # N3 0.35-0.48, N2 0.50-0.65, A16 0.60-0.85, CoWoS 0.05-0.17 bn/kwspm; a building is a fifth of that.
    bands = {N3: (0.35, 0.48), N2: (0.45, 0.65), A16: (0.55, 0.85), COWOS: (0.05, 0.17)}
    assert outside(case, bands, "Taiwan") == []
    saved = capex_per_kwspm(case, KAOHSIUNG, A16) / capex_per_kwspm(case, TAICHUNG, A16)
    assert saved == pytest.approx(0.82)


def test_a_module_in_the_us_is_dearer_even_where_the_shell_stands(case: Case) -> None:
    # 30 kwspm of N3 cost 15-21 bn in the US, of which the building is more than a third.
    assert 0.30 <= capex_per_kwspm(case, PHOENIX_SHELL, N3) <= 21 / 30
    assert capex_per_kwspm(case, "Phoenix AZ", A16) > 1.2 * capex_per_kwspm(case, TAICHUNG, A16)


def test_converting_is_cheaper_than_building_and_gives_less(case: Case) -> None:
    for row in case.conversions:
        node = case.nodes[row.to_node]
        new = node.phase_capex_usd_bn / node.phase_kwspm
        assert 0.3 <= row.capex_usd_bn_per_lump / (row.lump_kwspm * row.output_ratio) / new <= 0.7
        assert row.output_ratio < 1
        assert row.downtime_periods >= 2
    assert {(row.from_node, row.to_node) for row in case.conversions} == {(N5, N3), (N3, N2), (N7, N5)}


def test_expansions_are_quicker_than_new_sites_and_tools_go_fastest_into_shells(case: Case) -> None:
    assert case.pairs[KAOHSIUNG, A16].lead_periods == 5  # orders, and 4 quarters to volume
    assert case.pairs[TAINAN, N3].lead_periods == 9
    assert 9 <= case.pairs[TAICHUNG, A16].lead_periods <= 11
    for pair in case.pairs.values():
        if case.nodes[pair.node].kind is Kind.PACKAGING:
            assert 4 <= pair.lead_periods <= 9


def test_its_scanners_are_about_a_tenth_of_the_worlds(case: Case) -> None:
    delivered = case.tools["EUV scanner"].deliveries
    for year in range(2027, 2034):
        got = sum(delivered[t] for t in case.calendar.horizon if case.calendar.year(t) == year)
        assert 0.02 <= got / WORLD_A_YEAR[year] <= 0.15


def test_a_set_sells_for_its_wafers_and_its_packaging(case: Case) -> None:
    # Wafer prices in the press; 1,100 for packaging a B200, of which 16 gross fit on a wafer. By 2030 yields are ripe.
    prices_usd = {N7: 10_000, N5: 16_000, N3: 20_000, N2: 30_000, A16: 45_000, COWOS: 16 * 1_100}
    at = case.calendar.ordinal("2030Q1")
    for product in case.products.values():
        worth = 0.0
        for part in product.parts:
            source = part.sources[0]
            node = case.nodes[source.node]
            good = source.good_units_per_wafer or good_dies(node, source.die_area_mm2 or 0.0, source.harvest, at)
            worth += prices_usd[source.node] * source.units / good / product.assembly_yield
        assert worth == pytest.approx(product.price_usd, rel=0.2), product.name
