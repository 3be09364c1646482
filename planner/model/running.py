"""Running: new phases and those under way cost money as long as they are online, what stands already if it says so.

    cost[fixed] = sum(k,s,n,t) probability[k] * discount[t] * fixed_usd_bn[s,n] * online[k,s,n,t]
                  + sum(s,n,t) discount[t] * standing_usd_bn[s,n] * (1 - retired[s,n,t])   as long as there is some
    cost[power] = sum(k,s,n,t) probability[k] * discount[t] * idle_power[n] * power_usd_bn[s,n] * online[k,s,n,t]
                  + what their use draws beyond that: see idle_power.py
    online[k,s,n,t] = built[s,n,t-lead-delay[k]] + those under way whose first output is past

fixed_usd_bn = fixed_cost * period_years * operating_cost_index
standing_usd_bn = fixed_cost of committed capacity * period_years
power_usd_bn = power_mw * 8760 h * period_years * power_price * utilisation, whatever the ramp.
"""

from collections.abc import Callable
from functools import partial

from planner.case.money import discount
from planner.case.records import Case
from planner.model.equations import Linear, total
from planner.model.idle_power import power_usd_bn, used_power_usd_bn
from planner.model.pyomo_model import Model
from planner.model.retirement import standing_cost_usd_bn
from planner.model.starts import by_start
from planner.shape.shape import Shape
from planner.shape.under_way import output


def add(m: Model, shape: Shape) -> None:
    """Add the fixed cost and the power of new phases."""
    m.cost("fixed", _online_cost(m, shape, fixed_usd_bn) + standing_cost_usd_bn(m, shape))
    m.cost("power", _online_cost(m, shape, idle_power_usd_bn) + used_power_usd_bn(m, shape))


def _online_cost(m: Model, shape: Shape, per_period: Callable[[Case, str, str], float]) -> Linear:
    """Return the expected cost of every phase from its first output to the end, so much an online phase and period."""
    case = shape.case
    usd_bn = {track: per_period(case, track.site, track.node) for track in shape.tracks}
    new = total(
        by_start(m, track, partial(_online_weight, case, track.lead_periods, cost))
        for track, cost in usd_bn.items()
        if cost > 0
    )
    earlier = total(
        future.probability * row.phases * per_period(case, row.site, row.node) * discount(case, t)
        for future in case.scenarios
        for row in case.under_way
        for t in range(max(0, output(row, future.delay_periods)), case.calendar.periods)
    )
    return new + earlier


def _online_weight(case: Case, lead_periods: int, usd_bn: float, start: int) -> float:
    periods = case.calendar.periods
    return sum(
        future.probability * usd_bn * discount(case, t)
        for future in case.scenarios
        for t in range(start + lead_periods + future.delay_periods, periods)
    )


def fixed_usd_bn(case: Case, site: str, node: str) -> float:
    """Return the fixed cost of one online phase in a period."""
    per_year = case.nodes[node].fixed_cost_usd_bn_per_phase_year
    return per_year * case.calendar.period_years * case.pair_region(site).operating_cost_index


def idle_power_usd_bn(case: Case, site: str, node: str) -> float:
    """Return the power bill of one online phase in a period, whatever it makes."""
    return case.nodes[node].idle_power * power_usd_bn(case, site, node)
