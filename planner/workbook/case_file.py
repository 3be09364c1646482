"""A case workbook that can be planned: its case, what is odd about it, and what identifies it."""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from planner.case.records import Case
from planner.workbook.assemble.tables import Tables
from planner.workbook.faults.fault import Fault, InputFaults
from planner.workbook.read.defaults import Default
from planner.workbook.reader import read_workbook


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A workbook without errors. `faults` holds warnings and remarks, `defaults` what its blank cells stand for."""

    case: Case
    file_name: str
    sha256: str
    faults: tuple[Fault, ...] = ()
    defaults: tuple[Default, ...] = ()
    read_seconds: float = 0.0
    tables: Tables | None = None
    """The rows of the workbook, which edits change."""
    edits: str = ""
    """The edits made since it was read, one a line; `case` and `tables` have them."""

    @property
    def record(self) -> dict[str, str]:
        """What a plan remembers of its input."""
        edits = {"edits": self.edits} if self.edits else {}
        return {"input_file": self.file_name, "input_sha256": self.sha256, **edits}


def read_case_file(path: Path | str) -> CaseFile:
    """Return a workbook that can be planned. Raises InputFaults, with every fault, where there is an error."""
    path, started_at = Path(path), time.perf_counter()
    reading = read_workbook(path)
    if reading.case is None:
        raise InputFaults(reading.faults)
    sha256 = sha256_of(path)
    seconds = time.perf_counter() - started_at
    name = _storable(path.name)
    return CaseFile(reading.case, name, sha256, reading.faults, reading.defaults, seconds, reading.tables)


def sha256_of(path: Path) -> str:
    """Return the hash that identifies a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _storable(name: str) -> str:
    """Return a file name as text that a workbook can hold; the bytes of a name need not be UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")
