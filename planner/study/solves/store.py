"""The store of finished solves: a file each in a folder, named by what was solved, so that a study can be resumed."""

import gzip
import logging
import os
from pathlib import Path

from planner.plan.records import Status
from planner.study.solves.job import Job
from planner.study.solves.solved import Solved

log = logging.getLogger(__name__)
_ENDING = ".json.gz"
_FINISHED = (Status.OPTIMAL, Status.FEASIBLE, Status.INFEASIBLE, Status.NO_PLAN)


class Store:
    """Finished solves by the key of their job, in memory and, where there is a folder, on disk."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the store. Raises OSError where the folder cannot be made."""
        self._folder = folder
        self._solved: dict[str, Solved] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self.had_answers = folder is not None and any(folder.glob(f"*{_ENDING}"))
        """Whether the folder had finished solves when it was opened."""

    def find(self, job: Job) -> Solved | None:
        """Return the finished solve of a job, if there is one. A damaged file counts as none."""
        if job.key not in self._solved and self._folder is not None:
            path = self._path(job)
            try:
                self._solved[job.key] = Solved.from_text(gzip.decompress(path.read_bytes()).decode())
            except FileNotFoundError:
                return None
            except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
                log.warning("%s cannot be read (%s); its case is solved again", path, error)
                return None
        return self._solved.get(job.key)

    def keep(self, job: Job, solved: Solved) -> None:
        """Keep a finished solve; one that was cancelled or failed is not finished."""
        if solved.status not in _FINISHED:
            return
        self._solved[job.key] = solved
        if self._folder is None:
            return
        path = self._path(job)
        partial = path.with_suffix(f".{os.getpid()}.partial")
        try:
            partial.write_bytes(gzip.compress(solved.to_text().encode(), compresslevel=1))
            os.replace(partial, path)
        except OSError as error:
            log.warning("%s cannot be written (%s): this solve will be repeated when the study is resumed", path, error)
            partial.unlink(missing_ok=True)

    def _path(self, job: Job) -> Path:
        assert self._folder is not None
        return self._folder / f"{job.key[:32]}{_ENDING}"
