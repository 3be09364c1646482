"""Codes of cells, keys and rows: E4 and E5."""

from planner.workbook.faults import codes
from planner.workbook.faults.explained import Explanation

CELLS = {
    codes.TEXT_IN_NUMBER: Explanation(
        "A cell that needs a number holds words.",
        "large, TBD or n/a as the size of a phase.",
        "Write a number. Where a blank is allowed, clear the cell; the header's comment gives the default of a blank.",
    ),
    codes.NUMBER_AS_TEXT: Explanation(
        "A number was typed or pasted as text: with a space, a decimal comma, a currency sign, or in a cell formatted "
        "as text.",
        "'1 200', '12,5' or '$4' on nodes.",
        "Write the number given into a cell formatted as a number. For a column: Data, Text to Columns.",
    ),
    codes.FRACTION_FOR_PERCENT: Explanation(
        "A column in per cent holds a number below 1 (or 1 where all is 100), as if it were a fraction. It is read as "
        "written.",
        "0.35 as the shell share: that is a third of one per cent.",
        "Write 35 if 35 % is meant. A real fraction of a per cent may stay.",
    ),
    codes.TOO_SMALL: Explanation(
        "A number is below what the column allows.",
        "-3 in demand, or a phase of 0 kwspm.",
        "Write a number within the bounds that the fault and the header's comment name.",
    ),
    codes.TOO_LARGE: Explanation(
        "A number is above what the column allows.",
        "A utilisation of 120 %, or a latitude of 248.",
        "Write a number within the bounds that the fault and the header's comment name.",
    ),
    codes.NOT_WHOLE: Explanation(
        "A number that counts something is not whole.",
        "A lead time of 1.5 periods, or a lock of half a phase.",
        "Write one of the two nearest whole numbers.",
    ),
    codes.ERROR_CELL: Explanation(
        "A formula ends in an error.",
        "#REF!, #N/A or #DIV/0! in budget.",
        "Fix the formula, or write the value that it should give.",
    ),
    codes.NO_STORED_VALUE: Explanation(
        "A cell holds a formula and no result: the workbook was written by a program that does not calculate.",
        "=C2*2 in a workbook made by a script.",
        "Open the workbook in a spreadsheet program, let it calculate, save it. Formulas are read by their results.",
    ),
    codes.BLANK_REQUIRED: Explanation(
        "A cell that every row needs is blank.",
        "A site without a region; a list with the region only in the first of its rows.",
        "Fill in the cell. A region that applies to several rows must be in each.",
    ),
    codes.MERGED_CELLS: Explanation(
        "Cells are merged, so that all but the first are blank.",
        "A region merged over the rows of its three sites.",
        "Unmerge the cells and fill in each of them.",
    ),
    codes.STRAY_SPACES: Explanation(
        "A name has spaces before, after or twice inside. They are ignored, non-breaking spaces included.",
        "'Taiwan ' on sites.",
        "Delete the spaces, so that formulas in the workbook find the name too.",
    ),
    codes.NOT_YES_NO: Explanation(
        "A cell that takes yes or no holds something else.",
        "perhaps under Carry over.",
        "Write yes or no.",
    ),
    codes.NOT_A_NUMBER_CELL: Explanation(
        "A cell that needs a number holds a date or a time; often a number that Excel converted.",
        "5 January for 1.5 or 5/1.",
        "Format the cell as a number first, then write the number.",
    ),
    codes.NOT_FINITE: Explanation(
        "A cell holds infinity, NaN, or a number too large to represent.",
        "inf, NaN or 1E400 as a limit.",
        "Write a finite number; for no limit clear the cell where the header's comment allows it.",
    ),
    codes.CONTROL_CHARACTERS: Explanation(
        "A name holds invisible characters. They are ignored.",
        "A zero-width space pasted from a web page.",
        "Type the name again instead of pasting it.",
    ),
    codes.LONG_NAME: Explanation(
        "A name is so long that no table or chart can show it.",
        "A sentence as the name of a part.",
        "Shorten it; move what it says to the note column.",
    ),
    codes.NOT_A_CHOICE: Explanation(
        "A cell takes one of a few words and holds another.",
        "HBM as the kind of a node, which is logic, memory or packaging.",
        "Write one of the words that the fault lists; the cell offers them in a dropdown list.",
    ),
    codes.BAD_PERIOD_CELL: Explanation(
        "A cell that takes a period holds something else, such as a date.",
        "Q3 27, or 1 July 2027, under Available from.",
        "Format the cell as text and write a label such as 2027Q3.",
    ),
    codes.BLANK_PERIODS: Explanation(
        "Cells of a row's period columns are blank. They count as 0.",
        "demand without a figure in 2027Q2.",
        "Write 0 if nothing is meant; otherwise write the figure.",
    ),
    codes.YES_NO_IN_NUMBER: Explanation(
        "A cell that needs a number holds TRUE or FALSE.",
        "The result of a comparison as the capex of a phase.",
        "Write a number, or fix the formula.",
    ),
    codes.DATE_IN_TEXT: Explanation(
        "A cell that takes a name holds a date; often a name that Excel converted.",
        "MAR1 as the name of a node became 1 March.",
        "Format the cell as text first, then type the name again.",
    ),
    codes.YES_NO_READ: Explanation(
        "A word other than yes or no was read as one of them, such as a word of another language.",
        "oui, Y or x under Carry over.",
        "Write yes or no, so that nobody has to guess.",
    ),
    codes.UNREAD_REMARK: Explanation(
        "A source or note holds an error or a formula without a result. Nothing depends on it.",
        "#N/A in the note of a node.",
        "Fix the cell or clear it.",
    ),
    codes.CASE_DIFFERS: Explanation(
        "A name is written with other capitals, leading zeros, or characters that look the same, than where it is "
        "declared. It is taken as the same.",
        "taiwan for Taiwan, 7 for 007, or an accent typed as a separate character.",
        "Write it as it is declared, so that formulas in the workbook find it too.",
    ),
    codes.PER_CENT_SHOWN: Explanation(
        "Cells of a column in per cent are formatted as per cent, so 35 % is stored as 0.35. They are read as what "
        "they show: 35.",
        "A demand factor that shows 120% and holds 1.2.",
        "Nothing to do. To be clear to every program, format the column as a number and write 120.",
    ),
    codes.SHOWN_OTHERWISE: Explanation(
        "A number format makes a cell show another number than it stores: commas at its end divide by thousands, a "
        "percent sign multiplies by a hundred. The number that is stored is read.",
        "Demand of 1200000 in the format #,##0, which shows 1,200; a lead time of 2 that shows 200%.",
        "Write the number that is meant, in the unit of the column, and format the cells as plain numbers.",
    ),
    codes.READ_AS_BLANK: Explanation(
        "A cell that may be blank holds a word that says what a blank says there: any name, always, or no limit.",
        "all or * as the region of a fund, always under From, unlimited as a power limit.",
        "Nothing to do. The header's comment says what a blank stands for.",
    ),
    codes.NEVER_CALCULATED: Explanation(
        "A formula stores 0, or nothing, because the workbook was written by a program that does not calculate and "
        "asks Excel to do so. Formulas are read by the values that they store.",
        "=C2*1.2 in demand, written by XlsxWriter: Excel shows a number, the file holds 0.",
        "Open the workbook in Excel and save it. LibreOffice keeps such zeros until you press Ctrl+Shift+F9, so do "
        "that before you save it there.",
    ),
    codes.DOUBTFUL_ZERO: Explanation(
        "Formulas of a sheet store 0, and so does every other formula of the workbook, or the workbook asks to be "
        "calculated when it is opened. The zeros are read as they are.",
        "All formulas of demand store 0 in a workbook that a script has written.",
        "Open the workbook in Excel and save it (in LibreOffice press Ctrl+Shift+F9 before you save it). If the "
        "values are really 0, ignore this.",
    ),
    codes.LINKED_DATA: Explanation(
        "A cell shows a linked data type of Excel, such as a country of Geography, or a picture. Other programs find "
        "only #VALUE! in the file.",
        "Taiwan as a Geography data type under Region.",
        "Right-click the cell, choose Data Type and Convert to Text; or type the value again.",
    ),
    codes.MORE_ALIKE: Explanation(
        "A sheet has more than a thousand faults of one kind. The first thousand are listed.",
        "Ten thousand rows pasted with decimal commas.",
        "Fix the cause, which is usually the same for all of them, then check again.",
    ),
    codes.KEY_TWICE: Explanation(
        "Two rows have the same key, so it is unclear which one counts.",
        "The site Hsinchu twice, or the same product and market twice on demand.",
        "Delete one of the rows, merge them into one, or rename one if it means something else.",
    ),
    codes.KEY_NEARLY_TWICE: Explanation(
        "Two rows have keys that differ only in case, spaces or characters that look the same.",
        "Ohio and 'ohio ' on sites.",
        "Delete one of the rows, or give one a clearly different name.",
    ),
    codes.TOTALS_ROW: Explanation(
        "A row looks like the total of the rows above it. Every row is read as one fact, so it would count twice.",
        "Total in the last row of budget.",
        "Delete the row, or put totals on a sheet of your own. A table's own total row counts as one too.",
    ),
    codes.STRAY_CELL: Explanation(
        "Cells have no header above them. They are not read.",
        "A remark typed next to the table, or a value far out to the right.",
        "Give the column a title, move the remark into note, or clear the cells.",
    ),
    codes.REMARK_ROW: Explanation(
        "A row below the table holds one text and nothing else that a row needs.",
        "'* our own estimate' two rows below demand.",
        "Move it into the note column, or onto a sheet of your own.",
    ),
    codes.HEADER_AGAIN: Explanation(
        "A row inside the table holds titles: the header pasted again, or the header of a second table. What stands "
        "below the header of another table is not read.",
        "market, bloc below the rows of regions.",
        "Delete the row where it repeats the header. Move a second table to its own sheet.",
    ),
    codes.UNITS_ROW: Explanation(
        "The row below the header holds units and no figures. It is not read; each column has the unit of its title.",
        "-, kwspm, USD bn, % below the titles of nodes.",
        "Nothing to do. The units are compared with those of the columns.",
    ),
    codes.UNIT_DIFFERS: Explanation(
        "A row of units, a text above a table, the format of a cell, or a column or setting of currencies names a unit "
        "in which the figures are not read. All money is in USD.",
        "USD m below Phase capex [USD bn], or EUR beside a budget: every figure would count a thousand times too much, "
        "or as the wrong currency.",
        "Convert the figures to the unit of the title, then correct or delete the unit that is named.",
    ),
    codes.COMMENTED: Explanation(
        "Rows begin with # or //, as a comment does in programs. They are not read.",
        "# Ohio in the first cell of a row of sites.",
        "Nothing to do. To let a row count, delete the mark; to remove it for good, delete the row.",
    ),
    codes.HIDDEN_CELLS: Explanation(
        "Rows or columns are hidden, by hand or by a filter, and hold data. They are read like all others.",
        "A filter on sites that shows only Taiwan.",
        "Clear the filter or unhide them; delete what should not count.",
    ),
    codes.CROSSED_OUT: Explanation(
        "Cells are crossed out (font, strikethrough) and hold data. They are read like all others.",
        "A site that was dropped, with a line through its row.",
        "Delete the rows that should not count, or write # in front of their first cell; else remove the line.",
    ),
}
