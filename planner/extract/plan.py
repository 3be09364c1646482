"""Extraction, as a table of contents."""

from collections.abc import Iterable, Mapping
from typing import Any

from planner.extract.bans import ban_prices
from planner.extract.building import (
    converted,
    credits_granted,
    openings,
    phase_starts,
    retired,
    shell_starts,
    shells_built,
    starts,
)
from planner.extract.capacity import capacities, phase_use
from planner.extract.flows import packages, part_flows, wafers
from planner.extract.money import draws
from planner.extract.parts import part_stocks, purchased
from planner.extract.rules import bindings
from planner.extract.sales import shipments, shortages
from planner.plan.records import Outcome, Plan, RowSlack
from planner.registry.families import Values
from planner.shape.bans import Ban
from planner.shape.shape import Shape


def extract(
    shape: Shape,
    values: Values,
    outcome: Outcome,
    row_slacks: Iterable[RowSlack],
    lifted: Iterable[tuple[Ban, float, float]],
    run: Mapping[str, Any],
) -> Plan:
    """Return the plan that a solution's values describe: by variable and index, as the model names them.

    `lifted` gives for each ban what lifting it alone would save, in usd_bn, and let through, in kunits.
    """
    phases, shells = phase_starts(shape, values), shell_starts(shape, values)
    all_starts = {**phases, **shells}
    started = starts(phases)
    lumps = converted(shape, values)
    granted = credits_granted(shape, values, all_starts)
    finished = packages(shape, values)
    sold = shipments(shape, values, finished)
    short = shortages(shape, values)
    given_up = retired(shape, values)
    usable = capacities(shape, values, phases, lumps, given_up)
    return Plan(
        outcome=outcome,
        openings=openings(shape, values, all_starts),
        shells_built=shells_built(shells),
        starts=started,
        converted=lumps,
        retired=given_up,
        draws=draws(shape, values, all_starts, granted, lumps),
        credits=granted.records,
        wafers=wafers(shape, values),
        phase_use=phase_use(shape, values),
        flows=part_flows(shape, values, finished),
        purchased=purchased(shape, values),
        part_stock=part_stocks(shape, values),
        packages=finished,
        shipments=sold,
        shortage=short,
        capacity=usable,
        binding=bindings(shape, row_slacks, started, usable, short),
        bans=ban_prices(shape, lifted),
        run=run,
    )
