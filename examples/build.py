"""Write the workbooks of the small examples into their folders: python examples/build.py"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from examples.ban_that_binds import rows as ban_that_binds  # noqa: E402  the folder above has to be on the path first
from examples.cheap_money_or_own import rows as cheap_money_or_own  # noqa: E402
from examples.conversion_or_new import rows as conversion_or_new  # noqa: E402
from examples.credit_that_expires import rows as credit_that_expires  # noqa: E402
from examples.customers_who_wait import rows as customers_who_wait  # noqa: E402
from examples.empty_shell_first import rows as empty_shell_first  # noqa: E402
from examples.fund_that_slips import rows as fund_that_slips  # noqa: E402
from examples.fund_with_restrictions import rows as fund_with_restrictions  # noqa: E402
from examples.line_that_still_earns import rows as line_that_still_earns  # noqa: E402
from examples.minimum_at_home import rows as minimum_at_home  # noqa: E402
from examples.power_in_the_market import rows as power_in_the_market  # noqa: E402
from examples.scanner_shortage import rows as scanner_shortage  # noqa: E402
from examples.wait_for_demand import rows as wait_for_demand  # noqa: E402
from examples.what_comes_back import rows as what_comes_back  # noqa: E402
from inputs.rows import Book  # noqa: E402
from inputs.writing import write_if_changed  # noqa: E402
from planner.case.calendar import Calendar  # noqa: E402

EXAMPLES = {
    "credit_that_expires": credit_that_expires,
    "fund_with_restrictions": fund_with_restrictions,
    "ban_that_binds": ban_that_binds,
    "scanner_shortage": scanner_shortage,
    "conversion_or_new": conversion_or_new,
    "minimum_at_home": minimum_at_home,
    "cheap_money_or_own": cheap_money_or_own,
    "fund_that_slips": fund_that_slips,
    "customers_who_wait": customers_who_wait,
    "power_in_the_market": power_in_the_market,
    "empty_shell_first": empty_shell_first,
    "what_comes_back": what_comes_back,
    "line_that_still_earns": line_that_still_earns,
    "wait_for_demand": wait_for_demand,
}


def books() -> dict[str, tuple[Book, Calendar]]:
    """Return the rows and the calendar of every workbook by its path below this folder."""
    return {
        f"{folder}/{name}": (rows, example.CALENDAR)
        for folder, example in EXAMPLES.items()
        for name, rows in example.books().items()
    }


if __name__ == "__main__":
    for name, (rows, calendar) in books().items():
        write_if_changed(HERE / name, rows, calendar, blank_columns=False)
