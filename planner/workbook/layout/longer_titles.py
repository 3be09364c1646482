"""Titles with words that say nothing more, such as `Site name` and `Fund code` for Site and Fund."""

import re
from collections.abc import Iterable

from planner.workbook.text.words import fold, visible

_WORD = re.compile(r"[^\W\d_]+")
_EMPTY = {"name", "names", "id", "ids", "code", "codes", "key", "label", "title", "profile", "no", "of", "the"}


def named_more(title: str, texts: Iterable[str]) -> str | None:
    """Return the text that holds the words of a title without its unit, and others that say nothing more."""
    due = set(_WORD.findall(fold(title.partition("[")[0])))
    held = (
        text for text in texts if due <= (words := set(_WORD.findall(fold(visible(text))))) and words - due <= _EMPTY
    )
    return next(held, None)
