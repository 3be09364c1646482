"""The world workbook against public figures: each test states the band and where it comes from.

Two checks concern a plan rather than the data and are made where plans are: that HBM and packaging bind first in the
opening periods, and that no year spends more than 2.5 times the 160 usd_bn of the world's capex in 2025.
"""

import math

import pytest

from inputs.build import HERE
from inputs.industry.curves import WORLD_A_YEAR
from inputs.world.scanners import AVAILABLE_PCT
from planner.case.curves import DefectLearning, YieldModel, gross_dies_per_wafer
from planner.case.records import Case, Kind, Node, Part
from planner.workbook.reader import read_case

EUV = "EUV scanner"


@pytest.fixture(scope="module")
def world() -> Case:
    return read_case(HERE / "world.xlsx")


def phase_usd_bn(case: Case, site: str, node: str) -> float:
    """Capex of a phase at a site for 30 kwspm: shell and equipment each times its index."""
    made, pair, region = case.nodes[node], case.pairs[site, node], case.pair_region(site)
    index = made.shell_share * case.sites[site].shell_cost_index
    index += (1 - made.shell_share) * region.equipment_cost_index
    return made.phase_capex_usd_bn * 30 / made.phase_kwspm * pair.capex_factor * index


def tools_per_kwspm(case: Case, node: str) -> float:
    return next(use.tools_per_kwspm for use in case.tools[EUV].uses if use.node == node)


def part(case: Case, product: str, name: str) -> Part:
    return next(part for part in case.products[product].parts if part.name == name)


def test_c1_thirty_kwspm_of_n3_cost_10_6_to_13_bn_in_taiwan(world: Case) -> None:
    assert phase_usd_bn(world, "Tainan/Taichung", "N3") == pytest.approx(12.0)  # 30 x 0.40
    for site in ("Hsinchu", "Tainan/Taichung", "Kaohsiung"):
        assert 10.6 <= phase_usd_bn(world, site, "N3") <= 13.0


def test_c1b_thirty_kwspm_of_n3_cost_15_to_21_bn_in_the_us(world: Case) -> None:
    assert phase_usd_bn(world, "Phoenix AZ", "N3") == pytest.approx(12.0 * (0.22 * 2.5 + 0.78 * 1.05))
    for site in ("Phoenix AZ", "Taylor/Sherman TX", "Ohio"):
        assert 15.0 <= phase_usd_bn(world, site, "N3") <= 21.0


def test_c2_thirty_kwspm_of_n2_cost_16_to_18_bn_in_taiwan_and_20_to_30_in_the_us(world: Case) -> None:
    assert phase_usd_bn(world, "Hsinchu", "N2") == pytest.approx(16.8)  # 30 x 0.56
    assert 16.0 <= phase_usd_bn(world, "Hsinchu", "N2") <= 18.0
    assert 20.0 <= phase_usd_bn(world, "Phoenix AZ", "N2") <= 30.0


def test_c3_a_scanner_carries_2000_to_2500_wspm_of_n3_and_1650_to_2000_of_n2(world: Case) -> None:
    assert 2000 <= 1000 / tools_per_kwspm(world, "N3") <= 2500
    assert 1650 <= 1000 / tools_per_kwspm(world, "N2") <= 2000


def test_c3_the_coefficients_follow_from_passes_and_throughput(world: Case) -> None:
    passes_a_year = 75 * 0.9 * 8760  # wafers an hour, uptime, hours: 591,300
    for node, passes in (("N5/N4", 14), ("N3", 20), ("N2", 25), ("A16", 28), ("HBM", 5)):
        tools = 12_000 * passes / passes_a_year
        assert tools_per_kwspm(world, node) == pytest.approx(tools, abs=0.01)


def test_c4_the_world_gets_900_to_1100_scanners_until_2035(world: Case) -> None:
    quarters = range(world.calendar.ordinal("2035Q4") + 1)
    in_horizon = sum(world.tools[EUV].deliveries[t] for t in quarters) / (AVAILABLE_PCT / 100)
    before = WORLD_A_YEAR[2026] * 3 / 4  # the horizon starts with the last quarter of 2026
    assert 900 <= in_horizon + before <= 1100


def test_c4_the_scanners_of_the_case_carry_0_9_to_1_3_million_wspm_of_n2(world: Case) -> None:
    kwspm = sum(world.tools[EUV].deliveries) / tools_per_kwspm(world, "N2")
    assert 900 <= kwspm <= 1300
    assert kwspm * 0.56 <= 750  # usd_bn of logic fabs at 0.56 a kwspm


def test_c5_seven_trillion_would_buy_more_n2_than_the_world_has_wafers(world: Case) -> None:
    node = world.nodes["N2"]
    kwspm = 7000 / (node.phase_capex_usd_bn / node.phase_kwspm)
    assert kwspm == pytest.approx(12_500)
    assert kwspm > 11_100  # all 300 mm capacity of 2028 (SEMI)


def test_c6_an_800_mm2_die_gives_61_to_65_gross_and_20_to_23_packages_a_wafer(world: Case) -> None:
    gross = gross_dies_per_wafer(800.0)
    models = {model: DefectLearning(model).die_yield(800.0, 0.10) for model in YieldModel}
    assert 61 <= gross <= 65
    assert models[YieldModel.POISSON] == pytest.approx(0.45, abs=0.01)
    assert models[YieldModel.MURPHY] == pytest.approx(0.47, abs=0.01)
    assert models[YieldModel.NEGATIVE_BINOMIAL] == pytest.approx(0.49, abs=0.01)
    source = part(world, "B200/B300", "compute die").sources[0]
    sellable = DefectLearning().die_yield(800.0 * (1 - source.harvest), 0.10)
    assert 0.65 <= sellable <= 0.75
    assert 20 <= gross * sellable / source.units <= 23


def test_c6_todays_defects_are_no_worse_than_that_check_assumes(world: Case) -> None:
    node = world.nodes["N5/N4"]
    assert node.learning.density_per_cm2(-node.available_from) <= 0.10


@pytest.mark.parametrize("product", ["B200/B300", "Rubin"])
def test_c7_a_thousand_packaging_wafers_give_12_to_16_thousand_packages(world: Case, product: str) -> None:
    good = part(world, product, "interposer").sources[0].good_units_per_wafer
    assert good is not None
    assert 12 <= good <= 16


@pytest.mark.parametrize("product", ["Rubin", "MI400 line", "TPU v8 line", "Trainium 3/4"])
def test_a_12_high_stack_takes_0_036_to_0_041_wafers(world: Case, product: str) -> None:
    good = part(world, product, "HBM stack").sources[0].good_units_per_wafer
    assert good is not None
    assert 0.036 <= 1 / good <= 0.041


BANDS = {
    "Taiwan": (9, 11),
    "Korea": (10, 12),
    "Japan": (11, 15),  # Chitose 15
    "Singapore": (11, 13),
    "Germany": (15, 18),
    "Ireland": (15, 18),
    "USA": (15, 19),
    "India": (17, 22),
    "UAE": (17, 22),
    "KSA": (17, 22),
    "Israel": (15, 18),  # as Europe, assumed
    "China": (11, 15),  # CSET: 675 days from construction to output, close to Taiwan's 642; permits as in Asia
}


def test_c9_new_fabs_take_as_long_as_they_do(world: Case) -> None:
    front_end = [p for p in world.pairs.values() if world.nodes[p.node].kind is not Kind.PACKAGING]
    outside = []
    for pair in front_end:
        low, high = BANDS[world.sites[pair.site].region]
        if not low <= pair.lead_periods <= high:
            outside.append((pair.site, pair.node, pair.lead_periods))
    assert outside == []


def test_c9_a_decision_of_2026q4_yields_no_logic_or_memory_before_2029(world: Case) -> None:
    for pair in world.pairs.values():
        if world.nodes[pair.node].kind is not Kind.PACKAGING:
            first_output = min(pair.lead_periods, pair.expansion_lead_periods)
            assert first_output >= world.calendar.ordinal("2029Q1"), (pair.site, pair.node)


def test_packaging_lines_take_7_to_9_quarters_new_and_4_to_6_as_expansions(world: Case) -> None:
    lines = [p for p in world.pairs.values() if world.nodes[p.node].kind is Kind.PACKAGING]
    assert {p.lead_periods for p in lines} <= {7, 8, 9}
    assert {p.expansion_lead_periods for p in lines} <= {4, 5, 6}


def test_every_spend_profile_is_paid_in_full_and_mostly_before_full_output(world: Case) -> None:
    for pair in world.pairs.values():
        assert math.fsum(pair.spend) == pytest.approx(1.0)
        assert math.fsum(pair.expansion_spend) == pytest.approx(1.0)


def test_demand_follows_the_base_curve(world: Case) -> None:
    base = {2027: 22.0, 2028: 28.0, 2030: 38.0, 2035: 55.0}
    (future,) = world.scenarios
    for year, million in base.items():
        quarters = [t for t in world.calendar.horizon if world.calendar.year(t) == year]
        kunits = sum(row[t] for row in future.demand_kunits.values() for t in quarters)
        assert kunits / 1000 == pytest.approx(million, rel=0.01)


def needed_kwspm(case: Case, kind: Kind, label: str) -> float:
    """Wafer starts that the demand of a quarter needs on the nodes of a kind, with the first source of every part."""
    (future,) = case.scenarios
    at = case.calendar.ordinal(label)
    needed = 0.0
    for (product, _), kunits in future.demand_kunits.items():
        for made in case.products[product].parts:
            source = made.sources[0]
            node = case.nodes[source.node]
            if node.kind is kind:
                good = source.good_units_per_wafer or good_dies(node, source.die_area_mm2 or 0.0, source.harvest, at)
                needed += kunits[at] / case.products[product].assembly_yield * source.units / good / 3
    return needed


def good_dies(node: Node, area_mm2: float, harvest: float, at: int) -> float:
    density = node.learning.density_per_cm2(at - node.available_from)
    return gross_dies_per_wafer(area_mm2) * node.learning.die_yield(area_mm2 * (1 - harvest), density)


def committed_kwspm(case: Case, kind: Kind, label: str) -> float:
    at = case.calendar.ordinal(label)
    rows = [row for row in case.committed if case.nodes[row.node].kind is kind]
    return sum(row.kwspm[at] * case.nodes[row.node].utilisation for row in rows)


def test_c8_memory_and_packaging_are_full_at_the_opening_and_logic_is_not(world: Case) -> None:
    def load(kind: Kind) -> float:
        return needed_kwspm(world, kind, "2026Q4") / committed_kwspm(world, kind, "2026Q4")

    assert 0.85 <= load(Kind.MEMORY) <= 1.1
    assert 0.85 <= load(Kind.PACKAGING) <= 1.1
    assert load(Kind.LOGIC) < 0.85


@pytest.mark.parametrize(
    ("kind", "label"), [(Kind.MEMORY, "2028Q1"), (Kind.PACKAGING, "2029Q4"), (Kind.LOGIC, "2033Q1")]
)
def test_committed_capacity_falls_short_of_demand_in_time(world: Case, kind: Kind, label: str) -> None:
    assert needed_kwspm(world, kind, label) > committed_kwspm(world, kind, label)


def test_a_lost_package_costs_more_than_making_it(world: Case) -> None:
    """Cash cost with power plus a fifth of the capex a year: making every listed package pays."""
    for product in world.products.values():
        cost_usd = 0.0
        for made in product.parts:
            source = made.sources[0]
            node = world.nodes[source.node]
            wafers_a_year = node.phase_kwspm * 12_000 * node.utilisation
            wafer_usd = node.wafer_cost_usd + (node.phase_capex_usd_bn / 5 + 0.15) * 1e9 / wafers_a_year
            good = source.good_units_per_wafer or good_dies(node, source.die_area_mm2 or 0.0, source.harvest, 0)
            cost_usd += wafer_usd * source.units / good / product.assembly_yield
        assert product.shortage_penalty_usd > 1.5 * cost_usd, product.name
