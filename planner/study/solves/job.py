"""A job: one case to be solved, and what identifies its result."""

import hashlib
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from planner import __version__
from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Outcome, Plan, Schedule, Status
from planner.solver.options import SolveOptions
from planner.study.aims.aim import Aim
from planner.study.aims.solve import solve_aim
from planner.study.recourse.solve import solve_with_recourse
from planner.study.solves.solved import Solved


@dataclass(frozen=True, slots=True)
class Job:
    """A case to be solved, with options, and a schedule to start from if any. The name is for people.

    With an aim it is not the best plan that is looked for, and the schedule must be that of a plan that counts. With
    `decide_until`, starts after that period may follow the future.
    """

    name: str
    case: Case
    options: SolveOptions
    warm_start: Schedule | None = None
    aim: Aim | None = None
    decide_until: int | None = None

    @property
    def key(self) -> str:
        """The same for the same case, options, aim and version.

        Threads, a time limit and a warm start do not change the question; whoever reads it knows how long it took.
        """
        digest = hashlib.sha256()
        more = tuple(one for one in (self.aim, self.decide_until) if one is not None)
        options = replace(self.options, threads=1, time_limit_seconds=math.inf)
        for part in _parts((__version__, self.case, options, *more)):
            digest.update(part.encode())
        return digest.hexdigest()

    def run(self, cancel: threading.Event | None = None, report: Callable[[Any], None] | None = None) -> Solved:
        """Solve it here, without reports. Setting `cancel` ends it with the best plan so far."""
        if self.aim is not None:
            assert self.warm_start is not None, "a plan that counts is known"
            sought = solve_aim(self.case, self.aim, self.options, self.warm_start, cancel)
            is_clean = sought.audit is not None and sought.audit.clean
            return Solved(sought.plan, is_clean, sought.seconds, sought.note, sought.reached)
        if self.decide_until is not None:
            adapted = solve_with_recourse(self.case, self.decide_until, self.options, self.warm_start, cancel)
            note = "; ".join(filter(None, (adapted.note, *adapted.findings)))
            return Solved(adapted.plan, not adapted.findings, adapted.seconds, note, by_future=adapted.by_future)
        result = solve(self.case, self.options, cancel=cancel, warm_start=self.warm_start)
        clean = result.audit is not None and result.audit.clean
        return Solved(result.plan, clean, result.seconds.solve or 0.0, result.message)


def failed(reason: str) -> Solved:
    """Return what remains of a solve that came to no end."""
    return Solved(Plan(Outcome(Status.ERROR, math.inf, -math.inf, math.inf, {})), False, 0.0, reason)


def _parts(value: Any) -> Iterator[str]:
    """Yield a value piece by piece, in an order that does not depend on the process."""
    if is_dataclass(value):
        yield type(value).__name__
        for field in fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield "{"
        for key, item in value.items():
            yield from _parts(key)
            yield from _parts(item)
    elif isinstance(value, frozenset):
        yield from _parts(tuple(sorted(map(str, value))))
    elif isinstance(value, tuple | list):
        yield f"({len(value)}"
        for item in value:
            yield from _parts(item)
    else:
        yield f"{value!r};"
