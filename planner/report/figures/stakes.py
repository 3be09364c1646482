"""What is at stake where a rule binds: the shortage that relaxing it could touch, in bn USD.

The penalty of shortage is discounted and expected over the scenarios. It counts for a rule in the periods in which the
rule binds, or over the horizon, for the products that need the nodes the rule is about, and by the share of the plan
that runs into it: of used capacity where capacity is full, of capex where building or money is held back. This ranks
rules; it is no promise, since another rule may bind next.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from planner.case.demand import Terms, nodes_of, units_per_package
from planner.case.money import discount, phase_capex_usd_bn
from planner.case.records import Buyer, Case
from planner.plan.records import Plan
from planner.registry.rows import (
    CREDIT_CAP,
    DEPLOYMENT_LIMIT,
    FUND_SHARE,
    LANE_LIMIT,
    LIMITS,
    ONLINE_CAPACITY,
    OWNER_CREWS,
    TOOL_STOCK,
    TOOLS_RUNNING,
)
from planner.report.figures.cash import fund_cash
from planner.report.figures.cohorts import cohort_capex_usd_bn, cohorts
from planner.shape.fund_groups import may_pay

Pair = tuple[str, str]
_FUND_RULES = ("fund_balance", "fund_lapse")


class Stakes:
    """The shortage of a plan and how much of the plan each place stands for."""

    def __init__(self, case: Case, plan: Plan) -> None:
        """Take a case and its plan."""
        self._case, self._plan = case, plan

    def of(self, rule: str, where: str, periods: Collection[int]) -> float:
        """Return the shortage at stake where a rule binds in some periods."""
        if not self._short:
            return 0.0
        throughout = rule in LIMITS and not LIMITS[rule].by_period
        at = self._case.calendar.horizon if throughout else periods
        if rule == ONLINE_CAPACITY.name:
            return self._of_capacity(where, at)
        if rule == LANE_LIMIT.name:
            return self._of_lane(where, at)
        if rule == DEPLOYMENT_LIMIT.name:
            return self._of_market(where, at)
        if rule in _FUND_RULES and where in self._case.funds:
            at = [t for t in at if self._is_needed(where, t)]
        nodes, share = self._touched(rule, where)
        return share * sum(self._short_usd_bn(nodes, t) for t in at)

    @cached_property
    def _short(self) -> dict[tuple[str, str, int], float]:
        """The penalty of shortage by product or class, market and period."""
        case, short, terms = self._case, defaultdict[tuple[str, str, int], float](float), Terms(self._case)
        probability = {scenario.name: scenario.probability for scenario in case.scenarios}
        for row in self._plan.shortage:
            usd_bn = row.kunits * terms.penalty_usd(row.scenario, Buyer(row.product, row.market, row.tier)) / 1e6
            weight = probability[row.scenario] * discount(case, row.period)
            short[row.product, row.market, row.period] += weight * usd_bn
        return short

    @cached_property
    def _nodes(self) -> dict[str, frozenset[str]]:
        """The nodes that each product or class needs or may need."""
        return {item: nodes_of(self._case, item) for item in (*self._case.products, *self._case.classes)}

    @cached_property
    def _short_of_nodes(self) -> dict[tuple[str, int], float]:
        """The penalty of shortage by node that its product needs and period."""
        sums = defaultdict[tuple[str, int], float](float)
        for (product, _, period), usd_bn in self._short.items():
            for node in self._nodes[product]:
                sums[node, period] += usd_bn
        return sums

    def _short_usd_bn(self, nodes: Iterable[str], period: int) -> float:
        """Return the penalty of the products that need any of some nodes in a period: of the node with most of it."""
        return max((self._short_of_nodes.get((node, period), 0.0) for node in nodes), default=0.0)

    @cached_property
    def _used(self) -> dict[tuple[str, str, int], float]:
        """The used capacity by region, node and period; that of all regions under no name."""
        used = defaultdict[tuple[str, str, int], float](float)
        for row in self._plan.capacity:
            for region in (self._case.sites[row.site].region, ""):
                used[region, row.node, row.period] += row.used_kwspm
        return used

    def _of_capacity(self, where: str, periods: Iterable[int]) -> float:
        place = next(
            ((r, n) for r in self._case.regions for n in self._case.nodes if where in (f"{r} {n}", f"{r}, {n}")), None
        )
        if place is None:
            return 0.0
        region, node = place
        return sum(
            self._short_usd_bn((node,), t) * self._used[region, node, t] / self._used["", node, t]
            for t in periods
            if self._used["", node, t] > 0
        )

    def _of_lane(self, where: str, periods: Iterable[int]) -> float:
        lanes = [
            lane
            for lane in self._case.lanes
            if where == f"{lane.origin or 'Every region'} to {lane.destination} {lane.product or lane.node}".strip()
        ]
        products = {
            item
            for item, nodes in self._nodes.items()
            for one in lanes
            if one.product in units_per_package(self._case, item) or one.node in nodes
        }
        products |= {p for p in self._nodes for one in lanes if not one.product and not one.node}
        markets = {lane.to_market for lane in lanes}
        blocs = {lane.to_bloc for lane in lanes} - {""}
        markets |= {name for name, market in self._case.markets.items() if market.bloc in blocs}
        wanted = set(periods)
        return sum(
            usd_bn
            for (product, market, t), usd_bn in self._short.items()
            if t in wanted and product in products and (market in markets or "" in markets)
        )

    def _of_market(self, where: str, periods: Collection[int]) -> float:
        """Return the penalty of what a market lacks of products that draw power."""
        drawing = {
            item
            for item in self._nodes
            if any(self._case.products[product].power_kw > 0 for product in units_per_package(self._case, item))
        }
        return sum(
            usd_bn
            for (item, market, t), usd_bn in self._short.items()
            if t in periods and market == where and item in drawing
        )

    @cached_property
    def _left(self) -> dict[str, tuple[float, ...]]:
        """What every fund has left by period."""
        return {fund.fund: fund.left_usd_bn for fund in fund_cash(self._case, self._plan)}

    def _is_needed(self, fund: str, period: int) -> bool:
        """Whether some pair that a fund may pay for has too little left from all of its funds for one more phase."""
        case = self._case
        for pair in case.pairs.values():
            payers = [other for other in case.funds.values() if may_pay(case, other, pair.site, pair.node)]
            if case.funds[fund] in payers:
                instalment = max(pair.spend) * phase_capex_usd_bn(case, pair, period)
                if sum(max(0.0, self._left[payer.name][period]) for payer in payers) < instalment:
                    return True
        return False

    @cached_property
    def _capex(self) -> dict[Pair, float]:
        """The capex of new phases by pair."""
        capex = defaultdict[Pair, float](float)
        for cohort in cohorts(self._case, self._plan):
            capex[cohort.site, cohort.node] += cohort_capex_usd_bn(self._case, cohort)
        return capex

    def _touched(self, rule: str, where: str) -> tuple[set[str], float]:
        """Return the nodes that a rule on building or money is about, and its share of the plan's capex."""
        case, every = self._case, sum(self._capex.values())
        if rule in _FUND_RULES or rule == FUND_SHARE.name:
            drawn = [row for row in self._plan.draws if where in (row.fund, f"{row.fund} {row.site}")]
            nodes = {row.node for row in drawn if row.node} or set(case.nodes)
            all_drawn = sum(row.usd_bn for row in self._plan.draws)
            return nodes, sum(row.usd_bn for row in drawn) / all_drawn if all_drawn > 0 else 0.0
        if rule == CREDIT_CAP.name:
            granted = sum(row.usd_bn for row in self._plan.credits if row.incentive == where)
            return set(case.nodes), granted / every if every > 0 else 0.0
        pairs = [key for key in case.pairs if self._is_at(rule, where, key)]
        if not pairs:
            return set(case.nodes), 1.0
        share = sum(self._capex.get(key, 0.0) for key in pairs) / every if every > 0 else 0.0
        return {node for _, node in pairs}, share

    def _is_at(self, rule: str, where: str, key: Pair) -> bool:
        """Whether a rule at a place is about a pair: its site, its region, the pair itself or a tool that it needs."""
        site, node = key
        if rule in (TOOL_STOCK.name, TOOLS_RUNNING.name):
            return any(use.node == node for use in self._case.tools[where].uses) if where in self._case.tools else False
        if rule == OWNER_CREWS.name:
            return where == self._case.owner_of(site, node)
        return where in (site, self._case.sites[site].region, f"{site} {node}")
