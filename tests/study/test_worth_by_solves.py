"""Worth against solves of cases that are made in the records, by code that knows nothing of questions and edits."""

import pytest

import planner
from planner.case.records import Case
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.solves.session import StudyOptions
from planner.study.worth import worth
from tests.cli.commands import STARTER
from tests.model.worlds import world
from tests.study.asked import optimum, relaxed
from tests.study.explain.drawn_cases import drawn

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600, threads=1), executor="local:1")


def case_of(name: str | int) -> Case:
    """Return the starter, a world, or a small case with one reason why demand stays short."""
    if name == "starter":
        return planner.read_case(STARTER)
    return world(int(name)) if isinstance(name, int) else drawn(name, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["starter", 4, "little_money", "crews", "scanners", "phases_at_a_pair"])
def test_every_saving_is_that_of_a_solve_of_its_own(name: str | int) -> None:
    case = case_of(name)
    (table,) = worth(case, EXACT).tables
    saved = {str(row[0]): row[1] for row in table.rows}
    now, asked = optimum(case), dict(relaxed(case))
    assert set(asked) <= set(saved)
    assert len(saved) - len(asked) == sum(not lane.allowed for lane in case.lanes)
    for question, changed in asked.items():
        interval = saved[question]
        assert isinstance(interval, Interval)
        assert (interval.low, interval.high) == pytest.approx((now - optimum(changed),) * 2, abs=1e-6), question
