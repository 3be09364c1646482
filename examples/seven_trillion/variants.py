"""The variants of the world case that the study solves, as edits that can be made in its workbook by hand."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from planner.case.demand import wanted
from planner.case.records import Case
from planner.study.variant import Variant
from planner.workbook.contract.goods import ConversionRow, DemandRow, MaterialRow
from planner.workbook.contract.means import LimitRow
from planner.workbook.contract.owners import OwnerRow
from planner.workbook.contract.places import RegionRow, SiteRow
from planner.workbook.contract.power import DeploymentRow
from planner.workbook.contract.shells import ShellRow
from planner.workbook.edit.edits import AddedRow, Edit, Value

CHINA, BUYER = "China", "USA"
TIERS = {"at 70 % of the price": 0.7, "at 40 % of the price": 0.4}
"""What further buyers pay; each tier asks for half as much again as the base demand outside China."""
TIER_SIZE, TIERS_FROM = 0.5, "2027Q1"
MONEY_TIMES = 7.0
MANY = 5
"""A lifted rule allows so many times as much: more than any plan of this study uses."""
POWER, SCANNERS, SITES, MONEY = "power in the markets", "EUV scanners", "room and crews for fabs", "money, 7 tn"
PLACES = ("Taiwan", "Korea", "USA")
"""Host countries whose new fabs are weighed against each other."""
SUBSTRATE, INTERPOSER = "substrate", "interposer"
SUBSTRATES_SHORT = {2026: 0.10, 2027: 0.21, 2028: 0.42}
"""By how much fewer packages than base demand there are substrates for, by year; facts.csv has the source."""


def without_floors(base: Variant) -> Variant:
    """Return the case without minimum shares, counts and service: what no late or poor plan could keep."""
    minima = [row.limit for row in base.tables.of(LimitRow) if row.min is not None]
    return base.with_edits("reference", [f'limits["{name}"].min =' for name in minima], relaxes=True)


def high_demand(base: Variant) -> Variant:
    """Return the case in the future of high demand."""
    return base.with_edits("high demand", list(_in_scenario("high")))


def _in_scenario(name: str) -> Iterable[str]:
    if name != "base":
        yield from ("scenarios[base].probability_pct = 0", f"scenarios[{name}].probability_pct = 100")


def more_buyers(base: Variant) -> Variant:
    """Return the case in which twice as much is wanted, the second half at falling prices.

    The further buyers are in the USA; a product that they do not get costs what they would have paid, less parts.
    """
    labels = base.tables.calendar.labels()
    asked: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * len(labels))
    products = base.case.products
    for row in base.tables.of(DemandRow):
        if not row.scenario and row.market != CHINA and products[row.product].power_kw > 0:
            asked[row.product] = [a + b for a, b in zip(asked[row.product], row.values, strict=True)]
    start = labels.index(TIERS_FROM)
    rows = []
    for tier, share in TIERS.items():
        for name, kunits in asked.items():
            product = products[name]
            terms: dict[str, Value] = {
                "product": name,
                "market": BUYER,
                "tier": tier,
                "price_usd": round(share * product.price_usd),
                "shortage_penalty_usd": round(share * product.shortage_penalty_usd),
            }
            more = {label: round(TIER_SIZE * kunits[at], 3) for at, label in enumerate(labels) if at >= start}
            rows.append(AddedRow("demand", {**terms, **more}))
    return base.with_edits("twice the buyers", rows)


def lifts(base: Variant) -> Mapping[str, Sequence[str]]:
    """Return the rules that the ladder lifts, each with its edits."""
    tables = base.tables
    crews = [row.region for row in tables.of(RegionRow) if row.max_phase_starts_per_year is not None]
    owners = [row.owner for row in tables.of(OwnerRow) if row.max_phase_starts_per_year is not None]
    shells = [row.site for row in tables.of(ShellRow) if row.max_shells]
    powers = [row.site for row in tables.of(SiteRow) if row.power_limit_mw is not None]
    lumps = [row for row in tables.of(ConversionRow) if row.max_lumps]
    return {
        POWER: [f"deployment[*].* *= {MANY}"],
        SCANNERS: [f"tools[*].* *= {MANY}"],
        SITES: [
            f"sites[*].floor_units *= {MANY}",
            f"site_nodes[*].max_phases *= {MANY}",
            f"site_power[*].* *= {MANY}",
            *(f"shells[{site}].max_shells *= {MANY}" for site in shells),
            *(f"sites[{site}].power_limit_mw *= {MANY}" for site in powers),
            *(f"conversions[{c.site},{c.from_node},{c.to_node}].max_lumps *= {MANY}" for c in lumps),
            *(f"regions[{name}].max_phase_starts_per_year *= {MANY}" for name in crews),
            *(f"owners[{name}].max_phase_starts_per_year *= {MANY}" for name in owners),
        ],
        MONEY: [f"budget[*].* *= {MONEY_TIMES}"],
    }


def seven_trillion(base: Variant) -> Variant:
    """Return the case with seven times the money at the same dates."""
    return base.with_edits("7 tn", [f"budget[*].* *= {MONEY_TIMES}"], relaxes=True)


def with_stream(base: Variant, name: str, usd_bn_a_year: float, first: int) -> Variant:
    """Return the case with a steady stream of money from a period on, shared by the funds as in the case."""
    case = base.case
    total = math.fsum(math.fsum(fund.budget_usd_bn) for fund in case.funds.values())
    labels, a_year = base.tables.calendar.labels(), case.calendar.periods_per_year
    edits = []
    for fund in case.funds.values():
        each = usd_bn_a_year / a_year * math.fsum(fund.budget_usd_bn) / total
        edits.append(f"budget[{fund.name}].* = {each:.6f}")
        edits += [f"budget[{fund.name}].{label} = 0" for label in labels[:first]]
    return base.with_edits(name, edits)


def pays_for_all_of(rich: Case, poor: Case) -> bool:
    """Say whether every plan that the funds of one case can pay for can be paid for in the other."""
    for name, fund in poor.funds.items():
        more, less = rich.funds[name].budget_usd_bn, fund.budget_usd_bn
        if fund.carry_over:
            more, less = tuple(accumulate(more)), tuple(accumulate(less))
        if any(a < b - 1e-9 for a, b in zip(more, less, strict=True)):
            return False
    return True


def power_later(base: Variant, periods: int) -> Variant:
    """Return the case in which the power that is switched on after the first year comes so many periods later."""
    labels, a_year = base.tables.calendar.labels(), base.case.calendar.periods_per_year
    edits = []
    for row in base.tables.of(DeploymentRow):
        late = [row.values[t if t < a_year else max(a_year - 1, t - periods)] for t in range(len(labels))]
        edits += [f'deployment["{row.market}"].{label} = {mw}' for label, mw in zip(labels, late, strict=True)]
    return base.with_edits("power a year late", edits)


def more_power(base: Variant, factor: float) -> Variant:
    """Return the case with so many times the power in every market."""
    return base.with_edits("power a quarter more", [f"deployment[*].* *= {factor}"], relaxes=True)


def weighed(base: Variant, name: str, weights_pct: Mapping[str, float]) -> Variant:
    """Return the case in which one plan is made for several scenarios, each with its weight."""
    return base.with_edits(name, [f"scenarios[{one}].probability_pct = {pct}" for one, pct in weights_pct.items()])


def few_substrates(base: Variant, name: str) -> Variant:
    """Return the case in which each accelerator takes a substrate, and there are too few of them for some years.

    They are shared out to regions by the packaging lines that stand or are committed there, and cost nothing here: the
    price of a package already counts them. After these years there are as many as anybody wants.
    """
    case, labels = base.case, base.tables.calendar.labels()
    year = case.calendar.year
    products = sorted({row.product for row in base.tables.of(MaterialRow) if row.part == INTERPOSER})
    node = next(row.node for row in base.tables.of(MaterialRow) if row.part == INTERPOSER)
    (scenario,) = case.scenarios
    asked = [tier.kunits for buyer, tier in wanted(scenario).items() if buyer.item in products]
    kunits = [math.fsum(one[t] for one in asked) for t in case.calendar.horizon]
    lines: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * len(labels))
    for one in case.committed:
        if one.node == node:
            region = case.sites[one.site].region
            lines[region] = [a + b for a, b in zip(lines[region], one.kwspm, strict=True)]
    edits: list[Edit | str] = [
        AddedRow("materials", {"product": product, "part": SUBSTRATE, "units": 1.0}) for product in products
    ]
    for region in case.regions:
        offered: dict[str, Value] = {}
        for t, label in enumerate(labels):
            short = SUBSTRATES_SHORT.get(year(t))
            share = 1.0 if short is None else (1 - short) * lines[region][t] / sum(of[t] for of in lines.values())
            offered[label] = round((MANY if short is None else 1) * share * kunits[t], 3)
        edits.append(AddedRow("purchases", {"part": SUBSTRATE, "region": region, "price_usd": 0.0, **offered}))
    return base.with_edits(name, edits)


def future(base: Variant, name: str, demand: str, *, scanners: bool, outage: bool, late: bool) -> Variant:
    """Return the case in a future: its demand, a fifth fewer scanners, Taiwan out for a year, fabs a year late."""
    edits: list[Edit | str] = list(_in_scenario(demand))
    if scanners:
        edits.append(_event(demand, "2027Q4", "", 80, tool="EUV scanner"))
    if outage:
        edits.append(_event(demand, "2029Q1", "2029Q4", 0, region="Taiwan"))
    if late:
        edits.append(f"scenarios[{demand}].delay_periods = {base.case.calendar.periods_per_year}")
    return base.with_edits(name, edits)


def _event(scenario: str, start: str, until: str, factor_pct: float, **what: str) -> AddedRow:
    row: dict[str, Value] = {"scenario": scenario, "from_period": start, "factor_pct": factor_pct, **what}
    if until:
        row["until_period"] = until
    return AddedRow("events", row)


def approved(future_: Variant, name: str, starts: Mapping[tuple[str, str], int]) -> Variant:
    """Return a future in which some phases by site and node start within the first year, whatever else starts."""
    until = _last_of_first_year(future_)
    rows = [
        AddedRow("locks", {"site": site, "node": node, "until_period": until, "min_phases": phases})
        for (site, node), phases in starts.items()
    ]
    return future_.with_edits(name, rows)


def waiting(future_: Variant, name: str) -> Variant:
    """Return a future in which nothing starts within the first year: no phase, shell or conversion."""
    until = _last_of_first_year(future_)
    closed: dict[str, Value] = {"until_period": until, "max_phases": 0}
    after = future_.tables.calendar.labels()[future_.case.calendar.periods_per_year]
    lumps = future_.tables.of(ConversionRow)
    labels = future_.tables.calendar.labels()
    edits: list[Edit | str] = [
        *(AddedRow("locks", {"site": s, "node": n, **closed}) for s, n in future_.case.pairs),
        *(AddedRow("locks", {"site": site, **closed}) for site in future_.case.shells),
    ]
    edits += [
        f"conversions[{c.site},{c.from_node},{c.to_node}].earliest = {after}"
        for c in lumps
        if not c.earliest or labels.index(c.earliest) < labels.index(after)
    ]
    return future_.with_edits(name, edits)


def _last_of_first_year(base: Variant) -> str:
    return base.tables.calendar.labels()[base.case.calendar.periods_per_year - 1]


def apart(base: Variant) -> Variant:
    """Return the case in which some host countries are blocs of their own, and no limit names a place or an owner.

    The funds that build in the bloc that they belonged to build in them too.
    """
    case = base.case
    edits = [f"regions[{place}].bloc = {place}" for place in PLACES]
    for fund in case.funds.values():
        whole = {case.regions[place].bloc for place in PLACES}
        if fund.blocs & whole:
            edits.append(f"funds[{fund.name}].blocs = {';'.join([*sorted(fund.blocs), *PLACES])}")
    edits += [f'limits["{row.limit}"].max =' for row in base.tables.of(LimitRow) if row.max is not None]
    return base.with_edits("host countries", edits)
