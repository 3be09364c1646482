"""A fund whose second half comes two quarters late: the case of the first quarter, and that of the third."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 16)
NAME = "A fund that slips"


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    settings = table(
        "key value",
        ("case_name", NAME),
        ("first_period", CALENDAR.label(0)),
        ("periods", CALENDAR.periods),
        ("change_price_usd_bn_per_phase", 0.01),
    )
    following = {
        "settings": settings,
        "locks": table(
            "site node from_period until_period min_phases max_phases",
            ("Kaohsiung", "N3", "2027Q1", "2027Q1", 1, 1),
            ("Kaohsiung", "N3", "2027Q1", "2027Q2", 0, 1),
        ),
        "last_plan": table(
            "site node period phases", ("Kaohsiung", "N3", "2027Q1", 1), ("Kaohsiung", "N3", "2028Q1", 1)
        ),
    }
    return {"case.xlsx": _book(4, {}), "next.xlsx": _book(6, following)}


def _book(quarters: int, more: Book) -> Book:
    """Return the case in which the second half of the fund comes after so many quarters."""
    return teaching_book(
        NAME,
        CALENDAR,
        {
            "regions": table("region", ("Taiwan",)),
            "sites": table("site region", ("Kaohsiung", "Taiwan")),
            "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 10, 8.0)),
            "site_nodes": table("site node lead_periods ramp spend", ("Kaohsiung", "N3", 4, "at once", "at the start")),
            "products": table("product shortage_penalty_usd", ("Server", 3000)),
            "materials": table("product part node units good_units_per_wafer", ("Server", "compute die", "N3", 1, 20)),
            "markets": table("market", ("World",)),
            "demand": [{"product": "Server", "market": "World", "values": steps((4, 0), (4, 600), (8, 1200))}],
            "funds": table("fund", ("State",)),
            "budget": [{"fund": "State", "values": steps((1, 8), (quarters - 1, 0), (1, 8), (15 - quarters, 0))}],
            **more,
        },
    )
