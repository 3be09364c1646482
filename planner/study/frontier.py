"""Frontier: cost and coverage over a budget, or over any cells that are scaled, with a proven band of the optimum."""

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from planner.case.records import Case, Objective
from planner.charts.draw import available
from planner.plan.records import Status
from planner.study.answers.answer import Answer
from planner.study.answers.interval import TOLERANCE_USD_BN, Interval, rank
from planner.study.answers.measure import measured
from planner.study.answers.table import Table
from planner.study.held import held
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.contract.means import BudgetRow, LimitRow, ToolRow
from planner.workbook.edit.edits import CellEdit, EditError

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

BUDGET = "budget[*].*"
FACTORS = (0.25, 0.5, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0)
_RELAXING, _RESTRICTING = (BudgetRow.sheet, ToolRow.sheet), (f"{LimitRow.sheet}.min",)
"""Sheets, or columns of sheets, of which more never makes a case worse, and never better."""
_COLUMNS = ("optimum [bn USD]", "coverage [%]", "capex [bn USD]", "phases", "status")


@dataclass(frozen=True, slots=True)
class _Axis:
    """What is varied: in words, as the title of a column and chart, and its value at each variant in rising order.

    `direction` is 1 where more is never worse, -1 where it is never better, 0 where nobody knows. `factors` are those
    of cells that are scaled.
    """

    words: str
    title: str
    values: tuple[float, ...]
    variants: tuple[Variant, ...]
    direction: int
    factors: tuple[float, ...] = ()

    def named(self, at: int) -> str:
        """Return a point in words."""
        return f"{self.factors[at]:g}" if self.factors else f"{self.values[at]:g}"


@dataclass(frozen=True, slots=True)
class _Point:
    at: int
    solved: Solved
    band: Interval
    best: Solved
    """The solve whose plan is the best known of this point: its own, or one of a point that is harder to keep."""
    of: Variant


def frontier(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    vary: str = BUDGET,
    factors: Sequence[float] = FACTORS,
    hold: str = "",
    at: Sequence[float] = (),
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return cost (discounted usd_bn) as a proven band, and the coverage of the plans found, over scaled cells.

    `vary` names the cells as for `--set`, all budgets by default; each factor multiplies them. Or every plan has to
    `hold` a measure of the sheet limits, such as "service" or "capex_share region=Taiwan", `at` each of some minima in
    per cent or phases: the objective of the case against any other measure. Where more never makes a case worse
    (budget, tools), or never better (minima), plans and bounds travel between the points, so that the band is monotone.
    Raises EditError where nothing can be scaled or held, InputFaults, StudyCancelled, OSError and ExecutorError.
    """
    base = as_it_stands(source)
    axis = _held(base, hold, at) if hold else _scaled(base, vary, factors)
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        solved = session.solve(axis.variants)
    return _answer(base, axis, _points(axis, solved))


def _scaled(base: Variant, vary: str, factors: Sequence[float]) -> _Axis:
    wanted = tuple(sorted(set(factors)))
    if not wanted or wanted[0] < 0:
        raise EditError("factors: write at least one number, none below 0, such as 0.5,1,2")
    sheet, field = vary.split("[")[0].split(".")[0].strip(), vary.rpartition(".")[2].strip()
    direction = (sheet in _RELAXING) - (f"{sheet}.{field}" in _RESTRICTING)
    variants = tuple(base.with_edits(f"{vary} x {factor:g}", [f"{vary} *= {factor!r}"]) for factor in wanted)
    total = _total(base, vary)
    words, title = ("the budget", "budget [bn USD]") if vary == BUDGET else (vary, f"total of {vary}")
    return _Axis(words, title, tuple(total * factor for factor in wanted), variants, direction, wanted)


def _held(base: Variant, hold: str, at: Sequence[float]) -> _Axis:
    measure, wanted = held(hold), tuple(sorted(set(at)))
    if not wanted or wanted[0] < 0:
        raise EditError("at: write at least one number, none below 0, such as 50,80,90")
    rows = [(amount, measure.at_least(amount, base.tables.of(LimitRow))) for amount in wanted]
    variants = tuple(base.with_edits(f"{hold} >= {amount:g}", [row]) for amount, row in rows)
    return _Axis(measure.words, f"{measure.words} at least [{measure.unit}]", wanted, variants, -1)


def _points(axis: _Axis, solved: Sequence[Solved]) -> list[_Point]:
    """Let plans travel to points that are easier to keep, and bounds to those that are harder."""
    points = []
    for at, own in enumerate(solved):
        before, after = range(at), range(at + 1, len(solved))
        harder, easier = {1: (before, after), -1: (after, before), 0: ((), ())}[axis.direction]
        best = min((at, *harder), key=lambda one: (rank(solved[one].objective), one != at))
        bound = max(own.bound, *(solved[one].bound for one in easier)) if easier else own.bound
        known = solved[best]
        band = Interval(min(bound, known.objective), known.objective)
        points.append(_Point(at, own, band, known, axis.variants[best]))
    return points


def _answer(base: Variant, axis: _Axis, points: Sequence[_Point]) -> Answer:
    case = base.case
    first = ("factor", axis.title) if axis.factors else (axis.title,)
    rows = []
    for point in points:
        figures = point.best.figures(point.of.case) if point.best.has_plan else None
        rows.append(
            (
                *((axis.factors[point.at],) if axis.factors else ()),
                axis.values[point.at],
                _shown(case, point.band),
                figures.coverage_pct if figures else None,
                figures.capex_usd_bn if figures else None,
                figures.phases if figures else None,
                str(point.solved.status),
            )
        )
    note = (
        f"The optimal {measured(case)} lies in the interval; coverage, capex and phases are those of the best plan "
        "found."
    )
    formats = {"factor": "0.00", "coverage [%]": "0.0"}
    table = Table("frontier", f"Over {axis.words}", (*first, *_COLUMNS), tuple(rows), note, formats=formats)
    title = f"What more of it {'buys' if axis.factors else 'takes'}: {case.settings.case_name}"
    pictures = _pictures(case, axis, points) if available() else ()
    return Answer("frontier", title, tuple(_sentences(case, axis, points)), (table,), pictures=pictures)


def _shown(case: Case, band: Interval) -> Interval:
    """Return a band of cost, or of profit, which is its negative."""
    return -band if case.settings.objective is Objective.PROFIT else band


def _total(base: Variant, vary: str) -> float:
    """Return the sum of the cells that are varied."""
    cells = [edit.old for edit in base.with_edits("doubled", [f"{vary} *= 2"]).edits if isinstance(edit, CellEdit)]
    return math.fsum(cell for cell in cells if isinstance(cell, int | float))


def _sentences(case: Case, axis: _Axis, points: Sequence[_Point]) -> Iterator[str]:
    planned = [point for point in points if point.best.has_plan]
    if not planned:
        if all(point.best.status is Status.INFEASIBLE for point in points):
            yield "At no point is there a plan that keeps every rule: planner explain says why."
        else:
            yield "No plan was found in time at any point: give a longer --time-limit or --total-time."
        return
    ends = [axis.named(point.at) for point in (planned[0], planned[-1])]
    covered = [point.best.figures(point.of.case).coverage_pct for point in planned]
    unit = "times" if axis.factors else axis.title.rpartition("[")[2].rstrip("]")
    span = f"{ends[0]} to {ends[1]} {unit}"
    how = f"From {span} {axis.words}" if axis.factors else f"With {axis.words} held at {span}"
    yield f"{how}, coverage goes from {covered[0]:.1f} % to {covered[-1]:.1f} %."
    yield from _step(case, axis, planned)
    missing = [axis.named(point.at) for point in points if not point.best.has_plan]
    if missing:
        yield f"At {', '.join(missing)} {unit} there is no plan that keeps every rule, or none was found."


def _step(case: Case, axis: _Axis, planned: Sequence[_Point]) -> Iterator[str]:
    """Yield the step from which on more buys nothing, or where minima are held, the most expensive one."""
    steps = [
        (less, more, Interval(less.band.low - more.band.high, less.band.high - more.band.low))
        for less, more in pairwise(planned)
    ]
    if axis.direction > 0:
        for less, more, saved in steps:
            if saved.low <= TOLERANCE_USD_BN:
                kind = (
                    "changes nothing"
                    if saved.is_zero
                    else "cannot be distinguished from changing nothing within the gaps"
                )
                yield f"Beyond {axis.named(less.at)} times, a step to {axis.named(more.at)} times {kind}."
                break
    elif not axis.factors and steps:
        less, more, saved = min(steps, key=lambda step: rank(step[2].high))
        step = f"from {axis.named(less.at)} to {axis.named(more.at)}"
        if saved.high < -TOLERANCE_USD_BN:
            verb = "takes" if case.settings.objective is Objective.PROFIT else "adds"
            yield f"The most expensive step is that {step}: it {verb} {-saved} bn USD of {measured(case)}."
        else:
            yield "No step is proven to cost anything."


def _pictures(case: Case, axis: _Axis, points: Sequence[_Point]) -> "tuple[Charted, ...]":
    import pandas as pd

    from planner.charts import frontier as chart
    from planner.report.plan_charts import Charted

    rows = [
        (axis.values[point.at], band.low, band.high, point.best.figures(point.of.case).coverage_pct)
        for point in points
        if point.best.has_plan and (band := _shown(case, point.band)).width < float("inf")
    ]
    if len(rows) < 2:
        return ()
    measure = f"Discounted {measured(case)}"
    table = pd.DataFrame(rows, columns=["x", "low", "high", "coverage_pct"])
    words = f"{len(rows)} points between {rows[0][0]:,.0f} and {rows[-1][0]:,.0f}; everything else as in the case."
    return (Charted("frontier", words, chart.declare(table, axis.title, measure, words)),)
