"""What the small examples share: sheets that are alike in all of them, and a source that says they are made up.

Nothing is discounted and nothing is worth anything at the end, phases are paid when they start and run in full from
their first output, so that every cost is a sum that can be done by hand.
"""

from inputs.rows import Book, table
from planner.case.calendar import Calendar

MADE_UP = "made up for teaching"


def teaching_book(case_name: str, calendar: Calendar, sheets: Book) -> Book:
    """Return a whole workbook: the sheets given, those that every example has, and a source on every row."""
    alike: Book = {
        "settings": table(
            "key value",
            ("case_name", case_name),
            ("first_period", calendar.label(0)),
            ("periods", calendar.periods),
        ),
        "ramps": table("ramp age_periods share_pct", ("at once", 0, 100)),
        "spends": table("spend offset_periods share_pct", ("at the start", 0, 100)),
    }
    return {sheet: [{**row, "source": MADE_UP} for row in rows] for sheet, rows in (alike | sheets).items()}


def steps(*runs: tuple[int, float]) -> tuple[float, ...]:
    """Return the values of a period series from runs of (number of periods, value)."""
    return tuple(value for periods, value in runs for _ in range(periods))
