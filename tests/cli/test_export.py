"""`planner export` and `--solver`: the model as a file that readers agree on, and a solver that must be there."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import highspy
import numpy as np
import pytest

from planner.case.records import Objective
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_stages
from planner.solver.program.matrix import Matrix
from planner.solver.program.mps import write_mps
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import STARTER, planner
from tests.model.solving import best_plan, near
from tests.workbook.books import save, sound


def reading(path: Path) -> highspy.Highs:
    """Return HiGHS with the model of a file."""
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 1e-7)):
        solver.setOptionValue(option, value)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    return solver


def optimum(solver: highspy.Highs) -> float:
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


def written(path: Path, *stages: Matrix) -> Path:
    with path.open("w", encoding="ascii") as file:
        write_mps(file, "case", stages)
    return path


def test_readers_find_the_optimum_of_the_planner(tmp_path: Path) -> None:
    ended = planner("export", STARTER, "--mps", "starter.mps", folder=tmp_path)
    assert ended.code == 0
    assert ended.out == ""
    assert "starter.mps holds" in ended.words
    expected = best_plan(read_case(STARTER)).outcome.objective
    assert optimum(reading(tmp_path / "starter.mps")) == near(expected)
    assert " more[Kaohsiung,N3,0] " in (tmp_path / "starter.mps").read_text()
    if find_spec("pyscipopt") is not None:
        from pyscipopt import Model

        scip = Model()
        scip.hideOutput()
        scip.readProblem(str(tmp_path / "starter.mps"))
        scip.optimize()
        assert scip.getObjVal() == pytest.approx(expected, rel=1e-5)


def test_every_number_is_read_back_as_it_is(tmp_path: Path) -> None:
    (matrix,) = compile_stages(build(Shape(read_case(STARTER))))
    odd = replace(
        matrix,
        offset=7.25 * matrix.scale,
        col_lower=np.where(matrix.integer, matrix.col_lower, -3.5),
        row_lower=np.where(np.isfinite(matrix.row_upper), matrix.row_upper - 2.0, matrix.row_lower),
    )
    lp = reading(written(tmp_path / "odd.mps", odd)).getLp()
    assert list(lp.col_cost_) == [*(odd.cost / odd.scale).tolist(), 7.25]
    assert list(lp.col_lower_) == [*odd.col_lower.tolist(), 1.0]
    assert list(lp.col_upper_) == [*odd.col_upper.tolist(), 1.0]
    whole = [kind == highspy.HighsVarType.kInteger for kind in lp.integrality_]
    assert whole == [*odd.integer.tolist(), False]
    assert np.allclose(lp.row_lower_, odd.row_lower, rtol=1e-12)
    assert np.allclose(lp.row_upper_, odd.row_upper, rtol=1e-12)


def test_two_objectives_are_solved_one_after_the_other_from_one_file(tmp_path: Path) -> None:
    case = read_case(STARTER)
    case = replace(case, settings=replace(case.settings, objective=Objective.COVERAGE_FIRST))
    plan = best_plan(case)
    assert plan.outcome.first_stage is not None
    solver = reading(written(tmp_path / "two.mps", *compile_stages(build(Shape(case)))))
    names = list(solver.getLp().col_names_)
    costs = list(solver.getLp().col_cost_)
    first = names.index("first_objective")
    solver.changeColsCost(len(names), np.arange(len(names), dtype=np.int32), np.eye(len(names))[first])
    least = optimum(solver)
    assert least == near(plan.outcome.first_stage.objective)
    solver.changeColsCost(len(names), np.arange(len(names), dtype=np.int32), np.array(costs))
    solver.changeColBounds(first, 0.0, least)
    assert optimum(solver) == pytest.approx(plan.outcome.objective, rel=1e-5)


def test_two_objectives_are_said(tmp_path: Path) -> None:
    sheets = sound()
    sheets["settings"] = [row for row in sheets["settings"] if row[0] != "objective"] + [
        ["objective", "coverage_first"]
    ]
    ended = planner("export", save(tmp_path / "in.xlsx", sheets), "--mps", "two.mps", folder=tmp_path)
    assert ended.code == 0
    assert "minimises the second objective" in ended.words


def test_names_have_no_blanks_and_differ_even_where_those_of_the_case_hardly_do() -> None:
    places = ("São Paulo", "Sao_Paulo", "Sao Paulo", "x" * 300, "x" * 299 + "y", "")
    matrix = compile_stages(build(Shape(tiny())))[0]
    columns = tuple(("more", (place, "N3", 0)) for place in places) + matrix.columns[len(places) :]
    file = StringIO()
    write_mps(file, "what a case: 7 bn $?", (replace(matrix, columns=columns),))
    names = list(dict.fromkeys(_column_names(file.getvalue().splitlines())))
    assert len(names) == matrix.cost.size + 1
    assert names[:3] == ["more[Sao_Paulo,N3,0]", "more[Sao_Paulo,N3,0]~2", "more[Sao_Paulo,N3,0]~3"]
    assert all(len(name) < 110 and name.isascii() for name in names)


def _column_names(lines: list[str]) -> Iterable[str]:
    for line in lines[lines.index("COLUMNS") + 1 : lines.index("RHS")]:
        name, *rest = line.split()
        assert len(rest) == 2
        if rest[0] != "'MARKER'":
            yield name


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("in.mps", "never overwritten"),
        ("link.mps", "never overwritten"),
        ("none/model.mps", "does not exist: create it"),
        ("model.txt", "it must end in .mps"),
        ("sub.mps", "a folder"),
    ],
)
def test_a_place_that_no_model_may_take(target: str, words: str, tmp_path: Path) -> None:
    shutil.copy(STARTER, tmp_path / "in.mps")
    (tmp_path / "link.mps").symlink_to("in.mps")
    (tmp_path / "sub.mps").mkdir()
    ended = planner("export", "in.mps", "--mps", target, folder=tmp_path)
    assert ended.code == 2
    assert words in ended.words
    assert (tmp_path / "in.mps").read_bytes() == STARTER.read_bytes()


def test_a_case_with_faults_or_contradictions_gives_no_file(tmp_path: Path) -> None:
    sheets = sound() | {"locks": [["site", "node", "min_phases"], ["A", "N5", 1]]}
    ended = planner("export", save(tmp_path / "in.xlsx", sheets), "--mps", "model.mps", folder=tmp_path)
    assert ended.code == 1
    assert "locks!B2" in ended.err
    assert not list(tmp_path.glob("*.mps"))
    assert planner("export", "missing.xlsx", "--mps", "model.mps", folder=tmp_path).code == 2


def test_a_solver_that_is_not_known_is_refused_before_anything_is_solved(tmp_path: Path) -> None:
    ended = planner("solve", STARTER, "-o", "plan.xlsx", "--solver", "nosuchsolver", "--json", folder=tmp_path)
    assert ended.code == 2
    assert ended.answer["exit_code"] == 2
    assert "Pyomo knows no solver 'nosuchsolver'" in ended.words
    assert "reading" not in ended.err
    assert not list(tmp_path.iterdir())


def test_another_solver_is_written_into_the_plan(tmp_path: Path) -> None:
    ended = planner("solve", STARTER, "-o", "plan.xlsx", "--solver", "appsi_highs", "--json", folder=tmp_path)
    assert ended.code == 0
    assert ended.answer["objective"] == pytest.approx(15.2879236, rel=1e-4)
    run = planner("read", "plan.xlsx", "--json", folder=tmp_path).answer["tables"]["run"]
    assert {row["key"]: row["value"] for row in run}["solver"] == "appsi_highs"
