"""When something goes wrong at the end of a long solve, the plan is kept and the exit code is never 0."""

import tempfile
from pathlib import Path

import pytest

from planner.audit import Audit, Finding
from planner.cli.exits import Exit, Stop
from planner.cli.writing import save_plan
from planner.pipeline import solve
from planner.report.readback.plan_workbook import read_plan
from planner.report.words.verdict import NOT_AUDITED, audit_lines
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case
from tests.cases import tiny
from tests.cli.commands import STARTER, planner

BROKEN_AUDIT = """
import planner.pipeline as run
from planner.audit import Audit, Finding
def audit(case, plan):
    finding = Finding("site_floor", "A", None, 4, 3, "A: floor is 4, at most 3 is allowed")
    return Audit((finding,), plan.outcome.objective, {}, 10)
run.audit = audit
"""


def test_a_plan_that_fails_its_audit_is_written_with_the_findings_and_never_ends_with_0(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BROKEN_AUDIT)
    ended = planner("solve", STARTER, "--json", "-o", "p.xlsx", folder=tmp_path, first_on_path=tmp_path)
    assert ended.code == 70
    assert "site_floor: A: floor is 4, at most 3 is allowed" in ended.words
    assert not ended.answer["audit"]["clean"]
    assert read_plan(tmp_path / "p.xlsx", read_case(STARTER)).starts


def test_the_verdict_is_a_sentence_and_then_the_findings() -> None:
    assert audit_lines(Audit((), 15.25, {}, 1200)) == (
        "Audit: clean, 1,200 checks, objective recomputed 15.250000 bn USD.",
        NOT_AUDITED,
    )
    finding = Finding("site_floor", "A", None, 4, 3, "A: too full")
    assert audit_lines(Audit((finding,), 1.0, {}, 9)) == (
        "Audit: 1 finding in 9 checks; do not rely on this plan.",
        NOT_AUDITED,
        "site_floor: A: too full",
    )


def test_a_plan_whose_place_is_lost_is_saved_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tiny()
    solved = solve(case, SolveOptions(threads=1))
    assert solved.audit is not None
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix: str(tmp_path))
    with pytest.raises(Stop) as stopped:
        save_plan(tmp_path / "gone" / "p.xlsx", solved)
    assert stopped.value.exit is Exit.USAGE
    assert str(tmp_path / "p.xlsx") in stopped.value.message
    assert read_plan(tmp_path / "p.xlsx", case).starts == solved.plan.starts
