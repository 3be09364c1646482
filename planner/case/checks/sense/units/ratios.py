"""What should be in proportion: the declared ratios of a case, each with the range that it may lie in.

The ranges are wide: the workbooks of the planner and published cases keep a factor of six or more from their ends, most
of ten. A column in another unit is a factor of a thousand away, in another currency often one of 100 to 1,500.
"""

import math
from collections.abc import Callable, Iterator

from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import ClassProduct, Material
from planner.case.checks.sense.units.balance import of_balance
from planner.case.checks.sense.units.money import of_money, of_worth
from planner.case.checks.sense.units.placeholder import is_placeholder
from planner.case.checks.sense.units.quantities import Quantities
from planner.case.checks.sense.units.ratio import Ratio, over, per
from planner.case.curves import WAFER_DIAMETER_MM
from planner.case.records import Committed, Conversion, Node, Pair, Purchase, Site

_WAFER_MM2 = math.pi * (WAFER_DIAMETER_MM / 2) ** 2
_UNLIMITED_PHASES = 10
"""How many phases a pair without any limit counts for."""
_FIVE_YEARS_MONTHS = 60
_NEARLY = 3
LONGEST_YEARS = 8
_MAYBE_NO_LIMIT = ("power_limit_mw", "floor_units")


def ratios(draft: Draft, known: Quantities) -> list[Ratio]:
    """Return the ratios of a case that its draft knows."""
    rows = [
        *_of_nodes(known),
        *_of_sites(draft, known),
        *_of_products(known),
        *_of_deployment(known),
        *_of_lanes(known),
    ]
    nodes = {node.name: node for node in draft.records(Node, "name", "floor_units_per_phase")}
    if draft.is_whole(Pair, "site", "node", "max_phases", "capex_factor"):
        phases = _phases(draft, nodes)
        rows += of_money(draft, known, phases)
        if draft.is_whole(Committed, "node", "kwspm") and draft.is_whole(Conversion, "to_node"):
            rows += _of_demand(draft, known, phases)
    return [*rows, *of_worth(draft, known)]


def _of_nodes(known: Quantities) -> Iterator[Ratio]:
    capex, size, power = "phase_capex_usd_bn", "phase_kwspm", "power_mw_per_phase"
    fixed, wafer = "fixed_cost_usd_bn_per_phase_year", "wafer_cost_usd"

    def wafer_cost(row: str) -> Callable[[Quantities], float]:
        """The cost of a wafer to the capex of a wafer in five years."""
        return lambda q: q.of(wafer, row) * q.of(size, row) * _FIVE_YEARS_MONTHS / 1e6 / (q.of(capex, row) or math.inf)

    def per_kwspm(row: str) -> Callable[[Quantities], float]:
        """The capex of a kwspm, unless it is high and the funds could nearly pay for a phase."""
        price, budget = per(capex, size, row), "budget_usd_bn"

        def value(q: Quantities) -> float:
            money = sum(q.of(budget, fund) for fund in q.rows(budget))
            return 0.0 if price(q) > 1.0 and q.of(capex, row) < _NEARLY * money else price(q)

        return value

    for row in known.rows(size):
        yield Ratio(
            f"1 kwspm of {row} costs {{}} USD bn",
            *(0.002, 50),
            ((capex, row), (size, row)),
            per_kwspm(row),
        )
        yield Ratio(f"1 kwspm of {row} draws {{}} MW", 0.01, 2000, ((power, row), (size, row)), per(power, size, row))
        yield Ratio(
            f"the fixed cost of {row} is {{}} times its capex every year",
            *(0, 10),
            ((fixed, row), (capex, row)),
            per(fixed, capex, row),
        )
        yield Ratio(
            f"a wafer of {row} costs {{}} times its capex, spread over five years",
            *(1 / 300, 300),
            ((wafer, row), (capex, row), (size, row)),
            wafer_cost(row),
        )
        yield Ratio(
            f"the capacity of {row} is {{}} phases",
            *(1 / 500, 400),
            (("kwspm", row), (size, row)),
            per("kwspm", size, row),
        )


def _of_sites(draft: Draft, known: Quantities) -> Iterator[Ratio]:
    at_site: dict[str, list[str]] = {}
    for pair in draft.records(Pair, "site", "node"):
        at_site.setdefault(pair.site, []).append(pair.node)

    def largest_at(field: str, site: str) -> Callable[[Quantities], float]:
        return lambda q: max((q.of(field, node) for node in at_site[site]), default=0.0)

    for field, per_phase, high, words in (
        ("opening_cost_usd_bn", "phase_capex_usd_bn", 6, "opening # costs {} times its most expensive phase"),
        ("capex_usd_bn", "phase_capex_usd_bn", 40, "a shell at # costs {} times its most expensive phase"),
        ("power_limit_mw", "power_mw_per_phase", 400, "the power at # is enough for {} phases"),
        ("floor_units", "floor_units_per_phase", 400, "the floor at # is enough for {} phases"),
    ):
        for site in known.rows(field):
            if site not in at_site or (field in _MAYBE_NO_LIMIT and is_placeholder(known.of(field, site))):
                continue
            largest = largest_at(per_phase, site)
            keys = ((field, site), *((per_phase, node) for node in at_site[site]))
            yield Ratio(words.replace("#", site), 0, high, keys, over(field, site, largest))
    calendar = draft.calendar
    for row in known.rows("lead_periods") if calendar is not None else ():
        assert calendar is not None
        years = calendar.period_months / 12
        yield Ratio(
            f"{row} takes {{}} years to build",
            0,
            LONGEST_YEARS,
            (("lead_periods", row),),
            _times("lead_periods", row, years),
        )
    capacity = {(one.site, one.node): max(one.kwspm) for one in draft.records(Committed, "site", "node", "kwspm")}
    for one in draft.records(Conversion, "site", "from_node", "to_node", "lump_kwspm"):
        row, given = f"{one.site}, {one.from_node}", capacity.get((one.site, one.from_node), 0.0)
        if given and draft.is_whole(Committed, "site", "node", "kwspm"):
            part = _times("lump_kwspm", row, 1 / given)
            words = f"a lump is {{}} times all there is of {one.from_node} at {one.site}"
            yield Ratio(words, 0, 20, (("lump_kwspm", row),), part)
        keys = (("capex_usd_bn_per_lump", row), ("lump_kwspm", row))
        words = f"to convert 1 kwspm of {one.from_node} at {one.site} costs {{}} USD bn"
        yield Ratio(words, 0, 50, keys, per("capex_usd_bn_per_lump", "lump_kwspm", row))
        new = ("phase_capex_usd_bn", one.to_node), ("phase_kwspm", one.to_node)
        words = f"to convert 1 kwspm of {one.from_node} at {one.site} costs {{}} times as much as new {one.to_node}"
        yield Ratio(words, 0, 8, (*keys, *new), _to_new(row, one.to_node))


def _to_new(row: str, node: str) -> Callable[[Quantities], float]:
    converted, new = per("capex_usd_bn_per_lump", "lump_kwspm", row), per("phase_capex_usd_bn", "phase_kwspm", node)
    return lambda known: converted(known) / (new(known) or math.inf)


def _times(field: str, row: str, factor: float) -> Callable[[Quantities], float]:
    return lambda known: factor * known.of(field, row)


def _of_products(known: Quantities) -> Iterator[Ratio]:
    price, penalty = "price_usd", "shortage_penalty_usd"
    for row in known.rows(price):
        keys = ((price, row), (penalty, row))
        yield Ratio(f"the price of {row} is {{}} times its penalty", 1 / 100, 100, keys, per(price, penalty, row))


def _of_deployment(known: Quantities) -> Iterator[Ratio]:
    mw, power, demand = "mw", "power_kw", "kunits"

    def drawn(q: Quantities) -> float:
        """The power of all packages demanded in a period to the power for them, to date."""
        available = sum(q.of(mw, market) for market in q.rows(mw))
        return sum(q.of(power, row) * q.of(demand, row) for row in q.rows(power)) / (available or math.inf)

    products = known.rows(power)
    keys = (*((mw, row) for row in known.rows(mw)), *((name, row) for row in products for name in (power, demand)))
    if known.rows(mw):
        yield Ratio("demand of a period draws {} times the power for accelerators", 0, 200, keys, drawn)


def _of_lanes(known: Quantities) -> Iterator[Ratio]:
    limit, demand = "max_kunits", "kunits"

    def share(market: str) -> Callable[[Quantities], float]:
        return lambda q: q.of(limit, market) / (sum(q.of(demand, row) for row in q.rows(demand)) or math.inf)

    for market in known.rows(limit):
        if market and not is_placeholder(known.of(limit, market)):
            keys = ((limit, market), *((demand, row) for row in known.rows(demand)))
            words = f"a lane to {market} may carry {{}} times the demand of a period for everything"
            yield Ratio(words, 1 / 1000, 300, keys, share(market))


def _phases(draft: Draft, nodes: dict[str, Node]) -> dict[tuple[str, str], float]:
    """Return how many phases each pair may get."""
    floors = {site.name: site.floor_units for site in draft.records(Site, "name", "floor_units")}
    phases: dict[tuple[str, str], float] = {}
    for pair in draft.records(Pair, "site", "node", "max_phases"):
        node = nodes.get(pair.node)
        need = node.floor_units_per_phase if node is not None else 0.0
        floor = floors.get(pair.site, math.inf) / need if need else math.inf
        max_count = min(pair.max_phases, floor)
        phases[pair.site, pair.node] = max_count if math.isfinite(max_count) else _UNLIMITED_PHASES
    return phases


def _of_demand(draft: Draft, known: Quantities, phases: dict[tuple[str, str], float]) -> Iterator[Ratio]:
    calendar = draft.calendar
    fields = ("product", "part", "node", "units", "good_units_per_wafer", "die_area_mm2")
    if calendar is None or not draft.is_whole(Material, *fields):
        return
    months = calendar.period_months
    parts: dict[str, dict[str, list[Material]]] = {}
    offered = {purchase.part for purchase in draft.records(Purchase, "part")}
    for row in draft.records(Material, *fields):
        parts.setdefault(row.product, {}).setdefault(row.part, []).append(row)
    parts = {product: of for product, of in parts.items() if not offered & of.keys()}  # of the others it is not known
    buildable: dict[str, float] = {}
    for (_, node), max_count in phases.items():
        buildable[node] = buildable.get(node, 0.0) + max_count

    def supply(q: Quantities, product: str, is_minimum: bool) -> float:
        """Thousand packages a period if all capacity makes this product; at the minimum, with one phase of a node."""

        def kwafers(node: str) -> float:
            count = min(buildable.get(node, 0.0), 1.0 if is_minimum else math.inf)
            return months * (q.of("kwspm", node) + count * q.of("phase_kwspm", node))

        return min(
            sum(kwafers(row.node) * _good_units(row) / row.units for row in rows) for rows in parts[product].values()
        )

    serves: dict[str, list[tuple[str, float]]] = {product: [(product, 1.0)] for product in parts}
    for member in draft.records(ClassProduct, "compute_class", "product", "units_per_package"):
        if member.product in parts:
            serves.setdefault(member.compute_class, []).append((member.product, member.units_per_package))

    def asked(item: str, is_minimum: bool) -> Callable[[Quantities], float]:
        def value(q: Quantities) -> float:
            kunits = sum(units * supply(q, product, is_minimum) for product, units in serves[item])
            return q.of("kunits", item) / kunits if kunits > 0 else 0.0

        return value

    items = [item for item in known.rows("kunits") if item in serves]
    used = {row.node: None for item in items for p, _ in serves[item] for rows in parts[p].values() for row in rows}
    capacity = [key for node in used for key in (("kwspm", node), ("phase_kwspm", node))]
    for item in items if phases else ():
        words = f"demand for {item} is {{}} times what all capacity could make"
        yield Ratio(words, 0, 30, (("kunits", item), *capacity), asked(item, False))
    every = [asked(item, True) for item in items]
    keys = (*(("kunits", item) for item in items), *capacity)
    packages = {id(row): _good_units(row) / row.units for of in parts.values() for rows in of.values() for row in rows}
    yield from of_balance(draft, known, parts, serves, buildable, packages)
    words = "demand is {} times what the capacity and one phase of each node could make"
    if every:
        yield Ratio(words, 1 / 400, math.inf, keys, lambda q: sum(one(q) for one in every))


def _good_units(row: Material) -> float:
    if row.good_units_per_wafer is not None:
        return row.good_units_per_wafer
    return _WAFER_MM2 / row.die_area_mm2 if row.die_area_mm2 else 0.0
