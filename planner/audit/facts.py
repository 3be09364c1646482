"""Facts that follow from case and starts: batches of phases and shells with lead, spend and capex, and who is open.

A plan lists starts as totals. Where a pair has no committed capacity in the first period, one phase of its earliest
start is the first and has the pair's lead and spend; every other phase has the expansion lead and spend. Where it has,
every phase is an expansion (brownfield). Where phases are under way, every other one is an expansion too. Phases under
way are batches of their own: they have started before the horizon, and only their bills are still due. At a site with
shells, expansions have the pair's own lead and spend, and a phase costs its equipment only.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from planner.case.records import Case, UnderWay
from planner.plan.records import Plan

PairKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Phases of a pair, or shells (no node), that start together with one lead and spend; capex in two parts."""

    site: str
    node: str
    start: int
    phases: float
    first: bool
    lead_periods: int
    spend: tuple[float, ...]
    shell_usd_bn: float
    equipment_usd_bn: float
    under_way: bool = False

    @property
    def output(self) -> int:
        """The period of first output."""
        return self.start + self.lead_periods

    def output_with(self, delay_periods: int) -> int:
        """Return the period of first output in a scenario with a delay, which what runs already does not have."""
        return self.output + (0 if self.output < 0 else delay_periods)

    @property
    def capex_usd_bn(self) -> float:
        """Capex of all phases or shells of the batch."""
        return self.phases * (self.shell_usd_bn + self.equipment_usd_bn)


@dataclass(frozen=True, slots=True)
class Facts:
    """A case, a plan whose names are all known, and the batches of its starts: of phases and of shells."""

    case: Case
    plan: Plan
    batches: tuple[Batch, ...]
    shells: tuple[Batch, ...] = ()

    @property
    def paid(self) -> tuple[Batch, ...]:
        """Everything that is paid along a spend profile: the bills of phases under way are not."""
        return (*self.new_batches, *self.shells)

    @property
    def new_batches(self) -> tuple[Batch, ...]:
        """The batches that the plan starts."""
        return tuple(batch for batch in self.batches if not batch.under_way)

    def online_phases(self, batch: Batch, period: int, delay_periods: int = 0) -> float:
        """Return the phases of a batch that are past their lead in a period, whatever their ramp."""
        return batch.phases if batch.output_with(delay_periods) <= period else 0.0


def facts_of(case: Case, plan: Plan) -> Facts:
    """Return the facts of a plan whose names are all known."""
    totals: dict[PairKey, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for start in plan.starts:
        totals[start.site, start.node][start.period] += start.phases
    batches = tuple(batch for key in sorted(totals) for batch in _batches(case, key, totals[key]) if batch.phases > 0)
    earlier = map(partial(_earlier_batch, case), case.under_way)
    return Facts(case, plan, (*batches, *earlier), tuple(_shells(case, plan)))


def _batches(case: Case, key: PairKey, phases_by_period: dict[int, float]) -> Iterator[Batch]:
    awaited = committed_kwspm(case, key, 0) <= 0 and all((row.site, row.node) != key for row in case.under_way)
    for period in sorted(phases_by_period):
        phases = phases_by_period[period]
        if phases <= 0:
            continue
        if awaited:
            awaited = False
            yield _batch(case, key, period, 1.0, first=True)
            phases -= 1
        yield _batch(case, key, period, phases, first=False)


def _batch(case: Case, key: PairKey, start: int, phases: float, *, first: bool) -> Batch:
    pair, site, node = case.pairs[key], case.sites[key[0]], case.nodes[key[1]]
    is_shelled = site.name in case.shells
    years = start * case.calendar.period_months / 12
    capex = node.phase_capex_usd_bn * pair.capex_factor * math.pow(1 + node.capex_trend, years)
    capex *= 1.0 if first else pair.expansion_capex_factor
    return Batch(
        site=site.name,
        node=node.name,
        start=start,
        phases=phases,
        first=first,
        lead_periods=pair.lead_periods if first or is_shelled else pair.expansion_lead_periods,
        spend=pair.spend if first or is_shelled else pair.expansion_spend,
        shell_usd_bn=0.0 if is_shelled else capex * node.shell_share * site.shell_cost_index,
        equipment_usd_bn=capex * (1 - node.shell_share) * case.regions[site.region].equipment_cost_index,
    )


def _earlier_batch(case: Case, row: UnderWay) -> Batch:
    """Return the batch of a row of phases under way; their bills are the row's own."""
    start = min(row.first_output - case.pairs[row.site, row.node].lead_periods, -1)
    lead = row.first_output - start
    return Batch(row.site, row.node, start, row.phases, False, lead, (), 0.0, 0.0, under_way=True)


def _shells(case: Case, plan: Plan) -> Iterator[Batch]:
    """Yield the shells that a plan builds."""
    totals: dict[tuple[str, int], float] = defaultdict(float)
    for one in plan.shells_built:
        totals[one.site, one.period] += one.shells
    for (site, period), count in totals.items():
        shell = case.shells[site]
        yield Batch(
            site=site,
            node="",
            start=period,
            phases=count,
            first=False,
            lead_periods=shell.lead_periods,
            spend=shell.spend,
            shell_usd_bn=shell.capex_usd_bn,
            equipment_usd_bn=0.0,
        )


def committed_kwspm(case: Case, key: PairKey, period: int) -> float:
    """Return the committed capacity of a node at a site in a period."""
    return sum(row.kwspm[period] for row in case.committed if (row.site, row.node) == key)


def open_already(case: Case) -> frozenset[str]:
    """Return the sites that need no opening: of committed capacity, shells that are ready, or phases under way."""
    running = (row.site for row in case.committed if any(kwspm > 0 for kwspm in row.kwspm))
    shelled = (site for site, shell in case.shells.items() if shell.ready > 0)
    return frozenset((*running, *shelled, *(row.site for row in case.under_way)))
