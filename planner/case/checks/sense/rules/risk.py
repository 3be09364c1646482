"""Sense of risk: what the worst futures count, beside an objective that weighs cost."""

from collections.abc import Iterator

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.records import Objective, Settings

_DEFAULT = Settings("").cvar_tail


def risk_problems(draft: Draft) -> Iterator[Problem]:
    """Return a weight that the objective cannot take: one of coverage first weighs nothing against cost."""
    settings = draft.settings
    if settings is None or settings.record.cvar_weight == 0:
        return
    if settings.record.objective is Objective.COVERAGE_FIRST:
        fix = "use least_cost or profit, or clear it and cap what shortage may cost in any scenario"
        value = plain(settings.record.cvar_weight)
        yield settings.problem(codes.RISK_OF_COVERAGE, "cvar_weight", found=value, expected="least_cost", fix=fix)


def idle_risk(draft: Draft) -> Iterator[Problem]:
    """Return a tail that nothing counts, and starts that follow the scenario only in a study."""
    settings = draft.settings
    if settings is not None and settings.record.cvar_weight == 0 and settings.record.cvar_tail != _DEFAULT:
        value, fix = draft.words.share(settings.record.cvar_tail), "clear it, or give the worst futures a weight"
        yield settings.problem(codes.NO_EFFECT, "cvar_tail", found=value, fix=fix)
    if settings is not None and draft.calendar is not None and settings.record.decide_until in draft.calendar.horizon:
        until = draft.period(settings.record.decide_until)
        yield settings.problem(
            codes.FOLLOWS_IN_STUDY,
            "decide_until",
            found=until,
            expected="a plan that decides all starts for all scenarios",
            fix="ask planner scenarios, which lets later starts follow the scenario; clear it if that is not wanted",
        )
