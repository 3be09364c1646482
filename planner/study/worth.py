"""Worth: what one more of each thing that a planner can ask for would save, ranked, each worth as an interval."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.case.records import Case, Objective
from planner.report.figures.built import count as counted
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval, cost_change, rank, shared
from planner.study.answers.measure import measured
from planner.study.answers.ranked import ranked
from planner.study.answers.table import Table
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.study.worth_questions import Bound, Question, binding_first, questions_of
from planner.workbook.case_file import CaseFile

_NAMED = 3
"""How many of the questions that were not asked are named in a sentence; a table lists all."""
_FORMATS = {"coverage [%]": "0.0", "change [points]": "0.0"}
_BRIEF = ("question", "saves [bn USD]", "coverage [%]", "change [points]")
_COLUMNS = ("question", "saves [bn USD]", "coverage [%]", "change [points]", "phases", "status", "edits")


def worth(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    questions: int | None = None,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what relaxing each rule would be worth: cost saved in discounted usd_bn as intervals, and coverage.

    Asks for 10 bn USD more in each fund, one period less of lead time at each site, ten tools more of each kind, one
    phase more of each pair and one shell more of each site with a maximum, each closed lane open, one crew more in each
    region, and more power where it is limited by period: 100 MW at a site, 1 GW in a market; or only so many
    `questions`, or as many as a total time allows, for each kind of question starting with the rules that bind in most
    periods. The answer lists those that were not asked. Raises InputFaults for a workbook with errors, StudyCancelled
    where `cancel` is set, OSError and ExecutorError for options that cannot be used.
    """
    base = as_it_stands(source)
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        possible = list(questions_of(base))
        count = len(possible) if questions is None else min(questions, len(possible))
        before = session.solve_first(base)
        bound = Bound(before.plan)
        ordered = binding_first(bound, possible) if before.has_plan else []
        chosen = [question.variant for question in ordered[:count]]
        solved = session.solve_in_time(chosen, before.plan.schedule)
    pairs = list(zip(chosen, solved, strict=True))
    asked = [(variant, one) for variant, one in pairs if one is not None]
    late = [question for question, one in zip(ordered, solved, strict=False) if one is None]
    return _answer(base, before, asked, _Unasked((*late, *ordered[count:]), len(late), bound))


@dataclass(frozen=True, slots=True)
class _Unasked:
    """The questions that were not asked, the most promising first, and how many of them for want of time."""

    questions: tuple[Question, ...]
    late: int
    bound: Bound


def _answer(base: Variant, before: Solved, asked: Sequence[tuple[Variant, Solved]], unasked: _Unasked) -> Answer:
    title = f"What is worth how much: {base.case.settings.case_name}"
    if not before.has_plan:
        return Answer("worth", title, (before.why_no_plan,))
    rows = []
    for variant, after in asked:
        low, relaxed = shared(before, after) if variant.relaxes else (before, after)
        saved = -cost_change(low, relaxed)
        if variant.relaxes:
            saved = Interval(max(0.0, saved.low), max(0.0, saved.high))
        rows.append((variant, relaxed, saved))
    rows.sort(key=lambda row: (-rank(row[2].low), -rank(row[2].high)))
    coverage_pct = before.figures(base.case).coverage_pct
    cells = tuple(
        (
            variant.name,
            saved,
            (covered := after.figures(variant.case).coverage_pct),
            covered - coverage_pct,
            after.figures(variant.case).phases,
            str(after.status),
            "; ".join(variant.changes),
        )
        for variant, after, saved in rows
    )
    what = measured(base.case)
    is_profit = base.case.settings.objective is Objective.PROFIT
    note = "Savings are intervals from both bounds; coverage is that of the plans found."
    title_of_table = f"{'Profit gained' if is_profit else f'{what[0].upper()}{what[1:]} saved'} by each"
    table = Table("worth", title_of_table, _COLUMNS, cells, note, brief=_BRIEF, formats=_FORMATS)
    sentences = list(_sentences(base.case, before, rows))
    sentences += _left_out(unasked, len(asked))
    helpful = tuple(variant.choice for variant, _, saved in rows if not saved.is_zero)
    bars = [(variant.name, saved) for variant, _, saved in rows]
    words = "Discounted; a full bar is proven, a faint one is what the gaps leave open."
    drawn = ranked("worth", title_of_table, f"{'gained' if is_profit else 'saved'} [bn USD]", bars, words)
    return Answer("worth", title, tuple(sentences), (table, *_not_asked(unasked)), pictures=drawn, choices=helpful)


def _sentences(case: Case, before: Solved, rows: Sequence[tuple[Variant, Solved, Interval]]) -> Iterator[str]:
    optimum = -before.objective if case.settings.objective is Objective.PROFIT else before.objective
    gap_usd_bn = before.objective - before.bound
    proven = "optimal" if gap_usd_bn < 0.005 else f"at most {gap_usd_bn:.2f} bn USD from the optimum"
    yield (
        f"As it stands the plan covers {before.figures(case).coverage_pct:.1f} % of demand at a {measured(case)} of "
        f"{optimum:.2f} bn USD, {proven}."
    )
    distinct = [(variant.name, saved) for variant, _, saved in rows if saved.low > 0 and saved.is_distinct]
    if rows and not distinct:
        yield "No single change is proven to improve the plan: each saves less than the gaps leave open."
    for name, saved in distinct[:3]:
        yield f"{name[0].upper()}{name[1:]} saves {saved} bn USD."
    nothing = sum(saved.is_zero for _, _, saved in rows)
    hidden = sum(not saved.is_zero and not saved.is_distinct for _, _, saved in rows)
    if nothing:
        yield f"{nothing} of the {len(rows)} changes are proven to be worth nothing by themselves."
    if hidden:
        yield f"{hidden} cannot be distinguished from nothing within the gaps: try a smaller --gap or more time."


def _left_out(unasked: _Unasked, asked: int) -> Iterator[str]:
    """Yield how many questions were not asked, which come next, and what to do to have them asked."""
    count = len(unasked.questions)
    if not count:
        return
    named = ", ".join(question.variant.name for question in unasked.questions[:_NAMED])
    further = f" and {count - _NAMED} more" if count > _NAMED else ""
    if unasked.late:
        first = ", starting, for each kind of question, with the rules that bind in most periods"
        enough = f"enough for {counted(asked, 'question')}{first}" if asked else "too short for any question"
        yield (
            f"The total time was {enough}. Not asked: {named}{further}. A longer --total-time asks more; with --resume "
            "DIR the next run goes on from here."
        )
    else:
        yield f"{count} more could be asked, about rules that bind less: {named}{further}: see --questions."


def _not_asked(unasked: _Unasked) -> Iterator[Table]:
    """Yield the table of the questions that were not asked, if there are any."""
    if unasked.questions:
        rows = tuple(
            (question.variant.name, unasked.bound.periods(question), "; ".join(question.variant.changes))
            for question in unasked.questions
        )
        note = "Binds in: periods in which the plan leaves no slack there; a sooner start counts for each start there."
        columns = ("question", "binds in [periods]", "edits")
        yield Table("unasked", "Not asked", columns, rows, note, brief=columns[:2], shown=0, formats={columns[1]: "0"})
