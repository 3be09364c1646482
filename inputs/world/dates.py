"""The date of every source: its own where it names one; else when it was read, or when its figure was assumed.

The figures of this case were collected in November 2026. Many pages do not say when they were written: their rows say
when they were read, which dates the reading and not the figure.
"""

import re
from datetime import date

from inputs.rows import Book, Row
from planner.study.sensitivity.age import newest_date

COLLECTED = date(2026, 11, 30)
WHEN = "Nov 2026"
_OWN = re.compile(r"assum|assumption|estimate|extrapolated|scaled|derived|fit\b|rough|choice|aim of|asked for by")
"""Words of sources that are this case's own: nothing was read that says so."""
_CONFIDENCE = re.compile(r"(; confidence [HML](?:-[HML])?)$")


def dated(book: Book) -> Book:
    """Return the rows with a date in every source."""
    return {sheet: [_dated(row) for row in rows] for sheet, rows in book.items()}


def _dated(row: Row) -> Row:
    source = str(row["source"])
    if newest_date(source, COLLECTED) is not None:
        return row
    word = "decided" if source.startswith("choice") else "assumed" if _OWN.search(source) else "read"
    text, confidence, _ = (*_CONFIDENCE.split(source), "", "")[:3]
    return {**row, "source": f"{text}; {word} {WHEN}{confidence}"}
