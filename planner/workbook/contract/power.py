"""Sheets about power: what the grid connects at a site, and what a market can energise."""

from typing import ClassVar

from planner.workbook.contract.columns import Series, SeriesRow, Type, column


class SitePowerRow(SeriesRow):
    """Power connected to a site by period."""

    sheet: ClassVar = "site_power"
    about: ClassVar = (
        "Grid connections that arrive in steps: power for the new phases online at a site, beside its power limit, "
        "which counts every phase from its start; a site without a row has its power limit only"
    )
    unique: ClassVar = ("site",)
    series: ClassVar = Series(
        "Power connected",
        "MW",
        "Power connected for new phases by the period, MW to date: it holds what came before",
        is_level=True,
    )

    site: str = column("Site", Type.NAME, "Where", ref="sites.site")


class DeploymentRow(SeriesRow):
    """Power for accelerators in a market by period."""

    sheet: ClassVar = "deployment"
    about: ClassVar = (
        "Power for accelerators in each market: packages shipped to date x power_kw x (1 + overhead) never exceed it; "
        "a market without a row has no limit"
    )
    unique: ClassVar = ("market",)
    series: ClassVar = Series(
        "Power for accelerators",
        "MW",
        "Accelerators that can be energised by the period, MW to date: it holds what came before",
        is_level=True,
    )

    market: str = column("Market", Type.NAME, "Where", ref="markets.market")
