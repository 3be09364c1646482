"""What is built, where and when: one line for each site and node, and other capex."""

from dataclasses import dataclass
from itertools import groupby

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.cohorts import cohort_capex_usd_bn, cohorts


@dataclass(frozen=True, slots=True)
class Built:
    """The new phases of a node at a site; capex is undiscounted and before credits."""

    site: str
    node: str
    phases: int
    first_start: int
    first_output: int
    full_output: int
    capex_usd_bn: float


@dataclass(frozen=True, slots=True)
class Extra:
    """Capex that is not phases: shells, openings and conversions."""

    what: str
    capex_usd_bn: float


def built(case: Case, plan: Plan) -> tuple[Built, ...]:
    """Return what is built, the largest capex first."""
    lines = []
    for (site, node), group in groupby(cohorts(case, plan), key=lambda cohort: (cohort.site, cohort.node)):
        starts = list(group)
        phases = sum(cohort.phases for cohort in starts)
        lines.append(
            Built(
                site=site,
                node=node,
                phases=phases,
                first_start=min(cohort.start for cohort in starts),
                first_output=min(cohort.first_output for cohort in starts),
                full_output=max(cohort.full_output for cohort in starts),
                capex_usd_bn=sum(cohort_capex_usd_bn(case, cohort) for cohort in starts),
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.capex_usd_bn, line.site, line.node)))


def extras(case: Case, plan: Plan) -> tuple[Extra, ...]:
    """Return the capex of shells, openings and conversions, where there is any."""
    opening = sum(case.sites[opening.site].opening_cost_usd_bn for opening in plan.openings)
    lump_usd_bn = {(c.site, c.from_node, c.to_node): c.capex_usd_bn_per_lump for c in case.conversions}
    conversion = sum(c.lumps * lump_usd_bn.get((c.site, c.from_node, c.node), 0.0) for c in plan.converted)
    lumps = sum(c.lumps for c in plan.converted)
    shells = sum(one.shells for one in plan.shells_built)
    lines = []
    if shells:
        capex = sum(one.shells * case.shells[one.site].capex_usd_bn for one in plan.shells_built)
        lines.append(Extra(f"Building {count(shells, 'shell')}", capex))
    if plan.openings:
        lines.append(Extra(f"Opening {count(len(plan.openings), 'site')}", opening))
    if lumps:
        lines.append(Extra(f"Converting {count(lumps, 'lump')}", conversion))
    return tuple(lines)


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it takes one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
