"""Layers: imports point down the list of folders, and each library stays where it belongs."""

import ast
import sys
from pathlib import Path

import pytest

import planner

ROOT = Path(planner.__file__).parent
# From the top down: a folder may import itself and whatever stands below it, but nothing in `web` imports `cli`.
LAYERS = ("cli", "web", "study", "report", "charts", "solve", "model", "plan", "workbook", "case")
# Which folders may import a library that is not Python's own; any other library is for everyone above `case`.
HOMES = {
    "typer": {"cli"},
    "rich": {"cli", "report"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "pandas": {"report", "study", "charts", "web"},
    "openpyxl": {"report", "workbook"},
    "defusedxml": {"workbook"},
    "pydantic": {"workbook", "web"},
    "highspy": {"solve"},
    "pyomo": {"model", "solve"},
    "numpy": {"solve", "study"},
    "scipy": {"solve", "study"},
}
FILES = sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return every module that a file imports, also inside functions."""
    found: set[str] = set()
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            found |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom):
            assert statement.level == 0, f"{path.name} imports relatively"
            found.add(statement.module or "")
    return found


def layer_of(path: Path) -> str:
    """Return the folder that a file stands in, empty for the package's own file."""
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else ""


def strangers(path: Path) -> set[str]:
    """Return the planner's modules that a file imports although they stand above it."""
    layer = layer_of(path)
    allowed = LAYERS[LAYERS.index(layer) :] if layer else ()
    own = {name for name in imported(path) if name.startswith("planner.")}
    return {name for name in own if name.split(".")[1] not in allowed}


def test_every_folder_is_a_layer() -> None:
    assert {layer_of(path) for path in FILES} - {""} <= set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_down(layer: str) -> None:
    found = {str(path.relative_to(ROOT)): strangers(path) for path in FILES if layer_of(path) == layer}
    assert {name: modules for name, modules in found.items() if modules} == {}


def test_the_case_needs_the_standard_library_alone() -> None:
    for path in FILES:
        if layer_of(path) == "case":
            others = {name for name in imported(path) if not name.startswith("planner.case")}
            assert {name.split(".")[0] for name in others} <= set(sys.stdlib_module_names), path.name


def test_the_audit_knows_neither_model_nor_solver() -> None:
    audit = ROOT / "plan" / "audit"
    for path in FILES:
        if path.is_relative_to(audit):
            forbidden = (
                "planner.model",
                "planner.solve",
                "planner.plan.extract",
                "planner.case.shape",
                "pyomo",
                "highspy",
            )
            assert not any(name.startswith(forbidden) for name in imported(path)), path.name


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_in_its_folders(library: str) -> None:
    users = {layer_of(path) for path in FILES if library in {name.split(".")[0] for name in imported(path)}}
    assert users <= HOMES[library]


def test_files_stay_small() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    sizes = sorted(lines.values())
    assert sizes[len(sizes) // 2] <= 100
    assert {name: count for name, count in lines.items() if count > 350} == {}


def test_the_command_line_imports_nothing_of_the_extra_for_the_browser() -> None:
    needs = {"fastapi", "starlette", "uvicorn", "jinja2"}
    light = {"settings", "store", "records", "__init__"}
    for path in FILES:
        if layer_of(path) == "web" and path.stem in light:
            assert not needs & {name.split(".")[0] for name in imported(path)}, path.name
