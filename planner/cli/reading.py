"""Reading an input workbook for a command: the case, its warnings, and the hash that identifies it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.case.checks import CaseProblems
from planner.case.records import Case
from planner.cli.exits import Exit, Stop
from planner.cli.terminal.faults import counts, errors
from planner.plan.records import Schedule
from planner.report.readback.plan_workbook import read_schedule
from planner.workbook import case_file
from planner.workbook.case_file import CaseFile
from planner.workbook.edit.apply import edited
from planner.workbook.edit.edits import EditError
from planner.workbook.edit.of_file import with_edits
from planner.workbook.edit.parse import parse_edits
from planner.workbook.faults.fault import Fault, InputFaults
from planner.workbook.reader import read_workbook

if TYPE_CHECKING:
    from planner.study.variant import Variant


class Faulty(Stop):
    """The end of a command whose workbook has errors: the faults are for the reader, the message is their count."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        """Stop because of faults."""
        super().__init__(exit_of(faults), f"{path}: {counts(faults)}.")
        self.faults = faults


def read_source(path: Path, edits: Sequence[str] = ()) -> CaseFile:
    """Return the case of a workbook with edits. Raises Faulty where there is an error, Stop for a wrong edit."""
    try:
        return with_edits(case_file.read_case_file(path), edits)
    except InputFaults as error:
        raise Faulty(path, error.faults) from error
    except EditError as error:
        raise Stop(Exit.USAGE, str(error)) from error
    except CaseProblems as error:
        raise Stop(Exit.FAULTS, f"With its edits the case has errors:\n{error}") from error


def read_contradictory(path: Path, edits: Sequence[str] = ()) -> tuple["Variant", tuple[Fault, ...]]:
    """Return the rows of a workbook with edits, and its faults; its requirements may contradict each other.

    Raises Faulty where there is another error, Stop for a wrong edit.
    """
    from planner.study.variant import Variant

    reading = read_workbook(path)
    if reading.tables is None:
        raise Faulty(path, reading.faults)
    try:
        return Variant("as it stands", edited(reading.tables, parse_edits(edits, reading.tables))), reading.faults
    except EditError as error:
        raise Stop(Exit.USAGE, str(error)) from error


def known_schedule(path: Path, case: Case) -> tuple[Schedule, str]:
    """Return the decisions of a plan workbook that exist in a case, and a message. Raises Stop for another file."""
    try:
        schedule, unknown = read_schedule(path, case)
    except InputFaults as error:
        fault = error.faults[0]
        raise Stop(Exit.USAGE, f"{path} is not a plan workbook: {fault.meaning}; {fault.fix}.") from error
    rows = "1 row of it speaks" if unknown == 1 else f"{unknown} rows of it speak"
    passed_over = f" {rows} of what this case does not have." if unknown else ""
    return schedule, f"Starting from {path}.{passed_over}"


def exit_of(faults: tuple[Fault, ...]) -> Exit:
    """Return the exit code: an unreadable file differs from a workbook with faults."""
    severe = errors(faults)
    if any(fault.code.startswith("E1") and not fault.sheet for fault in severe):
        return Exit.USAGE
    return Exit.FAULTS if severe else Exit.OK
