"""The help of every command on a terminal of 80 columns."""

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from planner.cli.main import app
from planner.cli.terminal.display import Mode
from planner.workbook.template.examples import Example

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def _help(*arguments: str) -> str:
    ended = CliRunner().invoke(app, [*arguments, "--help"], env={"COLUMNS": "80", "NO_COLOR": "1"})
    assert ended.exit_code == 0
    return ended.output


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_flag_has_no_type_and_every_line_fits(command: str) -> None:
    told = _help(*filter(None, [command]))
    assert "Show this message and exit." in told
    assert "<bool>" not in told
    assert "[[" not in told
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(("command", "choices"), [("solve", Mode), ("template", Example)])
def test_choices_are_shown_as_whole_words(command: str, choices: type[Mode] | type[Example]) -> None:
    words = _help(command).replace(",", " ").replace(".", " ").split()
    assert {str(choice) for choice in choices} <= set(words)
