"""What each site and node built is worth: the shortage that its capacity spares, and whether the gap leaves it open.

Regret is the penalty, discounted and expected, that would be paid if what the new phases make were not made and nothing
else took their place: an upper bound, since something else often would. A decision is open where a plan without one of
its phases could lie within the gap: where the capex of a phase and its regret together are smaller than the gap.
"""

import math
from collections import defaultdict

from planner.case.demand import Terms, units_per_package
from planner.case.money import discount
from planner.case.records import Buyer, Case
from planner.plan.records import Plan
from planner.report.figures.built import Built
from planner.report.figures.cohorts import cohorts


def regrets_usd_bn(case: Case, plan: Plan) -> dict[tuple[str, str], float]:
    """Return the regret of every site and node with new phases."""
    served, usable = _served_usd_bn(case, plan), _usable_kwspm(plan)
    sums = defaultdict[tuple[str, str], float](float)
    for cohort in cohorts(case, plan):
        node, ramp = case.nodes[cohort.node], case.pairs[cohort.site, cohort.node].ramp
        for t in range(cohort.first_output, case.calendar.periods):
            share_of_full = ramp[min(t - cohort.first_output, len(ramp) - 1)]
            kwspm = cohort.phases * node.phase_kwspm * node.utilisation * share_of_full
            share = min(1.0, kwspm / usable[cohort.node, t]) if usable[cohort.node, t] > 0 else 0.0
            sums[cohort.site, cohort.node] += share * served[cohort.node, t]
    return sums


def by_urgency(case: Case, lines: tuple[Built, ...], regrets: dict[tuple[str, str], float]) -> tuple[Built, ...]:
    """Return what is built with the most urgent first: those that start in the first year, then by regret."""
    year = case.calendar.periods_per_year

    def rank(line: Built) -> tuple[float, float, float]:
        return line.first_start // year, -regrets.get((line.site, line.node), 0.0), -line.capex_usd_bn

    return tuple(sorted(lines, key=rank))


def is_open(plan: Plan, line: Built, regret_usd_bn: float) -> bool:
    """Whether the gap is larger than what one phase of a line costs and spares."""
    gap_usd_bn = plan.outcome.objective - plan.outcome.bound
    return math.isfinite(gap_usd_bn) and (line.capex_usd_bn + regret_usd_bn) / line.phases < gap_usd_bn


def _served_usd_bn(case: Case, plan: Plan) -> dict[tuple[str, int], float]:
    """Return the penalty that shipments spare, by node that their product needs and period."""
    probability = {scenario.name: scenario.probability for scenario in case.scenarios}
    sums, terms = defaultdict[tuple[str, int], float](float), Terms(case)
    for row in plan.shipments:
        product, item = case.products[row.product], row.compute_class or row.product
        units = units_per_package(case, item)[row.product]
        usd_bn = row.kunits * units * terms.penalty_usd(row.scenario, Buyer(item, row.market, row.tier)) / 1e6
        for node in {source.node for part in product.parts for source in part.sources}:
            sums[node, row.period] += probability[row.scenario] * discount(case, row.period) * usd_bn
    return sums


def _usable_kwspm(plan: Plan) -> dict[tuple[str, int], float]:
    sums = defaultdict[tuple[str, int], float](float)
    for row in plan.capacity:
        sums[row.node, row.period] += row.kwspm
    return sums
