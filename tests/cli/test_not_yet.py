"""What the model does not act on yet is said before a solve, and only then."""

from dataclasses import replace

from planner.case.records import Limit, Measure, Objective, PlannedStart, Settings
from planner.cli.not_yet import not_yet
from tests.cases import tiny


def test_a_case_that_uses_none_of_it_is_told_nothing() -> None:
    assert list(not_yet(tiny())) == []


def test_limits_are_told() -> None:
    case = tiny(limits=(Limit("few", Measure.PHASES_STARTED, maximum=1.0),))
    assert ["limits sheet" in sentence for sentence in not_yet(case)] == [True]


def test_the_objective_coverage_first_is_told() -> None:
    case = tiny(settings=Settings(case_name="tiny", objective=Objective.COVERAGE_FIRST))
    assert ["coverage_first" in sentence for sentence in not_yet(case)] == [True]


def test_a_last_plan_is_told_where_changes_are_priced_or_capped() -> None:
    case = tiny(last_plan=(PlannedStart("A", "N3", 0, 1),))
    assert list(not_yet(case)) == []
    capped = replace(case, settings=replace(case.settings, max_changes=0))
    assert ["last_plan" in sentence for sentence in not_yet(capped)] == [True]
