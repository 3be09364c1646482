"""Shells: buildings that phases are fitted out in. The node is chosen at fit-out; an empty shell costs its money too.

    shells[s,t]:           shells of site s started by t (only sites that have shells)
    shells_order[s,t]:     shells[s,t-1] <= shells[s,t]                                 for t after the first start
    shells_per_site[s]:    shells[s,T] <= max_shells[s]
    shell_floor[s,t]:      sum(n) floor_units[n] * built[s,n,t]
                           <= ready_floor[s,t] + floor_per_shell[s] * shells[s,t-shell_lead[s]]
    shell_first[s,n,t]:    built[s,n,t] <= max_phases[s,n] * shells[s,t-shell_lead[s]]
                           while no floor is ready, for pairs of which all phases fit into a part of one shell;
                           of a pair with more phases than that, for its first phase
    cost[shells] = sum(s,u) capex_per_shell[s] * present_share[s,u] * (shells[s,u] - shells[s,u-1])

ready_floor[s,t] is the floor of shells from before the horizon, less that of phases under way, and at least zero: where
they take more, they have a building of their own. shell_first is implied for whole shells; it tightens the LP
relaxation, in which a phase is otherwise content with a part of a shell.
"""

import math
from functools import partial

from planner.case.money import capex_usd_bn, present_share
from planner.case.records import Case
from planner.model.equations import Equation, total
from planner.model.pyomo_model import Model
from planner.model.starts import built, by_start
from planner.registry.keys import SitePeriod
from planner.registry.rows import SHELL_FIRST, SHELL_FLOOR, SHELLS_ORDER, SHELLS_PER_SITE
from planner.registry.variables import SHELLS
from planner.shape.shape import Shape
from planner.shape.shells import ready_floor_units
from planner.shape.tracks import Track


def add(m: Model, shape: Shape) -> None:
    """Add the shells of every site that has any, and the phases that they have floor for."""
    case, last = shape.case, shape.case.calendar.last
    of_site = {track.site: track for track in shape.shells}
    starts = [SitePeriod(s, t) for s, track in of_site.items() for t in track.starts]
    shells = m.variables(SHELLS, starts, upper=lambda key: of_site[key.site].max_phases)
    m.rows(SHELLS_ORDER, {(s, t): shells[s, t - 1] <= shells[s, t] for s, t in starts if (s, t - 1) in shells})
    m.rows(
        SHELLS_PER_SITE,
        {
            (s,): built(m, track, last) <= case.shells[s].max_shells
            for s, track in of_site.items()
            if not math.isinf(case.shells[s].max_shells)
        },
    )

    pairs: dict[tuple[str, str], list[Track]] = {}
    for track in shape.tracks:
        if track.site in case.shells and case.nodes[track.node].floor_units_per_phase > 0:
            pairs.setdefault((track.site, track.node), []).append(track)

    def shell_floor(s: str, t: int) -> Equation | None:
        tracks = [track for (site, _), of in pairs.items() if site == s for track in of]
        if not _may_start(tracks, t):
            return None
        used = total(case.nodes[track.node].floor_units_per_phase * built(m, track, t) for track in tracks)
        new = built(m, of_site[s], t - case.shells[s].lead_periods) if s in of_site else 0.0
        return used <= ready_floor_units(case, s, t) + case.shells[s].floor_units * new

    def shell_first(s: str, n: str, t: int) -> Equation | None:
        tracks = _within_one_shell(case, pairs[s, n])
        if not _may_start(tracks, t) or s not in of_site or ready_floor_units(case, s, t) > 0:
            return None
        phases = total(built(m, track, t) for track in tracks)
        shells_there = built(m, of_site[s], t - case.shells[s].lead_periods)
        return phases <= sum(track.max_phases for track in tracks) * shells_there

    horizon = case.calendar.horizon
    m.rows(SHELL_FLOOR, {(s, t): shell_floor(s, t) for s in case.shells for t in horizon})
    m.rows(SHELL_FIRST, {(s, n, t): shell_first(s, n, t) for s, n in pairs for t in horizon})
    m.cost("shells", total(by_start(m, track, partial(_present_capex_usd_bn, case, track)) for track in shape.shells))


def _may_start(tracks: list[Track], period: int) -> bool:
    """Say whether some phase may start in a period: in all others a row says no more than the one before."""
    return any(period in track.starts for track in tracks)


def _within_one_shell(case: Case, tracks: list[Track]) -> list[Track]:
    """Return all tracks of a pair, or its first phase alone, where they fill a part of a shell only; else none."""
    per_phase, shell = case.nodes[tracks[0].node].floor_units_per_phase, case.shells[tracks[0].site]
    for some in (tracks, [track for track in tracks if track.is_first]):
        if some and per_phase * sum(track.max_phases for track in some) < shell.floor_units:
            return some
    return []


def _present_capex_usd_bn(case: Case, track: Track, start: int) -> float:
    return capex_usd_bn(case, track, start) * present_share(case, track.spend, start)
