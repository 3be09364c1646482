"""What making a plan workbook gives. Light to import: what is left when the workbook itself fails uses it too."""

from collections.abc import Callable
from dataclasses import dataclass

OnStep = Callable[[str], None]
"""Is called with what is done to the file from now on."""


def silent(step: str) -> None:
    """Report no step."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The content of a file that holds a plan, a note on what it had to leave out, and the error that was a bug."""

    content: bytes
    note: str = ""
    failure: Exception | None = None
