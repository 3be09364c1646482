"""Sense of effect: values that can change nothing beside the others, and windows outside the horizon."""

import math
from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Demand, MachineUse, Material
from planner.case.checks.draft.words import plain, some
from planner.case.checks.problem import Problem
from planner.case.checks.sense.means import WINDOWS
from planner.case.checks.sense.terms import on_own_terms
from planner.case.records import (
    Committed,
    Lane,
    Limit,
    Measure,
    Node,
    Objective,
    Pair,
    PlannedStart,
    Product,
    Region,
    Scenario,
    Shell,
    Site,
    Tool,
)

_PRICED = "give the setting change_price_usd_bn_per_phase or max_changes"


def effect_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about values without effect; each says what would give it one."""
    yield from _tariffs(draft)
    yield from _products(draft)
    yield from _windows(draft)
    yield from _tools(draft)
    yield from _changes(draft)
    yield from _prices(draft)
    yield from _dates(draft)
    yield from _scenarios(draft)
    yield from _shells(draft)
    yield from _retirements(draft)
    for material in draft.entries(Material, "good_units_per_wafer", "harvest"):
        if material.record.good_units_per_wafer is not None and material.record.harvest > 0:
            value = draft.words.share(material.record.harvest)
            fix = "clear it, or give the die area instead of the good units"
            yield material.problem(codes.NO_EFFECT, "harvest", found=value, fix=fix)


def _tariffs(draft: Draft) -> Iterator[Problem]:
    for lane in draft.entries(Lane):
        if lane.record.from_region and lane.record.from_bloc:
            fix = "clear one of the two: a row that names a region holds for this region only"
            yield lane.problem(codes.NO_EFFECT, "from_bloc", found=lane.record.from_bloc, fix=fix)
        if lane.record.to_region and lane.record.tariff > 0:
            value = draft.words.share(lane.record.tariff)
            fix = "clear it: tariffs are charged on lanes to markets"
            yield lane.problem(codes.NO_EFFECT, "tariff", found=value, fix=fix)


def _products(draft: Draft) -> Iterator[Problem]:
    for limit in draft.entries(Limit):
        of_products = Measure.OUTPUT_SHARE, Measure.SERVICE, Measure.SUPPLY_SHARE
        if limit.record.product and limit.record.measure not in of_products:
            fix = (
                "clear it: phases and capex belong to no product; an output_share, supply_share or service may name one"
            )
            yield limit.problem(codes.NO_EFFECT, "product", found=limit.record.product, fix=fix)


def _windows(draft: Draft) -> Iterator[Problem]:
    calendar = draft.calendar
    if calendar is None:
        return
    horizon = f"{draft.period(0)} to {draft.period(calendar.last)}"
    fix = f"change the period, or delete the {draft.words.row}: its window lies outside the horizon"
    for kind, start, end in WINDOWS:
        for entry in draft.entries(kind, start, end):
            first, last = getattr(entry.record, start), getattr(entry.record, end)
            if first > calendar.last or last < 0:
                field, period = (start, first) if first > calendar.last else (end, last)
                yield entry.problem(codes.ROW_IDLE, field, found=draft.period(period), expected=horizon, fix=fix)


def _tools(draft: Draft) -> Iterator[Problem]:
    if not draft.is_whole(MachineUse, "tool", "tools_per_kwspm"):
        return
    no_tool = f"clear it, or say {draft.words.listing(MachineUse)} which nodes need the machine"
    uses = draft.records(MachineUse, "tool", "node", "tools_per_kwspm")
    used = {use.tool for use in uses if use.tools_per_kwspm > 0}
    for tool in draft.entries(Tool, "name"):
        if tool.record.name not in used:
            yield tool.problem(codes.ROW_IDLE, "name", found=tool.record.name, fix=no_tool)
    for scenario in draft.entries(Scenario, "tool_factor"):
        factor = scenario.record.tool_factor
        value = draft.words.share(factor)
        if factor != 1.0 and not used:
            yield scenario.problem(codes.NO_EFFECT, "tool_factor", found=value, fix=no_tool)
        elif factor > 1.0:
            fix = f"write {draft.words.share(1.0)}: the factor limits what can be used and adds nothing"
            yield scenario.problem(codes.NO_EFFECT, "tool_factor", found=value, fix=fix)


def _changes(draft: Draft) -> Iterator[Problem]:
    settings, plan = draft.settings, draft.all(PlannedStart)
    if settings is None or not draft.is_whole(PlannedStart):
        return
    price, maximum = settings.record.change_price_usd_bn_per_phase, settings.record.max_changes
    if plan and price == 0.0 and maximum == math.inf:
        fix = f"{_PRICED}, or delete the {draft.words.row}s"
        yield plan[0].problem(codes.ROW_IDLE, "site", found=f"{len(plan)} {draft.words.row}s", fix=fix)
    for name, value, default in (("change_price_usd_bn_per_phase", price, 0.0), ("max_changes", maximum, math.inf)):
        if value != default and not plan:
            fix = f"clear it, or list the starts of the last plan {draft.words.listing(PlannedStart)}"
            yield settings.problem(codes.NO_EFFECT, name, found=plain(value), fix=fix)


def _prices(draft: Draft) -> Iterator[Problem]:
    """A plan for profit whose products earn nothing; what fabs earn is another matter."""
    settings = draft.settings.record if draft.settings is not None else None
    if settings is None or settings.objective is not Objective.PROFIT or settings.is_for_fabs:
        return
    for product in draft.entries(Product, "name", "price_usd"):
        if product.record.price_usd == 0 and on_own_terms(draft, product.record.name, "price_usd"):
            fix = "write its price in USD, or choose another objective: without prices every sale is a loss"
            yield product.problem(
                codes.NO_PRICE, "price_usd", found="0", expected=f"the price of {product.record.name}", fix=fix
            )


def _dates(draft: Draft) -> Iterator[Problem]:
    """A node that runs before the period in which it is said to be available."""
    running: dict[str, tuple[int, str]] = {}
    for entry in draft.entries(Committed):
        first = next((t for t, kwspm in enumerate(entry.record.kwspm) if kwspm > 0), None)
        if first is not None and first < running.get(entry.record.node, (first + 1, ""))[0]:
            running[entry.record.node] = first, draft.cell(entry, "node")
    for node in draft.entries(Node, "name", "available_from"):
        first, cell = running.get(node.record.name, (node.record.available_from, ""))
        if first < node.record.available_from:
            runs = draft.period(first)
            yield node.problem(
                codes.NODE_AFTER_CAPACITY,
                "available_from",
                found=draft.period(node.record.available_from),
                expected=f"{runs} or earlier, as {cell} has capacity in {runs}",
                fix=f"write the period of its first output, {runs} or earlier: new phases wait for this date",
            )


def _scenarios(draft: Draft) -> Iterator[Problem]:
    """Scenarios that no plan is made for, and demand that only some scenarios have a row for."""
    for scenario in draft.entries(Scenario, "probability"):
        if scenario.record.probability == 0.0:
            yield scenario.problem(codes.LEFT_OUT, "probability", found=draft.words.share(0.0))
    names = {scenario.name for scenario in draft.records(Scenario, "name")}
    if len(names) < 2 or not draft.is_whole(Demand, "product", "market", "scenario"):
        return
    rows: dict[tuple[str, str, str], list[Entry[Demand]]] = {}
    for entry in draft.entries(Demand):
        rows.setdefault((entry.record.product, entry.record.market, entry.record.tier), []).append(entry)
    for (product, market, _), entries in rows.items():
        given = {entry.record.scenario for entry in entries}
        missing = sorted(names - given) if "" not in given else []
        if missing and any(any(entry.record.kunits) for entry in entries):
            yield entries[0].problem(
                codes.DEMAND_IN_SOME,
                "scenario",
                found=f"{product} in {market} for {some(sorted(given))} only",
                expected=f"demand for {some(missing)} too",
                fix=f"add a {draft.words.row} for {some(missing)}, of zeros if none is meant, or one for all scenarios",
            )


def _retirements(draft: Draft) -> Iterator[Problem]:
    """Capacity that may be given up, but for nothing, or only after the end."""
    if draft.calendar is None or not draft.is_whole(MachineUse, "node", "tools_per_kwspm"):
        return
    scarce = {use.node for use in draft.records(MachineUse, "node", "tools_per_kwspm") if use.tools_per_kwspm > 0}
    for entry in draft.entries(Committed, "node", "uses_tools", "fixed_cost_usd_bn_per_year", "retire_from"):
        row = entry.record
        if not row.may_retire:
            continue
        first = draft.period(row.retire_from)
        if row.retire_from > draft.calendar.last:
            fix = f"clear it, or write {draft.period(draft.calendar.last)} or earlier"
            yield entry.problem(codes.NO_EFFECT, "retire_from", found=first, fix=fix)
        elif not row.fixed_cost_usd_bn_per_year and not (row.uses_tools and row.node in scarce):
            fix = "clear it, or write the fixed cost that ends with it: there is nothing to gain from giving it up"
            yield entry.problem(codes.NO_EFFECT, "retire_from", found=first, fix=fix)


def _shells(draft: Draft) -> Iterator[Problem]:
    """Values that do not count where phases are fitted out in shells, and shells that nothing can use."""
    shelled = {shell.site for shell in draft.records(Shell, "site")}
    listed = {pair.site for pair in draft.records(Pair, "site")}
    for shell in draft.entries(Shell, "site", "ready", "ready_from"):
        if draft.is_whole(Pair, "site") and shell.record.site not in listed:
            expected = f"a node that may be built there, {draft.words.listing(Pair)}"
            yield shell.problem(codes.ROW_IDLE, "site", found=shell.record.site, expected=expected)
        elif shell.record.ready == 0 and not draft.words.is_default(shell.ref, shell.record, "ready_from"):
            fix = "clear it, or write how many shells are ready then"
            yield shell.problem(codes.NO_EFFECT, "ready_from", found=draft.period(shell.record.ready_from), fix=fix)
    of_region = {region.name: region.shell_cost_index for region in draft.records(Region, "name", "shell_cost_index")}
    for site in draft.entries(Site, "name", "region", "shell_cost_index"):
        own = site.record.shell_cost_index
        if site.record.name not in shelled or own == of_region.get(site.record.region):
            continue
        if not draft.words.is_default(site.ref, site.record, "shell_cost_index"):
            fix = f"clear it: the cost of a shell there stands {draft.words.listing(Shell)}"
            yield site.problem(codes.NO_EFFECT, "shell_cost_index", found=f"{own:g}", fix=fix)
    of_fit_out = "clear it: at a site with shells every phase has the pair's own, counted from fit-out"
    for pair in draft.entries(Pair, "site", "node", "lead_periods", "expansion_lead_periods"):
        row = pair.record
        if row.site not in shelled:
            continue
        if row.expansion_lead_periods != row.lead_periods:
            value = f"{row.expansion_lead_periods} periods"
            yield pair.problem(codes.NO_EFFECT, "expansion_lead_periods", found=value, fix=of_fit_out)
        profile = draft.profiles.get((row.site, row.node, "expansion_spend"))
        if profile is not None and profile is not draft.profiles.get((row.site, row.node, "spend")):
            yield pair.problem(codes.NO_EFFECT, "expansion_spend", found=profile.name, fix=of_fit_out)
