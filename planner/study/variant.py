"""A variant: a case with named edits, which can be made in its workbook by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planner.case.checks import CaseProblems
from planner.case.records import Case
from planner.workbook.assemble.rows_of import tables_of
from planner.workbook.assemble.tables import Tables
from planner.workbook.case_file import CaseFile, read_case_file
from planner.workbook.edit.apply import edited, sound_case
from planner.workbook.edit.choice import Choice
from planner.workbook.edit.edits import Edit, cell_address
from planner.workbook.edit.parse import parse_edits
from planner.workbook.edit.write import write_edited
from planner.workbook.faults.codes import CANNOT_BE
from planner.workbook.faults.fault import InputFaults
from planner.workbook.reader import read_workbook


@dataclass(frozen=True)
class Variant:
    """A case, as it stands or with edits. `relaxes`: every plan of the case as it stands is one of this, no dearer."""

    name: str
    tables: Tables
    edits: tuple[Edit, ...] = ()
    relaxes: bool = False

    @cached_property
    def case(self) -> Case:
        """The case with its edits. Raises EditError or CaseProblems where they cannot be made."""
        return sound_case(edited(self.tables, self.edits))

    def with_edits(self, name: str, edits: Iterable[Edit | str], *, relaxes: bool = False) -> "Variant":
        """Return a variant of this one with further edits: records, or texts as for `--set`. Raises EditError."""
        tables, all_edits = edited(self.tables, self.edits), list(self.edits)
        for edit in edits:
            further = parse_edits([edit], tables) if isinstance(edit, str) else (edit,)
            tables = edited(tables, further)
            all_edits += further
        return Variant(name, self.tables, tuple(all_edits), relaxes)

    @property
    def changes(self) -> tuple[str, ...]:
        """The edits in words, each with its cell where the workbook has one: "budget[Fund A].2027Q1: 40 -> 50"."""
        return tuple(
            f"{edit} ({address})" if (address := cell_address(self.tables, edit)) else str(edit) for edit in self.edits
        )

    @property
    def choice(self) -> Choice:
        """The edits as something that a reader of an answer may decide to do."""
        return Choice(self.name, self.changes, self.edits)

    def write(self, source: Path | str, target: Path | str) -> Path:
        """Write a copy of the workbook that the case was read from, with the edits made, and return its path."""
        write_edited(Path(source), Path(target), self.tables, self.edits)
        return Path(target)


def is_contradictory(variant: Variant) -> bool:
    """Say whether the requirements of a case contradict each other. Raises CaseProblems for any other error."""
    try:
        variant.case  # noqa: B018  it is checked when it is made
    except CaseProblems as error:
        if any(problem.is_error and problem.code != CANNOT_BE.id for problem in error.problems):
            raise
        return True
    return False


def with_contradictions(source: "Case | CaseFile | Variant | Path | str") -> Variant:
    """Return the variant without edits, also of a workbook whose only errors are contradictory requirements.

    The case of such a variant raises CaseProblems. Raises InputFaults for a workbook with other errors.
    """
    if isinstance(source, Variant):
        return source
    if isinstance(source, Case | CaseFile):
        return as_it_stands(source)
    reading = read_workbook(source)
    if reading.tables is None:
        raise InputFaults(reading.faults)
    return Variant("as it stands", reading.tables)


def as_it_stands(source: Case | CaseFile | Path | str) -> Variant:
    """Return the variant without edits. Raises InputFaults for a workbook with errors."""
    if isinstance(source, Case):
        return Variant("as it stands", tables_of(source))
    file = source if isinstance(source, CaseFile) else read_case_file(source)
    return Variant("as it stands", file.tables or tables_of(file.case))
