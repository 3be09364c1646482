"""What the optimum depends on: by hand on the tiny case."""

import pytest

from planner.case.records import Fund
from planner.solver.options import SolveOptions
from planner.study.answers.interval import Interval
from planner.study.sensitivity.sensitivity import sensitivity
from planner.study.solves.session import StudyOptions
from planner.workbook.edit.edits import EditError
from tests.cases import tiny

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")
CASE = tiny(funds={"state": Fund("state", (5.0, 0.0, 0.0, 0.0))})


def test_by_hand() -> None:
    """One phase for 1 bn USD serves 3 of 3 in periods 1 to 3: cost 3 + 1 = 4; a thousand packages short cost 1.

    A third less demand: 2 short in period 0, cost 2 + 1 = 3. A third more: 4 short, then 1 short in three periods, 7
    short and one phase: 8; a second phase costs 1 and serves these 3: 4 + 2 = 6. Penalties of two thirds: 2 + 1 = 3; of
    four thirds: 4 + 1 = 5. Capex moves by a third of 1. The money of 5 never binds.
    """
    vary = {
        "demand": "demand[*].*",
        "penalty": "products[*].shortage_penalty_usd",
        "capex": "nodes[*].phase_capex_usd_bn",
        "money": "budget[*].*",
    }
    table, first_year = sensitivity(CASE, EXACT, vary=vary, swing=1 / 3).tables
    # The second phase of a third more demand starts at once too: only its output saves money.
    assert first_year.rows[0] == ("demand", "the same", "N3 at A 1 to 2")
    assert {row[1:] for row in first_year.rows[1:]} == {("the same", "the same")}
    moves = {}
    for name, less, more, *_ in table.rows:
        assert isinstance(less, Interval)
        assert isinstance(more, Interval)
        assert less.width == pytest.approx(0, abs=1e-6)
        assert more.width == pytest.approx(0, abs=1e-6)
        moves[name] = [less.low, more.low]
    assert moves == {
        "demand": pytest.approx([-1, 2]),
        "penalty": pytest.approx([-1, 1]),
        "capex": pytest.approx([-1 / 3, 1 / 3]),
        "money": pytest.approx([0, 0], abs=1e-6),
    }
    assert [row[0] for row in table.rows] == ["demand", "penalty", "capex", "money"]


def test_cells_that_are_not_there_are_explained() -> None:
    with pytest.raises(EditError, match="tools has no row"):
        sensitivity(CASE, EXACT, vary={"tools": "tools[*].*"})
    with pytest.raises(EditError, match="a share between 0 and 1"):
        sensitivity(CASE, EXACT, swing=10)
