"""A tax credit for phases that start by 2027Q1, against demand that comes later; and the same credit without an end."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 16)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A credit that expires", credit_until="2027Q1"),
        "credit_stays.xlsx": _book("The same credit without an end", credit_until=""),
        "no_credit.xlsx": _book("No credit", credit_until=None),
    }


def _book(case_name: str, credit_until: str | None) -> Book:
    """Return the case with the credit until a start period, for ever (blank), or without it (None)."""
    sheets: Book = {
        "regions": table("region", ("USA",), ("Taiwan",)),
        "sites": table("site region", ("Phoenix AZ", "USA"), ("Kaohsiung", "Taiwan")),
        "nodes": table(
            "node kind phase_kwspm phase_capex_usd_bn fixed_cost_usd_bn_per_phase_year", ("N3", "logic", 10, 10, 0.6)
        ),
        "site_nodes": table(
            "site node lead_periods ramp spend capex_factor",
            ("Phoenix AZ", "N3", 4, "at once", "at the start", 1.4),
            ("Kaohsiung", "N3", 4, "at once", "at the start", 1.0),
        ),
        "products": table("product shortage_penalty_usd", ("Server", 5000)),
        "materials": table("product part node units good_units_per_wafer", ("Server", "compute die", "N3", 1, 20)),
        "markets": table("market", ("World",)),
        "demand": [{"product": "Server", "market": "World", "values": steps((4, 0), (8, 600), (4, 1200))}],
        "funds": table("fund", ("Founders",)),
        "budget": [{"fund": "Founders", "values": steps((1, 30.0), (15, 0.0))}],
    }
    if credit_until is not None:
        sheets["incentives"] = table(
            "incentive region rate_pct covers start_until", ("US tax credit", "USA", 40, "all", credit_until)
        )
    return teaching_book(case_name, CALENDAR, sheets)
