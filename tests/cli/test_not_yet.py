"""What the model does not act on yet is said before a solve, and only then."""

from planner.case.records import Objective, Settings
from planner.cli.not_yet import not_yet
from tests.cases import tiny


def test_a_case_that_uses_none_of_it_is_told_nothing() -> None:
    assert list(not_yet(tiny())) == []


def test_the_objective_coverage_first_is_told() -> None:
    case = tiny(settings=Settings(case_name="tiny", objective=Objective.COVERAGE_FIRST))
    assert ["coverage_first" in sentence for sentence in not_yet(case)] == [True]
