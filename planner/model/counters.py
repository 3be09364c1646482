"""Counters: whole phases of a node, wherever they stand, against the wafers that demand needs.

    grown[n,t]:       phases of node n past their lead by t, whatever the site (integer)
    grown_count[n,t]: grown[n,t] = sum(s) built[s,n,t-lead[s,n]]
    need[k,n,t]:      sum(p,m on n alone) units[p,m] / (assembly_yield[p] * best_good_units[n,p,m,t+cycle])
        * sum(g) (demand[k,g,p,t+cycle] - shortage[k,g,p,t+cycle])
        <= months * utilisation[n] * (committed[n,t] + phase_kwspm[n] * sum(a) rise[n,a] * grown[n,t-delay[k]-a])

Redundant for whole phases, but the solver's rounding cuts now see demand against whole phases in one row. rise are the
steps of the node's pointwise largest ramp and best_good_units those of its best yield class: no plan is cut off.
"""

from typing import Any

from pyomo.environ import Constraint, NonNegativeIntegers, Var

from planner.case.curves import by_age, steps
from planner.case.phases import Track
from planner.case.shape import Shape
from planner.model.capacity import usable_kwafers_per_kwspm
from planner.model.linear import Terms, cumulative, linear, scaled


def add(m: Any, shape: Shape) -> None:
    """Add the counters of every node that can be built in more than one track, and its need rows."""
    case = shape.case
    by_node: dict[str, list[Track]] = {}
    for track in shape.tracks:
        by_node.setdefault(track.node, []).append(track)
    first_output = {n: min(track.first_start + track.lead_periods for track in of) for n, of in by_node.items()}
    counted = [(n, t) for n in by_node for t in case.calendar.horizon if t >= first_output[n]]
    most = {n: sum(track.max_phases for track in of) for n, of in by_node.items()}
    m.grown = Var(counted, within=NonNegativeIntegers, bounds=lambda _, n, t: (0, most[n]))
    m.grown_count = Constraint(
        counted,
        rule=lambda m, n, t: (
            linear(
                [(-1.0, m.grown[n, t])]
                + [term for track in by_node[n] for term in cumulative(m, track, t - track.lead_periods)]
            )
            == 0
        ),
    )
    best = _best_good_units(shape)
    rise = {n: steps(_largest_ramp(of)) for n, of in by_node.items()}
    converted = {row.from_node for row in case.conversions} | {row.to_node for row in case.conversions}

    def need(m: Any, k: int, n: str, t: int) -> Any:
        out = t + case.nodes[n].cycle_periods
        wanted, short = _wafers_needed(m, shape, best, k, n, out)
        if not short:
            return Constraint.Skip
        future = case.scenarios[k]
        usable = usable_kwafers_per_kwspm(case, n, future)
        committed = usable * sum(c.committed_kwspm[t] for key, c in shape.classes.items() if key[1] == n)
        new: Terms = [
            (usable * case.nodes[n].phase_kwspm * step, m.grown[n, t - future.delay_periods - age])
            for age, step in rise[n]
            if (n, t - future.delay_periods - age) in m.grown
        ]
        return linear(new + short) >= wanted - committed if new and wanted > committed else Constraint.Skip

    m.need = Constraint(
        [(k, n, t) for k in range(len(case.scenarios)) for n, t in counted if n not in converted], rule=need
    )


def _wafers_needed(
    m: Any, shape: Shape, best: dict[tuple[str, str, str, int], float], k: int, n: str, out: int
) -> tuple[float, Terms]:
    """Return the thousand wafers that all demand of a period needs, and the terms that shortage takes off it."""
    wanted = 0.0
    short: Terms = []
    for p, product in shape.case.products.items():
        if product.stock_cost_usd_per_period is not None:
            continue
        per_package = sum(
            part.sources[0].units / (product.assembly_yield * best[n, p, part.name, out])
            for part in product.parts
            if len(part.sources) == 1 and (n, p, part.name, out) in best
        )
        if per_package > 0:
            for group in shape.groups:
                if (k, group, p, out) in m.shortage:
                    wanted += per_package * shape.demands[k, group, p, out]
                    short += scaled(per_package, [(1.0, m.shortage[k, group, p, out])])
    return wanted, short


def _best_good_units(shape: Shape) -> dict[tuple[str, str, str, int], float]:
    best: dict[tuple[str, str, str, int], float] = {}
    for (_, n, _, p, part, t), good in shape.good_units.items():
        best[n, p, part, t] = max(good, best.get((n, p, part, t), 0.0))
    return best


def _largest_ramp(of: list[Track]) -> tuple[float, ...]:
    ages = max(len(track.ramp) for track in of)
    return tuple(max(by_age(track.ramp, age) for track in of) for age in range(ages))
