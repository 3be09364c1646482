"""The page on questions says what the commands print."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import planner
from planner.solver.quantities import gap_of
from planner.study.answers.answer import Answer
from planner.study.solves.session import StudyOptions

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "examples" / "questions" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ planner (.+)\n((?:.*\n)+?)```", PAGE)
STUDIES: dict[str, Callable[..., Answer]] = {
    "explain": planner.explain,
    "worth": planner.worth,
    "frontier": planner.frontier,
    "calendar": planner.calendar,
    "sensitivity": planner.sensitivity,
    "alternatives": planner.alternatives,
    "coalitions": planner.coalitions,
    "compare": planner.what_if,
}


@pytest.mark.slow
@pytest.mark.parametrize(("command", "printed"), BLOCKS)
def test_a_command_prints_what_the_page_says(command: str, printed: str) -> None:
    name, path, *options = shlex.split(command)
    arguments = dict(zip(options[::2], options[1::2], strict=True))
    wanted: dict[str, object] = {}
    if "--vary" in arguments:
        wanted["vary"] = arguments["--vary"]
        wanted["factors"] = tuple(float(factor) for factor in arguments["--factors"].split(","))
    if "--within" in arguments:
        wanted["within"] = gap_of(arguments["--within"])
    if "--set" in arguments:
        wanted["edits"] = [arguments["--set"]]
    answer = STUDIES[name](ROOT / path, StudyOptions(executor="local:1"), **wanted)
    assert f"{answer}\n" == printed


def test_every_study_has_its_question() -> None:
    assert [command.split()[0] for command, _ in BLOCKS] == list(STUDIES)
