"""The help of every command on a terminal of 80 columns."""

import re

import pytest
from typer.testing import CliRunner

from planner.cli.main import Commands, app
from planner.cli.terminal.mode import Mode
from planner.workbook.template.examples import Example

COMMANDS = sorted(Commands.listed)


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


def test_the_list_of_commands_says_of_each_how_its_help_begins() -> None:
    for name, listed in Commands.listed.items():
        listed_words, help_words = (re.findall(r"\w+", text)[:3] for text in (listed.summary, _text_of(name)))
        assert listed_words == help_words, name


def _text_of(command: str) -> str:
    text = Commands.imported(command).help
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize(("command", "choices"), [("solve", Mode), ("template", Example)])
def test_choices_are_shown_as_whole_words(command: str, choices: type[Mode] | type[Example]) -> None:
    words = _help(command).replace(",", " ").replace(".", " ").split()
    assert {str(choice) for choice in choices} <= set(words)
