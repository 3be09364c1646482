"""Forty quarters from 2026Q4, and the settings of the world case."""

from inputs.rows import Row, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2026Q4", 40)
YEARS = tuple(range(2026, 2037))
OVERHEAD_PCT = 50.0


def settings(case_name: str) -> list[Row]:
    """Return the settings of the world case under a title."""
    money = "assumption after cost of capital of foundries, 8-10 % nominal, less 2 % inflation; confidence L"
    life = "foundries' annual reports: equipment over 5 years, straight line; confidence H"
    shells = "foundries' annual reports: buildings over 10 to 20 years; confidence M"
    overhead = (
        "hosts, network and cooling on top of the chips: 1.4 to 1.8 times all in (review of Nov 2026); confidence M"
    )
    case = "choice of this case"
    return table(
        "key value source",
        ("case_name", case_name, case),
        ("first_period", "2026Q4", case),
        ("periods", 40, case),
        ("period_months", 3, case),
        ("discount_rate_pct", 7.0, money),
        ("price_year", 2026, case),
        ("objective", "least_cost", case),
        ("end_value", "straight_line", life),
        ("equipment_life_years", 5.0, life),
        ("shell_life_years", 20.0, shells),
        ("deployment_overhead_pct", OVERHEAD_PCT, overhead),
    )
