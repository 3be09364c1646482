"""The best operations for so much capacity: what is made, moved, shipped, and who goes without."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import product as every

from planner.case.records import (
    Buyer,
    Case,
    Kind,
    Limit,
    Measure,
    Objective,
    Part,
    Product,
    ProfitOf,
    Purchase,
    Source,
    Tier,
)
from tests.model.brute.lanes import Flow, freight_and_tariff, holds, is_open, most, packages, parts
from tests.model.brute.money import discount
from tests.model.brute.program import Program, Term
from tests.model.brute.schedules import (
    Schedule,
    converted_kwspm,
    free_machines,
    machines_under_way,
    phases_kwspm,
    stands,
    window_of,
)

HOURS = 8760.0
BN_PER_KUSD = 1e-6
"""USD bn of a thousand units at one usd each."""


class Operations:
    """One linear program for all schedules, in which the capacity alone differs; scenarios share it."""

    def __init__(self, case: Case) -> None:
        """Write down the program."""
        self.case, self.program = case, Program()
        self.of_fabs = case.settings.objective is Objective.PROFIT and case.settings.profit_of is ProfitOf.FABS
        self.of_buyers = 0.0 if self.of_fabs else BN_PER_KUSD
        """What counts of a cost of those who buy from fabs."""
        self.counts_tariffs = not case.settings.is_for_society
        self.penalties: dict[Hashable, float] = {}
        self._certain: dict[int, list[Term]] = defaultdict(list)
        self._known: dict[tuple[float, ...], float] = {}
        self.buyers = [
            {**{Buyer(*key): Tier(kunits) for key, kunits in one.demand_kunits.items()}, **one.tiers}
            for one in case.scenarios
        ]
        self._flows: dict[tuple[int, Flow, int], list[Term]] = defaultdict(list)
        self._wafers: dict[tuple[int, str, str, int], list[tuple[Hashable, str]]] = defaultdict(list)
        for k in range(len(case.scenarios)):
            for product in case.products.values():
                self._make(k, product)
            self._sell(k)
            for market in case.deployment:
                self._energise(k, market.market, market.mw)
            self._limit_lanes(k)
            self._limit_tools(k)
            for number, offer in enumerate(case.purchases):
                self._buy(k, number, offer)
            for limit in case.limits:
                if limit.measure is Measure.SUPPLY_SHARE:
                    self._limit_supply(k, limit)
                elif limit.measure is Measure.OUTPUT_SHARE:
                    self._limit_output(k, limit)
                elif limit.measure is Measure.SERVICE:
                    self._limit_service(k, limit)
        self._pairs: list[tuple[int, str, str, int]] = []
        self._draw_power()
        self._weigh_risk()
        for key, wafers in self._wafers.items():
            self.program.at_most_open([(name, 1.0) for name, _ in wafers], key)

    def _draw_power(self) -> None:
        """Wafers beyond what stands there are made on phases, each of which draws a part of its power with them."""
        case, program = self.case, self.program
        made: dict[tuple[int, str, str, int], list[Term]] = defaultdict(list)
        drawn: dict[tuple[int, str, int], list[Term]] = defaultdict(list)
        for (site, name), t in every(case.pairs, case.calendar.horizon):
            node, region = case.nodes[name], case.sites[site].region
            for k in range(len(case.scenarios)) if node.power_mw_per_phase and node.idle_power < 1 else ():
                full = case.calendar.period_months * node.utilisation * node.phase_kwspm
                mw = node.power_mw_per_phase * (1 - node.idle_power) / full
                kwh = mw * 1_000 * HOURS * case.calendar.period_years * node.utilisation
                column = ("on phases", k, site, name, t)
                program.column(column, self._weight(k, t) * kwh * case.sites[site].power_price_usd_kwh * 1e-9)
                program.at_most_open([(column, 1.0)], column)
                self._pairs.append((k, site, name, t))
                made[k, region, name, t].append((column, -1.0))
                drawn[k, site, t].append((column, mw))
        for key, terms in made.items():
            wafers = [(name, 1.0) for name, _ in self._wafers.get(key, ())]
            program.at_most_open([*wafers, *terms], ("standing", *key))
        self._standing_keys = tuple(made)
        self._drawn = tuple(drawn)
        for (k, site, t), terms in drawn.items():
            program.at_most_open(terms, ("MW", k, site, t))

    def _weigh_risk(self) -> None:
        """Of every cost as much as the weight is left out; so much of what the worst futures miss comes instead."""
        settings, program = self.case.settings, self.program
        weight = settings.cvar_weight if settings.counts_penalties else 0.0
        for name in program.costs if weight else ():
            program.costs[name] *= 1 - weight
        tail = program.column("the tail begins", weight)
        for k, future in enumerate(self.case.scenarios):
            terms = self._certain[k]
            if settings.max_shortage_cost_usd_bn < float("inf"):
                program.at_most(terms, settings.max_shortage_cost_usd_bn)
            if weight:
                beyond = program.column(("beyond", k), weight * future.probability / settings.cvar_tail)
                program.at_most([*terms, (tail, -1.0), (beyond, -1.0)], 0.0)

    # -- what a schedule makes of it

    def least(self, schedule: Schedule) -> float:
        """Return the least cost with the capacity of a schedule, infinity where limits cannot be kept."""
        bounds = self._bounds(schedule)
        known = tuple(bounds.values())
        if known not in self._known:
            self._known[known] = self.program.solve(bounds)
        return self._known[known]

    def least_penalty(self, schedule: Schedule) -> float:
        bounds = self._bounds(schedule)
        return self.program.solve(bounds, self.penalties)

    def _bounds(self, schedule: Schedule) -> dict[Hashable, float]:
        bounds: dict[Hashable, float] = {key: self._kwafers(schedule, *key) for key in self._wafers}
        bounds |= {("on phases", *key): self._on_phases(schedule, *key) for key in self._pairs}
        bounds |= {("standing", *key): self._in_region(schedule, *key) for key in self._standing_keys}
        return bounds | {("MW", *key): self._free_mw(schedule, *key) for key in self._drawn}

    def _kwafers(self, schedule: Schedule, k: int, region: str, node: str, t: int) -> float:
        """Return what can be started: before the horizon on what stood in its first period, alike in all futures."""
        sites = [name for name, site in self.case.sites.items() if site.region == region]
        on_phases = sum(self._on_phases(schedule, k, site, node, t) for site in sites)
        return on_phases + self._in_region(schedule, k, region, node, t)

    def _in_region(self, schedule: Schedule, k: int, region: str, node: str, t: int) -> float:
        sites = [name for name, site in self.case.sites.items() if site.region == region]
        return sum(self._standing(schedule, k, site, node, t) for site in sites)

    def _standing(self, schedule: Schedule, k: int, site: str, node: str, t: int) -> float:
        rows = (r for r in self.case.committed if (r.site, r.node) == (site, node) and stands(schedule, r, t))
        converted = converted_kwspm(schedule, site, node, t)
        return self._usable(k, site, node, t) * (sum(row.kwspm[max(0, t)] for row in rows) + converted)

    def _on_phases(self, schedule: Schedule, k: int, site: str, node: str, t: int) -> float:
        delay_periods = self.case.scenarios[k].delay_periods
        return self._usable(k, site, node, t) * phases_kwspm(self.case, schedule, site, node, t, delay_periods)

    def _usable(self, k: int, site: str, node: str, t: int) -> float:
        case, future = self.case, self.case.scenarios[k]
        uses_tools = any(use.node == node and use.tools_per_kwspm for tool in case.tools.values() for use in tool.uses)
        share = case.nodes[node].utilisation * (min(1.0, future.tool_factor) if uses_tools and t >= 0 else 1.0)
        return case.calendar.period_months * share * self._left(k, site, node, t)

    def _free_mw(self, schedule: Schedule, k: int, site: str, t: int) -> float:
        """Return what wafers may draw beside what phases online draw idle, as planned."""
        case = self.case
        earlier = [(row.phases, row.first_output, case.nodes[row.node]) for row in case.under_way if row.site == site]
        online = [(phases, node) for phases, output, node in earlier if output <= t]
        full = sum(phases * node.power_mw_per_phase for phases, node in online)
        limit = max(case.sites[site].power_limit_mw, sum(n * node.power_mw_per_phase for n, _, node in earlier))
        for row in case.site_power:
            limit = min(limit, max(row.mw[t], full)) if row.site == site else limit
        online += [(1, case.nodes[s.node]) for s in schedule if s.site == site and s.node and s.output <= t]
        return min(limit, 1e6) - sum(phases * node.power_mw_per_phase * node.idle_power for phases, node in online)

    def _left(self, k: int, site: str, node: str, t: int) -> float:
        left = 1.0
        for event in self.case.events if t >= 0 else ():
            about = event.site == site or event.region == self.case.sites[site].region
            if event.scenario == self.case.scenarios[k].name and about and event.node in ("", node) and event.holds(t):
                left *= event.factor
        return left

    # -- making

    def _weight(self, k: int, t: int) -> float:
        return self.case.scenarios[k].probability * discount(self.case, t + 0.5)

    def _make(self, k: int, product: Product) -> None:
        """Packages take their parts, each made of wafers that left the fab in the same period."""
        case, program = self.case, self.program
        for t in case.calendar.horizon:
            for z in case.regions:
                finished = program.column(("finished", k, z, product.name, t))
                out: list[Term] = [(finished, 1.0)]
                if product.stock_cost_usd_per_period is not None:
                    cost = self._weight(k, t) * product.stock_cost_usd_per_period * self.of_buyers
                    out.append((program.column(("stock", k, z, product.name, t), cost, self._most_left(t)), -1.0))
                    if t:
                        out.append((("stock", k, z, product.name, t - 1), 1.0))
                for market in case.markets:
                    flow = packages(case, z, market, product.name)
                    freight, tariff = freight_and_tariff(case, flow, t)
                    cost = (
                        self._weight(k, t)
                        * (freight + self.counts_tariffs * tariff * product.price_usd)
                        * self.of_buyers
                    )
                    at_most = float("inf") if is_open(case, case.scenarios[k].name, flow, t) else 0.0
                    shipped = program.column(("shipped", k, z, market, product.name, t), cost, at_most)
                    self._flows[k, flow, t].append((shipped, 1.0))
                    out.append((shipped, -1.0))
                program.equal(out, 0.0)
            for part in product.parts:
                self._make_part(k, product, part, t)

    def _make_part(self, k: int, product: Product, part: Part, t: int) -> None:
        """Units come from wafers, maybe of another region, from a contract, or from stock, and go into packages."""
        case, program = self.case, self.program
        at_hand: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for source in part.sources:
            for y in case.regions:
                made = list(self._start_wafers(k, y, product, part, source, t))
                away = list(self._send(k, y, product, part, source.node, t))
                if self.of_fabs:
                    made = self._sell_wafers(k, y, product, part, source, t, made)
                row = program.equal if self.of_fabs else program.at_most
                row([*((moved, 1.0) for _, moved in away), *((name, -value) for name, value in made)], 0.0)
                for z, moved in away:
                    at_hand[z, source.node].append((moved, 1.0))
        for number, offer in enumerate(case.purchases):
            if offer.part == part.name:
                bought = program.column(("bought", k, number, product.name, t))
                at_hand[offer.region, part.as_bought.node].append((bought, 1.0))
        needed: dict[str, list[Term]] = {z: [(("finished", k, z, product.name, t), -1 / product.assembly_yield)]
                                         for z in case.regions}  # fmt: skip
        for source in part.all_sources:
            for z in case.regions:
                here = at_hand[z, source.node]
                if source.stock_cost_usd_per_unit_period is not None:
                    cost = self._weight(k, t) * source.stock_cost_usd_per_unit_period * self.of_buyers
                    key = ("part", k, z, source.node, product.name, part.name)
                    here.append((program.column((*key, t), cost, self._most_left(t)), -1.0))
                    here += [((*key, t - 1), 1.0)] if t else []
                    program.at_least(here, 0.0)
                needed[z] += [(name, value / source.units) for name, value in here]
        for terms in needed.values():
            (program.equal if self.of_fabs else program.at_least)(terms, 0.0)

    def _most_left(self, t: int) -> float:
        """Return what may be left in stock: nothing at the end where fabs would be paid for it."""
        return 0.0 if self.of_fabs and t == self.case.calendar.last else float("inf")

    def _sell_wafers(
        self, k: int, y: str, product: Product, part: Part, source: Source, t: int, made: list[Term]
    ) -> list[Term]:
        """Return the good units of the wafers that packages take: those alone are paid, when they leave."""
        case, node = self.case, self.case.nodes[source.node]
        ((wafers, good),) = made
        usd = (node.wafer_price_usd or 0.0) * (1 + node.wafer_price_trend) ** (t * case.calendar.period_years)
        if node.kind is Kind.PACKAGING and product.package_price_usd is not None:
            houses = [one for one in product.parts for s in one.sources if case.nodes[s.node].kind is Kind.PACKAGING]
            assert len(houses) == 1
            usd = product.package_price_usd * product.assembly_yield * good / source.units
        sold = ("sold", k, y, node.name, product.name, part.name, t)
        self.program.column(sold, -self._weight(k, t) * usd * BN_PER_KUSD)
        self.program.at_most([(sold, 1.0), (wafers, -1.0)], 0.0)
        return [(sold, good)]

    def _send(self, k: int, y: str, product: Product, part: Part, node: str, t: int) -> Iterator[tuple[str, Hashable]]:
        """Yield where the units of a region may go: elsewhere if they move, over lanes that are open."""
        case = self.case
        for z in case.regions:
            moved = ("moved", k, y, z, node, product.name, part.name, t)
            if not self._moves(product, part):
                if z == y:
                    yield z, self.program.column(moved)
                continue
            flow = parts(case, y, z, product.name, node)
            cost = self._weight(k, t) * freight_and_tariff(case, flow, t)[0] * self.of_buyers
            at_most = float("inf") if is_open(case, case.scenarios[k].name, flow, t) else 0.0
            self._flows[k, flow, t].append((self.program.column(moved, cost, at_most), 1.0))
            yield z, moved

    def _buy(self, k: int, number: int, offer: Purchase) -> None:
        """A contract offers so much, for all products, and is paid for a share of it whether taken or not."""
        for t in self.case.calendar.horizon:
            cost = self._weight(k, t) * offer.price_usd * self.of_buyers
            fixed = offer.take_or_pay * offer.kunits[t]
            paid = self.program.column(("paid", k, number, t), cost)
            bought = [
                (("bought", k, number, name, t), 1.0)
                for name, product in self.case.products.items()
                if any(part.name == offer.part for part in product.parts)
            ]
            self.program.at_most(bought, offer.kunits[t])
            self.program.at_least([(paid, 1.0), *((name, -value) for name, value in bought)], 0.0)
            self.program.at_least([(paid, 1.0)], fixed)

    def _moves(self, product: Product, part: Part) -> bool:
        """Packaging is done in place; without any, packages are finished where their logic is made."""
        kinds = {one.name: {self.case.nodes[s.node].kind for s in one.sources} for one in product.parts}
        stays = Kind.PACKAGING if any(Kind.PACKAGING in of for of in kinds.values()) else Kind.LOGIC
        return stays not in kinds[part.name]

    def _start_wafers(
        self, k: int, region: str, product: Product, part: Part, source: Source, t: int
    ) -> Iterator[Term]:
        """Return the good units that come out in a period; wafers from before the horizon are free and alike."""
        node = self.case.nodes[source.node]
        begun = t - node.cycle_periods
        future = k if begun >= 0 else 0
        name = ("wafers", future, region, node.name, product.name, part.name, begun)
        if name not in self.program.costs:
            usd = node.wafer_cost_usd * self.case.regions[region].operating_cost_index * BN_PER_KUSD
            at_most = float("inf") if t in self._periods_of_use(product, source) else 0.0
            self.program.column(name, self._weight(k, begun) * usd if begun >= 0 else 0.0, at_most)
            self._wafers[future, region, node.name, begun].append((name, product.name))
        assert source.good_units_per_wafer is not None
        return iter([(name, source.good_units_per_wafer)])

    def _periods_of_use(self, product: Product, source: Source) -> set[int]:
        """Return when units are of use: when somebody wants packages, and before where these or the units may wait."""
        periods = set[int]()
        for buyers in self.buyers:
            for buyer, tier in buyers.items():
                waiting = 0.0
                for t, kunits in enumerate(tier.kunits if product.name in self._units(buyer.item) else ()):
                    periods |= {t} if kunits + waiting > 0 else set()
                    waiting = tier.backlog * (kunits + waiting)
        may_wait = product.stock_cost_usd_per_period is not None or source.stock_cost_usd_per_unit_period is not None
        return set(range(max(periods) + 1)) if periods and may_wait else periods

    # -- selling

    def _sell(self, k: int) -> None:
        """Every buyer is served, waits or goes without; all that is shipped serves somebody."""
        case, program = self.case, self.program
        served: dict[tuple[str, str, int], list[Term]] = defaultdict(list)
        for buyer, tier in self.buyers[k].items():
            share_last = case.calendar.last
            for t in case.calendar.horizon:
                penalty = self._weight(k, t) * self._penalty(buyer, tier)
                lost = program.column(("lost", k, buyer, t), penalty if case.settings.counts_penalties else 0.0)
                self.penalties[lost] = penalty
                self._certain[k].append((lost, discount(case, t + 0.5) * self._penalty(buyer, tier)))
                waits = program.column(("waits", k, buyer, t))
                terms: list[Term] = [(lost, 1.0), (waits, 1.0)]
                for product, units in self._units(buyer.item).items():
                    earned = -self._weight(k, t) * self._earned(buyer, tier, product)
                    name = program.column(("served", k, buyer, product, t), earned)
                    terms.append((name, units))
                    served[product, buyer.market, t].append((name, -1.0))
                if t:
                    terms.append((("waits", k, buyer, t - 1), -1.0))
                program.equal(terms, tier.kunits[t])
                share = tier.backlog if t < share_last else 0.0
                program.at_most([(waits, 1 - share), (lost, -share)], 0.0)
        for product in case.products:
            for market in case.markets:
                for t in case.calendar.horizon:
                    shipped = [(("shipped", k, z, market, product, t), 1.0) for z in case.regions]
                    program.equal([*shipped, *served[product, market, t]], 0.0)

    def _units(self, item: str) -> dict[str, float]:
        if item in self.case.products:
            return {item: 1.0}
        return {member.product: member.units_per_package for member in self.case.classes[item].members}

    def _penalty(self, buyer: Buyer, tier: Tier) -> float:
        own = [self.case.products[p].shortage_penalty_usd / units for p, units in self._units(buyer.item).items()]
        return (min(own) if tier.shortage_penalty_usd is None else tier.shortage_penalty_usd) * BN_PER_KUSD

    def _earned(self, buyer: Buyer, tier: Tier, product: str) -> float:
        if self.case.settings.objective is not Objective.PROFIT or self.of_fabs:
            return 0.0
        usd = self.case.products[product].price_usd
        if tier.price_usd is not None:
            usd = tier.price_usd * self._units(buyer.item)[product]
        members = self.case.classes[buyer.item].members if buyer.item in self.case.classes else ()
        usd *= {m.product: m.price_factor for m in members}.get(product, 1.0)
        return (usd - self.case.products[product].other_cost_usd) * BN_PER_KUSD

    def _energise(self, k: int, market: str, mw: tuple[float, ...]) -> None:
        """A market switches on no more to date than it has power for: a thousand packages of a kW draw a MW."""
        case = self.case
        for t in case.calendar.horizon:
            terms = [
                (("shipped", k, z, market, name, u), product.power_kw * (1 + case.settings.deployment_overhead))
                for name, product in case.products.items()
                for z in case.regions
                for u in range(t + 1)
            ]
            self.program.at_most(terms, mw[t])

    # -- limits

    def _limit_lanes(self, k: int) -> None:
        for lane in self.case.lanes:
            for t in self.case.calendar.horizon:
                flows = [
                    term
                    for (of, flow, u), terms in self._flows.items()
                    if (of, u) == (k, t) and holds(lane, flow, t)
                    for term in terms
                ]
                if lane.max_kunits < float("inf"):
                    self.program.at_most(flows, most(self.case, self.case.scenarios[k].name, lane, t))

    def _limit_tools(self, k: int) -> None:
        """Capacity whose machines an event keeps away stands idle."""
        case, scenario = self.case, self.case.scenarios[k].name
        for tool in case.tools.values():
            kept = [event for event in case.events if (event.tool, event.scenario) == (tool.name, scenario)]
            for t in case.calendar.horizon if kept else ():
                does = (1 + tool.productivity_growth) ** (t * case.calendar.period_years)
                missing = 0.0
                for u in range(t + 1):
                    left = 1.0
                    for event in kept:
                        left *= event.factor if event.holds(u) else 1.0
                    missing += (1 - left) * tool.deliveries[u]
                per = {use.node: use.tools_per_kwspm for use in tool.uses}
                there = sum(per.get(row.node, 0.0) * row.kwspm[t] for row in case.committed)
                there += sum(machines for begun, machines in machines_under_way(case, tool.name) if begun <= t)
                terms = [
                    (name, per[n] / (case.calendar.period_months * case.nodes[n].utilisation))
                    for (of, _, n, u), wafers in self._wafers.items()
                    if (of, u) == (k, t) and n in per
                    for name, _ in wafers
                ]
                self.program.at_most(terms, max(0.0, there + free_machines(case, tool.name, t) - does * missing))

    def _limit_output(self, k: int, limit: Limit) -> None:
        """Of the wafers started, or packages finished, in each period a share is of a place, node or product."""
        for t in window_of(self.case, limit):
            mine = list(self._output(k, t, limit, True))
            total = list(self._output(k, t, limit, False))
            if limit.minimum > 0:
                self.program.at_least([*mine, *((name, -limit.minimum * value) for name, value in total)], 0.0)
            if limit.maximum < float("inf"):
                self.program.at_most([*mine, *((name, -limit.maximum * value) for name, value in total)], 0.0)

    def _output(self, k: int, t: int, limit: Limit, of_place: bool) -> Iterator[Term]:
        case, has_place = self.case, bool(limit.region or limit.bloc)
        counts_wafers = bool(limit.node) or limit.kind is not None

        def counts(region: str, node: str, product: str) -> bool:
            here = limit.region in ("", region) and limit.bloc in ("", case.regions[region].bloc)
            kind = case.nodes[node].kind if node else None
            of_node = not node or (limit.node in ("", node) and limit.kind in (None, kind))
            same = of_node and limit.product in ("", product)
            return (here and same) if of_place else (same if has_place else True)

        if counts_wafers:
            for (of, region, node, u), wafers in self._wafers.items():
                for name, product in wafers if (of, u) == (k, t) else ():
                    if counts(region, node, product):
                        yield name, 1.0
            return
        for region in case.regions:
            for product in case.products:
                if counts(region, "", product):
                    yield ("finished", k, region, product, t), 1.0

    def _limit_supply(self, k: int, limit: Limit) -> None:
        """Of what a market, or the markets of a bloc, receive in a period a share comes from a region or bloc."""
        case = self.case
        products = self._units(limit.product) if limit.product else case.products
        for t in window_of(case, limit):
            mine, total = list[Term](), list[Term]()
            for z, region in case.regions.items():
                for name, market in case.markets.items():
                    if limit.market in ("", name) and limit.market_bloc in ("", market.bloc):
                        shipped: list[Term] = [(("shipped", k, z, name, p, t), 1.0) for p in products]
                        total += shipped
                        mine += shipped if limit.region in ("", z) and limit.bloc in ("", region.bloc) else []
            if limit.minimum > 0:
                self.program.at_least([*mine, *((name, -limit.minimum * value) for name, value in total)], 0.0)
            if limit.maximum < float("inf"):
                self.program.at_most([*mine, *((name, -limit.maximum * value) for name, value in total)], 0.0)

    def _limit_service(self, k: int, limit: Limit) -> None:
        """Of what is wanted in a window a share is served, counted in packages of a first product."""
        periods = window_of(self.case, limit)
        served: list[Term] = []
        wanted = 0.0
        for buyer, tier in self.buyers[k].items():
            named = zip((limit.product, limit.market, limit.tier), buyer, strict=True)
            if all(name in ("", own) for name, own in named):
                units = self._units(buyer.item)
                of_package = next(iter(units.values()))
                wanted += sum(tier.kunits[t] for t in periods) / of_package
                served += [(("served", k, buyer, p, t), per / of_package) for p, per in units.items() for t in periods]
        if limit.minimum > 0:
            self.program.at_least(served, limit.minimum * wanted)
        if limit.maximum < 1:
            self.program.at_most(served, limit.maximum * wanted)
