"""Plans of the example cases go back into their workbooks, as locks or as the last plan, and are found again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.plan.records import Plan
from tests.inputs.measures import case_of
from tests.inputs.pasted import planned_again

pytestmark = pytest.mark.slow
NO_CHANGES = {"max_changes": 0}
OPENINGS = 2e-3
"""What openings are worth at most, as a share of the objective."""
CONVERSIONS = 5e-3
"""The same of openings and conversions, of which the last plan says nothing."""


@pytest.mark.parametrize("name", ["world.xlsx", "national_programme.xlsx"])
def test_locks_and_last_plan_give_the_same_plan_again(
    name: str, plan_of: Callable[[str], Plan], tmp_path: Path
) -> None:
    case, plan = case_of(name), plan_of(name)
    assert plan.starts
    locked = planned_again(name, (case, plan), ("locks", "locks"), tmp_path, {})
    assert set(locked.starts) == set(plan.starts)
    assert set(locked.converted) == set(plan.converted)
    # Openings are not among the locks: of a plan that was stopped early they may come later, and cost less.
    assert plan.outcome.objective * (1 - OPENINGS) <= locked.outcome.objective <= plan.outcome.objective * (1 + 1e-6)
    kept = planned_again(name, (case, plan), ("starts", "last_plan"), tmp_path, NO_CHANGES)
    assert set(kept.starts) == set(plan.starts)
    change_price = plan.outcome.cost_usd_bn.get("changes", 0.0)  # the plan pasted in is not changed
    unchanged = plan.outcome.objective - change_price
    assert unchanged * (1 - CONVERSIONS) <= kept.outcome.objective <= unchanged * (1 + 1e-4)
