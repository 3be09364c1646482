"""Explanations with too little time, and what they say of bottlenecks that cannot be taken at their price."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import planner
from planner.case.records import Buyer, Kind, Lock, Node, Objective
from planner.solver.options import SolveOptions
from planner.study.explain import programs
from planner.study.explain.explain import explain
from planner.study.explain.programs import Programs
from planner.study.explain.shortage import min_short
from planner.study.solves import session
from planner.study.solves.session import StudyOptions
from planner.study.variant import as_it_stands
from tests.cases import pair, product, tiny
from tests.study.explain.test_explain import EXACT, purse, two_wanted


def test_the_total_time_holds_for_the_search_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is searched for once the time is over, and that is said. The first solve may end, on any machine."""
    monkeypatch.setattr(session, "SHORTEST_SECONDS", 60.0)
    case = two_wanted(funds=purse(0.5, 0, 0, 0), locks=(Lock("A", "N3", min_phases=2),))
    answer = explain(case, replace(EXACT, total_seconds=1e-6))
    assert "was found in time" in answer.sentences[0]


def test_without_time_to_see_what_could_be_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SHORTEST_SECONDS", 60.0)
    late = StudyOptions(SolveOptions(gap=1e-9, time_limit_seconds=600), total_seconds=1e-6, executor="local:1")
    answer = explain(two_wanted(funds=purse(1, 0, 0, 0)), late)
    assert answer.sentences == ("What could be served was not found in time: set a longer time limit.",)


def test_the_bottleneck_is_what_a_whole_unit_more_is_worth() -> None:
    """Both nodes are full. A wafer of N3 is worth twice one of N5, yet only 0.1 of its chips are short."""
    nodes = {name: Node(name, Kind.LOGIC, phase_kwspm=1.0, phase_capex_usd_bn=1.0) for name in ("N3", "N5")}
    case = tiny(
        nodes=nodes,
        pairs={("A", name): pair("A", name, max_phases=1) for name in nodes},
        products={"chip": product(), "other": product("other", "N5", shortage_penalty_usd=5e5)},
        demand={("chip", "world"): (0.0, 3.1, 3.1, 3.1), ("other", "world"): (0.0, 6.0, 6.0, 6.0)},
    )
    answer = explain(case, EXACT)
    table = next(table for table in answer.tables if table.name == "bottlenecks")
    assert [list(row[:4]) for row in table.rows] == [
        ["N5 in here", 2027, pytest.approx(1.5), pytest.approx(1.5)],
        ["N3 in here", 2027, pytest.approx(0.3), pytest.approx(3.0)],
    ]
    assert any("the bottleneck is N5 in here in 2027" in one and "worth 1.500" in one for one in answer.sentences)


def test_without_penalties_what_lifting_serves_is_told_in_units() -> None:
    case = two_wanted(funds=purse(1, 0, 0, 0), products={"chip": product(price_usd=1e6, shortage_penalty_usd=0.0)})
    case = replace(case, settings=replace(case.settings, objective=Objective.PROFIT))
    answer = explain(case, EXACT)
    assert "Lifting all rules of one kind serves more [kunits]: money 9.0." in answer.sentences
    assert not any("penalties" in sentence for sentence in answer.sentences)


def test_what_could_be_served_is_at_least_what_the_plan_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no plan is found in time with the construction left open, that of the known plan is kept."""
    case = two_wanted(funds=purse(1, 0, 0, 0))
    plan = planner.solve(case, EXACT.solve).plan
    asked = Programs(as_it_stands(case), 60.0, threading.Event())
    solved, matrices = asked.solved, list[Any]()

    def only_the_second(matrix: Any, cost: Any) -> Any:
        matrices.append(matrix)
        return None if len(matrices) == 1 else solved(matrix, cost)

    monkeypatch.setattr(asked, "solved", only_the_second)
    assert min_short(asked, {}, plan.schedule) == pytest.approx({(Buyer("chip", "world"), t): 3.0 for t in (1, 2, 3)})


def test_a_search_that_is_repeated_solves_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case has no plan: two phases are locked, and the money is for half a phase."""
    case = two_wanted(funds=purse(0.5, 0, 0, 0), locks=(Lock("A", "N3", min_phases=2),))
    options = replace(EXACT, resume=tmp_path)
    first = explain(case, options)

    def not_again(*arguments: object) -> None:
        raise AssertionError("solved again")

    monkeypatch.setattr(programs, "best_point", not_again)
    assert str(explain(case, options)) == str(first)
    damaged = next(tmp_path.glob("*.npy"))
    damaged.write_bytes(b"nonsense")
    monkeypatch.undo()
    assert str(explain(case, options)) == str(first)
