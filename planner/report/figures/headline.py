"""The few figures that every report quotes: computed once, here, from the case and the plan.

Where a case has several scenarios, demand, shipments and shortage are expected values over them; the worst is the worst
of those that can happen. Demand of a class counts in packages of its first product.
"""

import math
from dataclasses import dataclass

from planner.case.demand import kpackages, units_per_package, wanted
from planner.case.records import Case, Objective, Scenario
from planner.plan.records import Plan, Schedule, Shipment, Stage, Status
from planner.report.figures.cohorts import cohort_capex_usd_bn, cohorts
from planner.solver.events import relative_gap


@dataclass(frozen=True, slots=True)
class Figures:
    """Headline figures of a plan over the horizon; money is undiscounted."""

    status: Status
    objective: float
    bound: float
    gap: float
    gap_usd_bn: float
    coverage_pct: float
    worst_coverage_pct: float
    demand_kunits: float
    shipped_kunits: float
    shortage_kunits: float
    capex_usd_bn: float
    under_way_usd_bn: float
    """Bills of phases under way, which the capex leaves out."""
    credits_usd_bn: float
    drawn_usd_bn: float
    budget_usd_bn: float
    phases: int
    lumps: int
    shells: int
    sites: int
    retired: int = 0
    """Nodes at sites whose capacity is given up."""
    first_stage: Stage | None = None
    sells: bool = False
    profit_of: str = ""
    """Whose profit the objective is, where it is not that of whoever sells packages."""
    changeable_gap: float = 0.0
    """The gap as a share of what a plan can change, where the rest of the objective is a penalty that none avoids."""

    @property
    def is_short(self) -> bool:
        """Whether demand is unserved by at least what shows in a figure without decimals."""
        return self.shortage_kunits >= 0.5

    @property
    def has_demand(self) -> bool:
        """Whether anything is demanded; where nothing is, a coverage says nothing."""
        return self.demand_kunits > 0

    @property
    def profit_usd_bn(self) -> float:
        """The discounted profit, where sales count; it is maximised by minimising its negative."""
        return -self.objective


def figures(case: Case, plan: Plan) -> Figures:
    """Return the headline figures. Capex counts what the plan starts, before credits."""
    probability = {scenario.name: scenario.probability for scenario in case.scenarios}
    demand = {scenario.name: _demand_kunits(case, scenario) for scenario in case.scenarios}
    shipped = dict.fromkeys(probability, 0.0)
    for shipment in plan.shipments:
        shipped[shipment.scenario] += served_kpackages(case, shipment)
    wanted = demand_kunits(case)
    served = sum(probability[name] * kunits for name, kunits in shipped.items())
    short = sum(probability[one.scenario] * kpackages(case, one.product, one.kunits) for one in plan.shortage)
    return Figures(
        status=plan.outcome.status,
        objective=plan.outcome.objective,
        bound=plan.outcome.bound,
        gap=plan.outcome.gap,
        gap_usd_bn=abs(plan.outcome.objective - plan.outcome.bound),
        coverage_pct=coverage_pct(served, wanted),
        worst_coverage_pct=min(
            (coverage_pct(shipped[name], demand[name]) for name in demand if probability[name] > 0), default=100.0
        ),
        demand_kunits=wanted,
        shipped_kunits=served,
        shortage_kunits=short,
        capex_usd_bn=capex_usd_bn(case, plan),
        under_way_usd_bn=math.fsum(usd_bn for row in case.under_way for usd_bn in row.bills_usd_bn),
        credits_usd_bn=math.fsum(credit.usd_bn for credit in plan.credits),
        drawn_usd_bn=math.fsum(draw.usd_bn for draw in plan.draws),
        budget_usd_bn=math.fsum(usd_bn for fund in case.funds.values() for usd_bn in fund.budget_usd_bn),
        phases=sum(start.phases for start in plan.starts),
        lumps=sum(converted.lumps for converted in plan.converted),
        shells=sum(built.shells for built in plan.shells_built),
        sites=len({start.site for start in plan.starts}),
        retired=len(plan.retired),
        first_stage=plan.outcome.first_stage,
        sells=case.settings.objective is Objective.PROFIT,
        profit_of=profit_of(case),
        changeable_gap=changeable_gap(plan.outcome.objective, plan.outcome.bound, plan.outcome.unavoidable_usd_bn),
    )


def profit_of(case: Case) -> str:
    """Return whose profit the objective is, empty where it is none, or that of whoever sells packages."""
    settings = case.settings
    return settings.profit_of.value if settings.is_for_society or settings.is_for_fabs else ""


def demand_kunits(case: Case) -> float:
    """Return the expected demand over the horizon."""
    return sum(scenario.probability * _demand_kunits(case, scenario) for scenario in case.scenarios)


def _demand_kunits(case: Case, scenario: Scenario) -> float:
    return sum(kpackages(case, buyer.item, sum(tier.kunits)) for buyer, tier in wanted(scenario).items())


def served_kpackages(case: Case, sent: Shipment) -> float:
    """Return a shipment in thousand packages of what it serves: for a class, of its first product."""
    if not sent.compute_class:
        return sent.kunits
    units = units_per_package(case, sent.compute_class)[sent.product]
    return kpackages(case, sent.compute_class, sent.kunits * units)


def changeable_gap(objective: float, bound: float, unavoidable_usd_bn: float) -> float:
    """Return the gap as a share of what a plan can change, 0 where all of the objective can be changed."""
    return relative_gap(objective, bound, abs(objective - unavoidable_usd_bn)) if unavoidable_usd_bn else 0.0


def coverage_pct(shipped_kunits: float, demand_kunits: float) -> float:
    """Return the share of demand that is served in per cent; where nothing is demanded, all of it is."""
    return 100.0 * shipped_kunits / demand_kunits if demand_kunits > 0 else 100.0


def capex_usd_bn(case: Case, plan: Plan | Schedule) -> float:
    """Return the undiscounted capex of phases, shells, openings and conversions, before credits."""
    lump_usd_bn = {(c.site, c.from_node, c.to_node): c.capex_usd_bn_per_lump for c in case.conversions}
    return math.fsum(
        [
            *(cohort_capex_usd_bn(case, cohort) for cohort in cohorts(case, plan)),
            *(one.shells * case.shells[one.site].capex_usd_bn for one in plan.shells_built),
            *(case.sites[opening.site].opening_cost_usd_bn for opening in plan.openings),
            *(c.lumps * lump_usd_bn.get((c.site, c.from_node, c.node), 0.0) for c in plan.converted),
        ]
    )
