"""`import planner` is quick, and every public name is there, documented, and known to a type checker."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import planner
from tests.cases import tiny
from tests.cli.commands import STARTER

PUBLIC = [name for name in planner.__all__ if name != "__version__"]


def test_importing_the_planner_imports_nothing_else() -> None:
    code = "import sys, planner; print([m for m in sys.modules if m.startswith('planner.') or m in ('numpy', 'pyomo')])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(planner, name)
    assert name == "Draft" or (value.__doc__ and not value.__doc__.startswith(f"{name}("))
    assert name in dir(planner)


def test_a_type_checker_sees_the_same_names() -> None:
    tree = ast.parse(Path(planner.__file__).read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname: statement.module
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert seen == planner._HOMES


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solvee'"):
        planner.solvee  # noqa: B018


def test_a_result_prints_itself_and_writes_its_plan(tmp_path: Path) -> None:
    result = planner.solve(tiny(), planner.SolveOptions(threads=1))
    assert result.has_plan
    assert result.status is planner.Status.OPTIMAL
    assert result.message == ""
    assert "objective" in str(result)
    assert max(map(len, result.summary().splitlines())) <= 80
    assert repr(result).startswith("<Result of ")
    assert result.seconds.solve is not None
    assert result.seconds.read is None
    assert set(result.tables) >= {"summary", "starts", "shortage", "run"}
    assert result.write(tmp_path / "plan.xlsx").is_file()


def test_a_result_without_a_plan_says_why(tmp_path: Path) -> None:
    result = planner.solve(tiny(), planner.SolveOptions(time_limit_seconds=0.0, threads=1))
    if not result.has_plan:
        assert result.message.startswith("No plan was found before the limit")
        assert result.message in result.summary()
        assert result.charts() == []
        with pytest.raises(ValueError, match="No plan"):
            result.write(tmp_path / "plan.xlsx")


def test_a_case_with_errors_is_refused_with_all_of_them() -> None:
    case = tiny()
    broken = replace(case, settings=replace(case.settings, discount_rate=-2.0), products={})
    problems = [problem for problem in planner.check(broken) if problem.is_error]
    assert len(problems) >= 2
    with pytest.raises(planner.CaseProblems) as refused:
        planner.solve(broken)
    assert all(str(problem) in str(refused.value) for problem in problems)
    assert planner.check(STARTER) == ()


def test_a_read_workbook_is_remembered_by_its_plan() -> None:
    source = planner.read_case_file(STARTER)
    result = planner.solve(source, planner.SolveOptions(threads=1))
    assert result.plan.run["input_file"] == "starter.xlsx"
    assert result.plan.run["input_sha256"] == source.sha256
    assert result.seconds.read is not None
