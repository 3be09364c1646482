"""Proofs survive a wrong solver: a second one agrees, a wrong cut is caught, a strict proof needs no cut at all."""

import threading
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest

from planner.case.records import Case
from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Status
from planner.shape.shape import Shape
from planner.solver.foreign import find
from planner.solver.foreign.versions import wrong_version
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.process import Inbox, Worker
from planner.solver.messages.wire import Bound, Cuts, Done, FeasiblePoint, Message, Refuted, Task
from planner.solver.options import Proof, SolveOptions
from planner.solver.portfolio import crew
from planner.solver.portfolio.portfolio import solve_matrix
from planner.solver.portfolio.proof import prove
from planner.solver.program import matrix as matrices
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Floats, Matrix
from planner.solver.program.mps import write_mps
from planner.solver.prove import root as rooting
from planner.solver.prove.cut_check import CutCheck, WrongCutError
from planner.solver.prove.cuts import stacked
from planner.solver.prove.presolved import Presolved
from planner.solver.prove.root import root
from planner.solver.prove.safe_bound import SafeBounds, implied
from planner.solver.prove.separator import Separator
from planner.solver.prove.tree import Tree
from planner.workbook.reader import read_case
from tests.cli.commands import STARTER
from tests.model.tangles import tangle
from tests.model.worlds import world
from tests.solver.messages import messages_of
from tests.solver.test_tree import knapsacks, optimum

SAME = 1e-6
# Those that do not contradict themselves while the model is built.
TANGLES = [number for number in range(20) if number not in (3, 5)]
SEEDS = sorted(
    [
        *range(0, 60, 3),
        *(3 * number + 1 for number in (0, 3, 4, 5, 6, 9, 10, 12)),
        *(3 * number + 2 for number in range(13) if number != 11),
    ]
)
"""Models that both solvers prove in about a second; those of tests/model/brute and of the benchmarks are larger."""
needs_scip = pytest.mark.skipif(find_spec("pyscipopt") is None, reason="needs the extra scip")


def proven(matrix: Matrix, proof: Proof, gap: float = 1e-7) -> tuple[str, float, float]:
    """Return verdict, objective and bound in the scaled unit, as one process proves them alone."""
    heard = messages_of(
        prove, Task("prove", matrix, gap, 0, helped=True, time_limit_seconds=np.inf, proof=proof), lambda _: False
    )
    plans = [message.objective for message in heard if isinstance(message, FeasiblePoint)]
    bounds = [message.bound for message in heard if isinstance(message, Bound)]
    done = heard[-1]
    assert isinstance(done, Done)
    return done.verdict, min(plans, default=np.inf), max(bounds, default=-np.inf)


def by_scip(matrix: Matrix, folder: Path) -> float:
    """Return SCIP's optimum in the scaled unit, infinite where it finds none."""
    from pyscipopt import Model

    path = folder / "model.mps"
    with path.open("w", encoding="utf-8") as file:
        write_mps(file, "model", (matrix,))
    scip = Model()
    scip.hideOutput()
    scip.readProblem(str(path))
    scip.setParam("limits/gap", 0.0)
    scip.optimize()
    if scip.getStatus() == "infeasible":
        return np.inf
    assert scip.getStatus() == "optimal"
    return float(scip.getObjVal()) * matrix.scale


def shaped(seed: int) -> Matrix:
    """Return one of many small models: covering problems, small worlds, and tangles of all rules."""
    kind, number = seed % 3, seed // 3
    if kind == 0:
        return knapsacks(100 + number)
    case: Case = world(number) if kind == 1 else tangle(TANGLES[number])
    return compile_matrix(build(Shape(case)))


@needs_scip
@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_solver_proves_the_same_optimum(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrices, "SMALL_MODEL_INTEGERS", 0 if seed % 2 else 200)  # by our own tree, and by HiGHS alone
    matrix = shaped(seed)
    verdict, objective, bound = proven(matrix, Proof.DEFAULT)
    expected = by_scip(matrix, tmp_path)
    if not np.isfinite(expected):
        assert verdict == "infeasible"
        return
    scale = max(1.0, abs(expected))
    assert verdict == "optimal"
    assert objective == pytest.approx(expected, abs=1e-5 * scale)
    assert bound <= expected + 1e-5 * scale


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5, 7, 10])
def test_a_strict_proof_ends_where_the_other_does(seed: int) -> None:
    matrix = shaped(seed)
    verdict, objective, _ = proven(matrix, Proof.DEFAULT)
    strict_verdict, strict_objective, strict_bound = proven(matrix, Proof.STRICT)
    assert strict_verdict == verdict
    if verdict == "optimal":
        scale = max(1.0, abs(objective))
        assert strict_objective == pytest.approx(objective, abs=SAME * scale)
        assert objective - SAME * scale <= strict_bound <= objective + 1e-9 * scale


def test_a_strict_proof_says_where_nothing_is_feasible() -> None:
    assert proven(knapsacks(1, feasible=False), Proof.STRICT)[0] == "infeasible"


def test_a_strict_plan_says_how_it_was_proven() -> None:
    solved = solve(world(0), SolveOptions(proof=Proof.STRICT, gap=1e-6))
    assert solved.plan.outcome.status is Status.OPTIMAL
    assert solved.plan.run["proof"] == "strict"
    assert solve(world(0), SolveOptions(gap=1e-6)).plan.run["proof"] == "default"


def test_a_safe_bound_stays_below_the_exact_one() -> None:
    """min x + y over x + 3 y >= 1 and 0 <= x, y <= 1 is 1/3, at a price of 1/3, which no float is."""
    matrix = Matrix(
        cost=np.array([1.0, 1.0]),
        offset=0.0,
        scale=1.0,
        col_lower=np.zeros(2),
        col_upper=np.ones(2),
        row_lower=np.array([1.0]),
        row_upper=np.array([np.inf]),
        start=np.array([0, 1, 2], dtype=np.int32),
        index=np.array([0, 0], dtype=np.int32),
        value=np.array([1.0, 3.0]),
        integer=np.zeros(2, dtype=bool),
        columns=(("x", None), ("y", None)),
        rows=(("need", None),),
    )
    safe = SafeBounds(matrix)
    for price in (1 / 3, np.nextafter(1 / 3, 1), np.nextafter(1 / 3, 0), 0.3333):
        assert 3 * safe.bound(np.array([price])) <= 1.0  # exact: times 3 rounds to nearest, and 1/3 rounds to below 1/3
        assert safe.bound(np.array([price])) > 0.3333 - 1e-4
    assert safe.refutes(np.array([1.0]), upper=np.array([0.2, 0.2]))  # x + 3 y <= 0.8 there
    assert not safe.refutes(np.array([1.0]), upper=np.array([0.25, 0.25]))  # 1 is just reached


def test_a_column_that_no_row_limits_is_capped_by_what_its_rows_can_ask_of_it() -> None:
    """x >= 3 y - 1 with y <= 2 asks for 5 at most; z >= 1 - x asks for 1."""
    matrix = Matrix(
        cost=np.array([1.0, -1.0, 2.0]),
        offset=0.0,
        scale=1.0,
        col_lower=np.zeros(3),
        col_upper=np.array([np.inf, 2.0, np.inf]),
        row_lower=np.array([-1.0, -np.inf]),
        row_upper=np.array([np.inf, -1.0]),
        start=np.array([0, 2, 3, 4], dtype=np.int32),
        index=np.array([0, 1, 0, 1], dtype=np.int32),
        value=np.array([1.0, -1.0, -3.0, -1.0]),
        integer=np.zeros(3, dtype=bool),
        columns=(("x", None), ("y", None), ("z", None)),
        rows=(("a", None), ("b", None)),
    )
    lower, upper = implied(matrix)
    assert lower.tolist() == [0.0, 0.0, 0.0]
    assert upper == pytest.approx([5.0, 2.0, 1.0], abs=1e-6)


def cut_below(presolved: Presolved, x: Floats) -> Cuts:
    """Return a wrong cut: it asks for one integer column to differ from what a plan has there."""
    columns = [int(name) for name in presolved.program.col_names_]
    place = int(presolved.integers[np.argmax([x[columns[column]] for column in presolved.integers])])
    end = float(x[columns[place]]) - 1.0
    return Cuts(
        np.array([-np.inf]), np.array([end]), np.array([0], np.int32), np.array([place], np.int32), np.array([1.0])
    )


@pytest.fixture
def wrong_cuts(monkeypatch: pytest.MonkeyPatch) -> tuple[Matrix, float, Floats]:
    """Have the root of a program give a cut that its only optimum misses; return program, optimum and point."""
    matrix = knapsacks(3)
    best, x = optimum(matrix)
    presolved = Presolved.of(matrix)
    assert presolved is not None
    cuts = cut_below(presolved, x)
    monkeypatch.setattr(Separator, "cuts", lambda *rest, **options: cuts)
    monkeypatch.setattr(matrices, "SMALL_MODEL_INTEGERS", 0)
    return matrix, best, x


def test_a_wrong_cut_is_caught_by_a_plan_known_before(wrong_cuts: tuple[Matrix, float, Floats]) -> None:
    matrix, best, x = wrong_cuts
    heard: list[Message] = []
    mailbox = Mailbox(heard.append)
    mailbox.deliver(FeasiblePoint(best, x))
    prove(Task("prove", matrix, 0.0, 0, helped=True, time_limit_seconds=np.inf), mailbox)
    assert any(isinstance(message, Refuted) and "cuts off a plan" in message.reason for message in heard)
    assert all(message.bound <= best for message in heard if isinstance(message, Bound))
    assert not any(isinstance(message, Done) and message.verdict == "optimal" for message in heard)


def test_a_wrong_cut_is_caught_by_a_plan_that_comes_later(wrong_cuts: tuple[Matrix, float, Floats]) -> None:
    matrix, best, x = wrong_cuts
    mailbox = Mailbox(lambda _: None)
    found = root(matrix, 0, np.inf, mailbox)
    assert found is not None
    tree = Tree(found, 0, mailbox)
    tree.exchange()
    mailbox.deliver(FeasiblePoint(best, x))
    with pytest.raises(WrongCutError):
        tree.search()


def check_of_an_optimum() -> tuple[CutCheck, FeasiblePoint, Cuts]:
    """Return a check that knows the optimum of a program, this optimum, and a cut that cuts it off."""
    matrix = knapsacks(3)
    best = FeasiblePoint(*optimum(matrix))
    presolved = Presolved.of(matrix)
    assert presolved is not None
    mailbox = Mailbox(lambda _: None)
    mailbox.deliver(best)
    return CutCheck(presolved, mailbox), best, cut_below(presolved, best.x)


def test_a_right_cut_passes_and_so_does_one_that_only_a_worse_plan_misses() -> None:
    check, best, wrong = check_of_an_optimum()
    check.add(Cuts(wrong.lower, wrong.upper + 1.0, wrong.start, wrong.index, wrong.value))
    check.hold()
    # HiGHS knew this very plan: its cut need only hold for better ones.
    check.add(replace(wrong, plan=best))
    check.hold()
    check.add(wrong)
    with pytest.raises(WrongCutError):
        check.hold()


def test_a_check_that_is_cancelled_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    check, best, wrong = check_of_an_optimum()
    check.add(wrong)
    optima = iter([best.objective, None])
    monkeypatch.setattr(check, "_optimum", lambda *_: next(optima))
    check.hold()
    assert next(optima, "both were asked") == "both were asked"


class Liar:
    """A worker with prepared messages, which claims to have proven an optimum."""

    is_done = True

    def __init__(self, task: Task, inbox: Any, *said: Message) -> None:
        self.role = task.role
        for message in (*said, Done("optimal")):
            inbox.put((self, message))

    def wake(self) -> bool:
        """Sleep never."""
        return False

    def send(self, message: Message) -> None:
        """Hear nothing."""

    def end(self) -> None:
        """End at once."""


@pytest.mark.parametrize("said", ["a bound", "a wrong cut"])
def test_a_proof_that_a_plan_refutes_begins_again_as_a_strict_one(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = knapsacks(2)
    best, x = optimum(matrix)

    def hired(task: Task, inbox: Inbox) -> Any:
        if task.proof is Proof.STRICT:
            return Worker(task, inbox)
        if said == "a wrong cut":
            return Liar(task, inbox, Refuted("a cut cuts off a plan"), Bound(best - 1.0))
        return Liar(task, inbox, Bound(best + 1.0))

    monkeypatch.setattr(crew, "Worker", hired)
    outcome = solve_matrix(matrix, SolveOptions(gap=1e-6, threads=1), cancel=threading.Event(), start=x)
    assert outcome.status is Status.OPTIMAL
    assert outcome.proof is Proof.STRICT
    assert "restarted as a strict one" in outcome.message
    assert outcome.objective == pytest.approx(best, rel=SAME)
    assert outcome.bound <= outcome.objective


def test_a_plan_that_the_polish_takes_below_what_was_proven_refutes_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan comes with a column too high, and all that was proven is that nothing is better than it so."""
    matrix = knapsacks(2)
    best, x = optimum(matrix)
    column = int(np.flatnonzero(~matrix.integer & (x < matrix.col_upper - 0.5))[0])
    worse = x.copy()
    worse[column] += 0.5

    def hired(task: Task, inbox: Inbox) -> Any:
        if task.proof is Proof.STRICT:
            return Worker(task, inbox)
        return Liar(task, inbox, Bound(float(matrix.cost @ worse) + matrix.offset))

    monkeypatch.setattr(crew, "Worker", hired)
    outcome = solve_matrix(matrix, SolveOptions(gap=1e-6, threads=1), cancel=threading.Event(), start=worse)
    assert (outcome.status, outcome.proof) == (Status.OPTIMAL, Proof.STRICT)
    assert outcome.bound <= outcome.objective
    assert outcome.objective == pytest.approx(best, rel=SAME)


def test_a_version_that_proves_wrong_values_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wrong_version("1.16.0") == wrong_version("2.0.1") == ""
    assert "1.15.1 is refused" in wrong_version("1.15.1")
    find.find_solver.cache_clear()
    monkeypatch.setattr(find, "version", lambda _: "1.15.1")
    with pytest.raises(find.SolverMissing, match="wrong optimum"):
        find.find_solver("highs")
    find.find_solver.cache_clear()


def test_a_strict_proof_proves_the_starter() -> None:  # and the foundry, in tests/inputs
    result = solve(read_case(STARTER), SolveOptions(proof=Proof.STRICT, gap=1e-3))
    assert result.status is Status.OPTIMAL
    assert result.plan.outcome.gap <= 1e-3
    assert result.audit is not None
    assert result.audit.clean


@pytest.mark.parametrize(("seconds", "cuts"), [(0.0, False), (np.inf, True)])
def test_a_proof_that_is_too_short_for_the_cuts_of_highs_goes_without(
    monkeypatch: pytest.MonkeyPatch, seconds: float, cuts: bool
) -> None:
    asked: list[float] = []

    def noted(program: highspy.HighsLp, seed: int, limit: float, mailbox: Mailbox) -> Cuts:
        asked.append(limit)
        return stacked([])

    monkeypatch.setattr(rooting, "root_cuts", noted)
    assert root(knapsacks(3), 0, seconds, Mailbox(lambda _: None)) is not None
    assert bool(asked) is cuts
