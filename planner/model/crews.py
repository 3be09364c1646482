"""Crews: a region, and an owner, starts only so many phases within any year.

region_crews[r,t]:  sum(s in r, n) built[s,n,t] - built[s,n,t-year] <= max_phase_starts_per_year[r]
owner_crews[O,t]:   sum(s,n of O) built[s,n,t] - built[s,n,t-year] <= max_phase_starts_per_year[O]
"""

import math
from collections.abc import Callable, Mapping
from itertools import product

from planner.case.records import Owner, Region
from planner.model.equations import Equation, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.rows import OWNER_CREWS, REGION_CREWS
from planner.shape.shape import Shape
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the construction crews of each region and of each owner that states them."""
    case = shape.case
    regions = _crews(m, shape, case.regions, lambda track: case.sites[track.site].region)
    owners = _crews(m, shape, case.owners, lambda track: case.owner_of(track.site, track.node))
    m.rows(REGION_CREWS, regions)
    m.rows(OWNER_CREWS, owners)


def _crews(
    m: Model, shape: Shape, crews: Mapping[str, Region] | Mapping[str, Owner], crew_of: Callable[[Track], str]
) -> dict[tuple[str, int], Equation]:
    """Return what each crew starts in the year up to each period, beside what it can."""
    year = shape.case.calendar.periods_per_year
    limited = [name for name, crew in crews.items() if not math.isinf(crew.max_phase_starts_per_year)]

    def started(name: str, t: int) -> Equation:
        tracks = (track for track in shape.tracks if crew_of(track) == name)
        phases = total(built(m, track, t) - built(m, track, t - year) for track in tracks)
        return phases <= crews[name].max_phase_starts_per_year

    return {(name, t): started(name, t) for name, t in product(limited, shape.case.calendar.horizon)}
