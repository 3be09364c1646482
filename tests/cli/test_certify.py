"""`planner certify`: the case is found by its name, the checker lies beside the proof, and refusals are sentences."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.cli.commands.certify import CHECKER, certify
from planner.cli.exits import Exit, Stop
from planner.cli.origin import named_case
from planner.cli.terminal.mode import Mode
from planner.pipeline import solve
from planner.report.excel import drawing
from planner.solver.options import SolveOptions
from planner.workbook.case_file import read_case_file
from tests.cli.commands import STARTER


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan of the starter case, beside its case."""
    folder = tmp_path_factory.mktemp("certified")
    shutil.copy(STARTER, folder / "starter.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "available", lambda: False)
        return solve(read_case_file(folder / "starter.xlsx"), SolveOptions(threads=1)).write(folder / "plan.xlsx")


def test_a_proof_and_its_checker_are_written(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof = plan.with_name("proof.json")
    certify(plan, proof, progress=Mode.NONE)
    said = capsys.readouterr()
    assert "no plan costs less than 15.28" in said.out
    assert CHECKER in said.err
    origin = json.loads(proof.read_text())["origin"]
    assert origin["case"].startswith("starter.xlsx, SHA-256 ")
    ended = subprocess.run(
        [sys.executable, "-I", proof.with_name(CHECKER), proof], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "PROVEN."
    proof.with_name(CHECKER).write_text("something else")
    with pytest.raises(Stop, match="is another file than the checker"):
        certify(plan, proof)


def test_what_cannot_be_certified_is_said_in_a_sentence(plan: Path, tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"it must end in \.json"):
        certify(plan, tmp_path / "proof.txt")
    lonely = Path(shutil.copy(plan, tmp_path / "plan.xlsx"))
    with pytest.raises(
        Stop, match=r"was made from starter\.xlsx, which is neither beside it nor in this folder"
    ) as stop:
        named_case(lonely)
    assert stop.value.exit is Exit.USAGE
    with pytest.raises(Stop, match="does not exist"):
        named_case(tmp_path / "none.xlsx")
