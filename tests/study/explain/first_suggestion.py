"""What the first suggestion of `explain` does to a case, and the least that would have done it, by bisection."""

from dataclasses import dataclass, replace

from planner.case.calendar import Calendar
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.study.explain.explain import LEFT_SHARE, explain
from planner.study.solves.session import StudyOptions
from planner.study.variant import Variant, as_it_stands, is_contradictory
from planner.workbook.edit.edits import CellEdit, Edit, Value

SOLVE = SolveOptions(gap=1e-7, time_limit_seconds=600, threads=1)
STUDY = StudyOptions(replace(SOLVE, gap=1e-4), executor="local:1")
NOTHING_SHORT = ("There is a plan, and it serves all demand.",)
CLOSE = 1.003
"""Bisection ends where both ends are so close."""
ALLOWED = 1.1
"""How many times the least a suggestion may be."""
WHOLE = (
    *("tools", "locks", "max_phases", "max_phase_starts_per_year", "max_changes", "max_shells", "max_lumps"),
    "min_phases",
)
"""Sheets and fields that count."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with the first suggestion, empty where nothing is, and how large it is against the least."""

    why: str
    suggestion: str
    fault: str = ""
    times_least: float = 1.0


@dataclass(frozen=True, slots=True)
class _Named:
    """The shortage that an answer names; without a product any plan will do."""

    base: Variant
    product: str = ""
    market: str = ""
    tier: str = ""
    periods: tuple[str, ...] = ()
    short_kunits: float = 0.0
    left_kunits: float = 0.0

    def is_removed_by(self, edits: tuple[Edit, ...]) -> bool:
        """Solve the case with the edits and look at the shortage."""
        variant = self.base.with_edits("tried", edits)
        if is_contradictory(variant):
            return False
        case = variant.case
        result = solve(case, SOLVE)
        if result.status is Status.INFEASIBLE:
            return False
        assert result.status is Status.OPTIMAL, result.status
        assert result.audit is not None
        assert result.audit.clean
        if not self.product:
            return True
        label = case.calendar.label
        left = sum(
            one.kunits
            for one in result.plan.shortage
            if (one.product, one.market, one.tier) == (self.product, self.market, self.tier)
            and label(one.period) in self.periods
        )
        return left <= self.left_kunits + LEFT_SHARE * self.short_kunits


def judged(case: Case) -> Judged | None:
    """Return the judgement of the first suggestion for a case, None where a plan serves all demand."""
    answer, base = explain(case, STUDY), as_it_stands(case)
    facts = answer.facts
    named = _Named(base, **{**facts, "periods": tuple(facts["periods"])}) if facts else _Named(base)
    why = f"{named.short_kunits:.1f} kunits short" if facts else "no plan"
    if answer.sentences == NOTHING_SHORT:
        return None
    if not answer.choices:
        return Judged(why, "", f"nothing is suggested: {' '.join(answer.sentences)}")
    first = answer.choices[0]
    text = "; ".join(first.changes)
    if not named.is_removed_by(first.edits):
        return Judged(why, text, "the suggestion does not help")
    if named.is_removed_by(()):
        return Judged(why, text, "nothing had to change")
    return Judged(why, text, *_against_least(named, first.edits))


def _against_least(named: _Named, edits: tuple[Edit, ...]) -> tuple[str, float]:
    """Return a fault and how many times the least amount is suggested; whole amounts are compared with whole ones."""
    calendar = named.base.tables.calendar
    cells = [edit for edit in edits if isinstance(edit, CellEdit)]
    assert len(cells) == len(edits)

    def helps(share: float) -> bool:
        return named.is_removed_by(tuple(_moved(cell, share, calendar) for cell in cells))

    steps = [_whole_steps(cell, calendar) for cell in cells]
    if all(steps):
        low, high = 0, max(steps)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if helps(middle / max(steps)) else (middle, high)
        times = max(steps) / high
    elif all(_number(cell.new) is None for cell in cells):
        return "", 1.0  # switches: all or nothing
    else:
        low_share, high_share = 0.0, 1.0
        while high_share > CLOSE * low_share and high_share > 1e-6:
            share = (low_share + high_share) / 2
            low_share, high_share = (low_share, share) if helps(share) else (share, high_share)
        times = 1 / high_share
    return ("" if times <= ALLOWED else f"{times:.3f} times the least"), times


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_whole(cell: CellEdit) -> bool:
    return cell.sheet in WHOLE or cell.field in WHOLE


def _whole_steps(cell: CellEdit, calendar: Calendar) -> int:
    """Return by how many whole steps a cell moves: of periods, or of a count; 0 where it need not be whole."""
    if isinstance(cell.new, str):
        return abs(calendar.ordinal(cell.new) - _ordinal(cell.old, calendar))
    new = _number(cell.new)
    return 0 if new is None or not _is_whole(cell) else round(abs(new - (_number(cell.old) or 0.0)))


def _ordinal(label: Value, calendar: Calendar) -> int:
    return calendar.ordinal(label) if isinstance(label, str) and label else 0


def _moved(cell: CellEdit, share: float, calendar: Calendar) -> CellEdit:
    """Return an edit that goes a share of the way."""
    if isinstance(cell.new, str):
        old = _ordinal(cell.old, calendar)
        return replace(cell, new=calendar.label(round(old + share * (calendar.ordinal(cell.new) - old))))
    number = _number(cell.new)
    if number is None:
        return cell
    before = _number(cell.old) or 0.0
    moved = before + share * (number - before)
    return replace(cell, new=round(moved) if _is_whole(cell) else moved)
