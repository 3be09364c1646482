"""Codes of the file, its sheets, their headers and periods: E1, E2 and E3."""

from planner.workbook.faults import codes
from planner.workbook.faults.explained import Explanation

FILES = {
    codes.FILE_MISSING: Explanation(
        "There is no file at the given path.",
        "planner check case.xlsx, while the file is called Case 2.xlsx.",
        "Check name, ending and folder; quote a path with spaces.",
    ),
    codes.FILE_IS_FOLDER: Explanation(
        "The path leads to a folder.",
        "planner check inputs",
        "Name the workbook in it: planner check inputs/starter.xlsx.",
    ),
    codes.FILE_EMPTY: Explanation(
        "The file has 0 bytes: a download or a save was interrupted.",
        "case.xlsx of 0 bytes.",
        "Save the workbook again, or download it again.",
    ),
    codes.FILE_NOT_EXCEL: Explanation(
        "The file is called .xlsx and holds something else, such as text or a web page.",
        "A csv file or an HTML table that was renamed to case.xlsx.",
        "Open it in a spreadsheet program and save it as Excel Workbook (.xlsx); renaming does not convert a file.",
    ),
    codes.FILE_OLD_OR_LOCKED: Explanation(
        "The file is in the old .xls format, or it is encrypted with a password: both look alike from outside.",
        "A workbook for which Excel asks for a password before it opens.",
        "Open it, take the password off (File, Info, Protect Workbook), and save it as Excel Workbook (.xlsx).",
    ),
    codes.FILE_DAMAGED: Explanation(
        "The file is a workbook whose bytes do not fit together: cut short, or a part of it is broken.",
        "A copy that was interrupted, or a file that was written by a program with a fault.",
        "Copy it again; or open it in a spreadsheet program, which may repair it, and save it under a new name.",
    ),
    codes.FILE_HAS_MACROS: Explanation(
        "The workbook holds macros. Its values are read; macros are never run.",
        "case.xlsm with a button that fills in demand.",
        "Nothing to do. If a macro computes values, let it run in Excel and save before checking.",
    ),
    codes.FILE_OTHER_FORMAT: Explanation(
        "The file is of another kind that spreadsheet programs can read: .csv, .ods, .xlsb, or Strict Open XML.",
        "case.ods, or case.csv with one sheet of several.",
        "Open it in a spreadsheet program and save it as Excel Workbook (.xlsx), not as Strict Open XML.",
    ),
    codes.FILE_TOO_LARGE: Explanation(
        "Unpacked, the file would be too large for a case, or far larger than on disk. It is not opened.",
        "A workbook with thousands of pictures, or one made to exhaust memory.",
        "Delete what is not part of the case: pictures, old copies of sheets, formats down to the last row.",
    ),
    codes.FILE_NO_SHEETS: Explanation(
        "The workbook has no worksheet: only chart sheets, or nothing.",
        "A workbook whose one sheet is a chart.",
        "Put the tables on worksheets; planner template OUT.xlsx shows which.",
    ),
    codes.FILE_UNSAFE: Explanation(
        "A part of the file declares a document type, which workbooks never do and attackers can exploit.",
        "A part that begins with <!DOCTYPE.",
        "Open it in a spreadsheet program and save it again; if you do not know its origin, do not open it.",
    ),
    codes.FILE_UNREADABLE: Explanation(
        "The file is there and cannot be opened: locked, not readable by you, or not a regular file.",
        "A workbook on a network share that another user has open.",
        "Close it elsewhere, copy it, or ask for read permission.",
    ),
    codes.SHEET_DAMAGED: Explanation(
        "One sheet of the workbook cannot be read; the others can.",
        "A sheet whose XML was edited by hand.",
        "Copy its cells to a new sheet, delete the old one and give the new one its name.",
    ),
    codes.FILE_IS_PLAN: Explanation(
        "The workbook holds a plan, as `planner solve` writes it, and a case is needed.",
        "planner solve case_plan.xlsx, or planner audit with the plan before the case.",
        "Give the case that the plan was made from; the sheet run of the plan names its file.",
    ),
    codes.FILE_IS_CASE: Explanation(
        "The workbook holds a case, and a plan is needed.",
        "planner read case.xlsx, or planner audit with the plan before the case.",
        "Give the plan workbook of the case; planner solve case.xlsx writes one.",
    ),
    codes.SHEET_MISSING: Explanation(
        "A required sheet is missing.",
        "No sheet markets.",
        "Add the sheet with its header: planner template OUT.xlsx writes all of them, planner schema describes them.",
    ),
    codes.SHEET_MISSPELT: Explanation(
        "A required sheet is missing, and another one has a similar name.",
        "The sheet Demands where demand is needed.",
        "Rename it to the name given. Capitals and outer spaces do not matter.",
    ),
    codes.SHEET_UNKNOWN: Explanation(
        "A sheet that the planner does not know holds something. It is not read.",
        "A sheet weather, or capcity for capacity.",
        "Rename it if it is meant for the planner; otherwise ignore this, or start its name with _.",
    ),
    codes.SHEET_HIDDEN: Explanation(
        "A hidden sheet holds something. If its name is one that the planner knows, it is read like any other.",
        "A hidden sheet `limits` that someone forgot.",
        "Unhide it (right click on a tab, Unhide), look at it, and delete it if it should not count.",
    ),
    codes.SHEET_TWICE: Explanation(
        "Two sheet names differ only in case or spaces, so it is unclear which one counts.",
        "demand and 'Demand '.",
        "Keep one, and rename or delete the other.",
    ),
    codes.SHEET_NO_ROWS: Explanation(
        "A sheet that needs rows has a header and nothing below it.",
        "ramps with a header only, while site_nodes names ramps.",
        "Fill in at least one row.",
    ),
    codes.SHEET_EMPTY: Explanation(
        "A required sheet is empty.",
        "markets without a single cell.",
        "Write its header into row 1; planner template OUT.xlsx shows it.",
    ),
    codes.SHEET_NO_ROWS_ODD: Explanation(
        "site_nodes, funds or budget have no rows. The case can be planned, but nothing new can be built or paid.",
        "A budget sheet with a header only.",
        "Fill in the rows, unless you want to plan the existing capacity only.",
    ),
    codes.SHEET_RENAMED: Explanation(
        "Numbers exports each table as a sheet, with the names of both. It is read under the name that is known.",
        "'sites - Table 1', read as sites.",
        "Nothing to do. A workbook saved by Excel or LibreOffice has the plain names.",
    ),
    codes.COLUMN_MISSING: Explanation(
        "A required column is missing from the header.",
        "nodes without Phase size [kwspm].",
        "Add the column with the title given, or with its field name, anywhere in the header.",
    ),
    codes.COLUMN_MISSPELT: Explanation(
        "A required column is missing, and another one has a similar title.",
        "Phase size where Phase size [kwspm] is needed, or phase_kwpsm.",
        "Write the title given into that cell. Capitals and outer spaces do not matter.",
    ),
    codes.COLUMN_UNKNOWN: Explanation(
        "A column has a title that the sheet does not know. It is not read.",
        "colour on the sheet nodes.",
        "Rename it if it is meant for the planner; ignore this if it is your own column.",
    ),
    codes.COLUMN_TWICE: Explanation(
        "Two columns have the same title, by name or by field, so it is unclear which one counts.",
        "Kind and kind on nodes, or 2027Q1 twice on demand.",
        "Delete one of them. A second table next to the first belongs on its own sheet.",
    ),
    codes.COLUMN_IN_OTHER_UNIT: Explanation(
        "The title of a required column states another unit than the one that the column is read in.",
        "Phase capex [USD m] with 4,000, where Phase capex [USD bn] is read: the same phase is 4.",
        "Convert the values first, then write the title given. A new title alone would change what they mean.",
    ),
    codes.COLUMN_UNREAD_UNIT: Explanation(
        "The title of a column states another unit than the one that the column is read in, so it is not read and "
        "the default is used.",
        "Opening cost [USD m] on sites.",
        "Convert the values first, then write the title given. A new title alone would change what they mean.",
    ),
    codes.HEADER_NOT_FIRST: Explanation(
        "The header is not in row 1: there are rows above it. The sheet is read from the header down.",
        "A banner 'Our demand, draft 3' in row 1 and the header in row 3.",
        "Delete the rows above the header, so that every program finds it.",
    ),
    codes.HEADER_MERGED: Explanation(
        "Cells of the header are merged, so that a column has no title.",
        "'Phase' merged over the columns of size and capex.",
        "Unmerge the cells and give each column its own title.",
    ),
    codes.PERIOD_UNREADABLE: Explanation(
        "A title looks like a period but is not a valid label.",
        "Q1 27, Q1 2027 or FY27Q1 for 2027Q1.",
        "Write the label given. Quarters are 2027Q1, months 2027M01, years 2027.",
    ),
    codes.PERIOD_MISSING: Explanation(
        "The sheet has no column for some periods of the horizon given on settings.",
        "first_period 2027Q1 and periods 4, and demand without 2027Q3.",
        "Add the columns. If they are not to be planned, change first_period or periods on settings instead.",
    ),
    codes.PERIOD_OUTSIDE: Explanation(
        "Period columns lie outside the horizon given on settings. They are not read.",
        "2028Q1 in a case that ends with 2027Q4.",
        "Raise periods on settings if they should count; otherwise delete or ignore them.",
    ),
    codes.PERIOD_IS_DATE: Explanation(
        "A period column is titled with a date, or with the serial number of a date that has lost its format.",
        "2027-01-01, or 46388, over the column of 2027Q1.",
        "Format the cell as text and write the label given.",
    ),
    codes.HEADER_NOT_FOUND: Explanation(
        "None of the first rows names a column of the sheet.",
        "A sheet that starts with data, or whose columns are all in column A, separated by semicolons.",
        "Insert a row 1 with the titles; split a single column with Data, Text to Columns.",
    ),
    codes.TABLE_ON_ITS_SIDE: Explanation(
        "Titles or periods are below each other in one of the first columns, so rows and columns are swapped.",
        "settings with key, case_name, first_period in row 1; a budget with 2027Q1, 2027Q2 ... down column A.",
        "Copy the table, paste it with Paste Special, Transpose, on a new sheet, and give that sheet the name.",
    ),
    codes.CROSS_TABLE: Explanation(
        "Names or numbers that belong in a column are titles, with figures below: a cross table. A list is needed, in "
        "which each figure has a row of its own, so that every row says what it is about and where it comes from.",
        "materials with N3 and CoWoS as titles, where a column Node is needed; ramps with 0, 1, 2 as titles.",
        "In Excel: select the table, Data, From Table/Range, mark the columns of names, Unpivot Other Columns, Close & "
        "Load; then write the titles of the sheet. In pandas: melt.",
    ),
    codes.NAMES_AS_TITLES: Explanation(
        "Columns have names of another sheet as titles, with marks below. Such a list belongs in one cell of a column.",
        "funds with Taiwan and USA as titles, and an x below Taiwan.",
        "Write the names into one cell of the column given, separated by semicolons: Taiwan;USA.",
    ),
    codes.PERIODS_OF_OTHER_LENGTH: Explanation(
        "All period columns are years where quarters are planned, or months, or the other way round.",
        "2027, 2028 and 2029 on budget, in a case of quarters.",
        "Give each period of the case a column. Sums such as demand and budget are spread over the parts of a longer "
        "period; levels such as capacity are repeated.",
    ),
    codes.STACKED_HEADER: Explanation(
        "The header has two rows: years, often merged, and below them quarters or months. They are read as labels.",
        "2027 above Q1, Q2, Q3 and Q4.",
        "Nothing to do. To be clear to every program, write labels such as 2027Q1 into one row.",
    ),
    codes.SETTINGS_LAYOUT: Explanation(
        "The keys of the settings stand in one row with their values below, or in a column without a header.",
        "case_name, first_period and periods in row 1, and tiny, 2027Q1 and 4 in row 2.",
        "Nothing to do. The usual layout has the titles Key and Value in row 1 and one setting in each row.",
    ),
    codes.SECOND_TABLE: Explanation(
        "Columns to the right have the same titles again: a second table beside the first. It is unclear which counts.",
        "demand in A to N, and the demand of another year's plan in Q to AD.",
        "Move one of the tables to a sheet of its own; a sheet whose name begins with _ is not read.",
    ),
    codes.PERIODS_IN_ROWS: Explanation(
        "A sheet that needs one column per period has a period column and one row per period instead.",
        "demand with the columns product, market, quarter, kunits.",
        "Turn the rows into columns, for example with a pivot table: one row for each product and market.",
    ),
}
