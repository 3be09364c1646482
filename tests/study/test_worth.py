"""What one more of anything is worth: by hand on the tiny case, by re-solves on others, and as honest intervals."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import planner
from planner.case.records import Fund, Region
from planner.charts.draw import available
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.solves.job import Job
from planner.study.solves.session import Session, StudyOptions
from planner.study.solves.solved import Solved
from planner.study.solves.store import Store
from planner.study.variant import Variant, as_it_stands
from planner.study.worth import worth
from tests.cases import pair, tiny

EXACT = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), executor="local:1")


def saved(answer: Answer) -> dict[str, Interval]:
    table = answer.tables[0]
    return {str(row[0]): row[1] for row in table.rows if isinstance(row[1], Interval)}


def test_by_hand() -> None:
    """One phase may start a year, money allows two. Demand of 6 is served by two phases from period 1 on.

    With one crew the first phase serves 3 of 6 in periods 1 to 3: shortage 6 + 3 * 3 = 15, and one phase costs 1: 16.
    With two crews two phases serve all 6 in periods 1 to 3: shortage 6, and two phases cost 2: 8. Saved: 8. More money
    saves nothing while crews bind, nor does a sooner start: phases that start in period 0 with no lead time serve
    period 0 as well, 3 of 6, which saves 3.
    """
    case = tiny(
        demand={("chip", "world"): (6.0,) * 4},
        regions={"here": Region("here", max_phase_starts_per_year=1)},
        funds={"state": Fund("state", (2.0, 0.0, 0.0, 0.0))},
        pairs={("A", "N3"): pair("A", "N3", max_phases=9)},
    )
    found = worth(case, EXACT)
    assert [one.name for one in found.choices] == ["one crew more in here", "everything at A built one quarter sooner"]
    drawn = [row for chart in found.charts() for row in chart.chart["datasets"]["ranked"] if row["part"] == "proven"]
    if available():
        assert [(row["name"], row["high"]) for row in drawn][:2] == [
            ("one crew more in here", pytest.approx(8)),
            ("everything at A built one quarter sooner", pytest.approx(3)),
        ]
    answer = saved(found)
    assert {name: pytest.approx((one.low, one.high), abs=1e-6) for name, one in answer.items()} == {
        "one crew more in here": (8, 8),
        "everything at A built one quarter sooner": (3, 3),
        "10 bn USD more in state at the start": (0, 0),
        "one phase more of N3 at A": (0, 0),
    }


def test_rounding_of_the_solver_changes_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Money for 50 phases in each of two funds: more in either saves nothing, within what a solver can prove."""
    case = tiny(funds={name: Fund(name, (50.0, 0.0, 0.0, 0.0)) for name in ("bank", "state")})
    in_time = Session.solve_in_time

    def ranked(rounding_usd_bn: Sequence[float]) -> list[str]:
        def rounded(self: Session, variants: Sequence[Variant], start: Schedule | None) -> list[Solved | None]:
            solved = zip(in_time(self, variants, start), rounding_usd_bn, strict=True)
            return [one and one.bounded(one.bound - usd_bn) for one, usd_bn in solved]

        monkeypatch.setattr(Session, "solve_in_time", rounded)
        return list(saved(worth(case, EXACT)))

    assert ranked((0.0, 1e-9, 2e-9)) == ranked((2e-9, 1e-9, 0.0))


def test_of_few_questions_those_about_binding_rules_are_asked() -> None:
    """One phase may start a year: crews bind, while money and phases are left."""
    case = tiny(
        demand={("chip", "world"): (6.0,) * 4},
        regions={"here": Region("here", max_phase_starts_per_year=1)},
        pairs={("A", "N3"): pair("A", "N3", max_phases=9)},
    )
    answer = worth(case, EXACT, questions=2)
    assert list(saved(answer)) == ["one crew more in here", "everything at A built one quarter sooner"]
    assert [row[:2] for row in answer.tables[1].rows] == [
        ("10 bn USD more in purse at the start", 0),
        ("one phase more of N3 at A", 0),
    ]
    assert answer.sentences[-1].startswith("2 more could be asked")


@pytest.mark.slow
def test_finished_solves_are_not_repeated(tmp_path: Path) -> None:
    options = replace(EXACT, resume=tmp_path / "kept")
    first = worth(tiny(), options)
    kept = sorted(path.name for path in options.resume.iterdir()) if options.resume else []
    progress: list[int] = []
    again = worth(tiny(), options, on_progress=lambda one: progress.append(one.total - one.done))
    assert again.to_json() == first.to_json()
    assert kept
    assert progress[-1] == 0
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == kept


def test_where_coverage_comes_first_the_shortage_penalty_is_compared() -> None:
    """A second phase serves 3 more in three periods: the penalty falls by 9, while the cost rises by its capex."""
    case = tiny(
        settings=planner.Settings("tiny", objective=planner.Objective.COVERAGE_FIRST),
        demand={("chip", "world"): (6.0,) * 4},
        pairs={("A", "N3"): pair("A", "N3", max_phases=1)},
    )
    answer = worth(case, EXACT)
    one = saved(answer)["one phase more of N3 at A"]
    assert (one.low, one.high) == pytest.approx((9, 9), abs=1e-5)
    assert answer.tables[0].title == "Shortage penalty saved by each"
    assert answer.sentences[0] == (
        "As it stands the plan covers 37.5 % of demand at a shortage penalty of 15.00 bn USD, optimal."
    )


def test_a_solve_that_was_cut_short_is_repeated_only_with_more_time(tmp_path: Path) -> None:
    """The share of a total time differs a little from run to run; what took about as long is not solved again."""
    store, job = Store(tmp_path), Job("tiny", tiny(), EXACT.solve)
    outcome = Outcome(Status.FEASIBLE, 2.0, 1.0, 0.5, {})
    store.keep(job, Solved(Plan(outcome), clean=True, seconds=6.0))
    base = as_it_stands(tiny())
    for total, again in ((10.0, False), (50.0, True)):
        with Session(replace(EXACT, total_seconds=total, resume=tmp_path)) as session:
            (solved,) = session.solve([base])
        assert (solved.status is Status.OPTIMAL) is again
