"""What making a plan workbook gives. Light to import: what is left when the workbook itself fails uses it too."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The content of a file that holds a plan, a note on what it had to leave out, and the error that was a bug."""

    content: bytes
    note: str = ""
    failure: Exception | None = None
