"""The store as the server uses it: no change of a run's state is lost while the store cannot be written."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from planner.web.store.records import Asked, Run, State
from planner.web.store.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the state of a run that has to be stored."""

    to: State
    came_from: tuple[State, ...]
    columns: dict[str, Any]


class LastingStore(Store):
    """A store that keeps changes in memory until they are stored, and shows them meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Open the store; create it where there is none."""
        self._changes: dict[str, Change] = {}
        self._storing = threading.Lock()
        self.added: set[str] = set()
        super().__init__(folder)

    def add(self, title: str, content: BinaryIO, asked: Asked, **known: str) -> str:
        """Store a workbook as a new run to be checked, and return its id."""
        run = super().add(title, content, asked, **known)
        self.added.add(run)
        return run

    def settle(self, run: str, to: State, *came_from: State, **columns: Any) -> None:
        """Change the state of a run if it is in one of some states. Raises what keeps the change from being stored.

        Even then the change holds: `store_changes` stores it later.
        """
        self.plan_change(run, to, *came_from, **columns)
        self.store_changes()

    def plan_change(self, run: str, to: State, *came_from: State, **columns: Any) -> None:
        """Change the state of a run in memory, to be stored later."""
        earlier = self._changes.get(run)
        if earlier is not None and earlier.to in came_from:  # what is stored is still the state before both
            came_from += earlier.came_from
        self._changes[run] = Change(to, came_from, columns)

    def store_changes(self) -> None:
        """Store the changes that are in memory only."""
        with self._storing:
            for run, change in list(self._changes.items()):
                self.move(run, change.to, *change.came_from, **change.columns)
                if self._changes.get(run) is change:
                    del self._changes[run]

    def run(self, run: str) -> Run | None:
        """Return a run, if there is one of that id."""
        stored = super().run(run)
        return stored and self._changed(stored)

    def runs(self, limit: int = 1000, *states: State) -> list[Run]:
        """Return runs, the newest first, or only those in some states."""
        runs = [self._changed(run) for run in super().runs(limit, *states)]
        if not states:
            return runs
        known = {run.id for run in runs}
        others = (self.run(run) for run in list(self._changes) if run not in known)
        return [run for run in (*runs, *filter(None, others)) if run.state in states]

    def of_project(self, project: str) -> list[tuple[Run, int]]:
        """Return the runs of a project, the newest first, each with the number of its version."""
        return [(self._changed(run), number) for run, number in super().of_project(project)]

    def hold(self) -> None:
        """Keep the store readable while the disk is full."""
        self._database.hold()

    def release(self) -> None:
        """Let go of the store."""
        self._database.release()

    def _changed(self, stored: Run) -> Run:
        change = self._changes.get(stored.id)
        if change is None or stored.state not in change.came_from:
            return stored
        return replace(stored, state=change.to, **change.columns)
