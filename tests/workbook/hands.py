"""The change by hand for each fault whose fix names no value to write, with the text of the fix.

The keys are the labels of tests.workbook.test_kinds. Where a fix gives a choice, each hand takes one.
"""

from tests.workbook.books import QUARTERS, sound
from tests.workbook.test_kinds import Plant, add, both, drop_column, insert, put, rename


def restore(sheet: str) -> Plant:
    """Put a sheet back as it is in the sound workbook."""
    return lambda sheets: sheets.update({sheet: sound()[sheet]})


def drop_sheet(sheet: str) -> Plant:
    """Delete a sheet."""
    return lambda sheets: sheets.pop(sheet)


def drop_row(sheet: str, row: int) -> Plant:
    """Delete a row, counted from 1."""
    return lambda sheets: sheets[sheet].pop(row - 1)


WRITE_TITLE = "write 'Phase size [kwspm]'"
CHOOSE_KIND = "write one of logic, memory, packaging"
CALCULATE = "open the workbook, let it calculate and save it"
FIX_FORMULA = "fix the formula or write the value"
LIST_ONE = "list {0} on the {1} sheet, or delete the row"
NO_ROWS = "fill in at least one row"
ROWS_ABOVE = "delete the rows above it"
NOT_READ = "rename it if it holds case data; otherwise ignore this"
DELETE_ONE = "delete or rename one of the rows; the other is row 2"
DELETE_TOTALS = "delete the row: every row is read as one fact"
ONE_COLUMN = "delete one of them; a second table belongs on its own sheet"
ITS_PERIOD = "write the label of its period"
ADD_SHEET = "add the sheet; `planner template` shows it"

HANDS: dict[str, tuple[str, Plant]] = {
    "11 a required sheet is missing": (ADD_SHEET, restore("demand")),
    "11 the settings are missing": (ADD_SHEET, restore("settings")),
    "11 the sites are missing": (ADD_SHEET, restore("sites")),
    "12 nearly the name of a required sheet": ("rename the sheet to demand", rename("Demands", "demand")),
    "12 nearly the name of an optional sheet": (
        "rename the sheet to capacity, or nothing in it counts",
        rename("capcity", "capacity"),
    ),
    "13 an unknown sheet": (NOT_READ, drop_sheet("weather")),
    "15 two sheets differ by spaces": ("keep one of them", drop_sheet("demand ")),
    "16 no rows below the header": (NO_ROWS, restore("demand")),
    "16 no ramps below the header": (NO_ROWS, restore("ramps")),
    "16 an empty sheet": ("write its header into row 1; `planner template` shows it", restore("markets")),
    "16 no pairs can still be planned": ("fill in the rows", restore("site_nodes")),
    "16 no budget can still be planned": ("fill in the rows", restore("budget")),
    "17 a required column is missing": (
        "add a column 'Phase size [kwspm]'",
        both(put("nodes", 1, 5, "Phase size [kwspm]"), put("nodes", 2, 5, 1)),
    ),
    "17 a key column is missing": ("add a column 'Ramp'", both(put("ramps", 1, 3, "Ramp"), put("ramps", 2, 3, "flat"))),
    "18 nearly a title": (WRITE_TITLE, put("nodes", 1, 3, "Phase size [kwspm]")),
    "18 a title without its unit": (WRITE_TITLE, put("nodes", 1, 3, "Phase size [kwspm]")),
    "19 an unknown column": (NOT_READ, drop_column("nodes", 6)),
    "19 nearly an optional title": (
        "write 'Shell share [%]' if that is meant",
        put("nodes", 1, 5, "shell_share_pct"),
    ),
    "20 the same column twice": (ONE_COLUMN, drop_column("nodes", 6)),
    "20 the same period twice": (ONE_COLUMN, drop_column("demand", 7)),
    "20 two columns of notes": (NOT_READ, drop_column("sites", 6)),
    "21 blank rows above": (ROWS_ABOVE, both(drop_row("demand", 1), drop_row("demand", 1))),
    "21 a banner above": (ROWS_ABOVE, drop_row("demand", 1)),
    "21 no header at all": ("insert a row 1 with the column titles", insert("markets", 1, ["market"])),
    "23 an impossible period": (ITS_PERIOD, put("demand", 1, 3, "2027Q1")),
    "23 a year where quarters are planned": (ITS_PERIOD, put("demand", 1, 3, "2027Q1")),
    "23 a year's total beside the quarters": (NOT_READ, drop_column("demand", 7)),
    "24 a period is missing": (
        "add the column: 2027Q3",
        both(put("demand", 1, 6, "2027Q3"), put("demand", 2, 6, 3)),
    ),
    "24 no period at all": (
        f"add the 4 columns: {', '.join(QUARTERS)}",
        lambda sheets: sheets.update(budget=[["fund", *QUARTERS], ["purse", 1, 0, 0, 0]]),
    ),
    "25 periods beyond the horizon": ("lengthen the horizon or delete them", drop_column("demand", 7)),
    "28 text in a number": ("write a number", put("nodes", 2, 3, 1)),
    "28 text in a period column": ("write a number", put("demand", 2, 4, 3)),
    "30 a spend in fractions": ("write per cent: every share times 100", put("spends", 2, 3, 100)),
    "31 negative": ("write at least 0", put("nodes", 2, 4, 0)),
    "31 zero where more is needed": ("write more than 0", put("nodes", 2, 3, 0.5)),
    "31 negative in a period column": ("write at least 0", put("demand", 2, 4, 0)),
    "32 above 100 %": ("write at most 100", put("nodes", 2, 5, 100)),
    "34 an error cell": (FIX_FORMULA, put("nodes", 2, 4, 1)),
    "34 an error in a key": (FIX_FORMULA, put("sites", 2, 1, "A")),
    "34 an error in a period column": (FIX_FORMULA, put("demand", 2, 4, 3)),
    "34 an error in a remark": ("fix the cell or clear it", put("nodes", 2, 6, None)),
    "35 a formula without a value": (CALCULATE, put("nodes", 2, 4, 2)),
    "35 a formula in a period column": (CALCULATE, put("demand", 2, 4, 6)),
    "36 blank in a required field": (CHOOSE_KIND, put("nodes", 2, 2, "logic")),
    "36 spaces in a required field": (CHOOSE_KIND, put("nodes", 2, 2, "logic")),
    "38 perhaps": ("write yes or no", put("funds", 2, 3, "no")),
    "39 a date in a number": ("write a number and format the cell as number", put("nodes", 2, 4, 1)),
    "39 TRUE in a number": ("write a number", put("nodes", 2, 4, 1)),
    "39 a date in a name": ("format the cell as text and type the name again", put("materials", 2, 2, "die")),
    "39 a date in a list": ("format the cell as text and type the name again", put("funds", 2, 2, "here")),
    "40 infinity": ("write a finite number", put("nodes", 2, 4, 1)),
    "40 1E400": ("write a finite number", put("nodes", 2, 4, 1)),
    "41 control characters": ("type 'die' again", put("materials", 2, 2, "die")),
    "45 a very long name": (
        "use at most 120 characters and move the rest to note",
        put("materials", 2, 2, "d" * 120),
    ),
    "45 a text longer than a cell holds": (
        "use at most 120 characters and move the rest to note",
        put("materials", 2, 2, "d" * 120),
    ),
    "46 the same site twice": (DELETE_ONE, drop_row("sites", 3)),
    "46 the same pair twice": (DELETE_ONE, drop_row("site_nodes", 3)),
    "46 the same demand twice": (DELETE_ONE, drop_row("demand", 3)),
    "46 the same setting twice": (DELETE_ONE.replace("row 2", "row 4"), drop_row("settings", 5)),
    "47 twice but for capitals": (DELETE_ONE, put("sites", 3, 1, "B")),
    "47 twice but for spaces": (DELETE_ONE, put("sites", 3, 1, "B")),
    "49 totals of demand": (DELETE_TOTALS, drop_row("demand", 3)),
    "49 totals of the budget": (DELETE_TOTALS, drop_row("budget", 3)),
    "49 totals of the sites": (DELETE_TOTALS, drop_row("sites", 3)),
    "a remark below the table": (
        "move it to the note column or another sheet",
        both(drop_row("demand", 4), put("demand", 1, 7, "note"), put("demand", 2, 7, "* our own estimate")),
    ),
    "52 an unknown site": (
        "list it on the sites sheet, or delete the row",
        add("sites", ["B", "here", 1, 5]),
    ),
    "52 an unknown node": (
        "list it on the nodes sheet, or delete the row",
        drop_row("site_nodes", 3),
    ),
    "53 an unknown spend": ("list it on the spends sheet, or write once", put("site_nodes", 2, 5, "once")),
    "54 an unknown market": ("list it on the markets sheet, or write world", put("demand", 2, 2, "world")),
    "54 an unknown node of a part": (
        "list it on the nodes sheet, or write N3",
        put("materials", 2, 3, "N3"),
    ),
    "54 an unknown scenario": (
        "list it on the scenarios sheet, or clear the cell",
        put("demand", 2, 7, None),
    ),
    "56 a lock on a pair that is not listed": (
        LIST_ONE.format("N5 at A", "site_nodes"),
        add("site_nodes", ["A", "N5", 1, "flat", "once"]),
    ),
    "56 a lock on nothing there": (LIST_ONE.format("N5 at A", "site_nodes"), drop_row("locks", 2)),
    "57 a conversion to itself": (
        "name two different nodes",
        both(
            put("conversions", 2, 3, "N5"),
            add("nodes", ["N5", "logic", 1, 1, 20]),
            add("site_nodes", ["A", "N5", 1, "flat", "once"]),
        ),
    ),
    "60 a ramp that does not start at age 0": ("add a row for age 0", add("ramps", ["flat", 0, 50])),
    "60 a ramp that falls": ("write 100 or more here, or less than that at age 0", put("ramps", 2, 3, 80)),
    "62 a lead time longer than the horizon": (
        "write at most 3, or lengthen the horizon to at least 10 periods",
        put("site_nodes", 2, 3, 3),
    ),
    "63 a product without materials": (
        "list its parts on the materials sheet",
        add("materials", ["card", "die", "N3", 1, 1]),
    ),
    "64 a part without yield": ("fill in the good units per wafer, or the die area", put("materials", 2, 5, 1)),
    "64 a part with both": ("keep one; the good units are used", put("materials", 2, 6, None)),
    "65 demand before the node": (
        "write 0 before 2027Q3, or let the node come earlier: else it will be short",
        both(put("demand", 2, 3, 0), put("demand", 2, 4, 0)),
    ),
    "66 a lock's least above its most": (
        "write at most 2 here, or at least 3 into locks!D2",
        put("locks", 2, 3, 2),
    ),
    "67 a limit's least above its most": (
        "write at most 2 here, or at least 3 into limits!D2",
        put("limits", 2, 4, 3),
    ),
    "68 a budget for an unknown fund": ("list it on the funds sheet, or delete the row", add("funds", ["wallet"])),
    "68 a fund without a budget": ("give it a row on the budget sheet", add("budget", ["wallet", 1, 0, 0, 0])),
    "69 no fund may pay": ("widen a fund's lists, or delete the pair", put("funds", 2, 2, "here; there")),
    "70 a node that can be built nowhere": (
        "list it on site_nodes or capacity",
        add("site_nodes", ["A", "HBM", 1, "flat", "once"]),
    ),
    "71 no periods": ("write at least 1", put("settings", 4, 2, 4)),
    "71 a blank first period": ("write a period", put("settings", 3, 2, "2027Q1")),
    "71 no first period": ("add a row first_period with a period", add("settings", ["first_period", "2027Q1"])),
    "an unknown setting": ("write one of the settings listed by `planner schema`", drop_row("settings", 5)),
    "a period of 7 months": ("write 1, 3 or 12", put("settings", 5, 2, 3)),
    "72 a discount rate above 100": ("write at most 100", put("settings", 5, 2, 100)),
    "73 an unknown objective": ("write one of least_cost, coverage_first, profit", put("settings", 5, 2, "profit")),
    "74 a latitude beyond 90": ("write at most 90", put("sites", 2, 3, 24.8)),
    "75 a market without demand": (
        "nothing to do, or add its demand",
        add("demand", ["chip", "moon", 1, 1, 1, 1]),
    ),
    "76 use of an unknown tool": (
        "list it on the tools sheet, or delete the row",
        add("tools", ["tool", *QUARTERS], ["EUV", 1, 1, 1, 1]),
    ),
    "77 a lane to nowhere": ("give either a region or a market", put("lanes", 2, 2, "world")),
    "77 a lane to two places": ("give either a region or a market", put("lanes", 2, 2, None)),
    "78 until before from": (
        "write 2027Q4 or later here, or 2027Q2 or earlier into lanes!C2",
        put("lanes", 2, 4, "2027Q4"),
    ),
    "79 a wildly different size": ("check the value: this column is in kunits", put("demand", 3, 3, 50)),
    "79 usd for usd bn": ("check the value: this column is in USD bn", put("nodes", 2, 4, 20)),
    "80 a penalty below the cost": (
        "write at least 20000, or check the wafer cost: else nothing is built for it",
        put("products", 2, 2, 20000),
    ),
}
