"""Scenarios: a plan for several futures, what planning for all of them is worth, and what to decide now."""

import threading
from dataclasses import replace
from pathlib import Path

from planner.case.records import Case
from planner.study.answers.answer import Answer
from planner.study.errors import QuestionError
from planner.study.futures.draws import draw
from planner.study.futures.sample import reduce_futures, sample_futures
from planner.study.scenarios.answer import answer_of, nothing
from planner.study.scenarios.fresh import Fresh, tried_on
from planner.study.scenarios.futures import decided, for_certain, mean_future, only_possible, possible
from planner.study.scenarios.many import FEW, Together, is_many, plan_together, why_not_together
from planner.study.scenarios.many_words import answer_of_many
from planner.study.scenarios.planned import Adapted, Planned
from planner.study.solves.session import OnStudyProgress, Session, StudyOptions, ignore
from planner.study.solves.solved import Solved
from planner.study.variant import Variant, as_it_stands
from planner.workbook.case_file import CaseFile
from planner.workbook.contract.means import ScenarioRow

FRESH = 32
LATER_STARTS = "Starts that follow the future are planned for a few futures that stand for all."


def scenarios(
    source: Case | CaseFile | Path | str,
    options: StudyOptions | None = None,
    *,
    decide_until: str = "",
    sample: int | None = None,
    keep: int | None = None,
    fresh: int = FRESH,
    draw_seed: int = 0,
    on_progress: OnStudyProgress = ignore,
    cancel: threading.Event | None = None,
) -> Answer:
    """Return what a plan for all scenarios of a case is worth, what each future would rather have, and what to decide.

    The value of planning for all of them and of knowing the future are intervals from both bounds. With `decide_until`,
    a period (by default the setting of the case), starts until then are decided for all futures, and later ones follow
    the future. With `sample`, so many futures are drawn around the scenarios of the case: one plan is made for all of
    them where they differ in demand alone, and else, or with `keep`, so many of them stand for all. The plan is tried
    on `fresh` futures that it was not made for. Raises QuestionError for what cannot be asked,
    InputFaults for a workbook with errors, StudyCancelled where `cancel` is set, OSError and ExecutorError for options
    that cannot be used.
    """
    _check(sample, keep, fresh)
    variant = as_it_stands(source)
    original = variant.case
    until = _until(original, decide_until)
    case, why_few = original, ""
    if sample is not None:
        case = sample_futures(original, sample, draw_seed)
        if keep is None and is_many(case):
            why_few = LATER_STARTS if until is not None else why_not_together(case)
            if not why_few:
                draws = draw(original, sample, draw_seed)
                with Session(options or StudyOptions(), on_progress, cancel) as session:
                    session.plan(1)
                    together = plan_together(session, options or StudyOptions(), draws, fresh, draw_seed, cancel)
                if isinstance(together, Together):
                    return answer_of_many(together)
                return nothing(case, together.why_no_plan)
        case = reduce_futures(case, keep or (FEW if is_many(case) else sample))
    futures = possible(case)
    if len(futures) < 2:
        return nothing(case, _why_one(variant))
    alone = [_variant(f"{future.name} alone", for_certain(case, future)) for future in futures]
    with Session(options or StudyOptions(), on_progress, cancel) as session:
        session.plan(3 + len(futures) + (until is not None))
        base, mean, *own = session.solve(
            [_variant("all futures", case), _variant("the mean future", mean_future(case)), *alone]
        )
        if not base.has_plan:
            return nothing(case, base.why_no_plan)
        kept_mean = _held(session, case, mean)
        best = kept_mean if kept_mean is not None and kept_mean.objective < base.objective else base
        adapted = None
        if until is not None:
            later = _variant("later starts by future", only_possible(case))
            adapted = Adapted(until, futures, session.adapt(later, until, best.plan.schedule))
        tried = _tried(session, original, base, mean, fresh, draw_seed) if fresh else None
    planned = Planned(case, base, mean, kept_mean, dict(zip((one.name for one in futures), own, strict=True)), adapted)
    return answer_of(planned, tried, sample, why_few)


def _why_one(variant: Variant) -> str:
    """Return why there is one future only, and what to do about it."""
    rows = variant.tables.of(ScenarioRow)
    others = [row.scenario for row in rows if not row.probability_pct]
    if not others:
        return "There is one future only: list several on the sheet scenarios, or draw some with --sample."
    sure = next(row.scenario for row in rows if row.probability_pct)
    names = f"{', '.join(others[:-1])} or {others[-1]}" if len(others) > 1 else others[0]
    return (
        f"There is one future only, since {sure} has all of the probability: give some of it to {names} on the sheet "
        "scenarios, or draw some with --sample."
    )


def _until(case: Case, label: str) -> int | None:
    """Return the period of a label. Raises QuestionError where starts cannot be decided until then."""
    calendar, stated = case.calendar, case.settings.decide_until
    if not label and stated > calendar.last:
        return None
    label = label or calendar.label(stated)
    try:
        period = calendar.ordinal(label)
    except ValueError as error:
        raise QuestionError(f"--decide-until: {error}") from error
    if period not in calendar.horizon:
        ends = f"{calendar.label(0)} to {calendar.label(calendar.last)}"
        raise QuestionError(f"--decide-until: {label} is outside the horizon, {ends}")
    if case.settings.cvar_weight > 0:
        raise QuestionError(
            "--decide-until: starts that follow the future are planned by expected cost only. Leave it out, or add "
            "--set 'settings.cvar_weight = 0'"
        )
    return period


def _check(sample: int | None, keep: int | None, fresh: int) -> None:
    """Raise QuestionError for numbers of futures that cannot be."""
    if sample is not None and sample < 2:
        raise QuestionError("--sample: draw at least 2 futures")
    if keep is not None and keep < 2:
        raise QuestionError("--keep: keep at least 2 futures")
    if fresh < 0 or fresh == 1:
        raise QuestionError("--fresh: try the plan on at least 2 futures, or on 0 for none")


def _variant(name: str, case: Case) -> Variant:
    return replace(as_it_stands(case), name=name)


def _held(session: Session, case: Case, mean: Solved) -> Solved | None:
    """Return the plan of the mean future in all futures, operated as well as it can be."""
    if not mean.has_plan:
        session.skip(1)
        return None
    held = _variant("the plan for the mean future in all", decided(case, mean.plan))
    return session.solve([held], mean.plan.schedule)[0]


def _tried(session: Session, original: Case, base: Solved, mean: Solved, fresh: int, draw_seed: int) -> Fresh | None:
    """Return what both plans cost in futures that neither was made for."""
    if not mean.has_plan:
        return None
    drawn = sample_futures(original, fresh, draw_seed + 1)
    return tried_on(session, drawn, {"all": base.plan, "mean": mean.plan})
