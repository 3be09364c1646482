"""Write the example workbooks into this folder: python inputs/build.py"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
STARTER = "starter.xlsx"  # shows only the columns that it uses
sys.path.insert(0, str(HERE.parent))

from inputs import foundry, national, starter, world  # noqa: E402  the folder above has to be on the path first
from inputs.rows import Book  # noqa: E402
from inputs.world.horizon import CALENDAR  # noqa: E402
from inputs.writing import write_if_changed  # noqa: E402
from planner.case.calendar import Calendar  # noqa: E402


def books() -> dict[str, tuple[Book, Calendar]]:
    """Return the rows and the calendar of every example workbook by file name."""
    return {
        "world.xlsx": (world.book(), CALENDAR),
        "world_tight.xlsx": (world.book("World AI-chip capacity, 250 bn", money_scale=0.25), CALENDAR),
        "national_programme.xlsx": (national.book(), national.CALENDAR),
        "foundry.xlsx": (foundry.book(), foundry.CALENDAR),
        STARTER: (starter.book(), starter.CALENDAR),
    }


if __name__ == "__main__":
    for name, (rows, calendar) in books().items():
        write_if_changed(HERE / name, rows, calendar, blank_columns=name != STARTER)
