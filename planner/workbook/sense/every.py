"""Sense: is what each sheet says possible, and does it fit the others? The list of checks, in order."""

from collections.abc import Iterator

from planner.case.checks.every import sense_problems
from planner.workbook.faults.fault import Fault
from planner.workbook.read.references import Read
from planner.workbook.read.settings import SettingsRead
from planner.workbook.sense.draft import sheet_draft
from planner.workbook.sense.effect import effect_faults
from planner.workbook.sense.fractions import fraction_faults
from planner.workbook.sense.reach import reach_faults
from planner.workbook.sense.scene import Scene
from planner.workbook.sense.sizes import size_faults


def sense_faults(read: Read, absent: frozenset[str], settings: SettingsRead) -> Iterator[Fault]:
    """Yield the faults of sense. Rows already at fault are left out, so one cause is reported once."""
    draft, words = sheet_draft(read, absent, settings)
    yield from (words.fault(problem) for problem in sense_problems(draft))
    scene = Scene(read, absent, settings)
    yield from fraction_faults(scene)
    yield from reach_faults(scene)
    yield from size_faults(scene)


def idle_faults(read: Read, absent: frozenset[str], settings: SettingsRead) -> Iterator[Fault]:
    """Yield what has no effect in a workbook without errors; beside an error nobody can tell."""
    yield from effect_faults(Scene(read, absent, settings))
