"""The sheet of settings: what holds for the whole case."""

from typing import ClassVar

from planner.case.records import EndValue, Objective, ProfitOf
from planner.workbook.contract.columns import Row, Type, column


class SettingRow(Row):
    """A setting by key."""

    sheet: ClassVar = "settings"
    about: ClassVar = "What holds for the whole case, one key and value per row"
    required: ClassVar = True
    unique: ClassVar = ("key",)

    key: str = column("Key", Type.NAME, "Name of the setting; the keys are listed in the schema under settings")
    value: str | float | bool | None = column("Value", Type.TEXT, "Its value", default=None)


class SettingValues(Row):
    """The keys of the settings sheet."""

    sheet: ClassVar = "settings"
    about: ClassVar = "Keys of the settings sheet"

    case_name: str = column("Case name", Type.TEXT, "Title of the plan", acts=False)
    first_period: str = column("First period", Type.PERIOD, "First period of the horizon, such as 2026Q4")
    periods: int = column("Periods", Type.WHOLE, "Length of the horizon", unit="periods", ge=1, le=1200)
    period_months: int = column("Period length [months]", Type.WHOLE, "1, 3 or 12", unit="months", default=3)
    discount_rate_pct: float = column(
        "Discount rate [% a year]",
        Type.PERCENT,
        "Real rate; flows are discounted from the middle of their period",
        unit="%/year",
        default=0.0,
        ge=0,
        le=100,
    )
    price_year: int | None = column(
        "Price year", Type.WHOLE, "Year whose money all figures are in", default=None, acts=False
    )
    objective: Objective = column(
        "Objective", Type.CHOICE, "What the plan optimises", default=Objective.LEAST_COST, choices=Objective
    )
    profit_of: ProfitOf = column(
        "Profit of",
        Type.CHOICE,
        "Whose profit the objective profit is. seller: sales less all costs and penalties; society: sales less what is "
        "used up, so that grants, tariffs and interest, which one pays another, and penalties do not count; fabs: "
        "wafer and package prices of what packages take, less what fabs pay, with grants and interest, while freight, "
        "tariffs, stock, bought parts and penalties do not count",
        default=ProfitOf.SELLER,
        choices=ProfitOf,
    )
    end_value: EndValue = column(
        "End value",
        Type.CHOICE,
        "What built capacity is worth at the end of the horizon",
        default=EndValue.NONE,
        choices=EndValue,
    )
    equipment_life_years: float = column(
        "Equipment life [years]", Type.NUMBER, "For the straight-line end value", unit="years", default=5.0, gt=0
    )
    shell_life_years: float = column(
        "Shell life [years]",
        Type.NUMBER,
        "For the straight-line end value of shells that the plan builds, from when they are finished",
        unit="years",
        default=20.0,
        gt=0,
    )
    change_price_usd_bn_per_phase: float = column(
        "Change price [USD bn per phase]",
        Type.NUMBER,
        "Cost of moving away from the last plan",
        unit="usd_bn",
        default=0.0,
        ge=0,
    )
    max_changes: int | None = column(
        "Max changes",
        Type.WHOLE,
        "Phases and shells that may differ from the last plan; blank: no limit",
        unit="phases",
        default=None,
        ge=0,
    )
    deployment_overhead_pct: float = column(
        "Deployment overhead [%]",
        Type.NUMBER,
        "Cooling, network and losses on top of the power of accelerators, on the sheet deployment",
        unit="%",
        default=0.0,
        ge=0,
    )
    cvar_weight: float = column(
        "CVaR weight",
        Type.NUMBER,
        "From 0 to 1: how much the objective counts the cost of shortage in the worst futures (its conditional value "
        "at risk) instead of the expected cost",
        default=0.0,
        ge=0,
        le=1,
    )
    cvar_tail_pct: float = column(
        "CVaR tail [%]",
        Type.PERCENT,
        "The worst futures that cvar_weight counts, by their probability",
        unit="%",
        default=10.0,
        gt=0,
        le=100,
    )
    max_shortage_cost_usd_bn: float | None = column(
        "Max shortage cost [USD bn]",
        Type.NUMBER,
        "What shortage may cost in any scenario, discounted over the horizon; blank: no limit",
        unit="usd_bn",
        default=None,
        ge=0,
    )
    decide_until: str | None = column(
        "Decide until",
        Type.PERIOD,
        "planner scenarios decides starts until then for all scenarios and lets later ones follow the scenario; every "
        "other command decides all starts for all scenarios; blank: so does planner scenarios",
        default=None,
        acts=False,
    )
