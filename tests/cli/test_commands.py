"""The lesser commands: check, template, schema, formulation, audit, version and help."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.model.build import FAMILIES, STRENGTH
from planner.model.formulation import LEGEND
from planner.workbook.contract.schema import SHEETS
from planner.workbook.contract_export import schema_json
from tests.cli.commands import ROOT, STARTER, environment, planner
from tests.workbook.books import save, sound


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the starter case."""
    folder = tmp_path_factory.mktemp("plan")
    assert planner("solve", STARTER, "-o", "p.xlsx", folder=folder).code == 0
    return folder / "p.xlsx"


def test_check_prints_faults_by_sheet_with_errors_first_and_their_counts(tmp_path: Path) -> None:
    sheets = sound()
    sheets["site_nodes"][1][1] = "N5"
    sheets["Extra"] = [["a"], ["b"]]
    ended = planner("check", save(tmp_path / "in.xlsx", sheets), folder=tmp_path)
    assert ended.code == 1
    assert ended.err == ""
    assert ended.out.splitlines()[0].endswith("in.xlsx: 1 error, 1 warning")
    assert ended.out.index("site_nodes: 1 error") < ended.out.index("Extra: 1 warning")
    assert "E601 site_nodes!B2 an unknown name" in ended.out
    assert "write N3" in ended.out


def test_check_of_a_sound_workbook_lists_the_defaults_taken(tmp_path: Path) -> None:
    ended = planner("check", STARTER, folder=tmp_path)
    assert ended.code == 0
    assert "starter.xlsx: no faults" in ended.out
    assert "floor_units_per_phase 1" in ended.words
    assert "max_phase_starts_per_year -" in ended.words


def test_check_as_json_is_one_object(tmp_path: Path) -> None:
    sheets = sound()
    sheets["demand"][1][3] = -4
    ended = planner("check", save(tmp_path / "in.xlsx", sheets), "--json", folder=tmp_path)
    answer = ended.answer
    assert (ended.code, answer["errors"], answer["warnings"]) == (1, 1, 0)
    assert answer["faults"][0]["cell"] == "demand!D2"
    assert {"sheet": "products", "field": "price_usd", "value": "0", "rows": 1} in answer["defaults"]


def test_warnings_alone_leave_the_exit_code_at_0(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", sound() | {"Extra": [["a"], ["b"]]})
    assert planner("check", path, folder=tmp_path).code == 0


def test_the_template_has_every_sheet_and_is_never_written_over(tmp_path: Path) -> None:
    assert planner("template", "mine.xlsx", folder=tmp_path).code == 0
    before = (tmp_path / "mine.xlsx").read_bytes()
    assert {row.sheet for row in SHEETS} <= set(load_workbook(tmp_path / "mine.xlsx").sheetnames)
    again = planner("template", "mine.xlsx", folder=tmp_path)
    assert again.code == 2
    assert "not overwritten" in again.words
    assert (tmp_path / "mine.xlsx").read_bytes() == before


def test_the_schema_is_printed_for_people_and_as_json(tmp_path: Path) -> None:
    told = planner("schema", folder=tmp_path)
    for sheet in schema_json()["sheets"]:
        assert f"\n{sheet['sheet']}" in told.out
        assert all(f"  {field['id']}" in told.out for field in sheet["fields"][:1] if sheet["sheet"] != "settings")
    assert max(map(len, told.out.splitlines())) <= 80
    assert json.loads(planner("schema", "--json", folder=tmp_path).out) == json.loads(json.dumps(schema_json()))


def test_the_formulation_prints_every_equation_of_every_family(tmp_path: Path) -> None:
    told = " ".join(planner("formulation", folder=tmp_path).out.split())
    for family in (*FAMILIES, *STRENGTH):
        first, *rest = (family.__doc__ or "").strip().split("\n\n")
        assert first.split(": ", 1)[0] in told
        for paragraph in rest:
            assert " ".join(paragraph.split()) in told


def test_every_index_letter_of_the_equations_is_explained() -> None:
    explained = {letter for letters in LEGEND for letter in letters.split(", ")}
    used = set()
    for family in (*FAMILIES, *STRENGTH):
        for index in re.findall(r"\w+\[([^\]]*)\]", family.__doc__ or ""):
            used |= set(re.findall(r"\b[a-zA-Z]\b", index))
    assert used <= explained


def test_audit_says_that_a_plan_is_clean(plan: Path, tmp_path: Path) -> None:
    ended = planner("audit", STARTER, plan, folder=tmp_path)
    assert ended.code == 0
    assert re.search(r"clean, \d,\d{3} checks, objective recomputed 15\.28", ended.words)


def test_audit_finds_a_phase_that_was_smuggled_in(plan: Path, tmp_path: Path) -> None:
    book = load_workbook(plan)
    header = [cell.value for cell in book["starts"][1]]
    cell = book["starts"].cell(2, header.index("phases") + 1)
    assert isinstance(cell.value, int)
    cell.value += 1
    book.save(tmp_path / "p.xlsx")
    ended = planner("audit", STARTER, "p.xlsx", folder=tmp_path)
    assert ended.code == 1
    assert "do not rely on this plan" in ended.words


def test_audit_finds_headlines_and_locks_that_were_typed_over(plan: Path, tmp_path: Path) -> None:
    book: Any = load_workbook(plan)
    keys = {row[0].value: row[1] for row in book["summary"].iter_rows(min_row=2)}
    keys["coverage_pct"].value = 100
    keys["status_in_words"].value = "Perfect."
    book["locks"]["G2"].value = 7
    book.save(tmp_path / "p.xlsx")
    ended = planner("audit", STARTER, "p.xlsx", folder=tmp_path)
    assert ended.code == 1
    assert "summary: coverage_pct: the sheet says 100, the records of the plan say 95.98" in ended.words
    assert "summary: status_in_words: the sheet says Perfect., the records of the plan say Optimal" in ended.words
    assert "locks: " in ended.words
    assert re.search(r"max_phases of .*: the sheet says 7, the records of the plan say \d", ended.words)


def test_audit_against_another_file_warns_and_still_judges_by_the_rules(plan: Path, tmp_path: Path) -> None:
    book = load_workbook(STARTER)
    book.save(tmp_path / "again.xlsx")
    ended = planner("audit", "again.xlsx", plan, folder=tmp_path)
    assert ended.code == 0
    assert "Warning: the plan was made from another file than again.xlsx: starter.xlsx" in ended.words
    assert "Warning" not in planner("audit", STARTER, plan, folder=tmp_path).words


def test_audit_of_something_else_says_what_it_is(tmp_path: Path) -> None:
    ended = planner("audit", STARTER, STARTER, folder=tmp_path)
    assert ended.code == 2
    assert "a case workbook where a plan is expected" in ended.words
    assert planner("audit", STARTER, "none.xlsx", folder=tmp_path).code == 2


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    version = planner("--version", folder=tmp_path).out.strip()
    assert f'version = "{version.removeprefix("planner ")}"' in (ROOT / "pyproject.toml").read_text()


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    ended = planner(folder=tmp_path)
    assert ended.code == 2
    assert all(name in ended.words for name in ("solve", "check", "template", "schema", "formulation", "audit"))


def test_check_marks_the_faults_in_a_copy(tmp_path: Path) -> None:
    sheets = sound()
    sheets["site_nodes"][1][1] = "N5"
    del sheets["markets"]
    source = save(tmp_path / "in.xlsx", sheets)
    before = source.read_bytes()
    ended = planner("check", source, "--mark", "marked.xlsx", folder=tmp_path)
    assert ended.code == 1
    assert source.read_bytes() == before
    book = load_workbook(tmp_path / "marked.xlsx")
    comment = book["site_nodes"]["B2"].comment
    assert comment is not None
    assert "E601: an unknown name" in comment.text
    assert book["site_nodes"]["A2"].comment is None
    assert [row[:3] for row in book["faults"].iter_rows(min_row=2, values_only=True)] == [
        ("markets!A1", "error", "E201"),
        ("site_nodes!B2", "error", "E601"),
    ]


def test_a_marked_copy_is_never_the_input_itself(tmp_path: Path) -> None:
    source = save(tmp_path / "in.xlsx", sound())
    ended = planner("check", source, "--mark", source, folder=tmp_path)
    assert ended.code == 2
    assert "never overwritten" in ended.words


READERS = ("numpy", "pandas", "openpyxl", "planner.workbook", "planner.audit", "planner.report.words")
SOLVERS = ("scipy", "pyomo", "highspy", "altair")


def _loaded(names: tuple[str, ...], *arguments: str, folder: Path) -> list[str]:
    """Return which of some modules a command has loaded when it ends."""
    shown = f"print([name for name in {names} if name in sys.modules], file=sys.stderr)"
    code = f"import atexit, sys; atexit.register(lambda: {shown}); sys.argv[1:] = {list(arguments)}"
    python = [sys.executable, "-c", f"{code}; import planner.__main__"]
    ended = subprocess.run(
        python, capture_output=True, text=True, env=environment(charts=True), cwd=folder, check=False
    )
    loaded = ast.literal_eval(ended.stderr.splitlines()[-1])
    assert isinstance(loaded, list)
    return loaded


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("solve", "--help"), ("chek",)])
def test_version_and_help_load_nothing_that_reads_or_solves(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert _loaded(READERS + SOLVERS, *arguments, folder=tmp_path) == []


def test_a_check_loads_neither_solver_nor_models(tmp_path: Path) -> None:
    assert _loaded(SOLVERS, "check", str(STARTER), folder=tmp_path) == []


def test_a_model_is_compiled_without_statistics(tmp_path: Path) -> None:
    arguments = ("export", str(STARTER), "--mps", "starter.mps")
    assert _loaded(("scipy.stats", "scipy.sparse"), *arguments, folder=tmp_path) == ["scipy.sparse"]


def test_as_a_module_the_planner_has_the_same_name(tmp_path: Path) -> None:
    assert "Usage: planner [OPTIONS]" in planner("--help", folder=tmp_path).words
