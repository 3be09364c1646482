"""The README is complete: it has every command, option, sheet and exit code, and its commands are those of CI."""

import re
import subprocess
import tomllib
from importlib.metadata import entry_points

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planner.cli.exits import Exit
from planner.cli.main import Commands, app
from planner.plan.records import Status
from planner.report.contract.layout import RECORD_SHEETS
from planner.workbook.contract.schema import SHEETS
from tests.cli.commands import ROOT

README = (ROOT / "README.md").read_text()
TO_PASTE = re.findall(r"^python3 -m venv \.venv && .*$", README, re.MULTILINE)


def test_every_command_and_option_is_in_the_readme() -> None:
    for name in Commands.listed:
        assert f"`planner {name}" in README
        for parameter in Commands.imported(name).params:
            if parameter.param_type_name == "option":
                assert any(f"`{option}" in README for option in parameter.opts), parameter.opts
            else:
                assert parameter.metavar in README


def test_every_sheet_of_case_and_plan_is_in_the_readme() -> None:
    for row in SHEETS:
        assert f"| `{row.sheet}`{' *' if row.required else ''} |" in README
    for sheet in RECORD_SHEETS:
        assert f"`{sheet.name}`" in README


def test_every_exit_code_and_status_is_in_the_readme() -> None:
    assert all(f"| {int(code)} |" in README for code in Exit)
    assert all(f"`{status}`" in README for status in Status if status is not Status.ERROR)


def test_one_line_installs_and_solves_and_one_installs_and_tests() -> None:
    solve, test = TO_PASTE
    assert solve.endswith(" && .venv/bin/planner solve inputs/world.xlsx --time-limit 120")
    assert test.endswith(" && .venv/bin/pytest")
    assert (ROOT / "inputs" / "world.xlsx").exists()


def test_continuous_integration_runs_the_lines_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "grep '^python3 -m venv .venv && ' README.md" in script
    assert not re.search(r"pip install", script), "installs only by the README's lines"
    for step in ('run "$install"', 'run "$install_dev"', "ruff check .", "ruff format --check .", "mypy"):
        assert step in script
    assert script.rstrip().endswith('run "$tests"')
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0


def test_pictures_of_the_readme_exist_and_are_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all(0 < (ROOT / picture).stat().st_size < 150_000 for picture in pictures)


def test_the_script_that_is_installed_is_the_app() -> None:
    assert isinstance(app, typer.Typer)
    scripts = [script for script in entry_points(group="console_scripts") if script.name == "planner"]
    assert all(script.value == "planner.cli.entry:main" for script in scripts)
    assert 'planner = "planner.cli.entry:main"' in (ROOT / "pyproject.toml").read_text()


def test_every_library_that_is_declared_has_the_version_that_the_tests_run_with() -> None:
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")
    )
    versions = {canonicalize_name(name): version for name, version in pinned.items()}
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"].values()
    declared = [Requirement(text) for text in (*project["dependencies"], *(text for extra in extras for text in extra))]
    assert [one.name for one in declared if canonicalize_name(one.name) not in versions] == []
    assert all(one.specifier.contains(versions[canonicalize_name(one.name)]) for one in declared)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_text_is_wrapped(name: str) -> None:
    is_code, long = False, []
    for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1):
        is_code ^= line.startswith("```")
        if not is_code and not line.startswith("|") and len(line) > 126:
            long.append(f"{name}:{number}: {len(line)} columns, wrap it at 120")
    assert long == []
