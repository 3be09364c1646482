"""Rows marked as comments, as in programs: with # or // in front."""

import re

from planner.workbook.text.values import Value

_COMMENT = re.compile(r"\s*(//|#(?!\d))")  # no number, such as #1


def is_comment(value: Value) -> bool:
    """True for a text that begins as a comment."""
    return isinstance(value, str) and _COMMENT.match(value) is not None
