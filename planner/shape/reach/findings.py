"""Findings: what stands in the way of part of a plan, beside pairs that are out of reach."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.words import some
from planner.case.checks.sense.start_counts import Tallies
from planner.case.demand import kpackages, units_per_package, wanted
from planner.case.records import Case, Lane, Scenario
from planner.shape.reach.credits import credit_findings
from planner.shape.reach.locked import lock_findings
from planner.shape.reach.reach import Reach
from planner.shape.reach.reasons import Look, Reason, Where
from planner.shape.reach.shares import share_findings
from planner.shape.reach.starts import first_lead_periods
from planner.shape.reach.tools import tool_findings


def findings(reach: Reach, tallies: Tallies) -> Iterator[Reason]:
    """Return what is odd beside reach: closed markets, delays, credits, shares, locks and tools."""
    case = reach.case
    yield from _closed_markets(reach)
    yield from _delays(case)
    yield from credit_findings(case)
    yield from share_findings(case)
    yield from lock_findings(case, tallies)
    yield from tool_findings(case)


def _closed_markets(reach: Reach) -> Iterator[Reason]:
    """Yield a lane row that closes a market for ever, once for all products and markets that it closes."""
    case = reach.case
    if reach.is_nothing:
        return  # what closes every market is the reason then
    closed: dict[int, list[tuple[str, str]]] = {}
    for pair, row in reach.goods.closed.items():
        if _unmet_kunits(reach, pair) > 0:
            closed.setdefault(row, []).append(pair)
    for row, pairs in closed.items():
        lane = case.lanes[row]
        field, value = ("max_kunits", "0") if lane.allowed else ("allowed", "no")
        where = Where(Lane, (row,), field)
        kunits = sum(_unmet_kunits(reach, pair) for pair in pairs)
        products, markets = (some(dict.fromkeys(names)) for names in zip(*pairs, strict=True))
        expected = f"a lane to {markets} that is open for {products} in some period with demand"
        fix = (f"limit the row to a region, product or period: else {kunits:,.0f} kunits of demand can never be met",)
        yield Reason(codes.MARKET_CLOSED, where, value, expected, fix, "")


def _unmet_kunits(reach: Reach, pair: tuple[str, str]) -> float:
    """Return the expected demand of a market for a product, and for classes that no other product may serve there."""
    (product, market), case, closed = pair, reach.case, reach.goods.closed
    return sum(
        scenario.probability * kpackages(case, buyer.item, sum(tier.kunits))
        for scenario in case.scenarios
        for buyer, tier in wanted(scenario).items()
        if buyer.market == market
        and product in (units := units_per_package(case, buyer.item))
        and all((one, market) in closed for one in units)
    )


def _delays(case: Case) -> Iterator[Reason]:
    """Yield scenarios that delay every phase beyond the horizon; where all do, that is the reason of each pair."""
    shortest = min((one.delay_periods for one in case.scenarios), default=0)
    leads = [first_lead_periods(Look(case, pair)) for pair in case.pairs.values()]
    for scenario in case.scenarios:
        ready = scenario.delay_periods + min(leads, default=0)
        if scenario.delay_periods > shortest and leads and ready >= case.calendar.periods:
            longest = case.calendar.last - min(leads)
            yield Reason(
                codes.NO_OUTPUT,
                Where(Scenario, (scenario.name,), "delay_periods"),
                f"{scenario.delay_periods} periods",
                f"at most {longest}: no new phase is ready in {scenario.name} within the horizon",
                (f"write at most {longest}: delays are in periods of {case.calendar.period_months} months",),
                "",
            )
