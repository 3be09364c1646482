"""Rows marked as comments, as in programs: with # or // in front."""

import re

from planner.workbook.text.values import Value

# Neither a number, such as #1, nor what a spreadsheet writes for an error.
_COMMENT = re.compile(
    r"\s*(//|#(?!\d|REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|FIELD!|CALC!|GETTING_DATA))", re.I
)


def is_comment(value: Value) -> bool:
    """True for a text that begins as a comment."""
    return isinstance(value, str) and _COMMENT.match(value) is not None
