"""Reading an input workbook for a command: the case, its warnings, and the hash that identifies it."""

from dataclasses import dataclass
from pathlib import Path

from planner.case.records import Case
from planner.cli.exits import Exit, Stop
from planner.cli.files import sha256
from planner.cli.terminal.faults import counts, errors
from planner.plan.records import Schedule
from planner.report.readback.plan_workbook import read_schedule
from planner.workbook.faults.fault import Fault, InputFaults
from planner.workbook.reader import read_workbook


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook that can be planned."""

    path: Path
    case: Case
    faults: tuple[Fault, ...]
    sha256: str

    def record(self) -> dict[str, str]:
        """Return what a plan records of its input."""
        return {"input_file": self.path.name, "input_sha256": self.sha256}


class Faulty(Stop):
    """The end of a command whose workbook has errors: the faults are for the reader, the message is their count."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        """Stop because of faults."""
        super().__init__(exit_of(faults), f"{path}: {counts(faults)}.")
        self.faults = faults


def read_source(path: Path) -> Source:
    """Return the case of a workbook. Raises Faulty where there is an error."""
    reading = read_workbook(path)
    if reading.case is None:
        raise Faulty(path, reading.faults)
    return Source(path, reading.case, reading.faults, sha256(path))


def known_schedule(path: Path, case: Case) -> tuple[Schedule, str]:
    """Return the decisions of a plan workbook that exist in a case, and a message. Raises Stop for another file."""
    try:
        schedule, unknown = read_schedule(path, case)
    except InputFaults as error:
        raise Stop(Exit.USAGE, f"{path} is not a plan workbook: {error.faults[0].meaning}.") from error
    rows = "1 row of it speaks" if unknown == 1 else f"{unknown} rows of it speak"
    passed_over = f" {rows} of what this case does not have." if unknown else ""
    return schedule, f"Starting from {path}.{passed_over}"


def exit_of(faults: tuple[Fault, ...]) -> Exit:
    """Return the exit code: an unreadable file differs from a workbook with faults."""
    severe = errors(faults)
    if any(fault.code.startswith("E1") and not fault.sheet for fault in severe):
        return Exit.USAGE
    return Exit.FAULTS if severe else Exit.OK
