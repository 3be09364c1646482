"""The list of checks, in order, and what is done with what they find."""

from collections.abc import Callable, Iterator

from planner.case.checks.draft.entries import Draft
from planner.case.checks.draft.of_case import draft_of
from planner.case.checks.problem import CaseProblems, Problem
from planner.case.checks.sense.counts import count_problems
from planner.case.checks.sense.goods import goods_problems
from planner.case.checks.sense.limits import limit_problems
from planner.case.checks.sense.means import means_problems
from planner.case.checks.sense.profiles import profile_problems
from planner.case.checks.sense.site_outputs import site_output_problems
from planner.case.checks.structure.names import name_problems
from planner.case.checks.structure.values import value_problems
from planner.case.records import Case

Check = Callable[[Draft], Iterator[Problem]]
STRUCTURE: tuple[Check, ...] = (value_problems, name_problems)
SOUNDNESS: tuple[Check, ...] = (profile_problems, goods_problems, means_problems, site_output_problems)
SENSE: tuple[Check, ...] = (*SOUNDNESS, count_problems, limit_problems)


def check(case: Case) -> tuple[Problem, ...]:
    """Return every problem of a case, whoever built it: errors, warnings and infos."""
    found, draft = _structure(case)
    return tuple(dict.fromkeys([*found, *sense_problems(draft)]))


def require_sound(case: Case) -> None:
    """Raise CaseProblems with every problem of a case of which no model can be built.

    Requirements that contradict each other are left to the model, which proves that they are infeasible.
    """
    found, draft = _structure(case)
    found += [problem for checks in SOUNDNESS for problem in checks(draft)]
    if any(problem.is_error for problem in found):
        raise CaseProblems(check(case))


def sense_problems(draft: Draft) -> Iterator[Problem]:
    """Yield the problems of planning sense. What is at fault already is left out, so one cause is reported once."""
    for checks in SENSE:
        yield from checks(draft)


def _structure(case: Case) -> tuple[list[Problem], Draft]:
    """Return what is wrong with the structure, and the draft without it."""
    draft = draft_of(case)
    found = [problem for checks in STRUCTURE for problem in checks(draft)]
    return found, draft.without(found)
