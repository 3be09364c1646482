"""Sheet `contents`: every sheet in a line, with a link; it divides the sheets for readers from those of data."""

from collections.abc import Mapping

from openpyxl.workbook import Workbook

from planner.charts.palette import GREY, NAVY
from planner.report.excel.links import Place, write_link
from planner.report.excel.page import NOT_PRINTED, print_landscape
from planner.report.excel.style import BODY, LINKED, SECTION, heading, widths, write

NAME = "contents"

_ABOUT = {
    "briefing": "The plan on one page",
    "first_year": "What has to be approved, paid and ordered in the first year",
    "schedule": "What is built where, and what it does in each period",
    "capacity_use": "Capacity of each node over all sites, and how much of it is used, as charts",
    "supply_demand": "What is demanded, shipped and short, as charts",
    "money": "What each fund has and gives, as charts",
    "who_pays": "Which fund or incentive pays for which site",
    "returns": "What the plan is worth to funds, owners, sites, taxpayers and society, at transfer prices",
    "cash_flow": "Cash of funds, owners and sites by year",
    "unit_cost": "What a wafer and a package cost by site and year, with depreciation",
    "what_binds": "Which rules leave too little for one more, in sentences, and what is at stake",
    "power_use": "Power drawn at sites and in markets against what there is by period, as charts",
    "pictures": "The charts, drawn",
    "audit": "What the independent recomputation says",
    "summary": "Headline figures and cost lines",
    "locks": "The decisions as rows of the input sheet locks: paste them to fix the plan",
    "openings": "When sites open",
    "shells_built": "Shells whose construction starts",
    "starts": "Phases whose construction starts",
    "converted": "Lumps of capacity converted",
    "retired": "Capacity that stood already and is given up",
    "draws": "Money by fund, site, node and period",
    "credits": "Credits by incentive and start",
    "wafers": "Wafers started",
    "phase_use": "Wafers started on phases whose power follows their use",
    "flows": "Parts sent between regions",
    "purchased": "Parts bought, by the product that they go into",
    "part_stock": "Parts in stock at the end of each period",
    "packages": "Packages finished",
    "shipments": "Packages shipped to markets",
    "shortage": "Demand not served",
    "capacity": "Usable and used capacity by site, node and period",
    "binding": "Rules that leave too little for one more, row by row",
    "bans": "What lifting each closed lane alone would save",
    "run": "How the plan was made: input, versions, options and seconds",
}


def add(book: Workbook, presented: int, lost: Mapping[str, Exception]) -> None:
    """Put the sheet after those that are presented, and colour the tabs on both sides of it.

    Sheets that are lost are named with the error that made them so.
    """
    names = book.sheetnames
    sheet = book.create_sheet(NAME, presented)
    heading(
        sheet,
        "Contents",
        f"Sheets for readers come first. Sheets of data for other programs follow this one: {NOT_PRINTED}.",
    )
    row = 4
    for title, group, color in (("For readers", names[:presented], NAVY), ("Data", names[presented:], GREY)):
        write(sheet, row, 1, title, SECTION)
        for at, name in enumerate(group, start=row + 1):
            write_link(sheet, at, 1, name, Place(name, "A1"), LINKED)
            write(sheet, at, 2, _ABOUT.get(name, ""), BODY)
            book[name].sheet_properties.tabColor = color
        row += len(group) + 2
    for at, (name, error) in enumerate(lost.items(), start=row):
        write(sheet, at, 1, name, BODY)
        write(sheet, at, 2, f"This sheet could not be made: {type(error).__name__}: {error}", BODY)
    widths(sheet, (22, 90))
    print_landscape(sheet, one_page=True)
