"""Half of the output has to be made at home, from before the home fab runs; and the same rule from the day it does."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A minimum at home", since="2028Q1"),
        "half_a_year_later.xlsx": _book("The same minimum half a year later", since="2028Q3"),
        "no_minimum.xlsx": _book("No minimum", since=None),
    }


def _book(case_name: str, since: str | None) -> Book:
    """Return the case with the minimum since a quarter, or without it (None)."""
    sheets: Book = {
        "regions": table("region", ("USA",), ("Taiwan",)),
        "sites": table("site region", ("Phoenix AZ", "USA"), ("Kaohsiung", "Taiwan")),
        "nodes": table("node kind phase_kwspm phase_capex_usd_bn wafer_cost_usd", ("N3", "logic", 10, 6.0, 2500)),
        "site_nodes": table(
            "site node lead_periods ramp spend max_phases", ("Phoenix AZ", "N3", 6, "at once", "at the start", 2)
        ),
        "capacity": [{"site": "Kaohsiung", "node": "N3", "values": steps((12, 20.0))}],
        "products": table("product shortage_penalty_usd", ("Server", 2000)),
        "materials": table("product part node units good_units_per_wafer", ("Server", "compute die", "N3", 1, 20)),
        "markets": table("market", ("World",)),
        "demand": [{"product": "Server", "market": "World", "values": steps((12, 1200))}],
        "funds": table("fund", ("Chips office",)),
        "budget": [{"fund": "Chips office", "values": steps((1, 15.0), (11, 0.0))}],
    }
    if since is not None:
        sheets["limits"] = table(
            "limit measure region min from_period", ("half at home", "output_share", "USA", 50, since)
        )
    return teaching_book(case_name, CALENDAR, sheets)
