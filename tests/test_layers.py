"""Layers: imports point down the list of folders, and each library stays where it belongs."""

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import planner

ROOT = Path(planner.__file__).parent
# From the top down: a folder may import itself and whatever stands below it, but nothing in `web` imports `cli`.
LAYERS = (
    "cli",
    "web",
    "study",
    "pipeline",
    "certify",
    "report",
    "charts",
    "solver",
    "model",
    "extract",
    "audit",
    "plan",
    "workbook",
    "shape",
    "registry",
    "case",
    "logs",
    "processes",
)
# Which folders may import a library that is not Python's own; any other library is for everyone above `case`.
HOMES = {
    "typer": {"cli"},
    "rich": {"cli", "report"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "altair": set(),
    "vl_convert": {"charts"},
    "pandas": {"report", "study", "charts", "web", "pipeline"},
    "openpyxl": {"report", "workbook", "study"},
    "defusedxml": {"workbook"},
    "distributed": {"study"},
    "pydantic": {"workbook", "web"},
    "highspy": {"solver"},
    "pyomo": {"model", "solver", "pipeline"},
    "numpy": {"solver", "study", "pipeline", "certify"},
    "scipy": {"solver", "study", "certify"},
}
FILES = sorted(ROOT.rglob("*.py"))
MOST_MODULES = 16
# Folders in which every file is one rule, command or chart.
ONE_EACH = {"model", "audit", "cli/commands", "charts"}
# Shorter bodies are alike by chance.
COPIED_CHARACTERS = 60


@cache
def imported(path: Path) -> frozenset[str]:
    """Return every module that a file imports, also inside functions."""
    found: set[str] = set()
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            found |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom):
            assert statement.level == 0, f"{path.name} imports relatively"
            found.add(statement.module or "")
    return frozenset(found)


def layer_of(path: Path) -> str:
    """Return the folder or module at the top that a file belongs to, empty for the package's own file."""
    first = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if first in ("__init__", "__main__") else first


def strangers(path: Path) -> set[str]:
    """Return the planner's modules that a file imports although they stand above it."""
    layer = layer_of(path)
    allowed = LAYERS[LAYERS.index(layer) :] if layer else LAYERS
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


def test_the_audit_sees_records_calendar_and_curves_only() -> None:
    allowed = {"planner.case.records", "planner.case.calendar", "planner.case.curves", "planner.plan.records"}
    for path in FILES:
        if layer_of(path) == "audit":
            own = {name for name in imported(path) if name.startswith("planner")}
            assert {name for name in own - allowed if not name.startswith("planner.audit")} == set(), path.name
            assert not imported(path) & {"numpy", "pandas", "pyomo", "highspy"}, path.name


def _body(function: ast.FunctionDef) -> str:
    """Return what a function does: its statements without docstring, under names that do not depend on its own."""
    statements = function.body
    if isinstance(statements[0], ast.Expr) and isinstance(statements[0].value, ast.Constant):
        statements = statements[1:]
    numbered: dict[str, str] = {}
    tree = ast.parse(ast.unparse(ast.Module(statements, [])))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = numbered.setdefault(node.id, f"name{len(numbered)}")
    return ast.unparse(tree)


def _functions(*layers: str) -> dict[str, str]:
    """Return the bodies of all functions of some folders that are long enough to have been copied."""
    return {
        _body(node): f"{path.relative_to(ROOT)}: {node.name}"
        for path in FILES
        if layer_of(path) in layers
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and len(_body(node)) >= COPIED_CHARACTERS
    }


def test_nothing_in_the_audit_is_copied_from_what_it_checks() -> None:
    audited, others = _functions("audit"), _functions("case", "shape", "model", "extract", "solver")
    assert {audited[body]: others[body] for body in audited.keys() & others.keys()} == {}


def _siblings(importing: Path, module: str) -> tuple[str, str, str] | None:
    """Return the folder in which an import goes from one module or room to another, and these two."""
    target = ROOT.parent.joinpath(*module.split("."))
    mine = importing.relative_to(ROOT).with_suffix("").parts
    theirs = (target / "__init__" if target.is_dir() else target).relative_to(ROOT).parts
    for depth, (here, there) in enumerate(zip(mine, theirs, strict=False)):
        if here != there:
            return "/".join(mine[:depth]), here, there
    return None


def _rooms() -> dict[str, dict[str, set[str]]]:
    """Return for every folder which of its modules and rooms import which others.

    The front door stands above all rooms, and what it holds itself below.
    """
    rooms: dict[str, dict[str, set[str]]] = {}
    modules = {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__") for path in FILES
    }
    for path in FILES:
        if path == ROOT / "__init__.py":
            continue
        for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("planner"):
                for alias in statement.names:
                    inner = f"{statement.module}.{alias.name}"
                    edge = _siblings(path, inner if inner in modules else str(statement.module))
                    if edge is not None:
                        folder, here, there = edge
                        rooms.setdefault(folder, {}).setdefault(here, set()).add(there)
    return rooms


def test_no_rooms_import_each_other_in_a_circle() -> None:
    rooms = _rooms()
    assert len(rooms) > 50
    for graph in rooms.values():
        list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_no_folder_is_a_pile() -> None:
    counts = {
        str(folder.relative_to(ROOT)): len([path for path in folder.glob("*.py") if path.stem != "__init__"])
        for folder in {path.parent for path in FILES}
    }
    piles = {folder: count for folder, count in counts.items() if count > MOST_MODULES}
    assert piles.keys() <= ONE_EACH, piles


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
