"""Shell completion: commands are offered without being imported, options of a command with it."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import PLANNER, environment


def _printed(folder: Path, **asked: str) -> str:
    """Return what the planner prints where a shell asks it for completions."""
    env = {**environment(), **asked}
    return subprocess.run(PLANNER, env=env, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("planner so", {"solve"}),
        ("planner s", {"scenarios", "schema", "sensitivity", "serve", "show", "solve", "stress"}),
        ("planner solve --time", {"--time-limit"}),
        ("planner show --", {"--json", "--help"}),
    ],
)
def test_the_shell_is_offered_commands_and_options(words: str, offered: set[str], tmp_path: Path) -> None:
    last = str(len(words.split()) - 1)
    printed = _printed(tmp_path, _PLANNER_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=last)
    assert set(printed.split()) == offered


def test_the_script_for_a_shell_is_printed(tmp_path: Path) -> None:
    printed = _printed(tmp_path, _PLANNER_COMPLETE="source_bash")
    assert "_PLANNER_COMPLETE=complete_bash" in printed
