"""The sheet of shells: buildings that phases are fitted out in."""

from typing import ClassVar

from planner.workbook.contract.columns import Row, Type, column


class ShellRow(Row):
    """The shells of a site."""

    sheet: ClassVar = "shells"
    about: ClassVar = (
        "Sites that build shells first: phases need finished floor there, cost their equipment only, and their lead "
        "time and spend count from fit-out; sites without a row build each phase with its building"
    )
    unique: ClassVar = ("site",)

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")
    capex_usd_bn: float = column(
        "Shell capex [USD bn]",
        Type.NUMBER,
        "Capex of one shell at this site, without any cost index; paid by funds that may pay at the site",
        unit="usd_bn",
        ge=0,
    )
    lead_periods: int = column(
        "Lead time [periods]",
        Type.WHOLE,
        "Construction start until phases may start inside; the start of a shell takes no construction crews",
        unit="periods",
        ge=0,
    )
    spend: str = column("Spend", Type.NAME, "Capex profile from start, from the spends sheet", ref="spends.spend")
    floor_units: float = column(
        "Floor per shell [units]",
        Type.NUMBER,
        "Floor for phases in one shell, in floor units; the floor of the site holds besides",
        unit="floor units",
        gt=0,
    )
    max_shells: int | None = column(
        "Max shells", Type.WHOLE, "New shells at most; blank: no limit", unit="shells", default=None, ge=0
    )
    ready: int = column(
        "Ready shells",
        Type.WHOLE,
        "Shells that stand, or are announced, whatever the plan does; phases under way take floor in them",
        unit="shells",
        default=0,
        ge=0,
    )
    ready_from: str | None = column(
        "Ready from", Type.PERIOD, "First period of a start in the ready shells; blank: the first period", default=None
    )
