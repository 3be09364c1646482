"""Money by fund, site and period: what becomes available, what is drawn and what is left, in usd_bn."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate

from planner.case.records import Case
from planner.plan.records import Plan


@dataclass(frozen=True, slots=True)
class FundCash:
    """A fund over the horizon. `left` is what later periods may still draw; without carry-over the rest lapses."""

    fund: str
    available_usd_bn: tuple[float, ...]
    drawn_usd_bn: tuple[float, ...]
    carry_over: bool

    @property
    def available_to_date_usd_bn(self) -> tuple[float, ...]:
        """What has become available by each period."""
        return tuple(accumulate(self.available_usd_bn))

    @property
    def drawn_to_date_usd_bn(self) -> tuple[float, ...]:
        """What has been drawn by each period."""
        return tuple(accumulate(self.drawn_usd_bn))

    @property
    def left_usd_bn(self) -> tuple[float, ...]:
        """What is not drawn: so far where it carries over, of the period where it lapses."""
        pairs = (
            zip(self.available_to_date_usd_bn, self.drawn_to_date_usd_bn, strict=True)
            if self.carry_over
            else zip(self.available_usd_bn, self.drawn_usd_bn, strict=True)
        )
        return tuple(available - drawn for available, drawn in pairs)


def fund_cash(case: Case, plan: Plan) -> tuple[FundCash, ...]:
    """Return every fund of the case with what the plan draws from it."""
    drawn: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * case.calendar.periods)
    for draw in plan.draws:
        drawn[draw.fund][draw.period] += draw.usd_bn
    return tuple(
        FundCash(fund.name, fund.budget_usd_bn, tuple(drawn[fund.name]), fund.carry_over)
        for fund in case.funds.values()
    )


def total_cash(case: Case, plan: Plan) -> FundCash:
    """Return all funds as one; it counts what has lapsed as available, as the budget does."""
    funds = fund_cash(case, plan)
    return FundCash(
        "All funds",
        tuple(sum(fund.available_usd_bn[t] for fund in funds) for t in case.calendar.horizon),
        tuple(sum(fund.drawn_usd_bn[t] for fund in funds) for t in case.calendar.horizon),
        carry_over=True,
    )


def drawn_by_site(case: Case, plan: Plan) -> dict[str, tuple[float, ...]]:
    """Return the draws of every site that any are made for, by period, the most expensive site first."""
    drawn: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * case.calendar.periods)
    for draw in plan.draws:
        drawn[draw.site][draw.period] += draw.usd_bn
    return {site: tuple(series) for site, series in sorted(drawn.items(), key=lambda item: -sum(item[1]))}


def by_year(case: Case, series: tuple[float, ...]) -> dict[int, float]:
    """Return a series by period summed over calendar years."""
    sums: defaultdict[int, float] = defaultdict(float)
    for period, usd_bn in enumerate(series):
        sums[case.calendar.year(period)] += usd_bn
    return dict(sums)
