"""Sense of effect: values that can change nothing beside the others, and windows outside the horizon."""

import math
from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.records import MachineUse, Material
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.checks.sense.means import WINDOWS
from planner.case.records import Lane, Limit, Measure, PlannedStart, Scenario, Tool

_PRICED = "give the setting change_price_usd_bn_per_phase or max_changes"


def effect_problems(draft: Draft) -> Iterator[Problem]:
    """Return warnings about values without effect; each says what would give it one."""
    yield from _tariffs(draft)
    yield from _products(draft)
    yield from _windows(draft)
    yield from _tools(draft)
    yield from _changes(draft)
    for material in draft.entries(Material, "good_units_per_wafer", "harvest"):
        if material.record.good_units_per_wafer is not None and material.record.harvest > 0:
            value = draft.words.share(material.record.harvest)
            fix = "clear it, or give the die area instead of the good units"
            yield material.problem(codes.NO_EFFECT, "harvest", found=value, fix=fix)


def _tariffs(draft: Draft) -> Iterator[Problem]:
    for lane in draft.entries(Lane):
        if lane.record.to_region and lane.record.tariff > 0:
            value = draft.words.share(lane.record.tariff)
            fix = "clear it: tariffs are charged on lanes to markets"
            yield lane.problem(codes.NO_EFFECT, "tariff", found=value, fix=fix)


def _products(draft: Draft) -> Iterator[Problem]:
    for limit in draft.entries(Limit):
        if limit.record.product and limit.record.measure is not Measure.OUTPUT_SHARE:
            fix = "clear it: phases and capex belong to no product; an output_share may name one"
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
