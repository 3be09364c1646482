"""A fab that own money pays for in three months, or a bank now: at eight per cent a year, and at twelve."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("Borrowed money or own", bank_pct=8),
        "dear_money.xlsx": _book("The same at dearer money", bank_pct=12),
    }


def _book(case_name: str, bank_pct: float) -> Book:
    """Return the case with the bank's money at a rate in per cent a year."""
    return teaching_book(
        case_name,
        CALENDAR,
        {
            "regions": table("region", ("Taiwan",)),
            "sites": table("site region", ("Kaohsiung", "Taiwan")),
            "nodes": table("node kind phase_kwspm phase_capex_usd_bn", ("N3", "logic", 10, 8.0)),
            "site_nodes": table(
                "site node lead_periods ramp spend max_phases", ("Kaohsiung", "N3", 4, "at once", "at the start", 1)
            ),
            "products": table("product shortage_penalty_usd", ("Server", 2000)),
            "materials": table("product part node units good_units_per_wafer", ("Server", "compute die", "N3", 1, 20)),
            "markets": table("market", ("World",)),
            "demand": [{"product": "Server", "market": "World", "values": steps((4, 0), (8, 600))}],
            "funds": table("fund cost_of_money_pct", ("Own", ""), ("Bank", bank_pct)),
            "budget": [
                {"fund": "Own", "values": steps((2, 4.0), (10, 0.0))},
                {"fund": "Bank", "values": steps((1, 8.0), (11, 0.0))},
            ],
        },
    )
