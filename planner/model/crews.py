"""Crews: a region starts only so many phases within any year.

region_crews[r,t]:  sum(s in r, n) built[s,n,t] - built[s,n,t-year] <= max_phase_starts_per_year[r]
"""

import math
from itertools import product

from planner.model.equations import Equation, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.rows import REGION_CREWS
from planner.shape.shape import Shape


def add(m: Model, shape: Shape) -> None:
    """Add the construction crews of each region that states them."""
    case = shape.case
    year = case.calendar.periods_per_year
    limited = [r for r, region in case.regions.items() if not math.isinf(region.max_phase_starts_per_year)]

    def region_crews(r: str, t: int) -> Equation:
        tracks = (track for track in shape.tracks if case.sites[track.site].region == r)
        started = total(built(m, track, t) - built(m, track, t - year) for track in tracks)
        return started <= case.regions[r].max_phase_starts_per_year

    m.rows(REGION_CREWS, {(r, t): region_crews(r, t) for r, t in product(limited, case.calendar.horizon)})
