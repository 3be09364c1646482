"""What a reader of an answer may decide to do: a change of the case, in words and as edits of its workbook."""

from dataclasses import dataclass

from planner.workbook.edit.edits import Edit


@dataclass(frozen=True, slots=True)
class Choice:
    """A change by its name, cell by cell in words, and as the edits that make it."""

    name: str
    changes: tuple[str, ...]
    edits: tuple[Edit, ...]
