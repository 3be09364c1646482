"""What studies ask of a case, made in its records, and the optimum of each by a solve of its own.

Nothing here knows how a study makes its variants or compares them.
"""

from collections.abc import Iterator
from dataclasses import replace

from planner.case.records import Case, Lock
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions

EXACT = SolveOptions(gap=1e-9, time_limit_seconds=600, threads=1)


def optimum(case: Case) -> float:
    """Return the proven optimum in discounted usd_bn, of the shortage penalty where coverage comes first."""
    result = solve(case, EXACT)
    if result.status is Status.INFEASIBLE:
        return float("inf")
    assert result.status is Status.OPTIMAL, result.status
    assert result.audit is not None
    assert result.audit.clean
    return (result.plan.outcome.first_stage or result.plan.outcome).objective


def relaxed(case: Case) -> Iterator[tuple[str, Case]]:
    """Yield what `worth` asks about money, tools, phases, crews and lead times, by its name."""
    for name, fund in case.funds.items():
        more = replace(fund, budget_usd_bn=_first(fund.budget_usd_bn))
        yield f"10 bn USD more in {name} at the start", replace(case, funds={**case.funds, name: more})
    for name, tool in case.tools.items():
        tools = {**case.tools, name: replace(tool, deliveries=_first(tool.deliveries))}
        yield f"10 more of {name} at the start", replace(case, tools=tools)
    for (site, node), pair in case.pairs.items():
        if pair.max_phases < float("inf"):
            pairs = {**case.pairs, (site, node): replace(pair, max_phases=pair.max_phases + 1)}
            yield f"one phase more of {node} at {site}", replace(case, pairs=pairs)
    for name, region in case.regions.items():
        if region.max_phase_starts_per_year < float("inf"):
            crews = replace(region, max_phase_starts_per_year=region.max_phase_starts_per_year + 1)
            yield f"one crew more in {name}", replace(case, regions={**case.regions, name: crews})
    if not case.shells:
        period = {1: "month", 3: "quarter", 12: "year"}[case.calendar.period_months]
        for site in dict.fromkeys(one.site for one in case.pairs.values() if one.lead_periods > 0):
            pairs = {
                key: replace(one, lead_periods=max(0, one.lead_periods - 1)) if key[0] == site else one
                for key, one in case.pairs.items()
            }
            yield f"everything at {site} built one {period} sooner", replace(case, pairs=pairs)


def _first(amounts: tuple[float, ...]) -> tuple[float, ...]:
    return (amounts[0] + 10.0, *amounts[1:])


def scaled_budget(case: Case, factor: float) -> Case:
    """Return a case with every budget scaled."""
    funds = {
        name: replace(fund, budget_usd_bn=tuple(factor * usd_bn for usd_bn in fund.budget_usd_bn))
        for name, fund in case.funds.items()
    }
    return replace(case, funds=funds)


def delayed(case: Case, site: str, node: str, until: int, phases_before: int) -> Case:
    """Return a case in which only so many phases of a pair may start until a period."""
    return replace(case, locks=(*case.locks, Lock(site, node, until_period=until, max_phases=float(phases_before))))
