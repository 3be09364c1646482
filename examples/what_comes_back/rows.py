"""A fab paid for by a foundry, a state and a grant: what comes back to each of them, and to society."""

from examples.teaching import steps, teaching_book
from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027", 3, 12)


def books() -> dict[str, Book]:
    """Return the rows of every workbook of this example."""
    name = "What comes back"
    settings = table(
        "key value",
        ("case_name", name),
        ("first_period", CALENDAR.label(0)),
        ("periods", CALENDAR.periods),
        ("period_months", 12),
        ("equipment_life_years", 5),
    )
    sheets: Book = {
        "settings": settings,
        "regions": table("region", ("Taiwan",)),
        "sites": table("site region", ("Tainan", "Taiwan")),
        "nodes": table(
            "node kind phase_kwspm phase_capex_usd_bn wafer_cost_usd fixed_cost_usd_bn_per_phase_year wafer_price_usd",
            ("N3", "logic", 10, 6, 10000, 0.48, 50000),
        ),
        "site_nodes": table(
            "site node lead_periods ramp spend max_phases", ("Tainan", "N3", 1, "at once", "at the start", 1)
        ),
        "products": table("product price_usd shortage_penalty_usd other_cost_usd", ("Accelerator", 5000, 6000, 1000)),
        "materials": table("product part node units good_units_per_wafer", ("Accelerator", "die", "N3", 1, 20)),
        "markets": table("market", ("World",)),
        "demand": [{"product": "Accelerator", "market": "World", "values": steps((1, 0), (2, 2400))}],
        "funds": table("fund home_markets", ("Foundry", ""), ("State", "World")),
        "budget": [
            {"fund": "Foundry", "values": steps((1, 3.6), (2, 0.0))},
            {"fund": "State", "values": steps((1, 1.2), (2, 0.0))},
        ],
        "incentives": table("incentive region rate_pct", ("Grant", "Taiwan", 20)),
    }
    return {"case.xlsx": teaching_book(name, CALENDAR, sheets)}
