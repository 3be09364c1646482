"""Cases made from another by one change, as a planner asks what if."""

from collections.abc import Callable
from dataclasses import replace

from planner.case.records import Case, Lock

Change = Callable[[Case], Case]


def budget(factor: float) -> Change:
    """Scale the money of every fund."""

    def change(case: Case) -> Case:
        funds = {
            name: replace(fund, budget_usd_bn=tuple(round(factor * usd_bn, 6) for usd_bn in fund.budget_usd_bn))
            for name, fund in case.funds.items()
        }
        return replace(case, funds=funds)

    return change


def demand(factor: float) -> Change:
    """Scale the demand of every product in every scenario."""

    def change(case: Case) -> Case:
        scenarios = tuple(
            replace(
                scenario,
                demand_kunits={
                    key: tuple(round(factor * kunits, 6) for kunits in path)
                    for key, path in scenario.demand_kunits.items()
                },
            )
            for scenario in case.scenarios
        )
        return replace(case, scenarios=scenarios)

    return change


def later(periods: int, site: str | None = None) -> Change:
    """Lengthen the lead times of all pairs, or of those of one site. Spending keeps its pace from the start."""

    def change(case: Case) -> Case:
        pairs = {
            key: replace(
                pair,
                lead_periods=pair.lead_periods + periods,
                expansion_lead_periods=pair.expansion_lead_periods + periods,
            )
            if site in (None, pair.site)
            else pair
            for key, pair in case.pairs.items()
        }
        return replace(case, pairs=pairs)

    return change


def without(site: str) -> Change:
    """Forbid every start at a site. What stands there stays."""

    def change(case: Case) -> Case:
        locks = tuple(Lock(pair.site, pair.node, max_phases=0) for pair in case.pairs.values() if pair.site == site)
        return replace(case, locks=(*case.locks, *locks))

    return change


def more_tools(tool: str, number: float) -> Change:
    """Deliver more of a scarce machine in the first period."""

    def change(case: Case) -> Case:
        first, *rest = case.tools[tool].deliveries
        deliveries = (first + number, *rest)
        return replace(case, tools={**case.tools, tool: replace(case.tools[tool], deliveries=deliveries)})

    return change
