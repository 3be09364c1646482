"""The world workbook against public figures: each test states the band and where it comes from.

Checks C1 to C10 are those of the collected industry data, with the newer figures of the review of November 2026. What
concerns a plan rather than the data is tested where plans are.
"""

import math

import pytest

from inputs.build import HERE
from inputs.world.curves import BASE, HIGH, LOW
from inputs.world.horizon import OVERHEAD_PCT
from inputs.world.nodes import A14, A16, COWOS, DRAM, HBM, N2, N3, N5
from inputs.world.places import CHEONGJU, KAOHSIUNG, PYEONGTAEK, YONGIN
from inputs.world.products import AFTER, B300, GPUS, H200, MI400, OWN_CHIPS, RUBIN, TPU7, TPU8, TRAINIUM
from inputs.world.scanners import AVAILABLE_PCT, WORLD_A_YEAR
from planner.case.curves import DefectLearning, YieldModel, gross_dies_per_wafer
from planner.case.money import phase_capex_usd_bn
from planner.case.records import Case, Kind, Node, Part
from planner.workbook.case_file import read_case_file
from planner.workbook.edit.apply import edited, sound_case
from planner.workbook.edit.parse import parse_edits
from tests.inputs.futures import future, million, of_year, power_gw, value_usd_bn
from tests.inputs.measures import case_of

EUV = "EUV scanner"
SCENARIOS = (LOW, BASE, HIGH)


@pytest.fixture(scope="module")
def world() -> Case:
    return case_of("world.xlsx")


def phase_usd_bn(case: Case, site: str, node: str) -> float:
    """Capex of a first phase with its building at a site without shells, for 30 kwspm."""
    assert site not in case.shells
    return phase_capex_usd_bn(case, case.pairs[site, node]) * 30 / case.nodes[node].phase_kwspm


def in_shell_usd_bn_per_kwspm(case: Case, site: str, node: str) -> tuple[float, float]:
    """Capex of fitting out a phase, and of its part of a shell, for each kwspm."""
    made, shell = case.nodes[node], case.shells[site]
    fitted = phase_capex_usd_bn(case, case.pairs[site, node]) / made.phase_kwspm
    return fitted, shell.capex_usd_bn / (shell.floor_units / made.floor_units_per_phase * made.phase_kwspm)


def tools_per_kwspm(case: Case, node: str) -> float:
    return next(use.tools_per_kwspm for use in case.tools[EUV].uses if use.node == node)


def part(case: Case, product: str, name: str) -> Part:
    return next(part for part in case.products[product].parts if part.name == name)


def test_c1_thirty_kwspm_of_n3_cost_10_6_to_13_bn_in_taiwan(world: Case) -> None:
    assert phase_usd_bn(world, "Tainan/Taichung", N3) == pytest.approx(12.0)  # 30 x 0.40
    assert 10.6 <= phase_usd_bn(world, "Tainan/Taichung", N3) <= 13.0


def test_c1b_thirty_kwspm_of_n3_cost_15_to_21_bn_in_the_us(world: Case) -> None:
    assert phase_usd_bn(world, "Phoenix AZ", N3) == pytest.approx(12.0 * (0.22 * 2.5 + 0.78 * 1.05))
    assert 15.0 <= phase_usd_bn(world, "Phoenix AZ", N3) <= 21.0


def test_c2_thirty_kwspm_of_n2_cost_16_to_18_bn_in_taiwan_and_20_to_30_in_the_us(world: Case) -> None:
    assert phase_usd_bn(world, "Hsinchu", N2) == pytest.approx(16.8)  # 30 x 0.56
    assert 16.0 <= phase_usd_bn(world, "Hsinchu", N2) <= 18.0
    for site in ("Phoenix AZ", "Taylor TX"):
        assert 20.0 <= phase_usd_bn(world, site, N2) <= 30.0
    fitted, shell = in_shell_usd_bn_per_kwspm(world, KAOHSIUNG, N2)
    assert 16.0 <= 30 * (fitted + shell) <= 18.0


def test_a14_costs_0_68_to_1_bn_a_kwspm_in_taiwan(world: Case) -> None:
    assert 0.68 <= phase_usd_bn(world, "Hsinchu", A14) / 30 <= 1.00


def test_a_first_fab_of_a_country_is_dearer_than_the_next(world: Case) -> None:
    # Announced outside Taiwan: 0.8-1.3 bn/kwspm for N3 to 2 nm, against 0.4-0.6 at home; up to twice the leader's.
    for site, node, leader in (("Dresden", N3, 0.40), ("Abu Dhabi", N3, 0.40), ("Chitose", N2, 0.56)):
        pair = world.pairs[site, node]
        assert 1.4 * leader <= phase_usd_bn(world, site, node) / 30 <= 2.0 * leader, site
        assert pair.expansion_capex_factor < 1


@pytest.mark.parametrize(
    ("site", "low", "high"), [(PYEONGTAEK, 0.17, 0.20), (CHEONGJU, 0.22, 0.28), (YONGIN, 0.38, 0.45)]
)
def test_memory_in_shells_costs_what_is_announced(world: Case, site: str, low: float, high: float) -> None:
    fitted, shell = in_shell_usd_bn_per_kwspm(world, site, HBM)
    of_both = fitted if site == PYEONGTAEK else fitted + shell  # the figure for P4 is of its equipment
    assert low <= of_both <= high
    assert 0.10 <= shell <= 0.12  # Yongin: KRW 31 tn for 200 kwspm


def test_c3_a_scanner_carries_2000_to_2500_wspm_of_n3_and_1650_to_2000_of_n2(world: Case) -> None:
    assert 2000 <= 1000 / tools_per_kwspm(world, N3) <= 2500
    assert 1650 <= 1000 / tools_per_kwspm(world, N2) <= 2000


def test_c3_the_coefficients_follow_from_passes_and_throughput(world: Case) -> None:
    passes_a_year = 75 * 0.9 * 8760  # wafers an hour, uptime, hours: 591,300
    for node, passes in ((N5, 14), (N3, 20), (N2, 25), (A16, 28), (A14, 28), (HBM, 5), (DRAM, 2.5)):
        assert tools_per_kwspm(world, node) == pytest.approx(12_000 * passes / passes_a_year, abs=0.01)


def test_c3_opening_capacity_fits_into_the_scanners_that_stand(world: Case) -> None:
    """About 380 low-NA tools at the end of 2026, some of them at nodes that the case leaves out."""
    per_kwspm = {use.node: use.tools_per_kwspm for use in world.tools[EUV].uses}
    needed = sum(per_kwspm.get(row.node, 0.0) * row.kwspm[0] for row in world.committed if row.uses_tools)
    assert 0.75 * 380 <= needed <= 0.95 * 380


def test_c4_the_world_gets_900_to_1150_scanners_until_2035(world: Case) -> None:
    quarters = range(world.calendar.ordinal("2035Q4") + 1)
    in_horizon = sum(world.tools[EUV].deliveries[t] for t in quarters) / (AVAILABLE_PCT / 100)
    before = WORLD_A_YEAR[2026] * 3 / 4  # the horizon starts with the last quarter of 2026
    assert 900 <= in_horizon + before <= 1150  # 1,100 and what ASML has announced since
    assert [WORLD_A_YEAR[year] for year in (2026, 2027)] == [65, 85]
    assert 90 <= WORLD_A_YEAR[2028] <= 110


def test_c4_the_scanners_for_logic_carry_0_9_to_1_6_million_wspm_of_n2(world: Case) -> None:
    kwspm = 0.65 * sum(world.tools[EUV].deliveries) / tools_per_kwspm(world, N2)
    assert 900 <= kwspm <= 1600  # 1,300 at 60 % of the older deliveries


def test_c5_seven_trillion_would_buy_more_n2_than_the_world_has_wafers(world: Case) -> None:
    node = world.nodes[N2]
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
    source = part(world, B300, "compute die").sources[0]
    sellable = DefectLearning().die_yield(800.0 * (1 - source.harvest), 0.10)
    assert 0.65 <= sellable <= 0.75
    assert 20 <= gross * sellable / source.units <= 23


def test_c6_todays_defects_are_no_worse_than_that_check_assumes(world: Case) -> None:
    node = world.nodes[N5]
    assert node.learning.density_per_cm2(-node.available_from) <= 0.10


@pytest.mark.parametrize(("product", "low", "high"), [(B300, 12, 16), (RUBIN, 9, 12), (H200, 28, 29)])
def test_c7_packages_a_packaging_wafer(world: Case, product: str, low: float, high: float) -> None:
    good = part(world, product, "interposer").sources[0].good_units_per_wafer
    assert good is not None
    assert low <= good <= high


@pytest.mark.parametrize("product", [RUBIN, MI400, TPU8, TRAINIUM])
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


def test_c9_new_fabs_and_new_shells_take_as_long_as_they_do(world: Case) -> None:
    outside = []
    for (site, node), pair in world.pairs.items():
        if world.nodes[node].kind is not Kind.PACKAGING:
            low, high = BANDS[world.sites[site].region]
            lead = pair.lead_periods + (world.shells[site].lead_periods if site in world.shells else 0)
            if not low <= lead <= high:
                outside.append((site, node, lead))
    assert outside == []


def test_c9_fitting_out_a_shell_takes_3_to_5_quarters(world: Case) -> None:
    leads = {pair.lead_periods for (site, _), pair in world.pairs.items() if site in world.shells}
    assert leads <= {3, 4, 5}


def test_c9_a_decision_of_2026q4_yields_no_logic_or_memory_before_2029_but_in_shells(world: Case) -> None:
    for (site, node), pair in world.pairs.items():
        if world.nodes[node].kind is not Kind.PACKAGING and site not in world.shells:
            first_output = min(pair.lead_periods, pair.expansion_lead_periods)
            assert first_output >= world.calendar.ordinal("2029Q1"), (site, node)


def test_packaging_lines_take_7_to_9_quarters_new_and_4_to_6_as_expansions(world: Case) -> None:
    lines = [p for p in world.pairs.values() if world.nodes[p.node].kind is Kind.PACKAGING]
    assert {p.lead_periods for p in lines} <= {7, 8, 9}
    assert {p.expansion_lead_periods for p in lines} <= {4, 5, 6}


def test_every_spend_profile_is_paid_in_full(world: Case) -> None:
    for pair in world.pairs.values():
        assert math.fsum(pair.spend) == pytest.approx(1.0)
        assert math.fsum(pair.expansion_spend) == pytest.approx(1.0)


def test_a_packaging_line_takes_a_fifth_of_the_crews_of_a_fab(world: Case) -> None:
    assert world.nodes[COWOS].crew_units_per_phase == pytest.approx(0.2)
    assert world.nodes[N3].crew_units_per_phase == 1.0


def test_memory_is_built_only_where_a_maker_of_memory_is(world: Case) -> None:
    owners = {world.owner_of(site, node) for site, node in world.pairs if node in (HBM, DRAM)}
    assert owners == {"Samsung", "SK hynix", "Micron"}
    assert all(world.owner_of(site, node) for site, node in world.pairs)


def test_committed_capacity_of_2026_and_2027_lies_within_what_is_reported(world: Case) -> None:
    def kwspm(node: str, label: str, *regions: str) -> float:
        at = world.calendar.ordinal(label)
        rows = [row for row in world.committed if row.node == node]
        return sum(row.kwspm[at] for row in rows if not regions or world.sites[row.site].region in regions)

    assert 400 <= kwspm(HBM, "2026Q4") <= 473  # TrendForce 420, SemiAnalysis 473
    assert 500 <= kwspm(HBM, "2027Q4") <= 668  # 520 and 668
    assert 180 <= kwspm(N3, "2026Q4", "Taiwan") <= 210
    assert 90 <= kwspm(N2, "2026Q4", "Taiwan") <= 120
    assert 110 <= kwspm(N2, "2027Q2", "Taiwan") <= 120
    assert 0.9 * 130 <= kwspm(COWOS, "2026Q4") <= 0.9 * 150
    assert 0.9 * 170 <= kwspm(COWOS, "2027Q4") <= 0.9 * 200
    assert 1100 <= kwspm(DRAM, "2026Q4") <= 1400  # 1,800-2,100 with HBM and China


VALUE_BANDS = {  # usd_bn: AMD 500 in 2028, about 700 of a trillion in 2030; NVIDIA's orders; McKinsey's span around it
    LOW: {2028: (300, 450), 2030: (300, 450)},
    BASE: {2027: (430, 600), 2028: (500, 680), 2030: (600, 820)},
    HIGH: {2028: (650, 850), 2030: (850, 1100)},
}
POWER_BANDS_GW = {LOW: (78, 110), BASE: (125, 185), HIGH: (190, 230)}  # McKinsey 78, 125, 205; SemiAnalysis near 200
UNITS_BANDS = {LOW: (7, 12), BASE: (15, 22), HIGH: (22, 30)}  # million in 2030; 15-22: review of November 2026


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_demand_is_worth_what_its_anchors_are_worth(scenario: str) -> None:
    case = future(scenario)
    for year, (low, high) in VALUE_BANDS[scenario].items():
        assert low <= value_usd_bn(case, of_year(case, year)) <= high, year
    assert UNITS_BANDS[scenario][0] <= million(case, of_year(case, 2030)) <= UNITS_BANDS[scenario][1]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_demand_draws_what_its_anchors_draw(scenario: str) -> None:
    case = future(scenario)
    until_2030 = range(case.calendar.ordinal("2030Q4") + 1)
    low, high = POWER_BANDS_GW[scenario]
    assert low <= power_gw(case, until_2030) <= high
    a_year = [power_gw(case, of_year(case, year)) for year in range(2027, 2031)]
    assert all(0.7 * low / 4.25 <= one <= 1.4 * high / 4.25 for one in a_year)


def test_a_scenario_of_more_wants_more_in_every_year() -> None:
    low, base, high = map(future, SCENARIOS)
    for year in range(2027, 2036):
        at = of_year(base, year)
        assert million(low, at) < million(base, at) < million(high, at)


def test_chips_draw_1_3_to_2_kw_on_average(world: Case) -> None:
    at = of_year(world, 2030)
    assert 1.5 <= power_gw(world, at) / million(world, at) / (1 + OVERHEAD_PCT / 100) <= 2.0  # 1.85: review
    assert 40 <= OVERHEAD_PCT <= 80  # all in: 1.4 to 1.8


def test_the_power_that_is_switched_on_lies_between_the_anchors(world: Case) -> None:
    at = world.calendar.ordinal("2030Q4")
    assert 125 <= sum(row.mw[at] for row in world.deployment) / 1000 <= 205


def test_tpus_of_2027_are_about_what_jpm_expects(world: Case) -> None:
    kunits = [tier.kunits for buyer, tier in world.scenarios[0].tiers.items() if buyer.item in (TPU7, TPU8)]
    assert 4.0 <= sum(row[t] for row in kunits for t in of_year(world, 2027)) / 1000 <= 5.5  # JPM Jan 2026: 5.0 M


def test_the_scenarios_of_demand_can_be_weighed_together() -> None:
    tables = read_case_file(HERE / "world.xlsx").tables
    assert tables is not None
    weights = {LOW: 25, BASE: 50, HIGH: 25}
    edits = [f"scenarios[{name}].probability_pct = {pct}" for name, pct in weights.items()]
    case = sound_case(edited(tables, parse_edits(edits, tables)))
    assert {one.name: 100 * one.probability for one in case.scenarios} == weights


def test_china_is_three_futures() -> None:
    licensed = {
        name: million(case, of_year(case, 2028), H200)
        for name in ("China closed", BASE, "China open")
        for case in (future(name),)
    }
    assert licensed["China closed"] == 0 < licensed[BASE] < licensed["China open"]


def test_a_gpu_is_worth_its_price_less_what_is_not_built_and_an_own_chip_the_gpu_it_replaces(world: Case) -> None:
    for name in GPUS:
        product = world.products[name]
        assert product.shortage_penalty_usd == pytest.approx(product.price_usd - product.other_cost_usd), name
    for name in (TPU7, TPU8):
        assert 25_000 <= world.products[name].shortage_penalty_usd <= 35_000
    for name in OWN_CHIPS:
        assert world.products[name].shortage_penalty_usd > world.products[name].price_usd


def needed_kwspm(case: Case, kind: Kind, label: str) -> float:
    """Wafer starts that the demand of a quarter needs on the nodes of a kind, with the first source of every part."""
    at = case.calendar.ordinal(label)
    needed = 0.0
    for (product, _), kunits in demands(case, at):
        for made in case.products[product].parts:
            source = made.sources[0]
            node = case.nodes[source.node]
            if node.kind is kind:
                good = source.good_units_per_wafer or good_dies(node, source.die_area_mm2 or 0.0, source.harvest, at)
                needed += kunits / case.products[product].assembly_yield * source.units / good / 3
    return needed


def demands(case: Case, at: int) -> list[tuple[tuple[str, str], float]]:
    plain = [(key, kunits[at]) for key, kunits in case.scenarios[0].demand_kunits.items()]
    return plain + [((one.item, one.market), tier.kunits[at]) for one, tier in case.scenarios[0].tiers.items()]


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

    assert 0.80 <= load(Kind.MEMORY) <= 1.1
    assert 0.80 <= load(Kind.PACKAGING) <= 1.1
    assert 0.70 <= load(Kind.LOGIC) < 0.90


@pytest.mark.parametrize(("kind", "label"), [(Kind.MEMORY, "2029Q1"), (Kind.PACKAGING, "2032Q4")])
def test_committed_capacity_falls_short_of_demand_in_time(world: Case, kind: Kind, label: str) -> None:
    assert needed_kwspm(world, kind, label) > committed_kwspm(world, kind, label)


def test_the_generation_after_feynman_needs_a_node_that_has_to_be_built(world: Case) -> None:
    assert part(world, AFTER, "compute die").sources[0].node == A14
    assert sum(row.kwspm[-1] for row in world.committed if row.node == A14) <= 30


def test_a_lost_package_costs_more_than_making_it(world: Case) -> None:
    """Cash cost with power plus a fifth of the capex a year: making every listed package pays."""
    for product in world.products.values():
        cost_usd = 0.0
        for made in product.parts:
            source = made.sources[0]
            node = world.nodes[source.node]
            wafers_a_year = node.phase_kwspm * 12_000 * node.utilisation
            wafer_usd = node.wafer_cost_usd + (node.phase_capex_usd_bn / 5 + 0.15) * 1e9 / wafers_a_year
            good = source.good_units_per_wafer or good_dies(node, source.die_area_mm2 or 0.0, source.harvest, 12)
            cost_usd += wafer_usd * source.units / good / product.assembly_yield
        assert product.shortage_penalty_usd > 1.3 * cost_usd, product.name
