"""Depreciation of what a plan builds, straight line from first output, by fab and calendar year.

Equipment is written off over the equipment life; buildings, shells and openings over the shell life; grants like what
they pay for. What is spent on a site itself is shared by the capex of its fabs.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planner.audit.crediting import credit_by_batch
from planner.audit.due import openings_due
from planner.report.figures.value.lots import Fab
from planner.report.figures.value.returns import Value
from planner.report.figures.value.shares import site_parts

FabYear = tuple[Fab, int]


class _Asset(NamedTuple):
    """What is written off over a number of years from the period in which it is ready, and the grants on it."""

    fab: Fab
    ready: int
    life_years: float
    usd_bn: float
    grants_usd_bn: float = 0.0


def written_off(value: Value) -> dict[FabYear, tuple[float, float]]:
    """Return what is written off of capex and of grants in usd_bn; what a site has no fab for is left out."""
    calendar = value.case.calendar
    parts = site_parts({fab: of for fab, of in value.fabs.items() if fab.is_new})
    per_year: defaultdict[FabYear, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for asset in _assets(value):
        fabs = {asset.fab: 1.0} if asset.fab.node else {f: of for f, of in parts.items() if f.site == asset.fab.site}
        life_periods = asset.life_years * calendar.periods_per_year
        for t in range(max(0, asset.ready), calendar.periods):
            share = min(1.0, max(0.0, life_periods - (t - asset.ready))) / life_periods
            for fab, part in fabs.items():
                sums = per_year[fab, calendar.year(t)]
                sums[0] += part * share * asset.usd_bn
                sums[1] += part * share * asset.grants_usd_bn
    return {key: (usd_bn, grants) for key, (usd_bn, grants) in per_year.items()}


def _assets(value: Value) -> Iterator[_Asset]:
    case, facts, lives = value.case, value.facts, value.case.settings
    credited = credit_by_batch(facts)
    for batch in facts.paid:
        granted = credited.get(batch, 0.0) / batch.capex_usd_bn if batch.capex_usd_bn > 0 else 0.0
        for per_phase, life_years in (
            (batch.equipment_usd_bn, lives.equipment_life_years),
            (batch.shell_usd_bn, lives.shell_life_years),
        ):
            usd_bn = batch.phases * per_phase
            yield _Asset(Fab(batch.site, batch.node, True), batch.output, life_years, usd_bn, granted * usd_bn)
    for (site, node, t), usd_bn in openings_due(facts).items():
        yield _Asset(Fab(site, node, True), t, lives.shell_life_years, usd_bn)
    for row in case.under_way:
        fab = Fab(row.site, row.node, True)
        yield _Asset(fab, max(0, row.first_output), lives.equipment_life_years, sum(row.bills_usd_bn))
    rules = {(rule.site, rule.from_node, rule.to_node): rule for rule in case.conversions}
    for done in facts.plan.converted:
        rule = rules[done.site, done.from_node, done.node]
        usd_bn, ready = done.lumps * rule.capex_usd_bn_per_lump, done.period + rule.downtime_periods
        yield _Asset(Fab(done.site, done.node, True), ready, lives.equipment_life_years, usd_bn)
