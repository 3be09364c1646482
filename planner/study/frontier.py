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
from planner.study.answers.interval import TOLERANCE_USD_BN, Interval
from planner.study.answers.measure import measured
from planner.study.answers.table import Table
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.contract.means import BudgetRow, ToolRow
from planner.workbook.edit.edits import CellEdit, EditError

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

BUDGET = "budget[*].*"
FACTORS = (0.25, 0.5, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0)
_RELAXING = (BudgetRow.sheet, ToolRow.sheet)
"""Sheets of which more never makes a case worse."""
_COLUMNS = ("factor", "{x}", "optimum [bn USD]", "coverage [%]", "capex [bn USD]", "phases", "status")


@dataclass(frozen=True, slots=True)
class _Point:
    factor: float
    variant: Variant
    solved: Solved
    band: Interval
    best: Solved
    """The solve whose plan is the best known of this point: its own, or one of a point with less."""
    of: Variant


def frontier(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    vary: str = BUDGET,
    factors: Sequence[float] = FACTORS,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return cost (discounted usd_bn) as a proven band, and the coverage of the plans found, over scaled cells.

    `vary` names the cells as for `--set`, all budgets by default; each factor multiplies them. Where more never makes
    a case worse (budget, tools), plans and bounds travel between the points, so that the band is monotone. Raises
    EditError where `vary` names nothing that can be scaled, InputFaults, StudyCancelled, OSError and ExecutorError.
    """
    base = as_it_stands(source)
    wanted = sorted(set(factors))
    if not wanted or wanted[0] < 0:
        raise EditError("factors: write at least one number, none below 0, such as 0.5,1,2")
    relaxing = vary.split("[")[0].strip() in _RELAXING
    variants = [base.with_edits(f"{vary} x {factor:g}", [f"{vary} *= {factor!r}"]) for factor in wanted]
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        solved = session.solve(variants)
    points = _points(wanted, variants, solved, relaxing)
    return _answer(base, vary, points, relaxing)


def _points(
    factors: Sequence[float], variants: Sequence[Variant], solved: Sequence[Solved], relaxing: bool
) -> list[_Point]:
    """Let plans travel to points with more, and bounds to points with less, where more is never worse."""
    points = []
    for at, (factor, variant, own) in enumerate(zip(factors, variants, solved, strict=True)):
        best, of, bound = own, variant, own.bound
        if relaxing:
            for other, less in zip(solved[:at], variants[:at], strict=True):
                if other.objective < best.objective:
                    best, of = other, less
            bound = max([bound, *(more.bound for more in solved[at + 1 :])])
        points.append(_Point(factor, variant, own, Interval(min(bound, best.objective), best.objective), best, of))
    return points


def _answer(base: Variant, vary: str, points: Sequence[_Point], relaxing: bool) -> Answer:
    case, total = base.case, _total(base, vary)
    x = "budget [bn USD]" if vary == BUDGET else f"total of {vary}"
    columns = tuple(column.format(x=x) for column in _COLUMNS)
    rows = []
    for point in points:
        figures = point.best.figures(point.of.case) if point.best.has_plan else None
        rows.append(
            (
                point.factor,
                total * point.factor,
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
    table = Table("frontier", f"Over {vary}", columns, tuple(rows), note, formats=formats)
    title = f"What more of it buys: {case.settings.case_name}"
    pictures = _pictures(case, x, points, total) if available() else ()
    return Answer("frontier", title, tuple(_sentences(case, vary, points, relaxing)), (table,), pictures=pictures)


def _shown(case: Case, band: Interval) -> Interval:
    """Return a band of cost, or of profit, which is its negative."""
    return -band if case.settings.objective is Objective.PROFIT else band


def _total(base: Variant, vary: str) -> float:
    """Return the sum of the cells that are varied."""
    cells = [edit.old for edit in base.with_edits("doubled", [f"{vary} *= 2"]).edits if isinstance(edit, CellEdit)]
    return math.fsum(cell for cell in cells if isinstance(cell, int | float))


def _sentences(case: Case, vary: str, points: Sequence[_Point], relaxing: bool) -> Iterator[str]:
    planned = [point for point in points if point.best.has_plan]
    if not planned:
        if all(point.best.status is Status.INFEASIBLE for point in points):
            yield "At no point is there a plan that keeps every rule: planner explain says why."
        else:
            yield "No plan was found in time at any point: give a longer --time-limit or --total-time."
        return
    first, last = planned[0], planned[-1]
    covered = [point.best.figures(point.of.case).coverage_pct for point in planned]
    what = "the budget" if vary == BUDGET else vary
    yield (
        f"From {first.factor:g} to {last.factor:g} times {what}, coverage goes from {covered[0]:.1f} % to "
        f"{covered[-1]:.1f} %."
    )
    for less, more in pairwise(planned):
        saved = Interval(less.band.low - more.band.high, less.band.high - more.band.low)
        if relaxing and saved.low <= TOLERANCE_USD_BN:
            kind = (
                "changes nothing" if saved.is_zero else "cannot be distinguished from changing nothing within the gaps"
            )
            yield f"Beyond {less.factor:g} times, a step to {more.factor:g} times {kind}."
            break
    missing = [f"{point.factor:g}" for point in points if not point.best.has_plan]
    if missing:
        yield f"At {', '.join(missing)} times there is no plan that keeps every rule, or none was found."


def _pictures(case: Case, x: str, points: Sequence[_Point], total: float) -> "tuple[Charted, ...]":
    import pandas as pd

    from planner.charts import frontier as chart
    from planner.report.plan_charts import Charted

    rows = [
        (total * point.factor, band.low, band.high, point.best.figures(point.of.case).coverage_pct)
        for point in points
        if point.best.has_plan and (band := _shown(case, point.band)).width < float("inf")
    ]
    if len(rows) < 2:
        return ()
    measure = f"Discounted {measured(case)}"
    table = pd.DataFrame(rows, columns=["x", "low", "high", "coverage_pct"])
    words = f"{len(rows)} points between {rows[0][0]:,.0f} and {rows[-1][0]:,.0f}; everything else as in the case."
    return (Charted("frontier", words, chart.declare(table, x, measure, words)),)
