"""Thirty-seven quarters, 2026Q4 to 2035Q4, and the settings of the national programme."""

from inputs.rows import Row, table
from planner.case.calendar import Calendar

CALENDAR = Calendar.starting("2026Q4", 37)

_CHOICE = "choice of this case"
_MONEY = "sovereign-backed money: 6-9 % nominal, less 2 % inflation; assumption; confidence L"
_LIFE = "foundries' annual reports: equipment over 5 years, straight line; confidence H"
_WHY = (
    "A fund with a mandate asks what the chips cost that it wants: a package that is not delivered costs the margin"
    " that its buyer loses"
)


def settings() -> list[Row]:
    """Return the settings of the national programme."""
    return table(
        "key value source note",
        ("case_name", "Gulf programme with partners: what do 100 bn USD buy?", _CHOICE, ""),
        ("first_period", "2026Q4", _CHOICE, ""),
        ("periods", 37, _CHOICE, ""),
        ("period_months", 3, _CHOICE, ""),
        ("discount_rate_pct", 5.0, _MONEY, ""),
        ("price_year", 2026, _CHOICE, ""),
        ("objective", "least_cost", _CHOICE, _WHY),
        ("end_value", "straight_line", _LIFE, ""),
        ("equipment_life_years", 5.0, _LIFE, ""),
    )
