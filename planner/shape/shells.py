"""Shells as tracks: when the shells of a site may start, and how many of them could ever be useful."""

import math
from collections.abc import Sequence

from planner.case.records import Case, Shell
from planner.shape.tracks import NO_NODE, SHELLS, Track
from planner.shape.under_way import floor_units_left

_MAX_SHELLS = 1e9
"""However small one is."""


def shell_tracks(case: Case, phases: Sequence[Track]) -> tuple[Track, ...]:
    """Return the shells that may start, by site: in time for a phase, or whenever a lock requires one."""
    tracks = (_shell_track(case, row, [one for one in phases if one.site == row.site]) for row in case.shells.values())
    return tuple(track for track in tracks if track.starts and track.max_phases > 0)


def _shell_track(case: Case, shell: Shell, phases: list[Track]) -> Track:
    in_need = [track for track in phases if case.nodes[track.node].floor_units_per_phase > 0]
    useful_until = max((track.last_start for track in in_need), default=-1) - shell.lead_periods
    locked = sum(lock.min_phases for lock in case.locks if (lock.site, lock.node) == (shell.site, NO_NODE))
    return Track(
        site=shell.site,
        node=NO_NODE,
        name=SHELLS,
        lead_periods=shell.lead_periods,
        spend=shell.spend,
        ramp=(0.0,),
        first_start=max(0, case.sites[shell.site].available_from),
        last_start=case.calendar.last if locked else useful_until,
        max_phases=_max_shells(case, shell, in_need, locked),
    )


def _max_shells(case: Case, shell: Shell, in_need: list[Track], locked: int) -> int:
    """Return the limit of a site, or as many shells as all its phases could fill, besides what locks require."""
    if not math.isinf(shell.max_shells):
        return int(shell.max_shells)
    floor_units = sum(case.nodes[track.node].floor_units_per_phase * track.max_phases for track in in_need)
    usable = min(floor_units, case.sites[shell.site].floor_units)
    return math.ceil(min(usable / shell.floor_units, _MAX_SHELLS) - 1e-9) + locked


def ready_floor_units(case: Case, site: str, period: int) -> float:
    """Return what phases under way leave of the shells of a site that are ready in a period whatever the plan does."""
    shell = case.shells[site]
    return floor_units_left(case, site, shell.floor_units * shell.ready) if period >= shell.ready_from else 0.0
