"""Other solvers prove beside the same search: the same optimum, and nothing believed or left behind that should not."""

import json
import math
import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from planner.case.records import Case, Lock, Objective, Settings
from planner.model.build import build
from planner.pipeline import solve
from planner.plan.records import Status
from planner.shape.shape import Shape
from planner.solver.events import Progress
from planner.solver.foreign.checks import flaw
from planner.solver.foreign.find import SolverMissing, find_solver
from planner.solver.options import SolveOptions
from planner.solver.portfolio import portfolio
from planner.solver.program.compile import compile_matrix
from planner.solver.program.matrix import Matrix
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import PLANNER, STARTER, environment
from tests.forks.starting import forked
from tests.model.solving import best_plan
from tests.model.worlds import world


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork the solvers' processes, of which each imports Pyomo."""
    monkeypatch.setattr(subprocess, "Popen", forked(environment()))


needs_scip = pytest.mark.skipif(find_spec("pyscipopt") is None, reason="needs the extra scip")
SOLVERS = [pytest.param("scip", marks=needs_scip), "appsi_highs"]
NEAR = 1e-6
COVERING = replace(tiny(), settings=Settings("tiny", objective=Objective.COVERAGE_FIRST))
LOCKED = tiny(locks=(Lock("A", "N3", min_phases=1), Lock("A", "N3", max_phases=0)))


def asked(solver: str, threads: int = 1) -> SolveOptions:
    return SolveOptions(gap=NEAR, threads=threads, solver=solver)


def same_as_highs(case: Case, options: SolveOptions) -> None:
    """Hold a solver to the optimum that HiGHS proves."""
    solved = solve(case, options)
    outcome = solved.plan.outcome
    assert outcome.status is Status.OPTIMAL, solved.plan.run
    assert solved.audit is not None
    assert solved.audit.clean
    optimum = best_plan(case).outcome.objective
    assert outcome.objective == pytest.approx(optimum, rel=2 * NEAR)
    assert outcome.bound <= optimum + 2 * NEAR * abs(optimum)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize(
    "case", [tiny(), COVERING, tiny(pairs={}), world(8)], ids=["tiny", "coverage first", "no integers", "world"]
)
def test_a_small_case_has_the_same_optimum(solver: str, case: Case) -> None:
    same_as_highs(case, asked(solver))


@needs_scip
def test_scip_proves_the_starter_beside_the_search() -> None:
    same_as_highs(read_case(STARTER), asked("scip", threads=2))


@needs_scip
def test_a_known_plan_is_where_scip_starts() -> None:
    known = best_plan(world(0))
    solved = solve(world(0), asked("scip"), warm_start=known.schedule)
    assert solved.plan.outcome.status is Status.OPTIMAL, solved.plan.run
    assert solved.plan.outcome.objective == pytest.approx(known.outcome.objective, rel=2 * NEAR)


@pytest.mark.parametrize("solver", SOLVERS)
def test_locks_that_differ_are_infeasible(solver: str) -> None:
    assert solve(LOCKED, asked(solver)).plan.outcome.status is Status.INFEASIBLE


@pytest.mark.parametrize("solver", [*SOLVERS, "highs"])
def test_the_plan_says_which_solver_proved(solver: str) -> None:
    run = solve(tiny(), asked(solver)).plan.run
    assert run["solver"] == solver
    assert run["solver_interface"] == {"scip": "scip_direct", "highs": "highspy"}.get(solver, solver)
    assert str(run["solver_version"])[0].isdigit()


@pytest.mark.parametrize("name", ["nosuchsolver", "_neos", "../scip", ""])
def test_a_solver_that_pyomo_does_not_know_is_refused_before_anything_is_solved(name: str) -> None:
    seen: list[Progress] = []
    with pytest.raises(SolverMissing, match="Pyomo knows no solver"):
        solve(tiny(), asked(name), on_progress=seen.append)
    assert seen == []


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def test_what_to_install_for_a_solver_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.dumps({"known": True, "interface": "", "version": ""})
    monkeypatch.setattr(sys, "executable", str(program(tmp_path / "python", f"echo '{found}'")))
    with pytest.raises(SolverMissing, match=r"^The solver scip is not available here: install it with .*\[scip\]'\.$"):
        find_solver.__wrapped__("scip")
    monkeypatch.setattr(sys, "executable", str(program(tmp_path / "python", "exit 3")))
    with pytest.raises(SolverMissing, match="ended with 3"):
        find_solver.__wrapped__("scip")


def cbc(folder: Path, when_solving: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program on the PATH that says that it is CBC."""
    program(folder / "cbc", f'case "$*" in *.lp*) {when_solving};; *) echo "Version: 2.10.8";; esac')
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    find_solver.cache_clear()


@pytest.mark.parametrize("script", ["exit 9", "echo nonsense", "kill -9 $$"])
def test_a_program_that_fails_is_an_outcome_with_a_message(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cbc(tmp_path, script, monkeypatch)
    monkeypatch.setattr(portfolio, "GRACE_SECONDS", 0.5)  # nobody has last words that matter
    solved = solve(tiny(), asked("cbc"))
    assert solved.plan.outcome.status is Status.ERROR
    assert solved.audit is None
    assert "cbc" in str(solved.plan.run["message"])
    assert "\n" not in str(solved.plan.run["message"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_cancel_ends_the_program_and_keeps_the_plan_of_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    cbc(tmp_path, f"exec 9>{tmp_path}/alive; echo begun >&9; sleep 3600", monkeypatch)
    cancel, started_at = threading.Event(), threading.Event()

    def listen(progress: Progress) -> None:
        try:
            if os.read(alive, 6):
                started_at.set()
        except BlockingIOError:
            pass
        if started_at.is_set() and math.isfinite(progress.incumbent):
            cancel.set()

    solved = solve(world(0), asked("cbc", threads=2), on_progress=listen, cancel=cancel)
    assert solved.plan.outcome.status is Status.CANCELLED
    assert solved.audit is not None
    assert solved.audit.clean
    assert "cbc reported no bound" in str(solved.plan.run["message"])
    os.set_blocking(alive, True)
    assert os.read(alive, 1) == b""  # nobody holds the other end any more
    os.close(alive)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_planner_that_is_killed_takes_the_program_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "alive")
    cbc(tmp_path, f"exec 9>{tmp_path}/alive; echo begun >&9; sleep 3600", monkeypatch)
    command = [*PLANNER, "solve", str(STARTER), "--solver", "cbc", "--threads", "1", "--progress", "none"]
    with (
        subprocess.Popen(command, cwd=tmp_path, env={**environment(), "TMPDIR": str(tmp_path)}) as process,
        (tmp_path / "alive").open("rb", buffering=0) as alive,
    ):
        assert alive.read(6) == b"begun\n"
        process.kill()
        assert alive.read(1) == b""  # nobody holds the other end any more


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return compile_matrix(build(Shape(tiny())))


@pytest.mark.parametrize(
    ("change", "words"),
    [(math.nan, "not a number"), (-1.0, "bounds"), (0.5, "fractions")],
    ids=["nothing", "below its bound", "a fraction"],
)
def test_a_plan_with_a_wrong_value_is_not_believed(matrix: Matrix, change: float, words: str) -> None:
    x = np.zeros(matrix.cost.size)
    x[np.flatnonzero(matrix.integer)[0]] = change
    free = replace(
        matrix, row_lower=np.full(matrix.row_lower.size, -np.inf), row_upper=np.full(matrix.row_upper.size, np.inf)
    )
    assert words in flaw(free, x, math.inf)


def test_a_plan_that_breaks_a_row_or_costs_something_else_is_not_believed(matrix: Matrix) -> None:
    nothing = np.zeros(matrix.cost.size)
    assert "breaks the row" in flaw(matrix, nothing, math.inf)  # what is not shipped must be short
    short = np.array([3.0 if name == "shortage" else 0.0 for name, _ in matrix.columns])
    cost = float(matrix.cost @ short) + matrix.offset
    assert flaw(matrix, short, cost) == ""
    assert "reports an objective" in flaw(matrix, short, cost + 1.0)
