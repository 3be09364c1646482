"""The list of checks, in order, and what is done with what they find."""

from collections.abc import Callable, Iterable, Iterator

from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.of_case import draft_of
from planner.case.checks.problem import CaseProblems, Problem
from planner.case.checks.sense.counts import count_problems
from planner.case.checks.sense.effect import effect_problems
from planner.case.checks.sense.goods import goods_problems
from planner.case.checks.sense.idle import idle_problems
from planner.case.checks.sense.limits import limit_problems
from planner.case.checks.sense.means import bill_problems, means_problems
from planner.case.checks.sense.orphans import orphan_problems
from planner.case.checks.sense.profiles import profile_problems
from planner.case.checks.sense.reach import reach_problems
from planner.case.checks.sense.rules.events import event_problems, idle_events
from planner.case.checks.sense.rules.owners import idle_owners, owner_problems
from planner.case.checks.sense.rules.power import power_problems
from planner.case.checks.sense.rules.prices import price_problems
from planner.case.checks.sense.rules.risk import idle_risk, risk_problems
from planner.case.checks.sense.site_outputs import site_output_problems
from planner.case.checks.sense.sizes import life_problems, size_problems
from planner.case.checks.sense.tiers import class_problems, tier_problems
from planner.case.checks.sense.units.patterns import pattern_problems
from planner.case.checks.sense.units.phase_sizes import phase_size_problems
from planner.case.checks.sense.units.proportions import proportion_problems
from planner.case.checks.sense.units.seams import seam_problems
from planner.case.checks.sense.units.shares import share_problems
from planner.case.checks.sense.units.spikes import spike_problems
from planner.case.checks.sense.units.totals import total_problems
from planner.case.checks.structure.names import name_problems
from planner.case.checks.structure.types import type_problems
from planner.case.checks.structure.values import value_problems
from planner.case.records import Case

Checks = tuple[Callable[[Draft], Iterator[Problem]], ...]
STRUCTURE: Checks = (value_problems, name_problems)
SOUNDNESS: Checks = (
    profile_problems, goods_problems, class_problems, means_problems, site_output_problems, owner_problems,
    event_problems, risk_problems,
)  # fmt: skip
SENSE: Checks = (
    *SOUNDNESS, count_problems, limit_problems, bill_problems, reach_problems, proportion_problems, pattern_problems,
    phase_size_problems, seam_problems, share_problems, spike_problems, total_problems,
)  # fmt: skip
EFFECT: Checks = (
    idle_problems,
    effect_problems,
    tier_problems,
    orphan_problems,
    power_problems,
    price_problems,
    idle_owners,
    idle_events,
    idle_risk,
    life_problems,
)
"""Only for a case without errors: beside an error it is not known what has an effect."""


def check(case: Case) -> tuple[Problem, ...]:
    """Return every problem of a case, whoever built it: errors, warnings and infos."""
    wrong = tuple(type_problems(case))
    if wrong:
        return wrong
    problems, draft = _structure(case)
    problems += run((*SENSE, size_problems), draft)
    if not _has_errors(problems):
        problems += run(EFFECT, draft)
    return tuple(dict.fromkeys(problems))


def require_sound(case: Case) -> None:
    """Raise CaseProblems with every problem of a case of which no model can be built.

    Requirements that contradict each other are left to the model, which proves that they are infeasible.
    """
    if any(type_problems(case)):
        raise CaseProblems(check(case))
    problems, draft = _structure(case)
    if _has_errors(problems) or _has_errors(run(SOUNDNESS, draft)):
        raise CaseProblems(check(case))


def run(checks: Checks, draft: Draft) -> Iterator[Problem]:
    """Yield what some checks find. What is at fault already is unknown to them, so one cause is reported once."""
    for one in checks:
        yield from one(draft)


def _structure(case: Case) -> tuple[list[Problem], Draft]:
    """Return what is wrong with the structure, and the draft without it."""
    draft = draft_of(case)
    problems = list(run(STRUCTURE, draft))
    return problems, draft.without(problems)


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.is_error for problem in problems)
