"""Running: new phases cost money as long as they are online.

    cost[fixed] = sum(k,s,n,t) probability[k] * discount[t] * fixed_cost[n] * period_years * operating_cost_index[r] * online[k,s,n,t]
    cost[power] = sum(k,s,n,t) probability[k] * discount[t] * power_usd_bn[s,n] * online[k,s,n,t]
    online[k,s,n,t] = built[s,n,t-lead-delay[k]]

power_usd_bn = power_mw * 8760 h * period_years * power_price * utilisation, whatever the ramp.
"""

from typing import Any

from planner.case.money import discount
from planner.case.phases import Track
from planner.case.records import Case
from planner.case.shape import Shape
from planner.model.linear import by_start, linear

HOURS_PER_YEAR = 8760.0
USD_BN_PER_USD = 1e-9
KWH_PER_MWH = 1000.0


def add(m: Any, shape: Shape) -> None:
    """Add the fixed cost and the power of new phases."""
    case = shape.case
    for line, per_period in (("fixed", fixed_usd_bn), ("power", power_usd_bn)):
        m.cost[line] = linear(
            term
            for track in shape.tracks
            if per_period(case, track) > 0
            for future in case.scenarios
            for term in by_start(
                m,
                track,
                lambda u, track=track, future=future, per_period=per_period: (
                    future.probability
                    * per_period(case, track)
                    * sum(
                        discount(case, t)
                        for t in range(u + track.lead_periods + future.delay_periods, case.calendar.periods)
                    )
                ),
            )
        )


def fixed_usd_bn(case: Case, track: Track) -> float:
    """Return the fixed cost of one online phase in a period."""
    per_year = case.nodes[track.node].fixed_cost_usd_bn_per_phase_year
    return per_year * case.calendar.period_years * case.pair_region(track.site).operating_cost_index


def power_usd_bn(case: Case, track: Track) -> float:
    """Return the power bill of one online phase in a period."""
    node = case.nodes[track.node]
    mwh = node.power_mw_per_phase * HOURS_PER_YEAR * case.calendar.period_years * node.utilisation
    return mwh * KWH_PER_MWH * case.sites[track.site].power_price_usd_kwh * USD_BN_PER_USD
