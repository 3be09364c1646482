"""Sense: what each sheet says is possible by itself, and does it fit the others?"""

from collections.abc import Iterator

from planner.workbook.faults import Fault
from planner.workbook.references import Read
from planner.workbook.settings import SettingsRead


def sense_faults(read: Read, absent: frozenset[str], settings: SettingsRead) -> Iterator[Fault]:
    """Return the faults of sense."""
    yield from ()
