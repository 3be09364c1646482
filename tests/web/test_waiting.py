"""What a running solve says of itself."""

import math

from planner.solver.events import Progress
from planner.web.view.waiting import Waiting


def _at(waiting: Waiting, seconds: float, incumbent: float, gap: float, phase: str = "solve") -> dict[str, object]:
    return waiting.add(Progress(phase, seconds, incumbent, incumbent * (1 - gap), gap))


def test_a_solve_looks_for_a_plan_then_improves_it_then_proves_it() -> None:
    waiting = Waiting(300.0)
    assert _at(waiting, 1.0, math.inf, math.inf)["words"] == "Looking for a first plan."
    assert _at(waiting, 10.0, 100.0, 0.5)["words"] == "Improving: a better plan just now."
    assert _at(waiting, 100.0, 100.0, 0.4)["words"] == "Proving: no better plan for 2 min; the bound rises to meet it."
    assert _at(waiting, 101.0, 90.0, 0.3)["words"] == "Improving: a better plan just now."
    assert _at(waiting, 110.0, 90.0, 0.3)["words"] == "Improving: a better plan 9 s ago."
    assert _at(waiting, 111.0, 90.0, 0.3, "audit")["words"] == "Checking the plan."


def test_the_times_of_a_gap_of_one_and_of_half_a_per_cent_are_kept() -> None:
    waiting = Waiting(300.0)
    assert _at(waiting, 5.0, 100.0, 0.02)["reached"] == {}
    assert _at(waiting, 8.0, 100.0, 0.009)["reached"] == {"1 %": 8.0}
    assert _at(waiting, 20.0, 100.0, 0.004)["reached"] == {"1 %": 8.0, "0.5 %": 20.0}


def test_waiting_is_said_to_be_of_little_use_only_where_nothing_has_moved() -> None:
    still = Waiting(300.0)
    for seconds, gap in ((20.0, 0.012), (50.0, 0.0081), (90.0, 0.008)):
        _at(still, seconds, 100.0, gap)
    assert _at(still, 100.0, 100.0, 0.008)["remark"] == (
        "Waiting longer will hardly help: in the last 50 s the plan stayed the same and the gap closed by 0.01 points."
    )
    # A better plan a moment ago, a gap that closes, and a wide gap are reasons to wait.
    assert _at(still, 101.0, 99.0, 0.008)["remark"] == ""
    closing = Waiting(300.0)
    for seconds, gap in ((20.0, 0.012), (50.0, 0.009)):
        _at(closing, seconds, 100.0, gap)
    assert _at(closing, 100.0, 100.0, 0.006)["remark"] == ""
    wide = Waiting(300.0)
    for seconds in (20.0, 50.0):
        _at(wide, seconds, 100.0, 0.2)
    assert _at(wide, 100.0, 100.0, 0.2)["remark"] == ""


def test_the_cost_after_coverage_begins_anew() -> None:
    waiting = Waiting(300.0)
    assert _at(waiting, 5.0, 3.0, 0.001, "coverage")["reached"] != {}
    said = _at(waiting, 6.0, 100.0, 0.5, "cost")
    assert said["reached"] == {}
    assert said["words"] == "Now the cost. Improving: a better plan just now."
