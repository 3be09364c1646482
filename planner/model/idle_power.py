"""Idle power: a phase draws a share of its power whatever it makes, and the rest with the wafers that it starts.

    phase_wafers[k,s,n,t]:        thousand wafers started on new phases and those under way, for nodes with
                                  idle_power[n] < 1
    phase_wafers_max[k,s,n,t]:    phase_wafers[k,s,n,t] <= months * utilisation[n] * tool_factor[k,n] * left[k,s,n,t]
        * (under_way[k,s,n,t] + phase_kwspm[n] * sum(a) step[s,n,a] * built[s,n,t-lead-delay[k]-a])
    phase_wafers_sum[k,r,n,d,t]:  wafer_starts[k,r,n,d,t] <= sum(s in r) phase_wafers[k,s,n,t]
        + months * utilisation[n] * tool_factor[k,n] * sum(s in r) left[k,s,n,t]
          * (committed[s,n,t] + what conversions add and take - what is retired)
    site_drawn[k,s,t]:            sum(n) idle_mw[n] * built[s,n,t-lead]
        + sum(n) (power_mw[n] - idle_mw[n]) * phase_wafers[k,s,n,t] / (months * utilisation[n] * phase_kwspm[n])
        <= min(max(power_limit_mw[s], power_mw[under way]), max(connected_mw[s,t], power_mw[under way]))
           - idle_mw[under way]                                                    for sites that limit power

The use that cost[power] counts besides is (1 - idle_power[n]) * power_usd_bn[s,n] * phase_wafers[k,s,n,t] / (months *
utilisation[n] * phase_kwspm[n]), discounted and expected. Committed capacity draws no power of the case. What a
conversion takes of phases counts as made on them, so that a converted phase draws as one in full use. As in the other
rows of power, phases are online as planned, whatever the delay of a scenario.
"""

import math
from collections import defaultdict
from collections.abc import Iterator

from planner.case.money import discount
from planner.case.records import Case
from planner.model.capacity import phases_kwafers, standing_kwafers
from planner.model.equations import Linear, total
from planner.model.pyomo_model import Model
from planner.model.starts import built
from planner.registry.keys import ClassPeriod, ScenarioPairPeriod, ScenarioSitePeriod
from planner.registry.rows import PHASE_WAFERS_MAX, PHASE_WAFERS_SUM, SITE_DRAWN
from planner.registry.variables import PHASE_WAFERS, WAFER_STARTS
from planner.shape.power import connected_mw, idle_mw, saves_power
from planner.shape.shape import Shape
from planner.shape.under_way import at, drawable_mw
from planner.shape.yields import ClassKey

HOURS_PER_YEAR = 8760.0
USD_BN_PER_USD = 1e-9
KWH_PER_MWH = 1000.0


def add(m: Model, shape: Shape) -> None:
    """Add the wafers that phases start, and what these draw where power is limited."""
    case, starts = shape.case, m[WAFER_STARTS]
    saving = {name for name, node in case.nodes.items() if saves_power(node)}
    loads = [key for key in starts if key.node in saving and key.period >= 0] if saving else []
    loads = list(dict.fromkeys([*loads, *_converted(shape, saving)]))
    makers = {
        (k, r, n, d, t): [
            ScenarioPairPeriod(k, s, n, t) for s in shape.classes[ClassKey(r, n, d)].sites if _has_phases(shape, s, n)
        ]
        for k, r, n, d, t in loads
    }
    on_phases = m.variables(PHASE_WAFERS, dict.fromkeys(key for of in makers.values() for key in of))
    m.rows(
        PHASE_WAFERS_MAX,
        {
            key: on_phases[key] <= phases_kwafers(m, shape, key.scenario, (key.site, key.node), key.period)
            for key in on_phases
        },
    )
    m.rows(
        PHASE_WAFERS_SUM,
        {
            (k, r, n, d, t): total([starts.get((k, r, n, d, t))])
            <= total(on_phases[key] for key in makers[k, r, n, d, t])
            + standing_kwafers(m, shape, k, ClassKey(r, n, d), t)
            for k, r, n, d, t in loads
        },
    )
    _limit(m, shape)


def _converted(shape: Shape, saving: set[str]) -> Iterator[ClassPeriod]:
    """Yield every class of which conversions take some, whether it makes wafers for anything or not."""
    for v in shape.conversion_periods:
        row = shape.case.conversions[v]
        of_class = shape.class_of(row.site, row.from_node)
        # A class without capacity has nothing to be converted.
        if row.from_node in saving and of_class in shape.classes:
            for k in range(len(shape.case.scenarios)):
                yield from (ClassPeriod(k, *of_class, t) for t in shape.case.calendar.horizon)


def _has_phases(shape: Shape, site: str, node: str) -> bool:
    is_new = any((track.site, track.node) == (site, node) for track in shape.tracks)
    return is_new or bool(at(shape.case, site, node))


def _limit(m: Model, shape: Shape) -> None:
    """Add what the phases of a site may draw, where its power is limited and one draws less where it makes less."""
    case, on_phases = shape.case, m[PHASE_WAFERS]
    connected = connected_mw(case)
    used: dict[ScenarioSitePeriod, list[Linear]] = defaultdict(list)
    for key in on_phases:
        if key.site in connected or not math.isinf(case.sites[key.site].power_limit_mw):
            node = case.nodes[key.node]
            mw = (node.power_mw_per_phase - idle_mw(node)) / full_kwafers(case, key.node)
            used[ScenarioSitePeriod(key.scenario, key.site, key.period)].append(mw * on_phases[key])
    m.rows(
        SITE_DRAWN,
        {
            (k, s, t): total(amounts)
            + total(
                idle_mw(case.nodes[track.node]) * built(m, track, t - track.lead_periods)
                for track in shape.tracks
                if track.site == s
            )
            <= drawable_mw(case, s, connected[s][t] if s in connected else math.inf, t)
            for (k, s, t), amounts in used.items()
        },
    )


def full_kwafers(case: Case, node: str) -> float:
    """Return the thousand wafers that a phase starts in a period at full use."""
    of = case.nodes[node]
    return case.calendar.period_months * of.utilisation * of.phase_kwspm


def used_power_usd_bn(m: Model, shape: Shape) -> Linear:
    """Return the expected cost of the power that the wafers of phases draw beyond what these draw idle."""
    case, on_phases = shape.case, m[PHASE_WAFERS]
    return total(
        case.scenarios[k].probability
        * discount(case, t)
        * (1 - case.nodes[n].idle_power)
        * power_usd_bn(case, s, n)
        / full_kwafers(case, n)
        * on_phases[k, s, n, t]
        for k, s, n, t in on_phases
    )


def power_usd_bn(case: Case, site: str, node: str) -> float:
    """Return the power bill of one phase in a period of full use."""
    of = case.nodes[node]
    mwh = of.power_mw_per_phase * HOURS_PER_YEAR * case.calendar.period_years * of.utilisation
    return mwh * KWH_PER_MWH * case.sites[site].power_price_usd_kwh * USD_BN_PER_USD
