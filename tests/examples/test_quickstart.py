"""The notebook does what it shows: every cell runs, in order, and takes few lines."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import STARTER

NOTEBOOK = Path(__file__).parents[2] / "examples" / "quickstart.ipynb"
MAX_LINES = 20


def cells() -> list[str]:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_the_notebook_runs_from_a_workbook_to_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "inputs").symlink_to(STARTER.parent)
    monkeypatch.chdir(tmp_path / "examples")
    names: dict[str, Any] = {}
    for cell in cells():
        exec(compile(cell, str(NOTEBOOK), "exec"), names)
    result, tight = names["result"], names["tight"]
    assert result.has_plan
    assert result.audit.clean
    assert tight.figures.objective >= result.figures.objective
    assert "what is built" in result._repr_html_().lower()
    assert names["charts"]["gantt"]._repr_mimebundle_()["image/png"]
    assert Path("quickstart_plan.xlsx").stat().st_size > 10_000


def test_the_notebook_is_short_and_shows_what_it_did() -> None:
    assert sum(bool(line.strip()) for cell in cells() for line in cell.splitlines()) < MAX_LINES
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    assert all(cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
