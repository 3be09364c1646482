"""Figures that change their unit at a seam, as between actual figures and a forecast: every row jumps there alike."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.records import Demand
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Committed

_MIN_ROWS = 2
_MIN_BESIDE = 2
"""As many figures on each side of the seam show how a row grows without it."""
_MIN_SHARE = 0.6
_JUMP = 2.6
_ALIKE = 1.5
"""How far the jump of a row may be from that of all, and how far a row may grow or fall beside the seam."""
_YEAR_MONTHS = 12


def seam_problems(draft: Draft) -> Iterator[Problem]:
    """Return a warning at the seam of demand, and at that of capacity."""
    for kind, name in ((Demand, "kunits"), (Committed, "kwspm")):
        entries = list(draft.entries(kind, name))
        seam = _seam([getattr(entry.record, name) for entry in entries]) if draft.calendar is not None else None
        if seam is not None:
            yield _problem(draft, name, entries[seam.rows[0]], seam)


@dataclass(frozen=True, slots=True)
class _Seam:
    """The first period behind a seam, the usual jump there, and the rows that jump so."""

    period: int
    jump: float
    rows: tuple[int, ...]


def _seam(rows: Sequence[Sequence[float]]) -> _Seam | None:
    """Return the seam of some rows; nothing where there is not exactly one."""
    seams = []
    for t in range(_MIN_BESIDE, max(map(len, rows), default=0) - _MIN_BESIDE + 1):
        spans = {row: values[t - _MIN_BESIDE : t + _MIN_BESIDE] for row, values in enumerate(rows)}
        enough = max(_MIN_ROWS, _MIN_SHARE * sum(map(any, spans.values())))
        jumps = {
            row: math.log(span[_MIN_BESIDE] / span[_MIN_BESIDE - 1])
            for row, span in spans.items()
            if min(span) > 0 and _is_steady(span)  # not of what begins or ends there
        }
        usual = median(jumps.values()) if jumps else 0.0
        alike = tuple(row for row, jump in jumps.items() if abs(jump - usual) <= math.log(_ALIKE))
        if abs(usual) >= math.log(_JUMP) and len(alike) >= enough:
            seams.append(_Seam(t, math.exp(usual), alike))
    return seams[0] if len(seams) == 1 else None


def _is_steady(span: Sequence[float]) -> bool:
    """Whether a row grows or falls little on both sides of its middle."""
    sides = (span[:_MIN_BESIDE], span[_MIN_BESIDE:])
    return all(max(side) <= _ALIKE * min(side) for side in sides)


def _problem(draft: Draft, name: str, entry: Entry[Any], seam: _Seam) -> Problem:
    assert draft.calendar is not None
    here, months = draft.calendar.label(seam.period), draft.calendar.period_months
    values = getattr(entry.record, name)
    above, below = f"the figures from {here} on", "those before"
    if seam.jump < 1:
        above, below = f"the figures before {here}", "those from then on"
    size = plain(float(f"{max(seam.jump, 1 / seam.jump):.2g}"))
    return entry.problem(
        codes.OUT_OF_PROPORTION,
        name,
        found=f"{plain(values[seam.period])} after {plain(values[seam.period - 1])}",
        expected="figures in the same unit before and after",
        fix=f"in {len(seam.rows)} rows {above} are about {size} times {below}: {_change(name == 'kwspm', months)}; "
        "otherwise ignore this",
        period=seam.period,
    )


def _change(is_a_month: bool, months: int) -> str:
    """Return what makes both the same, by the length that the figures are for: that of a period, or a month."""
    due = 1 if is_a_month else months
    changes = [f"divide the larger ones by {_YEAR_MONTHS // due} if they are for a year"] if due < _YEAR_MONTHS else []
    changes += [f"multiply the smaller ones by {due} if they are for a month"] if due > 1 else []
    return ", or ".join(changes)
