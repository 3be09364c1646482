"""Crews: a region starts only so many phases within any year.

region_crews[r,t]:  sum(s in r, n) built[s,n,t] - built[s,n,t-year] <= max_phase_starts_per_year[r]
"""

import math
from typing import Any

from pyomo.environ import Constraint

from planner.model.linear import cumulative, linear, scaled
from planner.shape.shape import Shape


def add(m: Any, shape: Shape) -> None:
    """Add the construction crews of each region that states them."""
    case = shape.case
    limited = [r for r, region in case.regions.items() if not math.isinf(region.max_phase_starts_per_year)]
    year = case.calendar.periods_per_year

    def region_crews(m: Any, r: str, t: int) -> Any:
        begun = [
            term
            for track in shape.tracks
            if case.sites[track.site].region == r
            for term in cumulative(m, track, t) + scaled(-1.0, cumulative(m, track, t - year))
        ]
        return linear(begun) <= case.regions[r].max_phase_starts_per_year if begun else Constraint.Skip

    m.region_crews = Constraint(limited, list(case.calendar.horizon), rule=region_crews)
