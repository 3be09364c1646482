"""The workbook of a run as a temporary file during a task."""

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
    """Yield the workbook and a working folder, both deleted at the end; the server removes those of a killed task.

    Only a known suffix of the uploaded name is kept, since the reader depends on it.
    """
    stored = store.run(run)
    content = store.file(run, INPUT)
    if stored is None or content is None:
        raise LookupError("the workbook of this run has been deleted")
    store.work.mkdir(exist_ok=True, mode=0o700)
    ending = Path(stored.title).suffix.lower()
    with tempfile.TemporaryDirectory(prefix=f"{run}-", dir=store.work, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"workbook{ending if ending in _SUFFIXES else ''}"
        path.write_bytes(content)
        del content
        yield path, Path(folder)


def alone(store: Store, run: str) -> AbstractContextManager[None]:
    """Wait until no other worker is writing the plan of a run."""
    store.work.mkdir(exist_ok=True, mode=0o700)
    return held(store.work / f"{run}.lock", wait=True)
