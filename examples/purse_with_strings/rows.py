"""Two purses with enough money together: one pays in the USA only, and there half of a site at most."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 8)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A purse with strings", strings=True, free_usd_bn=8.0),
        "six_more.xlsx": _book("The same strings, six bn more in the other purse", strings=True, free_usd_bn=14.0),
        "no_strings.xlsx": _book("The same money without strings", strings=False, free_usd_bn=8.0),
    }


def _book(case_name: str, strings: bool, free_usd_bn: float) -> Book:
    """Return the case with or without the strings of the chips office, and with so much money in the free purse."""
    return teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("USA",), ("Taiwan",)),
            "sites": table("site region floor_units", ("Phoenix AZ", "USA", 1), ("Kaohsiung", "Taiwan", 2)),
            "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 10, 8)),
            "site_nodes": table(
                "site node lead_periods ramp spend capex_factor",
                ("Phoenix AZ", "N3", 4, "at once", "at the start", 1.5),
                ("Kaohsiung", "N3", 4, "at once", "at the start", 1.0),
            ),
            "products": table("product shortage_penalty_usd", ("Server", 8000)),
            "materials": table("product part node units good_units_per_wafer", ("Server", "compute die", "N3", 1, 20)),
            "markets": table("market", ("World",)),
            "demand": [{"product": "Server", "market": "World", "values": steps((4, 0), (4, 1200))}],
            "funds": table(
                "fund regions max_share_pct",
                ("Chips office", "USA", 50) if strings else ("Chips office", "", ""),
                ("Sovereign fund", "", ""),
            ),
            "budget": [
                {"fund": "Chips office", "values": steps((1, 12.0), (7, 0.0))},
                {"fund": "Sovereign fund", "values": steps((1, free_usd_bn), (7, 0.0))},
            ],
        },
    )
