"""What the store keeps: a run with its state, and the events that its page shows."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any


class State(StrEnum):
    """Where a run stands. `interrupted` is a solve whose server ended; `failed` one that broke a limit or a part."""

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
INPUT, CHECK, MARKED = "input.xlsx", "check.json", "marked.xlsx"
"""Files of a run: what came in, what the check says of it, and its marked copy."""
CHANGE = "change.json"
"""What was changed in the workbook of another run to make this one."""
INTERIM, PLAN, PLAN_BOOK, VIEW, CHARTS = "interim.json", "plan.json", "plan.xlsx", "view.json", "charts.json"
"""The best plan so far; then the plan itself, as a workbook, and as what its page shows."""
_SHORT_ID = 6
"""Digits of an id that tell the runs of one case apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a run is to be solved. No limit is more than the server's own."""

    time_limit_seconds: float = 300.0
    gap: float = 1e-4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One workbook and what became of it. Moments are seconds since 1970, 0 until they come."""

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
        """Whether something still happens to it."""
        return self.state in LIVE

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to look at."""
        return VIEW in self.files

    @property
    def file_name(self) -> str:
        """What its workbook is called where it is taken home: that of a run made from another one bears its id."""
        if not self.parent:
            return self.title
        title = PurePosixPath(self.title)
        return f"{title.stem}_{'what_if' if self.change else 'again'}_{self.id[:_SHORT_ID]}{title.suffix}"

    def to_json(self) -> dict[str, Any]:
        """Return the run as plain data."""
        return {**asdict(self), "has_plan": self.has_plan, "files": list(self.files)}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a run: `progress`, `log` or `state`, numbered within the run."""

    number: int
    kind: str
    body: dict[str, Any]
