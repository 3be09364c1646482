"""The answer of scenarios: what planning for all futures is worth, regret, what to decide now, and fresh futures."""

from collections.abc import Iterator

from planner.case.records import Case, Objective
from planner.charts.draw import available
from planner.plan.records import Plan
from planner.report.figures.built import count
from planner.study.answers.answer import Answer
from planner.study.answers.interval import rank
from planner.study.answers.measure import measured
from planner.study.scenarios.decisions import COMMIT, HOLD, OPTION
from planner.study.scenarios.fresh import Fresh
from planner.study.scenarios.futures import possible
from planner.study.scenarios.pictures import pictures
from planner.study.scenarios.planned import Planned
from planner.study.scenarios.tables import in_measure, tables_of


def nothing(case: Case, sentence: str) -> Answer:
    """Return the answer where there is nothing to compare, and why."""
    return Answer("scenarios", title(case), (sentence,))


def title(case: Case) -> str:
    """Return the title of an answer."""
    return f"A plan for several futures: {case.settings.case_name}"


def answer_of(planned: Planned, tried: Fresh | None, sample: int | None, why_few: str = "") -> Answer:
    """Return the answer: sentences, tables and the charts of coverage and money; first why it is about few futures."""
    sentences = (*filter(None, (why_few,)), *_sentences(planned, tried, sample))
    drawn = pictures(planned.case, planned.base.plan, _own_plans(planned)) if available() else ()
    return Answer("scenarios", title(planned.case), sentences, tables_of(planned, tried), pictures=drawn)


def _own_plans(planned: Planned) -> dict[str, Plan]:
    return {name: own.plan for name, own in planned.own.items() if own.has_plan}


def _sentences(planned: Planned, tried: Fresh | None, sample: int | None) -> Iterator[str]:
    case, what = planned.case, measured(planned.case)
    if sample is not None:
        yield f"{len(possible(case))} futures stand for {sample} drawn around the scenarios of the case."
    band = in_measure(case, planned.for_all)
    yield f"The best plan for all {len(possible(case))} futures has an expected {what} of {band} bn USD."
    value = planned.value_of_planning
    if value is None:
        yield "The plan for the mean future breaks a rule in some future, or none was found: it is no plan for all."
    elif value.is_distinct:
        yield f"Planning for all of them instead of for their mean is worth {value} bn USD."
    else:
        yield f"Planning for all of them is not distinguishable from planning for their mean: {value} bn USD."
    knowing = planned.value_of_knowing
    verb = "would be worth" if knowing.is_distinct else "is not distinguishable from worthless, with"
    yield f"Knowing the future before deciding {verb} {knowing} bn USD: no forecast is worth more."
    yield from _of_following(planned)
    worst = max(planned.costs_usd_bn, key=lambda name: rank(planned.regret(name).low))
    if planned.regret(worst).low > 0:
        yield f"The plan is regretted most in {worst}: {planned.regret(worst)} bn USD more than the best plan for it."
    yield from _of_decisions(planned)
    if tried is not None:
        yield of_fresh(planned.case, tried)


def _of_following(planned: Planned) -> Iterator[str]:
    adapted = planned.adapted
    if adapted is None:
        return
    if not adapted.solved.has_plan:
        yield f"With later starts by future: {adapted.solved.why_no_plan}"
        return
    value, until = planned.value_of_following, planned.case.calendar.label(adapted.until)
    phases = [sum(start.phases for start in plan.starts) for plan in adapted.by_future.values()]
    now = sum(start.phases for start in adapted.solved.plan.starts)
    low, high = min(phases) - now, max(phases) - now
    later = f"{low}" if low == high else f"{low} to {high}"
    worth = (
        f"is worth {value} bn USD"
        if value is not None and value.is_distinct
        else f"is not distinguishable from one plan for all: {value} bn USD"
    )
    yield (
        f"Letting starts after {until} follow the future {worth}: {count(now, 'phase')} until then for all futures, "
        f"and {later} more after it."
    )


def _of_decisions(planned: Planned) -> Iterator[str]:
    totals = {kind: sum(one.phases for one in planned.decisions if one.kind == kind) for kind in (COMMIT, HOLD, OPTION)}
    has_shells = any(not one.node for one in planned.decisions)
    noun = "start" if has_shells else "phase"
    if totals[COMMIT]:
        yield f"Commit: {count(totals[COMMIT], noun)} that the best plan for every future has too."
    else:
        yield "Nothing that the plan starts is in the best plan of every future."
    if totals[HOLD]:
        yield f"Hold: {count(totals[HOLD], noun)} of the plan that some futures do without; see what to watch."
    if totals[OPTION]:
        yield f"Option: {count(totals[OPTION], noun)} more that only some futures need."


def of_fresh(case: Case, tried: Fresh) -> str:
    """Return how the two plans compare in fresh futures."""
    saved, both = tried.mean_saved, len(tried.saved)
    failed = tried.count - len(tried.for_all)
    broken = f" In {count(failed, 'future')} the plan cannot keep every rule." if failed else ""
    unit = "earns" if case.settings.objective is Objective.PROFIT else "costs"
    more, less = ("more", "less") if unit == "earns" else ("less", "more")
    if both < 2:
        return f"In fresh futures the two plans cannot be compared.{broken}"
    if saved.low > 0 or saved.high < 0:
        side, ends = (more, saved) if saved.low > 0 else (less, -saved)
        return (
            f"In {both} fresh futures the plan for all {unit} {ends} bn USD {side} than the plan for the mean, on "
            f"average and with 95 % confidence.{broken}"
        )
    return (
        f"In {both} fresh futures the plan for all and the plan for the mean are not distinguishable: {saved} bn USD "
        f"apart on average, with 95 % confidence.{broken}"
    )
