"""Money for a building comes before money for machines: an empty shell waits for them, or the money lapses."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 16)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    return {
        "case.xlsx": _book("A shell first", shells=True),
        "whole_phases.xlsx": _book("Whole phases only", shells=False),
    }


def _book(case_name: str, shells: bool) -> Book:
    """Return the case with shells and the lead time of a fit-out, or with phases that are built whole."""
    sheets: Book = {
        "regions": table("region", ("Saxony",)),
        "sites": table("site region", ("Dresden", "Saxony")),
        "nodes": table("node kind phase_kwspm phase_capex_usd_bn shell_share_pct", ("N3", "logic", 10, 5.0, 40)),
        "site_nodes": table(
            "site node lead_periods ramp spend max_phases",
            ("Dresden", "N3", 2 if shells else 6, "at once", "at the start", 1),
        ),
        "products": table("product shortage_penalty_usd", ("Accelerator", 3000)),
        "materials": table("product part node units good_units_per_wafer", ("Accelerator", "compute die", "N3", 1, 20)),
        "markets": table("market", ("World",)),
        "demand": [{"product": "Accelerator", "market": "World", "values": steps((8, 0), (8, 600))}],
        "funds": table("fund carry_over", ("State", "no"), ("Founders", "yes")),
        "budget": [
            {"fund": "State", "values": steps((1, 2.0), (15, 0.0))},
            {"fund": "Founders", "values": steps((6, 0.0), (1, 6.0), (9, 0.0))},
        ],
    }
    if shells:
        sheets["shells"] = table(
            "site capex_usd_bn lead_periods spend floor_units", ("Dresden", 2.0, 4, "at the start", 1)
        )
    return teaching_book(case_name, CALENDAR, sheets)
