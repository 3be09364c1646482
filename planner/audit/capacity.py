"""Capacity: wafer starts of every yield class stay within what is usable, and the capacity sheet is right."""

from collections import defaultdict
from collections.abc import Iterator

from planner.audit.facts import Facts, PairKey
from planner.audit.findings import KWAFERS, KWSPM, Ledger
from planner.audit.supply import YieldClass, by_class, class_of, usable_kwspm, yield_class
from planner.case.curves import by_age
from planner.plan.records import Capacity

Used = dict[tuple[str, YieldClass, int], float]
"""Thousand wafers started by scenario, yield class and period."""


def check(facts: Facts, ledger: Ledger) -> None:
    """Check wafers against capacity and the capacity sheet against both."""
    used: Used = defaultdict(float)
    for row in facts.plan.wafers:
        used[row.scenario, class_of(row.region, row.node, row.defect_factor), row.period] += row.kwafers
    usable = {scenario.name: usable_kwspm(facts, scenario) for scenario in facts.case.scenarios}
    _within(facts, used, usable, ledger)
    _before_horizon(facts, used, ledger)
    usable["as planned"] = usable_kwspm(facts)
    _claims(facts, used, usable, ledger)


def _within(facts: Facts, used: Used, usable: dict[str, dict[PairKey, list[float]]], ledger: Ledger) -> None:
    months, horizon = facts.case.calendar.period_months, facts.case.calendar.horizon
    for scenario, series in usable.items():
        limits = [by_class(facts.case, ((key, values[t]) for key, values in series.items())) for t in horizon]
        classes = {key[1] for key in used if key[0] == scenario} | {c for limit in limits for c in limit}
        for cls in sorted(classes):
            for t in horizon:
                wafers, allowed = used.get((scenario, cls, t), 0.0), limits[t].get(cls, 0.0) * months
                where, what = f"{scenario} {_text(cls)}", "thousand wafers started"
                ledger.at_most("capacity", where, t, what, wafers, allowed, KWAFERS)


def _before_horizon(facts: Facts, used: Used, ledger: Ledger) -> None:
    case = facts.case
    for (scenario, cls, t), wafers in used.items():
        if t < 0:
            kwspm = by_class(case, _usable_before(facts, t)).get(cls, 0.0)
            allowed, where = kwspm * case.calendar.period_months, f"{scenario} {_text(cls)}"
            what = "thousand wafers started before the horizon"
            ledger.at_most("before_horizon", where, t, what, wafers, allowed, KWAFERS)
    early: dict[tuple[YieldClass, str, str, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in facts.plan.wafers:
        if row.period < 0:
            cls = class_of(row.region, row.node, row.defect_factor)
            early[cls, row.part, row.product, row.period][row.scenario] += row.kwafers
    for (cls, part, product, t), by_scenario in early.items():
        amounts = [by_scenario.get(scenario.name, 0.0) for scenario in case.scenarios]
        what = f"thousand wafers for {part} of {product}, which are the same in all scenarios,"
        ledger.equal("before_horizon", _text(cls), t, what, max(amounts), min(amounts), KWAFERS)


def _usable_before(facts: Facts, period: int) -> Iterator[tuple[PairKey, float]]:
    """Yield the capacity before the horizon: what is committed in the first period, and phases online by then."""
    case = facts.case
    for row in case.committed:
        yield (row.site, row.node), row.kwspm[0] * case.nodes[row.node].utilisation
    for batch in facts.batches:
        if batch.under_way:
            key, node = (batch.site, batch.node), case.nodes[batch.node]
            share = by_age(case.pairs[key].ramp, period - batch.output)
            yield key, batch.phases * node.phase_kwspm * share * node.utilisation


def _claims(facts: Facts, used: Used, usable: dict[str, dict[PairKey, list[float]]], ledger: Ledger) -> None:
    # The sheet has no scenario, so a claim must lie between what the lowest and the highest scenario say.
    case, months = facts.case, facts.case.calendar.period_months
    claims = {(row.site, row.node, row.period): row for row in facts.plan.capacity}
    pairs = {key for series in usable.values() for key in series} | {(c.site, c.node) for c in facts.plan.capacity}
    claimed: dict[tuple[YieldClass, int], float] = defaultdict(float)
    for site, node in sorted(pairs):
        for t in case.calendar.horizon:
            values = [series[site, node][t] if (site, node) in series else 0.0 for series in usable.values()]
            row = claims.get((site, node, t), Capacity(site, node, t, 0.0, 0.0))
            where, what = f"{site} {node}", "usable capacity on the capacity sheet, kwspm,"
            ledger.equal("capacity_claim", where, t, what, row.kwspm, _nearest(row.kwspm, values), KWSPM)
            what = "used capacity on the capacity sheet, kwspm,"
            ledger.at_most("capacity_claim", where, t, what, row.used_kwspm, max(row.kwspm, *values), KWSPM)
            claimed[yield_class(case, (site, node)), t] += row.used_kwspm
    for (cls, t), kwspm in claimed.items():
        values = [used.get((scenario.name, cls, t), 0.0) / months for scenario in case.scenarios]
        what = "used capacity over the sites of the capacity sheet, kwspm,"
        ledger.equal("capacity_claim", _text(cls), t, what, kwspm, _nearest(kwspm, values), KWSPM)


def _nearest(value: float, values: list[float]) -> float:
    return min(max(value, min(values)), max(values))


def _text(cls: YieldClass) -> str:
    region, node, factor = cls
    return f"{region} {node}" if factor == 1.0 else f"{region} {node} (defect factor {factor:g})"
