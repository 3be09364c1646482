"""The cash of every fab by line and period: what it sells, what it costs to run, what it costs to build.

Every cost line of the plan that belongs to a fab is split without a rest. Lines are signed as cash: what comes in is
positive. The end value is that of the plan's own line, at the end of the horizon.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from planner.audit.crediting import credit_by_batch, credits_due
from planner.audit.due import capex_due, conversions_due, openings_due, under_way_due
from planner.audit.facts import Batch, Facts
from planner.audit.idle_power import idle_mw, used_mw_per_kwafer
from planner.audit.retirement import is_retired
from planner.case.records import EndValue, Scenario
from planner.report.figures.value.lots import Fab, Lot
from planner.report.figures.value.sales import USD_BN_PER_KUSD, sales

Series = tuple[float, ...]
_HOURS_PER_YEAR, _KWH_PER_MWH, _USD_BN_PER_USD = 8760.0, 1000.0, 1e-9


class Flow(StrEnum):
    """A line of cash."""

    SALES = "sales"
    WAFERS = "wafers"
    POWER = "power"
    FIXED = "fixed cost"
    CAPEX = "capex"
    GRANTS = "grants"


RUNNING = (Flow.SALES, Flow.WAFERS, Flow.POWER, Flow.FIXED)
"""What comes and goes once a fab runs."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Cash in usd_bn by line and period, expected over the scenarios and undiscounted, and the value at the end."""

    lines: Mapping[Flow, Series]
    end_value_usd_bn: float = 0.0

    @property
    def cash_usd_bn(self) -> Series:
        """All lines together."""
        return tuple(map(sum, zip(*self.lines.values(), strict=True)))

    def share(self, of: float, lines: Iterable[Flow] = tuple(Flow)) -> "Statement":
        """Return a share of some lines and of the end value; the other lines are zero."""
        wanted = frozenset(lines)
        shares = {flow: of if flow in wanted else 0.0 for flow in Flow}
        return Statement(
            {flow: tuple(shares[flow] * usd_bn for usd_bn in self.lines[flow]) for flow in Flow},
            of * self.end_value_usd_bn,
        )


def nothing(periods: int) -> Statement:
    """Return the statement of a fab that does nothing."""
    return Statement(dict.fromkeys(Flow, (0.0,) * periods))


def added(statements: Iterable[Statement], periods: int) -> Statement:
    """Return several statements as one."""
    every = (nothing(periods), *statements)
    lines = {flow: tuple(map(sum, zip(*(one.lines[flow] for one in every), strict=True))) for flow in Flow}
    return Statement(lines, sum(one.end_value_usd_bn for one in every))


def statements(facts: Facts, wafers: tuple[Lot, ...]) -> dict[Fab, Statement]:
    """Return the statement of every fab of a plan; the site itself has those of its opening and its shells."""
    periods = facts.case.calendar.periods
    sums: defaultdict[Fab, dict[Flow, list[float]]] = defaultdict(lambda: {flow: [0.0] * periods for flow in Flow})
    for fab, flow, period, usd_bn in _cash(facts, wafers):
        sums[fab][flow][period] += usd_bn
    left = _end_values(facts)
    return {
        fab: Statement({flow: tuple(series) for flow, series in sums[fab].items()}, left.get(fab, 0.0))
        for fab in sorted({*sums, *left})
    }


def _cash(facts: Facts, wafers: tuple[Lot, ...]) -> Iterator[tuple[Fab, Flow, int, float]]:
    case = facts.case
    for sale in sales(facts, wafers):
        yield sale.fab, Flow.SALES, sale.period, sale.usd_bn
    weight = {scenario.name: scenario.probability for scenario in case.scenarios}
    for lot in wafers:
        if lot.start >= 0:  # what started before the horizon is paid for
            index = case.pair_region(lot.fab.site).operating_cost_index
            usd = weight[lot.scenario] * lot.kwafers * case.nodes[lot.fab.node].wafer_cost_usd * index
            yield lot.fab, Flow.WAFERS, lot.start, -usd * USD_BN_PER_KUSD
    for row, t in product(case.committed, case.calendar.horizon):
        if row.fixed_cost_usd_bn_per_year and row.kwspm[t] > 0 and not is_retired(facts, row, t):
            usd_bn = row.fixed_cost_usd_bn_per_year * case.calendar.period_years
            yield Fab(row.site, row.node, False), Flow.FIXED, t, -usd_bn
    for scenario in case.scenarios:
        yield from _upkeep(facts, scenario)
    yield from _used_power(facts)
    for due in (capex_due(facts), under_way_due(facts), conversions_due(facts), openings_due(facts)):
        for (site, node, t), usd_bn in due.items():
            yield Fab(site, node, True), Flow.CAPEX, t, -usd_bn
    for (site, node, t), usd_bn in credits_due(facts).items():
        yield Fab(site, node, True), Flow.GRANTS, t, usd_bn


def _used_power(facts: Facts) -> Iterator[tuple[Fab, Flow, int, float]]:
    """Yield the power that phases draw with the wafers that they start, where they draw less idle."""
    case, weight = facts.case, {scenario.name: scenario.probability for scenario in facts.case.scenarios}
    hours = _HOURS_PER_YEAR * case.calendar.period_years
    for row in facts.plan.phase_use:
        node = case.nodes[row.node]
        kwh = used_mw_per_kwafer(case, node) * row.kwafers * _KWH_PER_MWH * hours * node.utilisation
        usd = weight[row.scenario] * kwh * case.sites[row.site].power_price_usd_kwh
        yield Fab(row.site, row.node, True), Flow.POWER, row.period, -usd * _USD_BN_PER_USD


def _upkeep(facts: Facts, scenario: Scenario) -> Iterator[tuple[Fab, Flow, int, float]]:
    case, years = facts.case, facts.case.calendar.period_years
    for batch in facts.batches:
        node, site = case.nodes[batch.node], case.sites[batch.site]
        fixed = node.fixed_cost_usd_bn_per_phase_year * years * case.pair_region(batch.site).operating_cost_index
        kwh = idle_mw(node) * _KWH_PER_MWH * _HOURS_PER_YEAR * years * node.utilisation
        power = kwh * site.power_price_usd_kwh * _USD_BN_PER_USD
        fab = Fab(batch.site, batch.node, True)
        for t in case.calendar.horizon:
            online = scenario.probability * facts.online_phases(batch, t, scenario.delay_periods)
            if online > 0:
                yield fab, Flow.FIXED, t, -online * fixed
                yield fab, Flow.POWER, t, -online * power


def _end_values(facts: Facts) -> dict[Fab, float]:
    """Return what is left of the net capex of phases and shells at the end, straight line, by fab."""
    credited, left = credit_by_batch(facts), defaultdict[Fab, float](float)
    for batch, share in _shares_left(facts):
        left[Fab(batch.site, batch.node, True)] += (batch.capex_usd_bn - credited.get(batch, 0.0)) * share
    return left


def of_grants_usd_bn(facts: Facts) -> float:
    """Return what is left at the end of what grants paid for, which the end values of fabs leave out."""
    credited = credit_by_batch(facts)
    return sum(credited.get(batch, 0.0) * share for batch, share in _shares_left(facts))


def _shares_left(facts: Facts) -> Iterator[tuple[Batch, float]]:
    """Yield phases and shells that are ready before the end, with the share of their capex that is left then."""
    case, settings = facts.case, facts.case.settings
    for batch in facts.paid if settings.end_value is not EndValue.NONE else ():
        age_periods = case.calendar.periods - batch.output
        if age_periods > 0:
            life_years = settings.equipment_life_years if batch.node else settings.shell_life_years
            yield batch, max(0.0, 1 - age_periods * case.calendar.period_years / life_years)
