"""The page of promises names only what there is: paths and commands."""

import re
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "tests" / "TRUST.md").read_text("utf-8")


def test_every_path_that_trust_names_exists() -> None:
    paths = re.findall(r"`((?:tests|planner|inputs|examples)/[\w./]+)`", TEXT)
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_command_that_trust_names_exists() -> None:
    modules = re.findall(r"`python -m (tests[\w.]+)", TEXT)
    assert len(modules) >= 4
    assert [name for name in modules if find_spec(name) is None] == []
    folder = ROOT / "planner" / "cli" / "commands"
    commands = set(re.findall(r"`planner (\w+)", TEXT))
    assert [name for name in commands if not (folder / f"{name}.py").exists()] == []
