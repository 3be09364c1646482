"""Two funds with enough money together: one pays only in the USA, and at most half of a site."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 8)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A fund with restrictions", restricted=True, free_usd_bn=8.0),
        "six_more.xlsx": _book("The same restrictions, 6 bn more in the other fund", restricted=True, free_usd_bn=14.0),
        "no_restrictions.xlsx": _book("The same money without restrictions", restricted=False, free_usd_bn=8.0),
    }


def _book(case_name: str, restricted: bool, free_usd_bn: float) -> Book:
    """Return the case with or without the restrictions of the chips office, with `free_usd_bn` in the other fund."""
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
                ("Chips office", "USA", 50) if restricted else ("Chips office", "", ""),
                ("Sovereign fund", "", ""),
            ),
            "budget": [
                {"fund": "Chips office", "values": steps((1, 12.0), (7, 0.0))},
                {"fund": "Sovereign fund", "values": steps((1, free_usd_bn), (7, 0.0))},
            ],
        },
    )
