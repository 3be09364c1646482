"""Worlds and tangles with shells at some of their sites, and with every other rule that came with them."""

import math
import random
from dataclasses import replace

from planner.case.records import Case, Incentive, Lock, PlannedStart, Shell
from tests.model.worlds import PERIODS


def with_shells(case: Case, seed: int) -> Case:
    """Return the case with shells at some sites, dearer first phases, trends of capex and crews of unlike size."""
    rng = random.Random(seed)
    shells = {name: _shell(rng, name) for name in case.sites if rng.random() < 0.7}
    locked = rng.choice(sorted(case.sites))
    locks = [
        Lock(locked, "", until_period=rng.choice((1, 4)), max_phases=rng.choice((0, 1))),
        Lock(locked, "", from_period=rng.choice((0, 3)), min_phases=1),
    ]
    planned = PlannedStart(locked, "", rng.randrange(PERIODS), rng.choice((1, 2)))
    listed = locked in shells and rng.random() < 0.4
    return replace(
        case,
        settings=replace(case.settings, shell_life_years=rng.choice((2.0, 20.0))),
        shells=shells,
        nodes={
            name: replace(
                node,
                capex_trend=rng.choice((0.0, 0.1, -0.2)),
                crew_units_per_phase=rng.choice((1.0, 0.5, 2.0)),
                floor_units_per_phase=rng.choice((1.0, 0.5, 0.0, 1.5)),
            )
            for name, node in case.nodes.items()
        },
        pairs={
            key: replace(pair, expansion_capex_factor=rng.choice((1.0, 0.7, 1.3))) for key, pair in case.pairs.items()
        },
        incentives=(*case.incentives, *_incentives(rng)),
        locks=(*case.locks, *(locks[: rng.choice((1, 2))] if listed else ())),
        last_plan=(*case.last_plan, *((planned,) if listed and case.last_plan else ())),
    )


def _shell(rng: random.Random, site: str) -> Shell:
    return Shell(
        site,
        capex_usd_bn=rng.choice((0.0, 0.1, 0.3)),
        lead_periods=rng.choice((0, 1, 2)),
        spend=rng.choice(((1.0,), (0.5, 0.5), (0.3, 0.7))),
        floor_units=rng.choice((1.0, 2.0, 2.5)),
        max_shells=rng.choice((1, 2, math.inf)),
        ready=rng.choice((0, 0, 1)),
        ready_from=rng.choice((-2, 0, 2)),
    )


def _incentives(rng: random.Random) -> list[Incentive]:
    some = (Incentive("building", 0.3), Incentive("roof", 0.6, cap_usd_bn=0.1, start_until=3))
    return [one for one in some if rng.random() < 0.4]
