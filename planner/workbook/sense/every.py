"""Sense: the checks of a case, at the cells of a workbook, and two that are about how a cell is written."""

from collections.abc import Iterator

from planner.case.checks.every import EFFECT, SENSE, run
from planner.case.records import Case
from planner.shape.reach.problems import reach_problems
from planner.workbook.faults.fault import Fault
from planner.workbook.read.references import Read
from planner.workbook.read.settings import SettingsRead
from planner.workbook.sense.draft import sheet_draft
from planner.workbook.sense.fractions import fraction_faults
from planner.workbook.sense.sizes import size_faults


def sense_faults(read: Read, absent: frozenset[str], settings: SettingsRead) -> Iterator[Fault]:
    """Yield the faults of sense. Rows already at fault are left out, so one cause is reported once."""
    draft, words = sheet_draft(read, absent, settings)
    yield from map(words.fault, run(SENSE, draft))
    yield from fraction_faults(read)
    yield from size_faults(read)


def effect_faults(case: Case, read: Read, absent: frozenset[str], settings: SettingsRead) -> Iterator[Fault]:
    """Yield what has no effect and what is out of reach in a workbook without errors; beside one it is not known."""
    draft, words = sheet_draft(read, absent, settings)
    yield from map(words.fault, run(EFFECT, draft))
    yield from map(words.fault, reach_problems(case, draft))
