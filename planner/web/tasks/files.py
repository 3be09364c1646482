"""The workbook of a run as a file for the length of a task, under a name of our own making."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from planner.web.store.lock import held
from planner.web.store.records import INPUT
from planner.web.store.store import Store

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".pdf", ".docx", ".zip")


@contextmanager
def workplace(store: Store, run: str) -> Iterator[tuple[Path, Path]]:
    """Give the workbook and a folder to work in, both gone at the end; what a killed task leaves the server clears.

    Of the name that it came with only a known ending is kept, by which the reader tells what kind of file it is.
    """
    kept = store.run(run)
    content = store.file(run, INPUT)
    if kept is None or content is None:
        raise LookupError(f"there is no run {run}")
    ending = Path(kept.title).suffix.lower()
    with tempfile.TemporaryDirectory(prefix=f"{run}-", dir=store.work) as folder:
        path = Path(folder) / f"workbook{ending if ending in _SUFFIXES else ''}"
        path.write_bytes(content)
        del content
        yield path, Path(folder)


def alone(store: Store, run: str) -> AbstractContextManager[None]:
    """Wait until no other worker makes the plan of a run."""
    return held(store.work / f"{run}.lock", wait=True)
