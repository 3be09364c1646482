"""The starter case: small enough to read in five minutes.

Two products compete for one logic node and one packaging node. Kaohsiung builds cheaply but slowly, Phoenix fits out a
finished shell at once and dearly, Singapore packages only. The money comes in instalments, so something has to wait.
"""

from inputs.rows import Book, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2027Q1", 12)

_SHORT = "shortened and rounded from world.xlsx for teaching; confidence L"
_SAME = "as in world.xlsx, rounded; confidence M"
_STORY = "made up for teaching"

_RAMPS = {"fast": (50, 100), "slow": (40, 80, 100)}
_SPENDS = {"site": (20, 20, 20, 20, 20), "fit-out": (40, 40, 20), "lines": (50, 50)}


def book() -> Book:
    """Return the rows of the starter workbook by sheet."""
    return {
        "settings": table(
            "key value source",
            ("case_name", "Starter: wait for the cheap site or pay for the fast one?", _STORY),
            ("first_period", "2027Q1", _STORY),
            ("periods", 12, _STORY),
            ("period_months", 3, _STORY),
            ("discount_rate_pct", 7.0, _SAME),
            ("price_year", 2026, _SAME),
            ("objective", "least_cost", _STORY),
            ("end_value", "straight_line", _SAME),
            ("equipment_life_years", 5.0, _SAME),
        ),
        "regions": table(
            "region bloc shell_cost_index equipment_cost_index operating_cost_index power_price_usd_kwh source",
            ("Taiwan", "Allied", 1.0, 1.0, 1.0, 0.13, _SAME),
            ("USA", "Allied", 2.5, 1.05, 1.1, 0.075, _SAME),
            ("Singapore", "Allied", 1.2, 1.02, 1.02, 0.17, _SAME),
        ),
        "sites": table(
            "site region latitude longitude floor_units opening_cost_usd_bn source note",
            ("Kaohsiung", "Taiwan", 22.71, 120.31, 4, "", _SAME, "cheap and slow: the shell has to be built"),
            ("Phoenix AZ", "USA", 33.77, -112.16, 2, "", _SHORT, "dear and fast: the shell stands"),
            ("Singapore", "Singapore", 1.44, 103.8, 3, 0.2, _SHORT, "packaging only"),
        ),
        "nodes": table(
            "node kind phase_kwspm phase_capex_usd_bn shell_share_pct power_mw_per_phase wafer_cost_usd"
            " fixed_cost_usd_bn_per_phase_year available_from utilisation_pct defects_start_per_cm2"
            " defects_mature_per_cm2 source",
            ("N3", "logic", 10, 4.0, 22, 90, 2280, 0.04, "2023Q3", 95, 0.20, 0.07, _SAME),
            ("CoWoS", "packaging", 5, 0.5, 22, 8, 4260, 0.035, "2022Q1", 90, "", "", _SAME),
        ),
        "site_nodes": table(
            "site node lead_periods ramp spend max_phases source",
            ("Kaohsiung", "N3", 5, "slow", "site", 3, _SHORT),
            ("Kaohsiung", "CoWoS", 3, "fast", "lines", 2, _SHORT),
            ("Phoenix AZ", "N3", 2, "fast", "fit-out", 2, _SHORT),
            ("Singapore", "CoWoS", 2, "fast", "lines", 3, _SHORT),
        ),
        "ramps": table(
            "ramp age_periods share_pct source",
            *((ramp, age, share, _SHORT) for ramp, curve in _RAMPS.items() for age, share in enumerate(curve)),
        ),
        "spends": table(
            "spend offset_periods share_pct source",
            *((spend, offset, share, _SHORT) for spend, curve in _SPENDS.items() for offset, share in enumerate(curve)),
        ),
        "capacity": [
            {"site": "Kaohsiung", "node": "N3", "values": (10.0,) * 12, "source": _SHORT},
            {"site": "Kaohsiung", "node": "CoWoS", "values": (25.0,) * 12, "source": _SHORT},
        ],
        "products": table(
            "product price_usd shortage_penalty_usd assembly_yield_pct source note",
            ("Trainer", 55000, 43000, 95, _SAME, "a package of the Rubin class"),
            ("Server", 18000, 11000, 95, _SAME, "a package of the TPU class"),
        ),
        "materials": table(
            "product part node units good_units_per_wafer die_area_mm2 harvest_pct source",
            ("Trainer", "compute die", "N3", 2, "", 800, 50, _SAME),
            ("Trainer", "interposer", "CoWoS", 1, 12, "", "", _SAME),
            ("Server", "compute die", "N3", 2, "", 450, 30, _SAME),
            ("Server", "interposer", "CoWoS", 1, 19, "", "", _SAME),
        ),
        "markets": table("market bloc source", ("America", "Allied", _STORY), ("Asia and Europe", "Allied", _STORY)),
        "demand": [
            {"product": product, "market": market, "values": values, "source": _STORY}
            for product, market, values in (
                ("Trainer", "America", (280, 320, 360, 400, 450, 500, 550, 600, 650, 700, 750, 800)),
                ("Trainer", "Asia and Europe", (140, 160, 180, 200, 225, 250, 275, 300, 325, 350, 375, 400)),
                ("Server", "America", (200, 220, 240, 260, 280, 300, 320, 340, 360, 380, 400, 420)),
                ("Server", "Asia and Europe", (100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 210)),
            )
        ],
        "funds": table("fund source", ("Founders", _STORY)),
        "budget": [
            {
                "fund": "Founders",
                "values": (1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.0, 1.0, 1.0, 0.8, 0.5, 0.5),
                "source": _STORY,
            }
        ],
        "incentives": table(
            "incentive region rate_pct covers start_until source",
            ("US tax credit", "USA", 20, "all", "2027Q4", _SHORT),
        ),
    }
