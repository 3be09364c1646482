"""The bill of materials: every package that is used, with its version and licence."""

import json
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from planner.cli.commands.doctor import doctor
from planner.cli.doctor.components import UNKNOWN, components
from tests.cli.commands import ROOT


def test_every_package_that_is_needed_is_listed_with_its_version_and_licence() -> None:
    parts = {canonicalize_name(part.name): part for part in components()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    assert needed <= set(parts)
    assert {"et-xmlfile", "python-dateutil"} <= set(parts), "what these packages need themselves is listed too"
    assert "fab-planner" not in parts
    assert not {"pytest", "mypy", "ruff"} & set(parts)
    assert all(part.version == version(part.name) for part in parts.values())
    assert [part.name for part in parts.values() if part.licence == UNKNOWN] == []
    copyleft = [part.name for part in parts.values() if "GPL" in part.licence]
    assert copyleft == []


def test_the_bill_of_materials_is_cyclonedx(tmp_path: Path) -> None:
    doctor(sbom=tmp_path / "sbom.json")
    bill = json.loads((tmp_path / "sbom.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert len(bill["components"]) == len(components())
    assert f"pkg:pypi/highspy@{version('highspy')}" in {one["bom-ref"] for one in bill["components"]}
