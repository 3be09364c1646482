"""Weights of the worst futures that the objective cannot take, and a tail that nothing counts."""

from typing import Any

import pytest

from planner.case.checks import check
from planner.case.records import Objective
from tests.case.checks.cases import Change, reported, with_settings
from tests.cases import tiny

COVERAGE = Objective.COVERAGE_FIRST


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (with_settings(cvar_weight=0.5, cvar_tail=0.2, max_shortage_cost_usd_bn=1.0), set()),
        (with_settings(cvar_tail=0.2), {("W741", "settings", "cvar_tail")}),
        (with_settings(cvar_weight=0.5, objective=COVERAGE), {("E785", "settings", "cvar_weight")}),
        (with_settings(max_shortage_cost_usd_bn=1.0, objective=COVERAGE), set()),
        (with_settings(decide_until=1), {("I786", "settings", "decide_until")}),
        (with_settings(decide_until=9), set()),
        (with_settings(cvar_weight=1.5), {("E405", "settings", "cvar_weight")}),
        (with_settings(cvar_weight=0.5, cvar_tail=0.0), {("E404", "settings", "cvar_tail")}),
    ],
)
def test_what_is_reported(change: Change, expected: Any) -> None:
    assert reported(change) == expected


def test_the_weight_names_its_way_out() -> None:
    (problem,) = check(with_settings(cvar_weight=0.5, objective=COVERAGE)(tiny()))
    assert "cap what shortage may cost" in str(problem.fix)
