"""Idle power: what phases draw that are not, or not fully, in use.

A phase online draws a share of its power whatever it makes, and the rest in proportion to the wafers that it starts:
all of it at what one phase can make. Wafers of a yield class are made on committed capacity, with what conversions add
and take, or on phases; what conversions take of phases counts as made on them. At no site do phases draw more than its
power limit and its connection, or than phases under way draw at full use where that is more. Phases are online as
planned, whatever the delay of a scenario.
"""

import math
from collections import defaultdict
from dataclasses import replace

from planner.audit.facts import Facts, PairKey
from planner.audit.findings import KWAFERS, MW, Ledger
from planner.audit.supply import YieldClass, by_class, class_of, usable_kwspm
from planner.case.records import Case, Node, Scenario

Uses = dict[tuple[PairKey, int], float]
"""Thousand wafers started on the phases of a pair in a period."""


def idle_mw(node: Node) -> float:
    """Return what a phase online draws whatever it makes."""
    return node.power_mw_per_phase * node.idle_power


def used_mw_per_kwafer(case: Case, node: Node) -> float:
    """Return what each thousand wafers of a period add to that."""
    full_kwafers = case.calendar.period_months * node.phase_kwspm * node.utilisation
    return node.power_mw_per_phase * (1 - node.idle_power) / full_kwafers


def check(facts: Facts, ledger: Ledger) -> None:
    """Check where the wafers of such nodes are made, and what their phases draw."""
    saving = {name for name, node in facts.case.nodes.items() if node.power_mw_per_phase * (1 - node.idle_power) > 0}
    for scenario in facts.case.scenarios if saving else ():
        used: Uses = defaultdict(float)
        for row in facts.plan.phase_use:
            if row.scenario == scenario.name:
                used[(row.site, row.node), row.period] += row.kwafers
        _places(facts, scenario, saving, used, ledger)
        _drawn(facts, scenario, used, ledger)


def _places(facts: Facts, scenario: Scenario, saving: set[str], used: Uses, ledger: Ledger) -> None:
    case, months = facts.case, facts.case.calendar.period_months
    every = usable_kwspm(facts, scenario)
    standing = usable_kwspm(replace(facts, batches=()), scenario)
    for (key, t), kwafers in used.items():
        kwspm = every[key][t] - (standing[key][t] if key in standing else 0.0) if key in every else 0.0
        where, what = f"{scenario.name} {' '.join(key)}", "thousand wafers started on phases"
        ledger.at_most("phase_use", where, t, what, kwafers, kwspm * months, KWAFERS)
    started: dict[tuple[YieldClass, int], float] = defaultdict(float)
    for row in facts.plan.wafers:
        if row.scenario == scenario.name and row.node in saving and row.period >= 0:
            started[class_of(row.region, row.node, row.defect_factor), row.period] += row.kwafers
    for t in case.calendar.horizon:
        elsewhere = by_class(case, ((key, series[t] * months) for key, series in standing.items()))
        on_phases = by_class(case, ((key, kwafers) for (key, at), kwafers in used.items() if at == t))
        for cls in {of for of, at in started if at == t} | set(elsewhere):
            if cls[1] in saving:
                where, what = f"{scenario.name} {cls[0]} {cls[1]}", "thousand wafers started"
                kwafers = elsewhere.get(cls, 0.0) + on_phases.get(cls, 0.0)
                ledger.at_most("phase_use", where, t, what, started.get((cls, t), 0.0), kwafers, KWAFERS)


def _drawn(facts: Facts, scenario: Scenario, used: Uses, ledger: Ledger) -> None:
    case = facts.case
    connected = {row.site: row.mw for row in case.site_power}
    for site in case.sites.values():
        here = [(batch, case.nodes[batch.node]) for batch in facts.batches if batch.site == site.name]
        there = sum(batch.phases * node.power_mw_per_phase for batch, node in here if batch.under_way)
        for t in case.calendar.horizon:
            online = [(batch.under_way, facts.online_phases(batch, t), node) for batch, node in here]
            running = sum(phases * node.power_mw_per_phase for under_way, phases, node in online if under_way)
            limit = max(site.power_limit_mw, there)
            step = max(connected[site.name][t], running) if site.name in connected else math.inf
            drawn = sum(phases * idle_mw(node) for _, phases, node in online)
            drawn += sum(
                used.get(((site.name, name), t), 0.0) * used_mw_per_kwafer(case, node)
                for name, node in case.nodes.items()
            )
            where, what = f"{scenario.name} {site.name}", "MW that phases draw"
            ledger.at_most("drawn_power", where, t, what, drawn, min(limit, step), MW)
