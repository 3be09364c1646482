"""Building: openings, starts and outputs, floor, shells, power, connections, phase limits, expansion leads and crews.

A start whose first output lies beyond the horizon is wasteful but breaks no rule: the model merely
leaves it out, so it is not checked here. Phases under way take floor, power and phases of their pair; where they take
more than there is, nothing else fits, and that is all. Of its power a phase takes what it draws idle here; what it
draws in use is checked with the wafers that it starts.
"""

from collections import defaultdict

from planner.audit.facts import Batch, Facts, PairKey, committed_kwspm, open_already
from planner.audit.findings import COUNT, Ledger
from planner.audit.idle_power import idle_mw


def check(facts: Facts, ledger: Ledger) -> None:
    """Check everything that limits construction but money, tools and policy."""
    _openings(facts, ledger)
    for batch in facts.new_batches:
        _dates(facts, batch, ledger)
    _expansions(facts, ledger)
    _space(facts, ledger)
    _shells(facts, ledger)
    _crews(facts, ledger)


def _openings(facts: Facts, ledger: Ledger) -> None:
    open_from = dict.fromkeys(open_already(facts.case), 0)
    for opening in sorted(facts.plan.openings, key=lambda o: o.period):
        new = opening.site not in open_from
        text = "the site is open already"
        ledger.holds("opening", opening.site, opening.period, text, new, opening.period, "opened once")
        open_from.setdefault(opening.site, opening.period)
    for batch in facts.paid:
        opened = open_from.get(batch.site, facts.case.calendar.periods)
        text = f"a {'phase' if batch.node else 'shell'} starts where the site is not open"
        ledger.holds("opening", batch.site, batch.start, text, opened <= batch.start, batch.start, f"from {opened} on")


def _dates(facts: Facts, batch: Batch, ledger: Ledger) -> None:
    where, site, node = f"{batch.site} {batch.node}", facts.case.sites[batch.site], facts.case.nodes[batch.node]
    ledger.at_least("site_available", where, batch.start, "start period", batch.start, site.available_from, COUNT)
    what = "first output period"
    ledger.at_least("node_available", where, batch.start, what, batch.output, node.available_from, COUNT)


def _expansions(facts: Facts, ledger: Ledger) -> None:
    firsts = {(batch.site, batch.node): batch for batch in facts.batches if batch.first}
    earlier: dict[PairKey, list[int]] = defaultdict(list)
    for batch in facts.batches:
        pair = facts.case.pairs[batch.site, batch.node]
        differs = (pair.lead_periods, pair.spend) != (pair.expansion_lead_periods, pair.expansion_spend)
        differs &= batch.site not in facts.case.shells
        if batch.under_way and differs and committed_kwspm(facts.case, (batch.site, batch.node), 0) <= 0:
            earlier[batch.site, batch.node].append(batch.output)
    for batch in facts.new_batches:
        first = firsts.get((batch.site, batch.node))
        outputs = earlier.get((batch.site, batch.node), [first.output] if first is not None else [])
        if batch.first or not outputs:
            continue
        earliest = min(outputs) - batch.lead_periods
        where, what = f"{batch.site} {batch.node}", "start period of an expansion"
        ledger.at_least("expansion", where, batch.start, what, batch.start, earliest, COUNT)


def _space(facts: Facts, ledger: Ledger) -> None:
    for site in facts.case.sites.values():
        here = [batch for batch in facts.batches if batch.site == site.name]
        for t in facts.case.calendar.horizon:
            built = [(facts.case.nodes[b.node], b.phases) for b in here if b.start <= t]
            floor = sum(node.floor_units_per_phase * phases for node, phases in built)
            power = sum(idle_mw(node) * phases for node, phases in built)
            there = [(facts.case.nodes[b.node], b.phases) for b in here if b.under_way]
            floor_there = sum(node.floor_units_per_phase * phases for node, phases in there)
            power_there = sum(node.power_mw_per_phase * phases for node, phases in there)
            floor_units, power_mw = max(site.floor_units, floor_there), max(site.power_limit_mw, power_there)
            ledger.at_most("floor", site.name, t, "floor units of phases", floor, floor_units, COUNT)
            ledger.at_most("power", site.name, t, "MW of phases, idle,", power, power_mw, COUNT)
    for row in facts.case.site_power:
        here = [batch for batch in facts.batches if batch.site == row.site]
        for t, connected in enumerate(row.mw):
            online = [(b, facts.online_phases(b, t), facts.case.nodes[b.node]) for b in here]
            earlier = sum(phases * node.power_mw_per_phase for b, phases, node in online if b.under_way)
            allowed, drawn = max(connected, earlier), sum(phases * idle_mw(node) for _, phases, node in online)
            ledger.at_most("connection", row.site, t, "MW of phases online", drawn, allowed, COUNT)
    for key, pair in facts.case.pairs.items():
        ours = [b for b in facts.batches if (b.site, b.node) == key]
        phases, there_already = sum(b.phases for b in ours), sum(b.phases for b in ours if b.under_way)
        allowed = max(pair.max_phases, there_already)
        ledger.at_most("max_phases", " ".join(key), None, "phases", phases, allowed, COUNT)


def _shells(facts: Facts, ledger: Ledger) -> None:
    """At a site with shells, phases start in finished floor only: that of shells from before, and of those finished.

    Phases under way take floor of the shells from before; where they take more, they have a building of their own.
    """
    case = facts.case
    for site, shell in case.shells.items():
        new = [batch for batch in facts.shells if batch.site == site]
        for batch in new:
            earliest = case.sites[site].available_from
            ledger.at_least(
                "site_available", f"{site} shells", batch.start, "start period", batch.start, earliest, COUNT
            )
        for t in case.calendar.horizon:
            finished = sum(batch.phases for batch in new if batch.start + shell.lead_periods <= t)
            here = [
                (b.under_way, case.nodes[b.node].floor_units_per_phase * b.phases)
                for b in facts.batches
                if b.site == site and b.start <= t
            ]
            ready = shell.ready * shell.floor_units if t >= shell.ready_from else 0.0
            ready = max(ready, sum(floor for under_way, floor in here if under_way))
            used, allowed = sum(floor for _, floor in here), ready + finished * shell.floor_units
            ledger.at_most("shell_floor", site, t, "floor units of phases in finished shells", used, allowed, COUNT)
        ledger.at_most("max_shells", site, None, "new shells", sum(b.phases for b in new), shell.max_shells, COUNT)


def _crews(facts: Facts, ledger: Ledger) -> None:
    case = facts.case
    for region in case.regions.values():
        here = [batch for batch in facts.new_batches if case.sites[batch.site].region == region.name]
        for t in case.calendar.horizon:
            year = [b for b in here if t <= b.start < t + case.calendar.periods_per_year]
            within = sum(case.nodes[b.node].crew_units_per_phase * b.phases for b in year)
            allowed, what = region.max_phase_starts_per_year, "phase starts in the year from here, in crew units,"
            ledger.at_most("crews", region.name, t, what, within, allowed, COUNT)
    for owner in case.owners.values():
        own = [batch for batch in facts.new_batches if case.pairs[batch.site, batch.node].owner == owner.name]
        for t in case.calendar.horizon:
            year = [b for b in own if t <= b.start < t + case.calendar.periods_per_year]
            within = sum(case.nodes[b.node].crew_units_per_phase * b.phases for b in year)
            allowed = owner.max_phase_starts_per_year
            what = "phase starts of the owner in the year from here, in crew units,"
            ledger.at_most("owner_crews", owner.name, t, what, within, allowed, COUNT)
