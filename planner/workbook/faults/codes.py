"""The stable codes of faults: E is an error, W a warning, I a note on what was assumed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of fault: its stable id, what it means and how to fix it in general."""

    id: str
    meaning: str
    fix: str


CODES: dict[str, Code] = {}


def _code(id: str, meaning: str, fix: str) -> Code:  # noqa: A002  the field's own word
    CODES[id] = Code(id, meaning, fix)
    return CODES[id]


FILE_MISSING = _code("E101", "file not found", "check the path")
FILE_IS_FOLDER = _code("E102", "a folder, not a file", "name the workbook inside it")
FILE_EMPTY = _code("E103", "the file is empty", "save the workbook again")
FILE_NOT_EXCEL = _code("E104", "not an Excel workbook", "open it in a spreadsheet program and save it as .xlsx")
FILE_OLD_OR_LOCKED = _code("E105", "an old .xls file or protected by a password", "save it as .xlsx without a password")
FILE_DAMAGED = _code("E106", "the file is damaged or cut short", "copy or save the workbook again")
FILE_HAS_MACROS = _code("W107", "the workbook holds macros", "nothing to do: values are read, macros are never run")
FILE_OTHER_FORMAT = _code("E108", "another file format", "open it in a spreadsheet program and save it as .xlsx")
FILE_TOO_LARGE = _code("E109", "the file is too large when unpacked", "remove sheets and pictures that are not needed")
FILE_NO_SHEETS = _code("E110", "no worksheet in the file", "put the tables on worksheets, not on chart sheets")
FILE_UNSAFE = _code("E111", "the file declares a document type", "save it again with a spreadsheet program")
FILE_UNREADABLE = _code(
    "E112", "the file cannot be opened", "close it in other programs and check that you may read it"
)
SHEET_DAMAGED = _code("E113", "a sheet cannot be read", "copy its cells to a new sheet and delete the old one")
FILE_IS_PLAN = _code(
    "E114", "a plan workbook where a case is expected", "give the case workbook that the plan was made from"
)
FILE_IS_CASE = _code(
    "E115", "a case workbook where a plan is expected", "give the plan workbook that `planner solve` wrote for it"
)

SHEET_MISSING = _code("E201", "a required sheet is missing", "add the sheet; `planner template` shows it")
SHEET_MISSPELT = _code("E202", "a required sheet is missing, and another one is probably meant", "rename the sheet")
SHEET_UNKNOWN = _code("W203", "sheet not read", "rename it if it holds case data; otherwise ignore this")
SHEET_HIDDEN = _code("I204", "a hidden sheet holds data", "unhide it if others should see it")
SHEET_TWICE = _code("E205", "two sheet names differ only in case or spaces", "keep one of them")
SHEET_NO_ROWS = _code("E206", "no rows below the header", "fill in at least one row")
SHEET_EMPTY = _code("E207", "the sheet is empty", "write its header into row 1; `planner template` shows it")
SHEET_NO_ROWS_ODD = _code(
    "W208", "no rows below the header, so nothing new can be built or paid for", "fill in the rows"
)
SHEET_RENAMED = _code(
    "I220", "sheets named with their tables are read under their plain names", "nothing to do, or rename the sheet"
)

COLUMN_MISSING = _code("E301", "a required column is missing", "add the column")
COLUMN_MISSPELT = _code("E302", "a required column is missing, another has nearly its title", "rename the column")
COLUMN_UNKNOWN = _code("W303", "column not read", "rename it if it holds case data; otherwise ignore this")
COLUMN_TWICE = _code("E304", "the same column twice", "delete one of them; a second table belongs on its own sheet")
HEADER_NOT_FIRST = _code("W305", "the header is not in row 1", "delete the rows above it")
HEADER_MERGED = _code("E306", "merged cells in the header", "unmerge them and give each column its own title")
PERIOD_UNREADABLE = _code("E307", "a period label that cannot be read", "write the label of a period")
PERIOD_MISSING = _code("E308", "periods of the horizon have no column", "add the columns")
PERIOD_OUTSIDE = _code("W309", "period columns outside the horizon are not read", "lengthen the horizon or delete them")
PERIOD_IS_DATE = _code("E310", "a date where a period label is needed", "write the label as text")
HEADER_NOT_FOUND = _code("E311", "no header row was found", "insert a row 1 with the column titles")
TABLE_ON_ITS_SIDE = _code(
    "E312", "rows and columns are swapped", "copy the table and paste it transposed (Paste Special, Transpose)"
)
PERIODS_IN_ROWS = _code(
    "E313", "periods are in rows, not in columns", "give each period a column, with its label in row 1"
)
CROSS_TABLE = _code(
    "E314", "a cross table where a list is needed", "give each figure a row of its own, with the names in columns"
)
NAMES_AS_TITLES = _code(
    "W315", "columns not read: their titles are names that belong in one cell", "write the names into one column"
)
COLUMN_IN_OTHER_UNIT = _code(
    "E331", "a required column is in another unit", "convert its values, and change its title with them"
)
COLUMN_UNREAD_UNIT = _code(
    "W332", "column not read: it is in another unit", "convert its values, and change its title with them"
)

PERIODS_OF_OTHER_LENGTH = _code(
    "E320", "the columns are periods of another length than those of the case", "give each period of the case a column"
)
STACKED_HEADER = _code("I321", "years above their parts are read as one label", "nothing to do")
SETTINGS_LAYOUT = _code(
    "I322",
    "settings without the header Key and Value are read",
    "nothing to do; `planner template` shows the usual layout",
)
SECOND_TABLE = _code("E323", "a second table beside the first", "move it to a sheet of its own, or delete it")

TEXT_IN_NUMBER = _code("E401", "text where a number is needed", "write a number")
NUMBER_AS_TEXT = _code("E402", "a number stored as text", "write it as a number")
FRACTION_FOR_PERCENT = _code("W403", "a fraction where per cent is meant?", "write per cent")
TOO_SMALL = _code("E404", "a value below the minimum", "write a larger value")
TOO_LARGE = _code("E405", "a value above the maximum", "write a smaller value")
NOT_WHOLE = _code("E406", "a fraction where a whole number is needed", "write a whole number")
ERROR_CELL = _code("E407", "an error cell", "fix the formula or write the value")
NO_STORED_VALUE = _code("E408", "a formula without a stored value", "open the workbook, let it calculate and save it")
BLANK_REQUIRED = _code("E409", "a blank in a required field", "fill in the cell")
MERGED_CELLS = _code("E410", "merged cells", "unmerge them and fill in every cell")
STRAY_SPACES = _code("I411", "spaces around or inside a name are ignored", "delete the spaces")
NOT_YES_NO = _code("E412", "neither yes nor no", "write yes or no")
NOT_A_NUMBER_CELL = _code("E413", "a date where a number is needed", "write a number and format the cell as number")
NOT_FINITE = _code("E414", "not a finite number", "write a finite number, or leave the cell blank")
CONTROL_CHARACTERS = _code("W415", "invisible characters are ignored", "type the text again")
LONG_NAME = _code("W416", "a very long name", "shorten it and move the rest to note")
NOT_A_CHOICE = _code("E417", "not one of the choices", "write one of the choices")
BAD_PERIOD_CELL = _code("E418", "not a period", "write the label of a period")
BLANK_PERIODS = _code("W419", "blank cells in period columns count as 0", "write 0 if nothing is meant")
YES_NO_IN_NUMBER = _code("E420", "TRUE or FALSE where a number is needed", "write a number")
DATE_IN_TEXT = _code("E421", "a date where a name is needed", "format the cell as text and type the name again")
YES_NO_READ = _code("I422", "read as yes or no", "write yes or no")
UNREAD_REMARK = _code("W423", "a remark that cannot be read", "fix the cell or clear it")
CASE_DIFFERS = _code(
    "I424", "a name that differs only in case, characters or leading zeros is read as the same", "write it the same way"
)
PER_CENT_SHOWN = _code("I425", "cells formatted as per cent are read as displayed", "format them as numbers")
READ_AS_BLANK = _code("I430", "a word that is read as a blank", "nothing to do, or clear the cell")
NEVER_CALCULATED = _code(
    "E431",
    "a formula that was never calculated",
    "open the workbook in Excel and save it; in LibreOffice press Ctrl+Shift+F9 before you save it",
)
DOUBTFUL_ZERO = _code(
    "W432",
    "formulas that store 0 and perhaps were never calculated",
    "open the workbook in Excel and save it; in LibreOffice press Ctrl+Shift+F9 before you save it",
)
LINKED_DATA = _code(
    "E433",
    "a linked data type or a picture in the cell, of which the file stores only an error",
    "convert the cell to text (Data Type, Convert to Text), or type its value",
)
SHOWN_OTHERWISE = _code(
    "W434",
    "the format of the cell shows another number than it stores, which is the one that is read",
    "write the number that is meant, and format the cell as a plain number",
)
MORE_ALIKE = _code("I426", "more faults of this kind are not listed", "fix the first ones, then check again")

KEY_TWICE = _code("E501", "the same key twice", "delete or rename one of the rows")
KEY_NEARLY_TWICE = _code("E502", "keys that differ only in case or spaces", "delete or rename one of the rows")
TOTALS_ROW = _code("E503", "looks like a totals row", "delete the row: every row is read as one fact")
STRAY_CELL = _code("I504", "cells without a header are not read", "give the column a title, or clear the cells")
REMARK_ROW = _code(
    "E505", "looks like a remark or a heading, not like data", "move it to the note column or another sheet"
)
HEADER_AGAIN = _code("E506", "a header inside the table", "delete the row; another table belongs on its own sheet")
HIDDEN_CELLS = _code("I507", "hidden rows or columns are read like all others", "unhide them if others should see them")

CROSSED_OUT = _code(
    "W508", "crossed-out cells are read like all others", "delete the rows that should not count, or put # in front"
)

UNITS_ROW = _code("I520", "a row of units below the header is not read", "nothing to do, or delete the row")
UNIT_DIFFERS = _code(
    "W521", "a unit is named that is not the unit of the figures", "convert the figures, then delete the row of units"
)
COMMENTED = _code("I522", "rows marked as comments are not read", "delete the mark of a row that should count")

UNKNOWN_NAME = _code("E601", "an unknown name", "write a name that is listed")
UNKNOWN_IN_LIST = _code("E602", "an unknown name in a list", "write names that are listed, separated by semicolons")
UNDER_WAY_WITHOUT_PAIR = _code("E607", "phases under way of a pair that is not listed", "list the pair on site_nodes")
LOCK_WITHOUT_PAIR = _code("E603", "a lock on something that is not listed", "list it, or delete the lock")
UNUSED_LOCK = _code("W604", "a row about something that is not listed has no effect", "list it, or delete the row")
CONVERSION_TO_ITSELF = _code("E605", "a conversion of a node to itself", "name two different nodes")
FUND_WITHOUT_BUDGET = _code("W606", "a fund without a budget has no money", "give it a row on the budget sheet")

SPEND_SUM = _code("E701", "spend shares do not sum to 100", "change the shares")
RAMP_START = _code("E702", "a ramp does not start at age 0", "add a row for age 0")
RAMP_FALLS = _code("W703", "a ramp decreases", "check the shares")
PROBABILITY_SUM = _code("E704", "probabilities do not sum to 100", "change the probabilities")
LEAD_BEYOND_HORIZON = _code("W705", "no phase of the node can be ready in time", "lengthen the horizon")
PRODUCT_WITHOUT_PARTS = _code("E706", "a product without materials", "list its parts on the materials sheet")
NO_UNITS_PER_WAFER = _code("E707", "neither good units per wafer nor a die area", "give one of them")
BOTH_UNITS_AND_AREA = _code("W708", "both good units per wafer and a die area", "keep one; the good units are used")
DEMAND_BEFORE_NODE = _code(
    "W709", "demand before any node of a part is available", "check the dates: the demand will not be met"
)
LOCK_MIN_ABOVE_MAX = _code("E710", "the minimum is above the maximum", "change one of them")
LIMIT_MIN_ABOVE_MAX = _code("E711", "the minimum is above the maximum", "change one of them")
NO_FUND_MAY_PAY = _code("W712", "no fund may pay for a listed pair", "widen a fund's lists, or delete the pair")
NODE_NOWHERE = _code("W713", "a needed node has neither a site nor capacity", "list it on site_nodes or capacity")
MARKET_WITHOUT_DEMAND = _code("I715", "a market without demand", "nothing to do, or add its demand")
LANE_ENDS = _code("E716", "a lane needs one destination", "give either a region or a market")
UNTIL_BEFORE_FROM = _code("E717", "a window that ends before it starts", "change one of the periods")
WIDE_RANGE = _code("W718", "a value of an unusual order of magnitude", "check the unit of the value")
PENALTY_BELOW_COST = _code(
    "W719", "a shortage costs less than making the product", "raise the penalty, or nothing is built for the product"
)
NO_DEMAND = _code(
    "W731",
    "no demand at all, so there is nothing to plan",
    "fill in the demand; zeros that come from formulas were perhaps never calculated",
)
OUT_OF_PROPORTION = _code("W732", "out of proportion to the rest of the case", "check the units of these values")
SUM_OF_OTHERS = _code("W733", "a row that is the sum of the others", "delete it if it is a total")
NO_EFFECT = _code("W741", "a cell that has no effect here", "clear it")
ROW_IDLE = _code("W742", "a row that matches nothing in this case", "change it, or delete the row")
CANNOT_BE = _code("E743", "these requirements contradict each other", "change one of the cells named")
SITE_OUTPUT_UNKNOWN = _code("E744", "the output of a single site cannot be determined", "put it in its own region")
ONLY_BY_NOTHING = _code("W745", "limits on shares that only an empty plan can meet", "change one of the cells named")
NO_START = _code("W761", "no phase can start and be ready in time", "change it, or lengthen the horizon")
NO_PHASE_FITS = _code("W762", "not one whole phase fits", "raise it, or check its unit")
NO_TOOLS = _code("W763", "too few machines for one phase", "deliver more machines, or check what a phase needs")
NO_MONEY = _code("W764", "not one phase can be paid", "give more money, or check its unit")
NO_OUTPUT = _code("W765", "new phases make nothing within the horizon", "check the value and its unit")
NOT_SOLD = _code("W766", "what new phases make is of no use", "let a product take it, and a lane be open")
NO_PRICE = _code("W767", "the objective is profit and a product has no price", "give its price")
CREDITS_ABOVE_CAPEX = _code("W768", "credits that together exceed the capex are cut", "lower one of the rates")
MARKET_CLOSED = _code("W769", "no lane is open for what a market demands", "open a lane, or remove the demand")
NODE_AFTER_CAPACITY = _code("W770", "a node is dated after its own capacity", "give an earlier date")
DEMAND_IN_SOME = _code(
    "W771", "demand in some scenarios only counts as zero in the others", "give it for every scenario"
)
SHARE_STOPS_OUTPUT = _code("W772", "a limit on a share that stops all output for a time", "let it hold later")
DEARER_THAN_SHORTAGE = _code(
    "W776", "moving a package costs more than doing without it", "check the units: nothing goes over such a lane"
)
MACHINES_SHORT = _code(
    "W777", "machines that committed capacity needs are missing", "deliver them, or check what needs them"
)
LEFT_OVER = _code("I774", "listed, and nothing refers to it", "add what is missing, or delete it")
LEFT_OUT = _code("I775", "a scenario of 0 % is left out of the plan", "give it a probability to plan for it")
POWER_FALLS = _code("W781", "power to date that falls", "write MW to date, not what each period adds")
OWNER_WITHOUT_NODE = _code(
    "E782", "an owner that does not hold the node", "name another owner, or let it hold the node"
)
OWNER_OUTPUT_UNKNOWN = _code("E783", "the output of an owner cannot be determined", "limit phases or capex instead")
RISK_OF_COVERAGE = _code(
    "E785", "a weight of the worst futures under coverage_first", "cap the cost of shortage, or use another objective"
)
FOLLOWS_IN_STUDY = _code(
    "I786", "later starts follow the scenario in planner scenarios only", "ask planner scenarios what they are worth"
)
EVENT_SUBJECT = _code("E784", "an event needs one subject", "name a region, a site, a lane, a market or a tool")
LOCKS_WITHOUT_MEANS = _code("W773", "locks need more than there is", "require less or later, or provide more")
UNKNOWN_SETTING = _code(
    "W722", "an unknown setting is not read", "write one of the settings listed by `planner schema`"
)
SETTING_MISSING = _code("E723", "a required setting is missing", "add a row with its key and value")
