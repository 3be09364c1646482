"""What a study that was stopped says: whether anything is kept, and what to do next."""

from pathlib import Path
from typing import Any

import pytest

from planner.cli.exits import Exit, Stop
from planner.cli.studies.running import StudyRequest, run
from planner.study.solves.session import StudyCancelled


def stopped_study(*_: object, **__: Any) -> None:
    """A study that somebody stops."""
    raise StudyCancelled("stopped after 2 of 9 solves")


@pytest.mark.parametrize(
    ("resume", "said"),
    [
        (None, "The study was stopped after 2 of 9 solves. Nothing is kept. --total-time makes it end by itself"),
        (Path("solves"), "The study was stopped after 2 of 9 solves. Run the command again to go on: solves keeps"),
    ],
)
def test_a_stopped_study_says_what_is_kept(resume: Path | None, said: str) -> None:
    ask = StudyRequest(Path("case.xlsx"), None, 60.0, None, 1e-4, 0, "local", resume, as_json=False)
    with pytest.raises(Stop) as stop:
        run(ask, __name__, "stopped_study", lambda *_: (None, ()))
    assert str(stop.value).startswith(said)
    assert stop.value.exit == Exit.CANCELLED
