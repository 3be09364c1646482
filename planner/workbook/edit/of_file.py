"""A case workbook with edits, as texts: what `--set` makes of it, and what `planner audit` makes of it again."""

from collections.abc import Sequence
from dataclasses import replace

from planner.workbook.case_file import CaseFile
from planner.workbook.edit.apply import edited, sound_case
from planner.workbook.edit.parse import parse_edits

SEPARATOR = "\n"


def with_edits(file: CaseFile, texts: Sequence[str]) -> CaseFile:
    """Return the file with edits made. Raises EditError for a text, CaseProblems for a case that has errors then."""
    if not texts:
        return file
    assert file.tables is not None, "a case file without errors has its rows"
    tables = edited(file.tables, parse_edits(texts, file.tables))
    return replace(file, case=sound_case(tables), tables=tables, edits=SEPARATOR.join(texts))
