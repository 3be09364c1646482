"""Records of the store: a run with its state, and the events shown on its page."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any


class State(StrEnum):
    """The state of a run. `interrupted`: stopped, with a plan or to be solved again; `failed`: no plan."""

    CHECKING = "checking"
    FAULTY = "faulty"
    READY = "ready"
    QUEUED = "queued"
    RUNNING = "running"
    ENDED = "ended"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


LIVE = (State.CHECKING, State.QUEUED, State.RUNNING)
OVER = (State.ENDED, State.INTERRUPTED, State.FAILED)
DATABASE = "runs.sqlite3"
INPUT, CHECK, MARKED = "input.xlsx", "check.json", "marked.xlsx"
"""Files of a run: the input, the result of the check, and the marked copy."""
CHANGE = "change.json"
"""The changes to the workbook of another run that made this one."""
INTERIM, PLAN, PLAN_BOOK, VIEW, CHARTS = "interim.json", "plan.json", "plan.xlsx", "view.json", "charts.json"
"""The best plan so far, then the plan itself, the plan workbook, and the data of its page."""
STUDY, ANSWER, ANSWER_BOOK = "study.json", "answer.json", "answer.xlsx"
"""A study of another run, its parent: what is asked, and the answer as data and as a workbook."""
BESIDE = "beside-{}.json"
"""What differs from another run, by its id: an answer as data."""
FACTS = "facts.json"
"""What the page of a plan is filtered by."""
_SHORT_ID = 6
"""Digits of an id that distinguish the runs of one case."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a solve, within the server's limits."""

    time_limit_seconds: float = 300.0
    gap: float = 1e-4
    seed: int = 0
    user: str = ""
    """Who asked, where the server has users."""


@dataclass(frozen=True, slots=True)
class Run:
    """One workbook and its results. Times are seconds since 1970, 0 before the event."""

    id: str
    title: str
    state: State
    created: float
    asked: Asked = field(default_factory=Asked)
    started: float = 0.0
    ended: float = 0.0
    cancel_asked: float = 0.0
    case_name: str = ""
    status: str = ""
    message: str = ""
    sha256: str = ""
    parent: str = ""
    change: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it is still being processed."""
        return self.state in LIVE

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to look at."""
        return VIEW in self.files

    @property
    def is_study(self) -> bool:
        """Whether it is not a case of its own but a question about its parent."""
        return STUDY in self.files

    @property
    def file_name(self) -> str:
        """The file name of its workbook for download; that of a run made from another one contains its id."""
        if not self.parent:
            return self.title
        title = PurePosixPath(self.title)
        return f"{title.stem}_{'what_if' if self.change else 'again'}_{self.id[:_SHORT_ID]}{title.suffix}"

    def to_json(self) -> dict[str, Any]:
        """Return the run as plain data."""
        return {**asdict(self), "has_plan": self.has_plan, "files": list(self.files)}


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a run: `progress`, `log` or `state`, numbered within the run."""

    number: int
    kind: str
    body: dict[str, Any]
