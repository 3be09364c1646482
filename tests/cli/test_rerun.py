"""`planner rerun`: the same input, seed and node limit give the same plan; what is not the same is named."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.cli.commands.rerun import different, options_of, rerun
from planner.cli.exits import Stop
from planner.cli.terminal.mode import Mode
from planner.pipeline import solve
from planner.report.excel import drawing
from planner.report.readback.plan_workbook import read_plan
from planner.solver.options import Proof, SolveOptions
from planner.workbook.case_file import read_case_file
from tests.cli.commands import STARTER
from tests.report.plans import three_sites_plan

OPTIONS = SolveOptions(gap=0.02, threads=1, seed=3, node_limit=40)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of the starter case, beside its case."""
    folder = tmp_path_factory.mktemp("rerun")
    shutil.copy(STARTER, folder / "starter.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "available", lambda: False)
        return solve(read_case_file(folder / "starter.xlsx"), OPTIONS).write(folder / "plan.xlsx")


@pytest.fixture(autouse=True)
def _without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "available", lambda: False)


def test_the_same_input_seed_and_node_limit_give_the_same_plan(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = plan.with_name("again.xlsx")
    rerun(plan, again, progress=Mode.NONE)
    said = capsys.readouterr()
    assert said.out.startswith("The same plan: every row of its sheets is in ")
    assert "differs" not in said.err
    case = read_case_file(plan.with_name("starter.xlsx")).case
    first, second = (read_plan(path, case) for path in (plan, again))
    assert first.schedule == second.schedule
    assert options_of(second.run) == options_of(first.run) == OPTIONS


def test_what_is_not_the_same_is_named(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book: Any = load_workbook(plan.with_name("starter.xlsx"))
    book["settings"]["C1"] = "saved again"
    book.save(tmp_path / "starter.xlsx")
    changed: Any = load_workbook(plan)
    for key, value in changed["run"].iter_rows(min_row=2, max_col=2):
        value.value = {"highspy_version": "1.2.3"}.get(key.value, value.value)
    for row in changed["starts"].iter_rows(min_row=2, max_row=2):
        row[3].value += 1
    changed.save(tmp_path / "plan.xlsx")
    with pytest.raises(Stop):
        rerun(tmp_path / "plan.xlsx", tmp_path / "again.xlsx", progress=Mode.NONE)
    said = capsys.readouterr()
    assert "starts: 1 of its rows only then, 1 only now" in said.out
    words = " ".join(said.err.split())
    assert "The input differs" in words
    assert "highspy differs: 1.2.3 then" in words


def test_plans_are_compared_row_by_row() -> None:
    plan = three_sites_plan()
    assert list(different(plan, plan)) == []
    better = replace(plan, outcome=replace(plan.outcome, objective=plan.outcome.objective - 1), starts=plan.starts[1:])
    objective, starts = different(plan, better)
    assert "objective:" in objective
    assert "starts: 1 of its rows only then, 0 only now" in starts


def test_a_run_record_that_says_little_means_the_defaults() -> None:
    few = options_of({"solver": "scip", "proof": "scip", "time_limit_seconds": "none"})
    assert (few.solver, few.proof, few.time_limit_seconds) == ("scip", Proof.DEFAULT, float("inf"))
