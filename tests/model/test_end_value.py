"""End value: what new phases are still worth after the last period, straight line from first output."""

from typing import Any

import pytest

from planner.case.records import Committed, EndValue, Lock, Settings
from tests.cases import tiny
from tests.model.parts import RATE, quarters, site_a
from tests.model.solving import best_plan, least, line, near


def worth(life_years: float = 5.0, rate: float = 0.0) -> Any:
    return Settings("tiny", rate, end_value=EndValue.STRAIGHT_LINE, equipment_life_years=life_years)


@pytest.mark.parametrize(("life_years", "left"), [(5.0, 1 - 3 / 20), (1.0, 1 - 3 / 4), (0.75, 0.0), (0.5, 0.0)])
def test_a_phase_loses_value_in_a_straight_line(life_years: float, left: float) -> None:
    # Online in quarters 1, 2 and 3.
    assert least(tiny(settings=worth(life_years))) == near(1 + 3 - left)


def test_end_value_is_discounted_from_the_end() -> None:
    # The end of the fourth quarter is a year away.
    case = tiny(settings=worth(rate=RATE))
    assert least(case) == near(4 * quarters(0) - (1 - 3 / 20) / 1.21)


def test_a_phase_that_is_not_online_by_the_end_is_worth_nothing() -> None:
    locks = (Lock("A", "N3", from_period=3, until_period=3, min_phases=1),)
    plan = best_plan(tiny(settings=worth(), locks=locks))
    assert plan.outcome.objective == near(1 + 1 + 3 - (1 - 3 / 20))
    assert line(plan, "end_value") == near(-(1 - 3 / 20))


def test_openings_and_committed_capacity_have_no_end_value() -> None:
    assert least(site_a(tiny(settings=worth()), opening_cost_usd_bn=1.0)) == near(1 + 1 + 3 - (1 - 3 / 20))
    assert least(tiny(settings=worth(), committed=(Committed("A", "N3", (1.0,) * 4),))) == near(0)
