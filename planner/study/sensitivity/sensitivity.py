"""Sensitivity: how far the optimum moves when an assumption is lower or higher, as a tornado with intervals."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.case.records import Case, Objective
from planner.charts.draw import available
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, cost_change, rank
from planner.study.answers.measure import measured
from planner.study.answers.table import Cell, Table
from planner.study.sensitivity.confidence import confidence_of, confidence_sentences, confidence_tables
from planner.study.sensitivity.first_year import (
    difference,
    first_starts,
    first_year_sentences,
    first_year_table,
)
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.edits import EditError

if TYPE_CHECKING:
    from planner.report.plan_charts import Charted

ASSUMPTIONS: Mapping[str, str] = {
    "demand": "demand[*].*",
    "shortage penalties": "products[*].shortage_penalty_usd",
    "prices": "products[*].price_usd",
    "budgets": "budget[*].*",
    "capex of phases": "nodes[*].phase_capex_usd_bn",
    "capex of shells": "shells[*].capex_usd_bn",
    "cost of wafers": "nodes[*].wafer_cost_usd",
    "committed capacity": "capacity[*].*",
    "tool deliveries": "tools[*].*",
}
"""What is varied where nothing else is asked for: a name, and the cells as for `--set`."""
SWING = 0.1
_COLUMNS = ("assumption", "less [bn USD]", "more [bn USD]", "coverage less [%]", "coverage more [%]", "cells")
_BRIEF = ("assumption", "less [bn USD]", "more [bn USD]", "coverage less [%]", "coverage more [%]")
_FORMATS = {"coverage less [%]": "0.0", "coverage more [%]": "0.0"}


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    cells: str
    less: Interval
    more: Interval
    coverage_pct: tuple[float | None, float | None]
    first_year: tuple[str, str]
    """How starts of the first year differ; empty where they do not."""

    @property
    def reach(self) -> float:
        """How far the optimum may move at most."""
        return max(abs(end) for one in (self.less, self.more) for end in (one.low, one.high))


def sensitivity(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    vary: Mapping[str, str] | None = None,
    swing: float = SWING,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return how the optimum (discounted usd_bn, as intervals) moves with each assumption lower and higher by a share.

    `vary` holds cells as for `--set` by a name for people; by default demand, penalties, prices, budgets, capex, wafer
    cost, committed capacity and tools, as far as the case has them. Raises EditError for cells that cannot be scaled or
    a swing that is not between 0 and 1, InputFaults, StudyCancelled, OSError and ExecutorError.
    """
    if not 0 < swing < 1:
        raise EditError(f"a swing of {swing:g}: write a share between 0 and 1, such as 0.1")
    base = as_it_stands(source)
    pairs = list(_pairs(base, vary or ASSUMPTIONS, swing, is_chosen=vary is not None))
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        session.plan(1 + 2 * len(pairs))
        (before,) = session.solve([base])
        schedule = before.plan.schedule if before.has_plan else None
        solved = session.solve([variant for _, _, *both in pairs for variant in both], schedule)
    sign = -1 if base.case.settings.objective is Objective.PROFIT else 1
    bars = [
        _bar(name, cells, (less, more), before, (solved[2 * at], solved[2 * at + 1]), sign)
        for at, (name, cells, less, more) in enumerate(pairs)
    ]
    bars.sort(key=lambda bar: -rank(bar.reach))
    return _answer(base, swing, before, bars)


def _pairs(
    base: Variant, vary: Mapping[str, str], swing: float, is_chosen: bool
) -> Iterator[tuple[str, str, Variant, Variant]]:
    """Yield each assumption lower and higher; of the default ones those that the case does not have are left out."""
    for name, cells in vary.items():
        try:
            less, more = (
                base.with_edits(f"{name} x {factor:g}", [f"{cells} *= {factor!r}"]) for factor in (1 - swing, 1 + swing)
            )
        except EditError:
            if is_chosen:
                raise
            continue
        if less.edits:
            yield name, cells, less, more


def _bar(
    name: str, cells: str, variants: tuple[Variant, Variant], before: Solved, solved: tuple[Solved, Solved], sign: int
) -> _Bar:
    less, more = (cost_change(before, after) if sign > 0 else -cost_change(before, after) for after in solved)
    covered = [
        after.figures(variant.case).coverage_pct if after.has_plan else None
        for variant, after in zip(variants, solved, strict=True)
    ]
    if not before.has_plan:
        return _Bar(name, cells, less, more, (covered[0], covered[1]), ("", ""))
    starts = first_starts(variants[0].case, before.plan.schedule)
    changed = [
        difference(starts, first_starts(variant.case, after.plan.schedule) if after.has_plan else None)
        for variant, after in zip(variants, solved, strict=True)
    ]
    return _Bar(name, cells, less, more, (covered[0], covered[1]), (changed[0], changed[1]))


def _answer(base: Variant, swing: float, before: Solved, bars: Sequence[_Bar]) -> Answer:
    case = base.case
    title = f"What the plan depends on: {case.settings.case_name}"
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (bar.name, bar.less, bar.more, *bar.coverage_pct, bar.cells) for bar in bars
    )
    what, by = measured(case), _per_cent(swing)
    note = f"Change of the optimal {what} with {by} less and more; coverage is that of the plans found."
    table = Table("tornado", f"{by} less and more of each", _COLUMNS, rows, note, brief=_BRIEF, formats=_FORMATS)
    pictures = _pictures(bars, note) if available() else ()
    sentences = tuple(_sentences(what, swing, before, bars))
    if not before.has_plan:
        return Answer("sensitivity", title, sentences, (table,), pictures=pictures)
    known = confidence_of(base.tables, case, before.plan)
    first = [(bar.name, *bar.first_year) for bar in bars]
    sentences += (*first_year_sentences(swing, first), *confidence_sentences(known))
    tables = (table, first_year_table(swing, first), *confidence_tables(known))
    return Answer("sensitivity", title, sentences, tables, pictures=pictures)


def _per_cent(swing: float) -> str:
    return f"{100 * swing:.0f} %"


def _sentences(what: str, swing: float, before: Solved, bars: Sequence[_Bar]) -> Iterator[str]:
    if not before.has_plan:
        yield before.why_no_plan
        return
    by = _per_cent(swing)
    for bar in bars[:3]:
        if bar.less.is_distinct or bar.more.is_distinct:
            yield (
                f"{bar.name[0].upper()}{bar.name[1:]}: {by} less changes the {what} by {bar.less} bn USD, "
                f"{by} more by {bar.more} bn USD."
            )
    without = [bar.name for bar in bars if bar.less.is_zero and bar.more.is_zero]
    if without:
        yield f"Proven to change nothing: {', '.join(without)}."
    hidden = [bar.name for bar in bars if not (bar.less.is_distinct or bar.more.is_distinct or bar.name in without)]
    if hidden:
        yield f"Not distinguishable from no change within the gaps: {', '.join(hidden)}."


def _pictures(bars: Sequence[_Bar], words: str) -> "tuple[Charted, ...]":
    import pandas as pd

    from planner.charts import tornado
    from planner.report.plan_charts import Charted

    rows = [
        (bar.name, order, side, one.low, one.high)
        for order, bar in enumerate(bars)
        for side, one in ((tornado.LESS, bar.less), (tornado.MORE, bar.more))
        if one.width < float("inf")
    ]
    if not rows:
        return ()
    table = pd.DataFrame(rows, columns=["name", "order", "side", "low", "high"])
    return (Charted("tornado", words, tornado.declare(table, words)),)
